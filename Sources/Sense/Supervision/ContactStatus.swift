public import CallpointCore

/// How one contact is, for `callpoint inputs`.
public struct ContactStatus: Sendable, Hashable {
    /// Which contact.
    public var contact: WiredContact
    /// The level as it was seen last; nil while it is unknown.
    public var rawIsActive: Bool?
    /// The level that counts, after debouncing; nil while it is unknown.
    public var isActive: Bool?
    /// Edges since the start.
    public var edges: UInt64
    /// Edges beyond the first of each movement.
    public var bounces: UInt64
    /// Times that it was active for less than its debounce: counted, and not raised.
    public var shortPulses: UInt64
    /// When it was last seen at all; nil for never since the start.
    public var seenAt: Instant?
    /// When its button was last pressed; nil for never since the start, and for other contacts.
    public var pressedAt: Instant?
    /// What is wrong with it now, as far as supervision has said so.
    public var faults: [DeviceFault.Kind]
}
