public import CallpointCore
import EventCodec

/// A city and all that is set to happen in it: what a simulation plays, what is shrunk, and what a recording holds.
public struct Scenario: Sendable, Hashable {
    /// The seed that drew it.
    public var seed: UInt64
    /// Call points, in the order of the site file.
    public var posts: [Post]
    /// Units, in the order of the site file.
    public var patrols: [PatrolPlan]
    /// What is set to happen, earliest first.
    public var happenings: [Happening]
    /// When the simulation ends, in microseconds from the beginning of the day.
    public var end: Int64

    /// A call point.
    public struct Post: Sendable, Hashable {
        /// Its id.
        public var id: String
        /// Metres north of the middle of the city.
        public var north: Int
        /// Metres east of it.
        public var east: Int
        /// The plan that answers it.
        public var plan: String
        /// How its button is connected.
        public var wire: Wire
        /// What a press of it is about.
        public var kind = AlarmKind.panic
    }

    /// How a button is connected.
    public enum Wire: String, Sendable, Hashable, CaseIterable {
        /// A line of the controller's own.
        case line
        /// A serial node without a key.
        case node
        /// A serial node with a key.
        case keyed
    }

    /// A unit: who it is, and how it moves.
    public struct PatrolPlan: Sendable, Hashable {
        /// Its id.
        public var id: String
        /// What it moves as.
        public var kind: UnitKind
        /// What it can do.
        public var capabilities: [String]
        /// The middle of its beat, in metres north of the middle of the city.
        public var north: Int
        /// The same, in metres east.
        public var east: Int
        /// How far its beat reaches, in metres; 0 for a unit that stays where it is.
        public var beat: Int
        /// How often it reports, in seconds; 0 for one that never does: the site file says where it stands.
        public var reportSeconds: Int
        /// Its real speed, in per cent of what the site file supposes.
        public var speedPercent: Int
        /// Where its chances come from.
        public var nonce: UInt64
    }

    /// The site file of the city; the changed one lacks its last call point, its last two units and one beat's
    /// cover.
    public func site(isChanged: Bool) -> Site {
        var builder = SiteBuilder(id: "SC")
        builder.contact("station", answerWithin: .seconds(90))
        builder.site.plans = Scenario.plans
        builder.site.alarms.recentWithin = .seconds(7_200)
        builder.site.alarms[.tamper] = AlarmRules.Rule(isDispatched: true)
        builder.site.alarms[.medical] = AlarmRules.Rule(priority: .p3)
        for post in posts.dropLast(isChanged ? 1 : 0) {
            builder.callPoint(
                CallPointID(post.id), north: post.north, east: post.east, plan: PlanName(post.plan),
                kind: post.kind)
        }
        for patrol in patrols.dropLast(isChanged ? 2 : 0) {
            builder.unit(
                UnitID(patrol.id), patrol.kind, capabilities: patrol.capabilities,
                post: patrol.reportSeconds == 0
                    ? builder.plane.place(north: patrol.north, east: patrol.east) : nil)
        }
        builder.site.kinds[.foot].restAfter = .seconds(600)
        builder.site.kinds[.motorcycle].restAfter = .seconds(300)
        addBeats(&builder, isChanged: isChanged)
        builder.site.schedules = [Schedule(name: "night", hours: [.init(from: 1_320, until: 360)])]
        for place in builder.site.callPoints.indices where builder.site.callPoints[place].plan == "gate" {
            builder.site.callPoints[place].planDuring = [ScheduledPlan(schedule: "night", plan: "park")]
        }
        var site = builder.site
        let text = "\(seed) \(isChanged) \(posts.count) \(patrols.count)"
        site.hash = Digest.hex(Digest.sha256(Array(text.utf8)))
        return site
    }

    /// The west and the east of the city; a unit is at home where the middle of its round is.
    private func addBeats(_ builder: inout SiteBuilder, isChanged: Bool) {
        let plane = builder.plane
        for (id, side) in [("west", -1), ("east", 1)] {
            let corners = [(-20_000, 0), (20_000, 0), (20_000, 20_000), (-20_000, 20_000)].map {
                plane.place(north: $0, east: $1 * side)
            }
            if let beat = Beat(id: BeatID(id), name: id, rings: [corners]) { builder.site.beats.append(beat) }
        }
        for square in Scenario.squares {
            let corners = [(0, 0), (4_000, 0), (4_000, 4_000), (0, 4_000)].map {
                plane.place(north: square.north + $0.0, east: square.east + $0.1)
            }
            let beat = Beat(
                id: square.id, name: square.id.text, rings: [corners],
                cover: isChanged && square.id == "se" ? [] : square.cover,
                scale: { DegreeScale(atLatitudeE7: $0.latitudeE7) })
            if let beat { builder.site.beats.append(beat) }
        }
        for place in builder.site.units.indices where patrols[place].nonce % 4 != 0 {
            builder.site.units[place].beats = [patrols[place].east < 0 ? "west" : "east"]
            if patrols[place].nonce % 4 == 1 {
                builder.site.units[place].beats.append(patrols[place].east < 0 ? "nw" : "ne")
            }
        }
    }

    /// Four squares in the middle of the city ask for cover; two of them are somebody's home.
    static let squares: [(id: BeatID, north: Int, east: Int, cover: [UnitKind])] = [
        ("nw", 0, -4_000, [.vehicle]), ("ne", 0, 0, [.motorcycle, .vehicle]), ("sw", -4_000, -4_000, [.foot]),
        ("se", -4_000, 0, [.vehicle, .air]),
    ]

    private static func nudging(_ plan: Plan) -> Plan {
        var plan = plan
        plan.tiers[0].nudgeAfter = .seconds(15)
        plan.preferBeat = .seconds(45)
        plan.begins = [Plan.Beginning(.fire, tier: 2)]
        plan.preempts = .p1
        plan.related = Plan.Related(Plan.Vicinity(withinMetres: 1_500, window: .seconds(180)))
        plan.crossZone = Plan.Vicinity(withinMetres: 2_000, window: .seconds(120))
        return plan
    }

    /// The response plans of the city.
    static let plans: [Plan] = [
        nudging(.street),
        Plan(
            name: "metro",
            tiers: [
                Tier(
                    name: "nearest patrol and an AED",
                    send: [
                        Requirement(kinds: [.foot, .motorcycle, .vehicle], count: 2, withinMetres: 2_500),
                        Requirement(
                            kinds: [.foot, .motorcycle, .vehicle], count: 1, withinMetres: 4_000,
                            capabilities: ["aed"]),
                        Requirement(kinds: [.video], count: 1, during: "night"),
                    ], notify: ["station"], ackWithin: .seconds(20), onSceneWithin: .seconds(120)),
                Tier(
                    name: "city",
                    send: [
                        Requirement(
                            anyOf: [
                                Requirement(kinds: [.vehicle], count: 2, withinMetres: 6_000),
                                Requirement(kinds: [.air], count: 1),
                            ], minGain: .seconds(20))
                    ], notify: ["city-command"],
                    ackWithin: .seconds(30), onSceneWithin: .seconds(180), watch: true),
            ], raisesOnSecondPress: true, preempts: .p3, swapGain: .seconds(30)),
        Plan(
            name: "park", priority: .p2,
            tiers: [
                Tier(
                    name: "one patrol",
                    send: [
                        Requirement(anyOf: [
                            Requirement(kinds: [.foot], count: 2, withinMetres: 1_000),
                            Requirement(kinds: [.foot, .motorcycle], count: 1, withinMetres: 2_000),
                        ])
                    ],
                    ackWithin: .seconds(45), onSceneWithin: .seconds(300)),
                Tier(
                    name: "anybody", send: [Requirement(kinds: UnitKind.allCases, count: 2, minGain: .seconds(60))],
                    ackWithin: .seconds(45)),
            ], raisesOnProjectedLateness: true, swapGain: .seconds(60),
            related: Plan.Related(Plan.Vicinity(withinMetres: 2_500, window: .seconds(600)))),
        Plan(
            name: "river",
            tiers: [
                Tier(
                    name: "boat", send: [Requirement(kinds: [.marine, .air], count: 1)], notify: ["station"],
                    ackWithin: .seconds(40), onSceneWithin: .seconds(240)),
                Tier(
                    name: "bank",
                    send: [Requirement(kinds: [.vehicle, .motorcycle], count: 2, capabilities: ["rope"])],
                    notify: ["city-command"], ackWithin: .seconds(30), onSceneWithin: .seconds(300), watch: true),
            ], raisesOnProjectedLateness: true, movesUpByItself: true),
        Plan(
            name: "gate", priority: .p3,
            tiers: [
                Tier(
                    name: "one look",
                    send: [Requirement(kinds: [.foot, .motorcycle, .vehicle], count: 1, withinMetres: 5_000)],
                    ackWithin: .seconds(60), onSceneWithin: .seconds(600))
            ]),
    ]
}
