import CLinux
import Glibc

/// The kernel's list of descriptors to wait for; each is known by a number of the caller's.
///
/// An epoll is itself a descriptor that can be waited for, so that a part of
/// the program may keep its own and show its owner one number.
public final class Epoll {
    /// The epoll's own descriptor.
    public let descriptor: Int32
    private var buffer = [epoll_event](repeating: epoll_event(), count: 64)

    /// What a descriptor is ready for.
    public struct Ready: Sendable, Hashable {
        /// The number that the caller gave it.
        public var token: UInt64
        /// Bytes, a connection, or an end of file can be read.
        public var isReadable: Bool
        /// Bytes can be written.
        public var isWritable: Bool
        /// The other side is gone, or the descriptor failed.
        public var isBroken: Bool
    }

    /// An empty list. Throws where the system has no descriptor left.
    public init() throws(SystemError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("epoll_create1", on: "epoll") }
    }

    deinit { close(descriptor) }

    /// Waits for a descriptor from now on.
    public func add(_ number: Int32, token: UInt64, writable: Bool = false) throws(SystemError) {
        try control(EPOLL_CTL_ADD, number, token, readable: true, writable: writable)
    }

    /// Changes what to wait for. That it broke is told in any case; with `readable` off, bytes and the
    /// other side's end of file are not, so that what may not be read yet does not wake the loop for ever.
    public func change(_ number: Int32, token: UInt64, readable: Bool = true, writable: Bool) throws(SystemError) {
        try control(EPOLL_CTL_MOD, number, token, readable: readable, writable: writable)
    }

    /// Waits for it no longer; harmless where it is not in the list.
    public func remove(_ number: Int32) {
        var event = epoll_event()
        _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, number, &event)
    }

    private func control(
        _ operation: Int32, _ number: Int32, _ token: UInt64, readable: Bool, writable: Bool
    ) throws(SystemError) {
        var event = epoll_event()
        event.events = readable ? EPOLLIN.rawValue | EPOLLRDHUP.rawValue : 0
        if writable { event.events |= EPOLLOUT.rawValue }
        event.data.u64 = token
        guard epoll_ctl(descriptor, operation, number, &event) == 0 else {
            throw SystemError("epoll_ctl", on: "descriptor \(number)")
        }
    }

    /// What is ready, at most 64 at a time, after at most so many milliseconds (−1: for ever).
    /// A signal ends the wait with nothing ready.
    public func wait(milliseconds: Int32) -> [Ready] {
        let count = epoll_wait(descriptor, &buffer, Int32(buffer.count), milliseconds)
        guard count > 0 else { return [] }
        return buffer[0..<Int(count)].map { event in
            Ready(
                token: event.data.u64,
                isReadable: event.events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLHUP.rawValue) != 0,
                isWritable: event.events & EPOLLOUT.rawValue != 0,
                isBroken: event.events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0)
        }
    }
}
