import Glibc

/// The names of a caller's account and of its groups.
public struct AccountNames: Sendable, Hashable {
    /// The account's name; nil where the machine has none for it.
    public var user: String?
    /// The names of its groups, its own first; groups without a name are left out.
    public var groups: [String]

    /// Names from their parts.
    public init(user: String? = nil, groups: [String] = []) {
        self.user = user
        self.groups = groups
    }
}

/// A connection whose caller's names are not known yet. The server asks no account database, which may ask the
/// network: the daemon does, on a thread that may wait, and hands the names to `ControlServer.supply`.
public struct AccountWant: Sendable, Hashable {
    /// Who waits.
    public var connection: ConnectionID
    /// Whose names are wanted.
    public var caller: Caller
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

    /// Looks up a caller's names. It may wait for a name service: not on the engine's thread.
    public func names(of caller: Caller) -> AccountNames {
        var names = AccountNames(user: user(caller.uid))
        for id in [caller.gid] + caller.groups {
            if let name = group(id), !names.groups.contains(name) { names.groups.append(name) }
        }
        return names
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
