public import CallpointCore

/// What a driver saw of a contact.
public struct ContactSample: Sendable, Hashable {
    /// Which contact: its place in the list that the supervisor was given last.
    public var contact: Int
    /// Whether it is active, its polarity already put right; see `ContactRole` for what active means.
    public var isActive: Bool
    /// When: the kernel's stamp of the edge, or the time of looking. On the controller's time line.
    public var at: Instant
    /// When the shell read it, never before `at`.
    public var readAt: Instant
    /// How it was seen.
    public var origin: Origin

    /// A sample from its parts.
    public init(contact: Int, isActive: Bool, at: Instant, readAt: Instant, origin: Origin) {
        self.contact = contact
        self.isActive = isActive
        self.at = at
        self.readAt = readAt
        self.origin = origin
    }

    /// How a driver comes to know a level.
    public enum Origin: Sendable, Hashable, CaseIterable {
        /// The kernel told of an edge; `isActive` is the level after it.
        case edge
        /// The driver looked, after the request of a line, after a gap, or at its slow pace. The level is the truth.
        case level
        /// One of a poll's rounds.
        case poll
    }
}
