/// A point on the controller's own time line, in microseconds.
///
/// It never goes back and never jumps with the wall clock: timers, ages and
/// latencies are differences of instants. The line goes on across restarts
/// through the journalled `clock.epoch`; see ARCHITECTURE.md, "Time".
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since the time line began; never negative.
    public var microseconds: Int64

    /// An instant from its microseconds since the time line began.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Earlier sorts first.
    public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

    /// The instant `duration` later (or earlier, where it is negative), to the microsecond.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(microseconds: instant.microseconds + duration.microseconds)
    }

    /// The time from `b` to `a`; negative where `a` is earlier.
    public static func - (a: Instant, b: Instant) -> Duration {
        .microseconds(a.microseconds - b.microseconds)
    }
}

extension Duration {
    /// Whole microseconds, rounded towards zero.
    public var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// Whole milliseconds, rounded towards zero.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
