public import CallpointCore

/// The process at the other end of a connection, as the kernel vouches for it.
public struct Caller: Sendable, Hashable {
    /// Its effective user when it connected.
    public var uid: UInt32
    /// Its effective group when it connected.
    public var gid: UInt32
    /// Its supplementary groups when it connected; at most 256.
    public var groups: [UInt32]
    /// Its process id when it connected, for the log alone: ids come again.
    public var pid: Int32

    /// A caller from its parts.
    public init(uid: UInt32, gid: UInt32, groups: [UInt32] = [], pid: Int32 = 0) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
        self.pid = pid
    }
}

/// Who a caller is to the daemon.
public struct Access: Sendable, Hashable {
    /// The account's name; `uid 1007` where the machine has none for it.
    public var user: String
    /// What it may do; nil for nothing but `hello`.
    public var role: Role?
    /// For `.unit`: the one that it answers for.
    public var unit: UnitID?

    /// An access from its parts.
    public init(user: String, role: Role?, unit: UnitID? = nil) {
        self.user = user
        self.role = role
        self.unit = unit
    }
}
