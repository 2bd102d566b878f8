import CallpointCore
import Yams

/// Reads `plans: {preset: …}`: a response plan that ships with the program.
enum PresetPlan {
    /// The key in `plans` that is no plan's name, unless what stands there has tiers.
    static let key = "preset"
    /// The 1-3-5 minute quick-response circle (梯次出警), as it is published: docs/CONFIGURATION.md tells its tiers.
    static let quickResponse = "quick-response-1-3-5"

    /// Whether somebody has called a plan of their own so.
    static func isPlan(_ entry: Entry) -> Bool { entry.hasKey("tiers") }

    /// The name of the plan that a preset is; nil where it cannot be read.
    static func name(_ entry: Entry) -> String? {
        let use: Node? =
            if case .mapping(let mapping) = entry.node { mapping["use"] } else { entry.node }
        return use?.string == quickResponse ? quickResponse : nil
    }

    /// The plan, with its contacts; every mistake is noted where it stands.
    static func read(_ entry: Entry, _ declared: Declared) -> Plan? {
        var (station, city): (ContactID?, ContactID?) = (nil, nil)
        if case .mapping = entry.node {
            guard let table = entry.table(.preset) else { return nil }
            guard let use = table["use"], use.choice([quickResponse]) != nil else { return nil }
            station = contact("station", "station", table["station"], at: use, declared)
            city = contact("city", "city-command", table["city"], at: use, declared)
        } else {
            let key = SchemaKey.required(Self.key, quickResponse)
            let use = Entry(node: entry.node, key: key, findings: entry.findings)
            guard use.choice([quickResponse]) != nil else { return nil }
            station = contact("station", "station", nil, at: use, declared)
            city = contact("city", "city-command", nil, at: use, declared)
        }
        guard let station, let city else { return nil }
        return plan(station: station, city: city)
    }

    /// A contact by the name that the file gives, or by its usual one.
    private static func contact(
        _ role: String, _ usual: String, _ named: Entry?, at use: Entry, _ declared: Declared
    ) -> ContactID? {
        if let named {
            guard let name = named.identifier() else { return nil }
            return Declared.check(name, named, is: "contact", among: declared.contacts, section: "contacts")
                ? ContactID(name) : nil
        }
        guard let known = declared.contacts, !known.contains(usual) else { return ContactID(usual) }
        return use.refuse(
            "\(quickResponse) tells the contact \(usual), which does not exist",
            "Add it under contacts, or name yours: preset: {use: \(quickResponse), \(role): …}.")
    }

    /// FIELD.md, "梯次出警": tier 1 within a minute, tier 2 within three, tier 3 within five; two nearest at once, called
    /// again after 15 s and reassigned after 30 s; the second tier when nobody is on scene after 60 s, at a second press or
    /// an officer's call; the city after 180 s.
    private static func plan(station: ContactID, city: ContactID) -> Plan {
        Plan(
            name: PlanName(quickResponse),
            tiers: [
                Tier(
                    name: "nearest patrol", send: [Requirement(kinds: [.foot, .motorcycle, .vehicle], count: 2)],
                    notify: [station], ackWithin: .seconds(30), nudgeAfter: .seconds(15), onSceneWithin: .seconds(60)),
                Tier(
                    name: "district", send: [Requirement(kinds: [.motorcycle, .vehicle], count: 2)],
                    ackWithin: .seconds(30), nudgeAfter: .seconds(15), onSceneWithin: .seconds(120)),
                Tier(
                    name: "city", send: [Requirement(kinds: [.motorcycle, .vehicle, .air], count: 2)],
                    notify: [city], ackWithin: .seconds(30), nudgeAfter: .seconds(15), onSceneWithin: .seconds(120),
                    watch: true),
            ], raisesOnSecondPress: true, raisesOnProjectedLateness: true)
    }
}
