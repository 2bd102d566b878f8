import CLinux
import Glibc

/// A descriptor that another thread makes readable.
///
/// `Sendable`: it holds one number that never changes, and the kernel orders the calls on it.
public final class Wakeup: Sendable {
    /// Readable while there is something to fetch.
    public let descriptor: Int32

    /// A wake-up that has not rung. Throws where the system has no descriptor left.
    public init() throws(SystemError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("eventfd", on: "wake-up") }
    }

    deinit { close(descriptor) }

    /// Makes the descriptor readable; any thread may.
    public func ring() { _ = eventfd_write(descriptor, 1) }

    /// Makes it unreadable again; whether it had rung.
    @discardableResult
    public func clear() -> Bool {
        var count: eventfd_t = 0
        return eventfd_read(descriptor, &count) == 0
    }
}
