public import EventCodec
import Glibc
import LinuxIO

/// A caller of the control socket that waits for its answers: for command lines, tests and small programs.
///
/// Not for an event loop: its calls block, up to `timeoutMilliseconds`.
public final class ControlClient {
    /// The socket's path.
    public let path: String
    /// Longest wait for a reply, in milliseconds.
    public var timeoutMilliseconds: Int32
    private let socket: Descriptor
    private var nextID: Int64 = 1
    private var input: [UInt8] = []
    private var start = 0
    private var searched = 0

    /// Longest line that is taken from the daemon, in bytes; a longer one breaks the connection.
    public static let lineLimit = 32 << 20

    /// Connects. Throws `unreachable` where nobody answers, `denied` where the file's rights do not let us in.
    public init(path: String, timeoutMilliseconds: Int32 = 10_000) throws(ControlError) {
        self.path = path
        self.timeoutMilliseconds = timeoutMilliseconds
        socket = Descriptor(owning: try UnixAddress.socket(for: path, blocking: true))
        switch UnixAddress.connect(socket.number, to: path) {
        case 0: return
        case EACCES, EPERM:
            throw ControlError(
                .denied, path: path, "this account may not open the control socket.",
                remedy: "Join the socket's group (ls -l \(path)), or use sudo.")
        case ENOENT, ECONNREFUSED, ENOTDIR:
            throw ControlError(
                .unreachable, path: path, "callpointd does not answer.",
                remedy: "Start it (systemctl start callpointd), or name its directory with --run DIR.")
        case let number:
            throw ControlError(
                .unreachable, path: path, "connect failed: \(SystemError.text(number)).",
                remedy: "Check the path, or name the daemon's directory with --run DIR.")
        }
    }

    /// The number to poll for; readable when the daemon said something or is gone.
    public var descriptor: Int32 { socket.number }

    /// What the daemon sends.
    public enum Message: Sendable, Hashable {
        /// An event's exact line, and which event it is.
        case event(EventPosition, line: [UInt8])
        /// The answer to a request.
        case reply(id: JSON, ControlReply)
        /// What the daemon says of itself from time to time.
        case heartbeat(JSON)
        /// Events that it no longer has: those after the first number and before the second.
        case gap(after: Int64, next: Int64)
    }

    /// Asks, and waits for the answer. Lines of events that come first go to `onEvent`.
    ///
    /// Throws `ControlFailure` where the daemon refuses, and `ControlError` where it does not answer.
    public func request(
        _ verb: ControlVerb, onEvent: (EventPosition, [UInt8]) throws -> Void = { _, _ in }
    ) throws -> JSON {
        let id = try send(verb)
        while true {
            switch try next(timeoutMilliseconds: timeoutMilliseconds) {
            case .reply(id, .done(let members)): return .object(members)
            case .reply(id, .failed(let failure)), .reply(.null, .failed(let failure)): throw failure
            case .event(let position, let line): try onEvent(position, line)
            case .reply, .heartbeat, .gap: continue
            case nil:
                throw ControlError(
                    .timedOut, path: path, "no answer to `\(verb.name)` within \(timeoutMilliseconds / 1_000) s.",
                    remedy: "Look at `systemctl status callpointd` and its log.")
            }
        }
    }

    /// Sends a request and returns its id, without waiting.
    @discardableResult
    public func send(_ verb: ControlVerb) throws(ControlError) -> JSON {
        let id = JSON.integer(nextID)
        nextID += 1
        let line = verb.request(id: id).bytes + [UInt8(ascii: "\n")]
        var done = 0
        while done < line.count {
            let count = line.withUnsafeBytes { bytes in
                bytes.baseAddress.map { Glibc.send(socket.number, $0 + done, bytes.count - done, Int32(MSG_NOSIGNAL)) }
                    ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                // What it said before it closed (`busy`) is still to be read, and says more than the broken pipe.
                if errno == EPIPE, done == 0 { return id }
                throw broken("send failed: \(SystemError.text(errno))")
            }
            done += count
        }
        return id
    }

    /// The next message; nil where none came in time, or a signal ended the wait, or `waker` is readable.
    ///
    /// A negative time waits for ever. Throws `broken` at the end of the connection.
    public func next(timeoutMilliseconds: Int32, waker: Int32 = -1) throws(ControlError) -> Message? {
        let deadline = MonotonicClock.kernelMicroseconds + Int64(timeoutMilliseconds) * 1_000
        while true {
            if let line = takeLine() { return try message(line) }
            let left = timeoutMilliseconds < 0 ? -1 : max(0, deadline - MonotonicClock.kernelMicroseconds + 999) / 1_000
            var polled = [
                pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: waker, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&polled, 2, Int32(left))
            if count <= 0 || polled[1].revents != 0 { return nil }
            try fill()
        }
    }

    private func takeLine() -> [UInt8]? {
        guard let end = input[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = input.count
            return nil
        }
        let line = Array(input[start..<end])
        start = end + 1
        searched = start
        if start == input.count {
            input.removeAll(keepingCapacity: true)
            start = 0
            searched = 0
        }
        return line
    }

    private func fill() throws(ControlError) {
        if start > 0 {
            input.removeFirst(start)
            searched -= start
            start = 0
        }
        guard input.count < Self.lineLimit else {
            throw broken("the daemon sent a line longer than \(Self.lineLimit) bytes")
        }
        var failure: Int32 = 0
        var isEnd = false
        input.append(addingCapacity: 1 << 16) { base in
            let count = recv(socket.number, base, 1 << 16, 0)
            failure = count < 0 ? errno : 0
            isEnd = count == 0
            return max(0, count)
        }
        if isEnd { throw broken("callpointd closed the connection") }
        if failure != 0, failure != EINTR, failure != EAGAIN {
            throw broken("recv failed: \(SystemError.text(failure))")
        }
    }

    private func broken(_ what: String) -> ControlError {
        ControlError(.broken, path: path, "\(what).", remedy: "Try again; `systemctl status callpointd` may say why.")
    }

    private func message(_ line: [UInt8]) throws(ControlError) -> Message {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(line)
        } catch {
            throw broken("the daemon sent a line that is not JSON (\(error))")
        }
        if let sequence = json["seq"]?.integer, let generation = json["gen"]?.string, json["v"] != nil {
            return .event(EventPosition(generation: generation, sequence: sequence), line: line)
        }
        if let ok = json["ok"]?.bool {
            let id = json["id"] ?? .null
            if !ok { return .reply(id: id, .failed(ControlFailure(json: json["error"] ?? .null))) }
            let members = (json.object ?? []).filter { $0.name != "id" && $0.name != "ok" }
            return .reply(id: id, .done(members))
        }
        if let gap = json["gap"], let after = gap["after"]?.integer, let next = gap["next"]?.integer {
            return .gap(after: after, next: next)
        }
        return .heartbeat(json["heartbeat"] ?? json)
    }
}
