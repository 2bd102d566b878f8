public import EventCodec
import Glibc
import LinuxIO

/// Follows the log over the control socket, across restarts of the daemon, and proves that nothing is missing.
///
/// It resumes after the last event that it handed out, and counts: a sequence that does not follow the last is
/// told before the event, never passed over.
public final class EventFollower {
    /// The last event handed out; nil before the first.
    public private(set) var last: EventPosition?
    /// The first event handed out.
    public private(set) var first: EventPosition?
    /// How many events are missing.
    public private(set) var missing: Int64 = 0

    private let path: String
    /// Where a new connection begins.
    private var start: StreamStart
    private var client: ControlClient?
    /// The sequence that must come next; nil while nobody can know it.
    private var expected: Int64?
    /// An event that comes after the gap that was just told.
    private var held: (position: EventPosition, line: [UInt8])?
    private var waitMilliseconds: Int32
    private var retryAt: Int64 = 0

    /// Waits between attempts to connect: the first, and the longest, in milliseconds. Each is twice the one before.
    public static let waits: ClosedRange<Int32> = 100...3_000

    /// What happens while following.
    public enum Step: Sendable, Hashable {
        /// The daemon answers; lines will come from its log, which ends at this event.
        case connected(head: EventPosition)
        /// The daemon is gone or not there yet; why, for people. It is tried again after so many milliseconds.
        case disconnected(String, retryMilliseconds: Int32)
        /// An event, and its exact line.
        case event(EventPosition, line: [UInt8])
        /// The events after the first number and before the second are missing.
        case gap(after: Int64, next: Int64)
        /// What the daemon says of itself from time to time.
        case heartbeat(JSON)
        /// Nothing in time, or `waker` is readable.
        case idle
    }

    /// Follows from a place on; connects at the first `next`.
    public init(path: String, from start: StreamStart) {
        self.path = path
        self.start = start
        waitMilliseconds = Self.waits.lowerBound
        if case .after(let position) = start { expected = position.sequence + 1 }
    }

    /// The next thing that happens. Waits at most so long, in milliseconds (−1: for ever).
    ///
    /// Throws `ControlFailure` where the daemon refuses the subscription, and `ControlError` where this account may
    /// not open the socket: both would come again.
    public func next(timeoutMilliseconds: Int32, waker: Int32 = -1) throws -> Step {
        if let held {
            self.held = nil
            return hand(held.position, held.line)
        }
        do {
            guard let client else { return try connect(timeoutMilliseconds, waker: waker) }
            guard let message = try client.next(timeoutMilliseconds: timeoutMilliseconds, waker: waker) else {
                return .idle
            }
            return try step(message)
        } catch let error as ControlError {
            if error.kind == .denied { throw error }
            return retry(error.what)
        }
    }

    private func retry(_ why: String) -> Step {
        client = nil
        let wait = waitMilliseconds
        retryAt = MonotonicClock.kernelMicroseconds + Int64(wait) * 1_000
        waitMilliseconds = min(wait * 2, Self.waits.upperBound)
        return .disconnected(why, retryMilliseconds: wait)
    }

    private func connect(_ timeoutMilliseconds: Int32, waker: Int32) throws(ControlError) -> Step {
        let left = (retryAt - MonotonicClock.kernelMicroseconds + 999) / 1_000
        if left > 0 {
            let wait = timeoutMilliseconds < 0 ? Int32(left) : min(timeoutMilliseconds, Int32(left))
            var polled = pollfd(fd: waker, events: Int16(POLLIN), revents: 0)
            if poll(&polled, 1, wait) != 0 || wait < left { return .idle }
        }
        let client = try ControlClient(path: path)
        try client.send(.subscribe(start))
        self.client = client
        return .idle
    }

    private func step(_ message: ControlClient.Message) throws -> Step {
        switch message {
        case .reply(_, .done(let members)): return begin(.object(members))
        case .reply(_, .failed(let failure)):
            if failure.code == .busy || failure.code == .unavailable { return retry(failure.what) }
            throw failure
        case .heartbeat(let object): return .heartbeat(object)
        // The count below finds the same gap, whether the daemon tells of it or not.
        case .gap: return .idle
        case .event(let position, let line):
            if let expected, position.sequence < expected { return .idle }
            guard let expected, position.sequence > expected else { return hand(position, line) }
            held = (position, line)
            missing += position.sequence - expected
            return .gap(after: expected - 1, next: position.sequence)
        }
    }

    private func begin(_ reply: JSON) -> Step {
        waitMilliseconds = Self.waits.lowerBound
        let head = EventPosition(generation: reply["gen"]?.string ?? "", sequence: reply["seq"]?.integer ?? 0)
        if start == .now {
            // From here on "now" is a place: what happens while the daemon is away must not be lost.
            start = head.sequence > 0 ? .after(head) : .start
            expected = head.sequence + 1
        }
        return .connected(head: head)
    }

    private func hand(_ position: EventPosition, _ line: [UInt8]) -> Step {
        if first == nil { first = position }
        last = position
        start = .after(position)
        expected = position.sequence + 1
        return .event(position, line: line)
    }
}
