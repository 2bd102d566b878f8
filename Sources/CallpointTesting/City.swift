public import CallpointCore

/// A city that a seed draws: a place on the earth, call points, units of all kinds and where they are.
///
/// Some units report late, some never; some stand at a post; some are busy or off
/// duty; some lie across the antimeridian. What a ranking may get wrong is in it.
public struct City: Sendable {
    /// The site file. Call point `A` is in the middle, `B` some way off; their plans are `first` and `second`.
    public let site: Site
    /// The fixes, with the ages that they have at `now`.
    public let fixes: [Fix]
    /// What units say of themselves.
    public let statuses: [(unit: UnitID, status: UnitStatus)]
    /// The plane round call point `A`.
    public let plane: Plane
    /// The time at which the city is looked at.
    public static let now = Instant(microseconds: 1_000_000_000)

    /// Latitudes and longitudes, in 1e-7 degrees, of the places where cities are built.
    private static let centres: [(latitude: Int32, longitude: Int32)] = [
        (225_369_000, 1_139_345_000), (0, 0), (-337_000_000, 1_512_000_000), (651_000_000, -1_799_990_000),
        (-168_000_000, 1_799_995_000), (693_500_000, 887_000_000), (880_000_000, 150_000_000), (899_990_000, 0),
        (407_000_000, -740_000_000), (10_000, 1_800_000_000),
    ]

    /// The city of a seed, with up to so many units.
    public init(seed: UInt64, units limit: Int = 300) {
        var random = SeededGenerator(seed: seed)
        let centre = City.centres[random.int(0...(City.centres.count - 1))]
        plane = Plane(centre: Coordinate(latitudeE7: centre.latitude, longitudeE7: centre.longitude))
        var builder = SiteBuilder(id: "C", plane: plane)
        builder.callPoint("A", plan: "first")
        builder.callPoint("B", north: random.int(-2_000...2_000), east: random.int(-2_000...2_000), plan: "second")
        for name: PlanName in ["first", "second"] {
            var plan = Plan.single(City.requirement(&random), name: name)
            if random.chance(percent: 40) { plan.preferBeat = .seconds(random.int(10...300)) }
            builder.plan(plan)
        }
        City.addGround(&builder, &random)
        let spread = [300, 2_000, 8_000, 30_000, 90_000][random.int(0...4)]
        let count = random.int(0...limit)
        // Now and then nobody has reported for long.
        let silence = random.chance(percent: 4) ? 500_000 : 0
        var fixes: [Fix] = []
        var statuses: [(unit: UnitID, status: UnitStatus)] = []
        for number in 0..<count {
            let id = UnitID("U-\(number)")
            let place = City.place(&random, plane: plane, spread: spread)
            let isPosted = random.chance(percent: 5)
            builder.unit(
                id, UnitKind.allCases[random.int(0...5)], capabilities: City.capabilities(&random, percent: 50),
                post: isPosted ? place : nil)
            if random.chance(percent: 30) {
                builder.site.units[number].beats = [["inner", "outer"][random.int(0...1)]]
            }
            if random.chance(percent: 15) { statuses.append((id, [.busy, .offDuty, .standby][random.int(0...2)])) }
            guard !isPosted, random.chance(percent: 95) else { continue }
            fixes.append(
                Fix(
                    unit: id, place: place, sourceMilliseconds: 1,
                    receivedAt: City.now + .milliseconds(-silence - City.age(&random)),
                    speedCentimetresPerSecond: UInt16(random.int(0...1_500)),
                    headingDegrees: [UInt16(random.int(0...359)), 270, .max][random.int(0...2)]))
        }
        site = builder.build()
        self.fixes = fixes
        self.statuses = statuses
    }

    /// Beats round the middle, and call point `A` on one side of a divided road.
    private static func addGround(_ builder: inout SiteBuilder, _ random: inout SeededGenerator) {
        let plane = builder.plane
        for (id, reach) in [("inner", 1_500), ("outer", 20_000)] {
            let corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)].map { plane.place(north: $0 * reach, east: $1 * reach) }
            // Across the antimeridian no beat can be drawn.
            if let beat = Beat(id: BeatID(id), name: id, rings: [corners]) { builder.site.beats.append(beat) }
        }
        guard random.chance(percent: 50) else { return }
        builder.site.callPoints[0].carriageway =
            [
                Carriageway(headingDegrees: 90, north: 0, east: 1_000_000),
                Carriageway(headingDegrees: 323, north: 800_000, east: -600_000),
            ][random.int(0...1)]
        for kind in [UnitKind.motorcycle, .vehicle] {
            builder.site.kinds[kind].otherCarriageway = .seconds(random.int(10...400))
        }
    }

    /// Most units stand on a coarse grid, so that ties occur.
    private static func place(_ random: inout SeededGenerator, plane: Plane, spread: Int) -> Coordinate {
        let (north, east) = (random.int(-spread...spread), random.int(-spread...spread))
        // Along the road of call point `A`, where it has one.
        if random.chance(percent: 15) { return plane.place(north: random.int(-70...70), east: east) }
        guard random.chance(percent: 30) else { return plane.place(north: north, east: east) }
        return plane.place(north: north / 500 * 500, east: east / 500 * 500)
    }

    private static func age(_ random: inout SeededGenerator) -> Int {
        random.chance(percent: 15) ? random.int(120_000...400_000) : random.int(0...12) * 10_000
    }

    private static func capabilities(_ random: inout SeededGenerator, percent: Int) -> [String] {
        ["aed", "dog", "rope"].filter { _ in random.chance(percent: percent) }
    }

    private static func requirement(_ random: inout SeededGenerator) -> Requirement {
        var kinds = UnitKind.allCases.filter { _ in random.chance(percent: 50) }
        if kinds.isEmpty { kinds = [.motorcycle] }
        return Requirement(
            kinds: kinds, count: random.int(1...7),
            withinMetres: random.chance(percent: 60) ? [200, 1_000, 3_000, 8_000, 60_000][random.int(0...4)] : nil,
            capabilities: random.chance(percent: 30) ? capabilities(&random, percent: 40) : [])
    }

    /// An engine in which the city is as it is at `now`.
    public func engine() -> Engine {
        var engine = Engine(site: site)
        // Everybody has been elsewhere before, so that the index has had to follow.
        for round in 1...3 {
            for (number, fix) in fixes.enumerated() {
                var earlier = fix
                earlier.place = fixes[(number * 7 + round) % fixes.count].place
                earlier.sourceMilliseconds = Int64(round - 4)
                _ = engine.observe(earlier)
            }
        }
        for fix in fixes { _ = engine.observe(fix) }
        let wall = WallTime(millisecondsSince1970: 0, offsetMinutes: 0)
        for (unit, status) in statuses {
            engine.apply(Event(at: City.now, wall: wall, .unitStatus(unit, status, actor: nil, via: "city")))
        }
        return engine
    }
}
