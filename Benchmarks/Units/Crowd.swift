import CallpointCore
import CallpointTesting
import UniformGrid

/// As many units as a site may declare, in the built-up rectangle of Shenzhen, known to the engine and to C grids alike.
struct Crowd {
    /// 33 km by 51 km, as in city.c.
    private static let latitudes = 224_500_000...227_500_000
    private static let longitudes = 1_138_500_000...1_143_500_000
    /// 30 % on foot, 25 % on motorcycles, 30 % in cars, 5 % each of the rest, as in city.c.
    private static let kindPercents = [30, 55, 85, 90, 95, 100]
    /// How often a unit moves.
    private static let interval: Duration = .seconds(10)

    /// The 5 soonest of three kinds within 3 km: the nearest patrols.
    static let requirement = Requirement(
        kinds: [.foot, .motorcycle, .vehicle], count: 5, withinMetres: 3_000)
    static let staleAfter: Duration = .seconds(120)

    let callPoints: [CallPoint]
    let units: [UnitID]
    private(set) var engine: Engine
    private(set) var places: [Coordinate]
    private let kinds: [UnitKind]
    private let statuses: [UnitStatus]
    private(set) var now = Instant(microseconds: 1_000_000_000)
    private var random: SeededGenerator

    init(units count: Int, callPoints pointCount: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        places = (0..<count).map { _ in Crowd.somewhere(&random) }
        kinds = (0..<count).map { _ in
            let percent = random.int(0...99)
            return UnitKind.allCases[Crowd.kindPercents.firstIndex { percent < $0 } ?? 0]
        }
        statuses = (0..<count).map { _ in
            let percent = random.int(0...99)
            return percent < 10 ? .busy : percent < 15 ? .offDuty : .available
        }
        units = (0..<count).map { Crowd.name($0) }
        var builder = SiteBuilder(id: "BENCH")
        builder.plan(.single(Crowd.requirement, name: "street"))
        for number in 0..<pointCount {
            let place = Crowd.somewhere(&random)
            builder.site.callPoints.append(
                CallPoint(
                    id: CallPointID("CP-\(number)"), name: "", place: place,
                    scale: DegreeScale(atLatitudeE7: place.latitudeE7), accuracyMetres: 5, plan: "street"))
        }
        for (unit, kind) in zip(units, kinds) { builder.unit(unit, kind) }
        builder.site.staleAfter = Crowd.staleAfter
        // Not built: the hash of so long a text takes seconds, and nothing here asks for it.
        builder.site.hash = "bench"
        callPoints = builder.site.callPoints
        engine = Engine(site: builder.site)
        self.random = random
        let wall = WallTime(millisecondsSince1970: 0, offsetMinutes: 0)
        for (unit, status) in zip(units, statuses) where status != .available {
            engine.apply(Event(at: now, wall: wall, .unitStatus(unit, status, actor: nil, via: "bench")))
        }
        // One in ten has said nothing for longer than a fix may be old.
        for row in places.indices {
            let age: Duration = row % 10 == 9 ? .seconds(300) : .seconds(row % 60)
            _ = engine.observe(fix(row, receivedAt: now + .microseconds(-age.microseconds), sourceMilliseconds: 1))
        }
    }

    /// A C grid in which the same units stand where they stand now.
    func grid(unitsInCell: Int32) -> OpaquePointer {
        let profiles = KindProfiles.city.profiles.map {
            grid_profile(
                reaction_ms: $0.reaction.milliseconds, detour_percent: Int64($0.detourPercent),
                speed_mm_s: Int64($0.speedMillimetresPerSecond))
        }
        guard
            let grid = grid_make(
                Int32(units.count), Int32(Crowd.latitudes.lowerBound), Int32(Crowd.latitudes.upperBound),
                Int32(Crowd.longitudes.lowerBound), Int32(Crowd.longitudes.upperBound), unitsInCell, profiles)
        else { preconditionFailure("no memory for a grid of \(units.count) units") }
        for view in engine.unitViews(at: now).enumerated() {
            let (row, unit) = (Int32(view.offset), view.element)
            let status = unit.status == .busy ? GRID_BUSY : unit.status == .offDuty ? GRID_OFF_DUTY : GRID_AVAILABLE
            grid_declare(grid, row, Int32(unit.unit.kind.index), status)
            guard let fix = unit.fix else { continue }
            _ = grid_put(
                grid, row, fix.place.latitudeE7, fix.place.longitudeE7, fix.sourceMilliseconds,
                fix.receivedAt.microseconds)
        }
        return grid
    }

    /// What the engine is asked at a call point, as the grid is asked it.
    func query(at point: CallPoint) -> grid_query {
        let kinds = Crowd.requirement.kinds.reduce(UInt32(0)) { $0 | 1 << UInt32($1.index) }
        return grid_query(
            lat_e7: point.place.latitudeE7, lon_e7: point.place.longitudeE7,
            mm_per_lat: Int64(point.scale.millimetresPerDegreeLatitude),
            mm_per_lon: Int64(point.scale.millimetresPerDegreeLongitude), kinds: kinds,
            wanted: Int32(Crowd.requirement.count), within_m: Int64(Crowd.requirement.withinMetres ?? .max),
            now_us: now.microseconds, stale_us: Crowd.staleAfter.microseconds)
    }

    /// The next fixes of the units of some rows: each has moved up to 100 m, for 10 s have passed.
    mutating func moves(of rows: [Int]) -> [Fix] {
        now = now + Crowd.interval
        return rows.map { row in
            places[row] = Coordinate(
                latitudeE7: Crowd.moved(places[row].latitudeE7, in: Crowd.latitudes, &random),
                longitudeE7: Crowd.moved(places[row].longitudeE7, in: Crowd.longitudes, &random))
            return fix(row, receivedAt: now, sourceMilliseconds: now.microseconds / 1_000)
        }
    }

    /// Every row once, in an order that no cache foresees.
    mutating func shuffledRows() -> [Int] { Array(units.indices).shuffled(using: &random) }

    /// Takes fixes one at a time. How many were accepted.
    mutating func observe(_ fixes: [Fix]) -> Int {
        var accepted = 0
        for fix in fixes where engine.observe(fix) == .accepted { accepted += 1 }
        return accepted
    }

    private func fix(_ row: Int, receivedAt: Instant, sourceMilliseconds: Int64) -> Fix {
        Fix(
            unit: units[row], place: places[row], sourceMilliseconds: sourceMilliseconds, receivedAt: receivedAt)
    }

    private static func somewhere(_ random: inout SeededGenerator) -> Coordinate {
        Coordinate(latitudeE7: Int32(random.int(latitudes)), longitudeE7: Int32(random.int(longitudes)))
    }

    private static func moved(_ e7: Int32, in range: ClosedRange<Int>, _ random: inout SeededGenerator) -> Int32 {
        Int32(min(range.upperBound, max(range.lowerBound, Int(e7) + random.int(-9_000...9_000))))
    }

    private static func name(_ number: Int) -> UnitID {
        let digits = String(number)
        return UnitID("U-" + String(repeating: "0", count: 6 - digits.utf8.count) + digits)
    }
}
