public import CallpointCore

/// How a Modbus bus is, for `callpoint status` and `callpoint inputs`.
public struct ModbusBusStatus: Sendable, Hashable {
    /// The input's name in the site file.
    public var name: InputName
    /// The path as it was given.
    public var path: String
    /// Whether the port is open.
    public var isOpen: Bool
    /// What it is, or why it is not open, for people.
    public var detail: String
    /// Since when it is open, or is not; nil before the first attempt.
    public var since: Instant?
    /// How often it was lost after it had been open.
    public var losses: UInt64
    /// Rounds and slaves, at most a second old.
    public var figures: BusFigures
    /// The contacts, in the order of the site file.
    public var contacts: [ContactStatus]
}
