public import CallpointCore
import Glibc

/// Turns the kernel's word for a caller, and the names of its account, into a role by the site file's rules.
///
/// Root and the daemon's own account are admin: who can replace the daemon
/// gains nothing by asking it. An account that no rule names may say hello
/// and is told which rule it lacks.
public struct CallerRoles: Sendable {
    private let rules: AccessRules
    private let administrators: [UInt32]

    /// Roles by rules; `administrators` are the users who are admin in any case: root and this process's own
    /// where they are not given.
    public init(rules: AccessRules, administrators: [UInt32]? = nil) {
        self.rules = rules
        self.administrators = administrators ?? [0, geteuid()]
    }

    /// Who a caller is.
    public func access(of caller: Caller, named names: AccountNames) -> Access {
        let shown = names.user ?? "uid \(caller.uid)"
        if administrators.contains(caller.uid) { return Access(user: shown, role: .admin) }
        // An account without a name matches no account's rule: no rule has an empty name.
        let rule = rules.rule(user: names.user ?? "", groups: names.groups)
        return Access(user: shown, role: rule?.role, unit: rule?.role == .unit ? rule?.unit : nil)
    }
}
