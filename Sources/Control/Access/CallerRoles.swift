public import CallpointCore
import Glibc

/// Turns the kernel's word for a caller into a role, by the site file's rules.
///
/// Root and the daemon's own account are admin: who can replace the daemon
/// gains nothing by asking it. An account that no rule names may say hello
/// and is told which rule it lacks.
///
/// Names come from the machine's account database, once for each account: what was found is kept
/// (at most `cacheLimit` accounts; then all of it is forgotten) until the rules are loaded again.
public struct CallerRoles {
    /// Most accounts whose names are kept.
    public static let cacheLimit = 256

    private let rules: AccessRules
    private let administrators: [UInt32]
    private let directory: AccountDirectory
    private var known: [Key: Access] = [:]

    private struct Key: Hashable {
        var uid: UInt32
        var gid: UInt32
        var groups: [UInt32]
    }

    /// Roles by rules; `administrators` are the users who are admin in any case: root and this process's own
    /// where they are not given.
    public init(rules: AccessRules, administrators: [UInt32]? = nil, directory: AccountDirectory = .machine) {
        self.rules = rules
        self.administrators = administrators ?? [0, geteuid()]
        self.directory = directory
    }

    /// Who a caller is; may ask the account database, for an account that is not known yet.
    public mutating func access(of caller: Caller) -> Access {
        let key = Key(uid: caller.uid, gid: caller.gid, groups: caller.groups)
        if let access = known[key] { return access }
        let access = find(caller)
        if known.count >= Self.cacheLimit { known.removeAll(keepingCapacity: true) }
        known[key] = access
        return access
    }

    private func find(_ caller: Caller) -> Access {
        let user = directory.user(caller.uid)
        let shown = user ?? "uid \(caller.uid)"
        if administrators.contains(caller.uid) { return Access(user: shown, role: .admin) }
        var groups: [String] = []
        for group in [caller.gid] + caller.groups {
            if let name = directory.group(group), !groups.contains(name) { groups.append(name) }
        }
        // An account without a name matches no account's rule: no rule has an empty name.
        let rule = rules.rule(user: user ?? "", groups: groups)
        return Access(user: shown, role: rule?.role, unit: rule?.role == .unit ? rule?.unit : nil)
    }
}

/// Names of accounts and groups.
public struct AccountDirectory: Sendable {
    /// The name of a user; nil where there is none.
    public var user: @Sendable (UInt32) -> String?
    /// The name of a group; nil where there is none.
    public var group: @Sendable (UInt32) -> String?

    /// A directory from its two questions.
    public init(user: @escaping @Sendable (UInt32) -> String?, group: @escaping @Sendable (UInt32) -> String?) {
        self.user = user
        self.group = group
    }

    /// The machine's own account database.
    public static var machine: AccountDirectory {
        AccountDirectory(user: { userName($0) }, group: { groupName($0) })
    }

    private static func userName(_ uid: UInt32) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withBuffer { start, size in
            let result = getpwuid_r(uid, &entry, start, size, &found)
            guard result == 0, found != nil, let name = entry.pw_name else { return (nil, result == ERANGE) }
            return (String(cString: name), false)
        }
    }

    private static func groupName(_ gid: UInt32) -> String? {
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        return withBuffer { start, size in
            let result = getgrgid_r(gid, &entry, start, size, &found)
            guard result == 0, found != nil, let name = entry.gr_name else { return (nil, result == ERANGE) }
            return (String(cString: name), false)
        }
    }

    /// Calls with 4 KiB, and with more, to 1 MiB, while the answer does not fit: a group can have many members.
    private static func withBuffer(
        _ ask: (UnsafeMutablePointer<CChar>, Int) -> (name: String?, isTooSmall: Bool)
    ) -> String? {
        var size = 4_096
        while size <= 1 << 20 {
            let answer: (name: String?, isTooSmall: Bool) = withUnsafeTemporaryAllocation(
                of: CChar.self, capacity: size
            ) { buffer in
                guard let start = buffer.baseAddress else { return (nil, false) }
                return ask(start, size)
            }
            guard answer.isTooSmall else { return answer.name }
            size *= 4
        }
        return nil
    }
}
