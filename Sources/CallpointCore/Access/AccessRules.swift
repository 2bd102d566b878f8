/// What a caller may do; each role may do what the ones before it may.
public enum Role: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// Look.
    case reading
    /// Answer for one unit, its own.
    case unit
    /// Answer for any unit, acknowledge and close incidents, try call points.
    case dispatcher
    /// All of it.
    case admin

    /// By what they may do.
    public static func < (a: Role, b: Role) -> Bool { a.rawValue < b.rawValue }

    /// The role's name, as the site file writes it.
    public var name: String {
        switch self {
        case .reading: "reading"
        case .unit: "unit"
        case .dispatcher: "dispatcher"
        case .admin: "admin"
        }
    }
}

/// Which accounts of the machine have which role.
public struct AccessRules: Sendable, Hashable {
    /// An account or a group, and its role.
    public struct Rule: Sendable, Hashable {
        /// The account or group name, as `/etc/passwd` or `/etc/group` has it.
        public var name: String
        /// Whether `name` is a group.
        public var isGroup: Bool
        /// What it may do.
        public var role: Role
        /// For `.unit`: the unit that the account answers for.
        public var unit: UnitID?

        /// A rule from its parts.
        public init(name: String, isGroup: Bool, role: Role, unit: UnitID? = nil) {
            self.name = name
            self.isGroup = isGroup
            self.role = role
            self.unit = unit
        }
    }

    /// In the order of the file; the highest role that matches counts.
    public var rules: [Rule]

    /// Rules from the file.
    public init(rules: [Rule] = []) { self.rules = rules }

    /// The highest rule for an account with these groups, or nil where none matches.
    public func rule(user: String, groups: [String]) -> Rule? {
        rules.filter { $0.isGroup ? groups.contains($0.name) : $0.name == user }.max { $0.role < $1.role }
    }
}
