import CallpointCore
import Yams

/// Reads `alarms`: what the site says of kinds of alarms.
enum AlarmsSection {
    static func read(_ entry: Entry?) -> AlarmRules {
        var rules = AlarmRules()
        guard let table = entry?.table(.alarms) else { return rules }
        if let entry = table["recent"] {
            rules.recentWithin = entry.isOff ? nil : entry.duration(in: 60_000...2_592_000_000)
        }
        for kind in AlarmKind.allCases {
            guard let own = table[kind.rawValue]?.table(.alarmKind) else { continue }
            rules[kind].priority = own["priority"].flatMap(priority)
            rules[kind].isSilent = own["silent"]?.bool()
            rules[kind].isDispatched = own["dispatch"]?.bool()
        }
        return rules
    }

    /// `P1`…`P4`.
    static func priority(_ entry: Entry) -> Priority? {
        entry.choice(Priority.allCases.map(\.text)).flatMap { text in Priority.allCases.first { $0.text == text } }
    }
}

/// The plans that answer a call point: one for all kinds, or some kinds with their own.
struct PlansOfPlace {
    /// For kinds without one of their own.
    let plan: PlanName
    let byKind: [PlanOfKind]

    /// One plan for all kinds.
    init(plan: PlanName) {
        self.plan = plan
        byKind = []
    }

    init?(_ entry: Entry, _ declared: Declared) {
        guard case .mapping = entry.node else {
            guard let plan = Self.name(entry, declared) else { return nil }
            self.plan = plan
            byKind = []
            return
        }
        guard let table = entry.table(.planByKind), let panic = table[AlarmKind.panic.rawValue],
            let plan = Self.name(panic, declared)
        else { return nil }
        self.plan = plan
        byKind = AlarmKind.allCases.filter { $0 != .panic }.compactMap { kind in
            table[kind.rawValue].flatMap { Self.name($0, declared) }.map { PlanOfKind(kind, $0) }
        }
    }

    private static func name(_ entry: Entry, _ declared: Declared) -> PlanName? {
        guard let name = entry.identifier(),
            Declared.check(name, entry, is: "plan", among: declared.plans, section: "plans")
        else { return nil }
        return PlanName(name)
    }
}
