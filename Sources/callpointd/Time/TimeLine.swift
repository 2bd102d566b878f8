import CallpointCore
import LinuxIO
import Synchronization

/// The controller's time line, which goes on where the last start left off. Any thread may ask it.
final class TimeLine: Sendable {
    private let offset = Atomic<Int64>(0)

    /// Now.
    var now: Instant { clock.now }

    /// The same line, for those who turn the kernel's own times into instants. Ask for it after `set`.
    var clock: MonotonicClock { MonotonicClock(offsetMicroseconds: offset.load(ordering: .relaxed)) }

    /// Makes the kernel's clock show an instant of the line at a reading of its own. Called once, before
    /// anybody else asks.
    func set(_ instant: Instant, atKernelMicroseconds kernel: Int64) {
        offset.store(instant.microseconds - kernel, ordering: .relaxed)
    }
}
