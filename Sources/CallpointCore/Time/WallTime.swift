/// What a clock on the wall shows at the site: for people to read, never to decide by.
public struct WallTime: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z; may be wrong, and may step.
    public var millisecondsSince1970: Int64
    /// The site's offset from UTC at that time, −1,439…1,439 minutes, as RFC 3339 can write it.
    public var offsetMinutes: Int
    /// Whether the shell believes this time. A controller without a battery
    /// clock starts in 1970; it dispatches all the same and says `time_ok:false`.
    public var isTrusted: Bool

    /// A wall time from its parts.
    public init(millisecondsSince1970: Int64, offsetMinutes: Int, isTrusted: Bool = true) {
        self.millisecondsSince1970 = millisecondsSince1970
        self.offsetMinutes = offsetMinutes
        self.isTrusted = isTrusted
    }
}
