public import CallpointCore
import Glibc

/// The machine's monotonic clock, moved so that it goes on where an earlier start left off.
///
/// `Sendable` and free of state: any thread may ask it.
public struct MonotonicClock: Sendable {
    /// Added to what the kernel says, in microseconds.
    public var offsetMicroseconds: Int64

    /// A clock with an offset in microseconds, 0 for the kernel's own line.
    public init(offsetMicroseconds: Int64 = 0) { self.offsetMicroseconds = offsetMicroseconds }

    /// Now, on the controller's time line.
    public var now: Instant { Instant(microseconds: Self.kernelMicroseconds + offsetMicroseconds) }

    /// What `CLOCK_MONOTONIC` shows, in microseconds since some point before the boot.
    public static var kernelMicroseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    /// What `CLOCK_REALTIME` shows, in milliseconds since 1970.
    public static var wallMilliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
