import CallpointCore

/// Reads `access`.
enum AccessSection {
    /// Most accounts, and most groups, of a role.
    static let limit = 1_000

    static func read(_ entry: Entry?, _ declared: Declared) -> AccessRules {
        guard let table = entry?.table(.access) else { return AccessRules() }
        var rules: [AccessRules.Rule] = []
        for role in Role.allCases {
            guard let entry = table[role.name] else { continue }
            rules += role == .unit ? unitAccounts(entry, declared) : accounts(entry, role)
        }
        return AccessRules(rules: rules)
    }

    private static func accounts(_ entry: Entry, _ role: Role) -> [AccessRules.Rule] {
        guard let table = entry.table(.accounts) else { return [] }
        if table["users"] == nil, table["groups"] == nil {
            entry.findings.mistake(
                entry.place, "\(role.name) names neither users nor groups", "Add one of them, or remove \(role.name).")
        }
        return ["users", "groups"].flatMap { key in
            (table[key]?.identifiers(limit: limit) ?? []).map {
                AccessRules.Rule(name: $0.name, isGroup: key == "groups", role: role)
            }
        }
    }

    private static func unitAccounts(_ entry: Entry, _ declared: Declared) -> [AccessRules.Rule] {
        guard let table = entry.table(.unitAccounts),
            let named = table["users"]?.named("account", limit: UnitsSection.limit)
        else { return [] }
        let known = declared.acceptsUnknownUnits ? nil : declared.unitNames
        return named.sorted { $0.name < $1.name }.compactMap { account, _, entry in
            guard let unit = entry.identifier(),
                Declared.check(unit, entry, is: "unit", among: known, section: "units")
            else { return nil }
            return AccessRules.Rule(name: account, isGroup: false, role: .unit, unit: UnitID(unit))
        }
    }
}
