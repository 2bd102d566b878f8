public import CallpointCore
import CLinux
import Glibc
import LinuxIO

/// A serial port with sentence nodes behind it, as a device that may come and go.
///
/// The engine's loop owns it: no call blocks, and one call reads at most
/// `turnLimit` bytes, so that a babbling port cannot starve the others. A port
/// that is not there is an input that is down, never an error.
public final class SerialPort: SenseDevice {
    /// Most bytes that one turn reads.
    public static let turnLimit = 65_536

    /// The input's name in the site file.
    public let name: InputName
    /// The path as it was given; may be a link (`/dev/serial/by-path/…`).
    public let path: String
    /// What to wait for; nil while the port is not there. Changes when the port is lost or opened again.
    public private(set) var descriptor: Int32?
    /// How often it has been opened: the kernel gives the number of a port that was lost to the next one.
    public private(set) var openings: UInt64 = 0

    /// Told of the descriptor just before it is closed. Where a service manager keeps a copy, closing ours does not
    /// take it out of the list of whoever waits for it.
    public var willClose: ((Int32) -> Void)?
    /// Whether what is open was open before this start of the daemon.
    public private(set) var isTakenOver = false

    private let baud: Int
    private var nodes: SerialNodes
    private var decoder = SentenceDecoder()
    private var answers = AnswerQueue()
    private var buffer = [UInt8](repeating: 0, count: 4_096)
    private var outputs: [SentenceDecoder.Output] = []
    private var identity: DeviceIdentity?
    private var presence: DevicePresence
    private var isClosed = false
    private var checkAt: Instant?
    private var bytesRead: UInt64 = 0

    /// A port that is not open yet, at a speed in baud that termios knows (1,200…921,600).
    public init(name: InputName, path: String, baud: Int, nodes: SerialNodes) {
        self.name = name
        self.path = path
        self.baud = baud
        self.nodes = nodes
        presence = DevicePresence(name: name, advice: "Check the plug and `port:` in devices.yaml")
    }

    deinit { close() }

    /// Whether answers wait for room on the line.
    public var wantsWrite: Bool { descriptor != nil && !answers.isEmpty }

    /// Takes over another site file's nodes and keys, and how long a node may be silent (nil: not watched); the port
    /// stays open.
    public func reconfigure(callPoints: [String: CallPointID], keys: NodeKeys, silenceLimit: Duration?) {
        nodes.reconfigure(callPoints: callPoints, keys: keys, silenceLimit: silenceLimit)
    }

    /// First attempt to open it; up, or down with a fault.
    public func open(at instant: Instant) -> [Input.Body] { open(at: instant, kept: nil) }

    /// The same, where an earlier start of the daemon may have left the port open.
    ///
    /// `kept` is a descriptor of this very port that was open before (`fits` says whether it is): the bytes that came
    /// since nobody read it wait in it. It is taken over in any case, and closed where it cannot be used.
    public func open(at instant: Instant, kept: Int32?) -> [Input.Body] {
        guard !isClosed, descriptor == nil else {
            kept.map { SerialPort.letGo($0) }
            return []
        }
        return attempt(at: instant, kept: kept)
    }

    /// Whether an open descriptor is a port that is still there, and the one that a path leads to now.
    public static func fits(_ descriptor: Int32, path: String) -> Bool {
        // Of a port that was pulled the descriptor stays, and is no terminal any more.
        guard isatty(descriptor) == 1, let identity = DeviceIdentity(of: descriptor) else { return false }
        return identity.reasonGone(from: path) == nil
    }

    /// Closes a descriptor of a port, and lets others have the port, whoever else still holds the descriptor.
    public static func letGo(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        clinux_tty_shared(descriptor)
        Glibc.close(descriptor)
    }

    /// Reads and writes what the port has and takes, and notices when it is gone.
    public func ready(at instant: Instant, readable: Bool, writable: Bool) -> [Input.Body] {
        guard let descriptor else { return [] }
        var bodies: [Input.Body] = []
        // Read whatever woke us: a port that is gone may show as an error alone.
        if let reason = read(from: descriptor, at: instant, into: &bodies) {
            return bodies + lose(at: instant, reason: reason)
        }
        if writable, let number = answers.write(to: descriptor) {
            return bodies + lose(at: instant, reason: SystemError.text(number))
        }
        return bodies
    }

    /// Tries again where the port is away, looks once a second whether its path still leads to it, and tells
    /// when a noisy line has become quiet.
    public func tick(at instant: Instant) -> [Input.Body] {
        var bodies = nodes.tick(at: instant)
        if descriptor == nil {
            if let due = presence.attemptAt, instant >= due { bodies += attempt(at: instant) }
        } else if let due = checkAt, instant >= due {
            checkAt = instant.next(.seconds(1))
            if let reason = identity?.reasonGone(from: path) {
                bodies += lose(at: instant, reason: reason)
                bodies += attempt(at: instant)
            }
        }
        return bodies
    }

    /// When `tick` has something to do. With a healthy port that is the next whole second of the time line,
    /// the same for all ports, so that together they wake the loop no more than once a second.
    public var nextDeadline: Instant? {
        [descriptor == nil ? presence.attemptAt : checkAt, nodes.nextDeadline].compactMap { $0 }.min()
    }

    /// Tells a node that its press is in the journal; written at once where the line takes it.
    public func answer(_ stamp: NodeStamp) {
        guard let descriptor else { return }
        answers.append(Sentence.answer(to: stamp))
        // A failure shows again, and is told, when the loop finds the port broken.
        _ = answers.write(to: descriptor)
    }

    /// Takes over the faults of its nodes that a run before has said.
    public func recall(_ standing: [DeviceFault]) { nodes.recall(standing) }

    /// What restores the faults of its nodes that stand.
    public func farewell(at instant: Instant) -> [Input.Body] { nodes.retire() }

    /// Closes the port for good, and says nothing.
    public func close() {
        isClosed = true
        presence.close()
        release()
    }

    /// Closes our end at the daemon's own end. Where a service manager keeps the descriptor for the next start, the
    /// port stays open and nobody else's, and holds what comes.
    public func leave() {
        if let descriptor { Glibc.close(descriptor) }
        descriptor = nil
        close()
    }

    /// Whether the port is there and ours.
    public var isOpen: Bool { descriptor != nil }

    /// How the port is.
    public var inputStatus: InputStatus { .serial(status) }

    /// The same, as a port's.
    public var status: SerialPortStatus {
        SerialPortStatus(
            name: name, path: path, isOpen: isOpen, detail: presence.detail, since: presence.since,
            losses: presence.losses, bytesRead: bytesRead, sentences: decoder.counters, outcomes: nodes.counters,
            answersSent: answers.sent, answersDropped: answers.dropped, nodes: nodes.status)
    }
}

// MARK: - Reading

extension SerialPort {
    /// Reads until the port has no more, at most `turnLimit` bytes; why the port is gone, or nil.
    private func read(from descriptor: Int32, at instant: Instant, into bodies: inout [Input.Body]) -> String? {
        var left = SerialPort.turnLimit
        while left > 0 {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, left))
            if count < 0 {
                if errno == EINTR { continue }
                return errno == EAGAIN ? nil : SystemError.text(errno)
            }
            guard count > 0 else { return "hung up" }
            left -= count
            bytesRead += UInt64(count)
            outputs.removeAll(keepingCapacity: true)
            buffer.withUnsafeBytes { bytes in
                decoder.feed(UnsafeRawBufferPointer(rebasing: bytes[..<count]), at: instant, into: &outputs)
            }
            for output in outputs {
                switch output {
                case .sentence(let sentence, let edgeAt):
                    bodies += nodes.take(sentence, edgeAt: edgeAt, readAt: instant)
                case .rejected(let reason): bodies += nodes.reject(reason, at: instant)
                case .answer: break
                }
            }
        }
        return nil
    }
}

// MARK: - Coming and going

extension SerialPort {
    private func attempt(at instant: Instant, kept: Int32? = nil) -> [Input.Body] {
        do throws(OpenFailure) {
            try openDevice(kept)
        } catch {
            return presence.failed(at: instant, reason: error.text)
        }
        nodes.listen(at: instant)
        checkAt = instant.next(.seconds(1))
        return presence.came(at: instant, detail: "\(path) at \(baud) baud", place: path)
    }

    private struct OpenFailure: Error { var text: String }

    private func openDevice(_ kept: Int32?) throws(OpenFailure) {
        let number = kept ?? Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { throw failure("cannot be opened") }
        let port = Descriptor(owning: number)
        guard isatty(port.number) == 1 else { throw OpenFailure(text: "\(path) is no serial port") }
        // TIOCEXCL keeps everybody out but root; the lock keeps a second callpointd out, whoever runs it: two
        // readers of one line would each hear half of every press.
        guard flock(port.number, LOCK_EX | LOCK_NB) == 0 else { throw failure("is read by another callpointd") }
        guard clinux_tty_exclusive(port.number) == 0 else { throw failure("cannot be had alone") }
        guard clinux_tty_raw(port.number, Int32(baud)) == 0 else { throw failure("does not take \(baud) baud") }
        guard let found = DeviceIdentity(of: port.number) else { throw failure("cannot be looked at") }
        identity = found
        descriptor = port.release()
        isTakenOver = kept != nil
        openings += 1
    }

    private func failure(_ what: String) -> OpenFailure {
        OpenFailure(text: "\(path) \(what): \(SystemError.text(errno))")
    }

    private func lose(at instant: Instant, reason: String) -> [Input.Body] {
        release()
        nodes.lost(at: instant)
        return presence.lost(at: instant, reason: "\(path) was lost: \(reason)")
    }

    private func release() {
        if let descriptor {
            willClose?(descriptor)
            SerialPort.letGo(descriptor)
        }
        descriptor = nil
        identity = nil
        checkAt = nil
        decoder.reset()
        answers.clear()
    }
}
