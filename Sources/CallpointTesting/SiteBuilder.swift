public import CallpointCore
import EventCodec

/// Writes a site down in a few lines, for tests.
public struct SiteBuilder: Sendable {
    /// The site so far. Its hash follows from what is in it when `build` is called.
    public var site: Site
    /// Places count from here.
    public let plane: Plane

    /// A site with nothing in it but the plan `street`.
    public init(id: String = "NS-03", plane: Plane = .shenzhen) {
        self.plane = plane
        site = Site(
            id: id, name: id, callPoints: [], plans: [.street], units: [],
            contacts: [
                Contact(id: "station", name: "Nanshan station", channel: "duty-hook"),
                Contact(id: "city-command", name: "City command", channel: "city-hook"),
            ], hash: "")
    }

    /// Adds a call point so many metres from the centre.
    public mutating func callPoint(
        _ id: CallPointID, north: Int = 0, east: Int = 0, plan: PlanName = "street", kind: AlarmKind = .panic,
        plansByKind: [PlanOfKind] = []
    ) {
        let place = plane.place(north: north, east: east)
        site.callPoints.append(
            CallPoint(
                id: id, name: id.text, place: place, scale: DegreeScale(atLatitudeE7: place.latitudeE7),
                accuracyMetres: 5, plan: plan, kind: kind, plansByKind: plansByKind))
    }

    /// Adds a unit.
    public mutating func unit(
        _ id: UnitID, _ kind: UnitKind = .motorcycle, capabilities: [String] = [], post: Coordinate? = nil
    ) {
        site.units.append(PatrolUnit(id: id, kind: kind, capabilities: capabilities.sorted(), post: post))
    }

    /// Gives a contact a time to acknowledge its notices in.
    public mutating func contact(_ id: ContactID, answerWithin: Duration?) {
        for place in site.contacts.indices where site.contacts[place].id == id {
            site.contacts[place].answerWithin = answerWithin
        }
    }

    /// Adds a plan, or puts it in the place of the one of that name.
    public mutating func plan(_ plan: Plan) {
        site.plans.removeAll { $0.name == plan.name }
        site.plans.append(plan)
    }

    /// The site, with a hash that follows from what is in it.
    public func build() -> Site {
        var built = site
        built.hash = ""
        built.hash = Digest.hex(Digest.sha256(Array(String(describing: built).utf8)))
        return built
    }
}

extension Plan {
    /// The plan of the sample site: two nearest, then the district's cars, then the city.
    public static let street = Plan(
        name: "street",
        tiers: [
            Tier(
                name: "nearest patrol",
                send: [Requirement(kinds: [.foot, .motorcycle, .vehicle], count: 2, withinMetres: 3_000)],
                notify: ["station"], instructions: "Go now.", ackWithin: .seconds(30), onSceneWithin: .seconds(60)),
            Tier(
                name: "district", send: [Requirement(kinds: [.vehicle], count: 2, withinMetres: 8_000)],
                ackWithin: .seconds(30), onSceneWithin: .seconds(180)),
            Tier(
                name: "city", send: [Requirement(kinds: [.vehicle, .air], count: 3)], notify: ["city-command"],
                ackWithin: .seconds(30), watch: true),
        ])

    /// One tier, one requirement.
    public static func single(
        _ requirement: Requirement, name: PlanName = "street", priority: Priority = .p1,
        onSceneWithin: Duration? = nil
    ) -> Plan {
        Plan(
            name: name, priority: priority,
            tiers: [Tier(name: "only", send: [requirement], onSceneWithin: onSceneWithin)])
    }
}

/// A short name for a long text (FNV-1a, 64 bits): tells runs apart, proves nothing.
public enum Fingerprint {
    /// 16 hex digits.
    public static func of(_ text: String) -> String { hex(add(text, to: start)) }

    static let start: UInt64 = 0xcbf2_9ce4_8422_2325

    static func add(_ text: String, to hash: UInt64) -> UInt64 {
        text.utf8.reduce(hash) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    static func hex(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
