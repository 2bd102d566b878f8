import CallpointCore
import EventCodec
import Foundation
import LinuxIO

@testable import Control

/// A server and its callers on one thread: the kernel queues what either side sends, so that a test says who moves when.
final class Bench {
    let directory: String
    let path: String
    var server: ControlServer
    var now = Instant(microseconds: 1_000_000)
    /// The log behind the server, for history.
    var log: [HistoryLine] = []
    /// Wants that were handed out and not yet answered.
    var wants: [HistoryWant] = []

    init(
        limits: ControlLimits = ControlLimits(), rules: AccessRules = AccessRules(), administrators: [UInt32]? = nil,
        head: Int64 = 0
    ) throws {
        directory = try Bench.makeDirectory()
        path = directory + "/control.sock"
        let roles = CallerRoles(rules: rules, administrators: administrators)
        for sequence in stride(from: 1, through: head, by: 1) { log.append(Bench.line(sequence)) }
        server = try ControlServer(
            path: path, roles: roles, head: EventPosition(generation: "7c1e", sequence: head), limits: limits)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    static func makeDirectory() throws -> String {
        let path = NSTemporaryDirectory() + "callpoint-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// A line as the codec would write it, with the fields that the protocol looks at.
    static func line(_ sequence: Int64, generation: String = "7c1e", filler: Int = 0) -> HistoryLine {
        let text = String(repeating: "x", count: filler)
        return HistoryLine(
            EventPosition(generation: generation, sequence: sequence),
            bytes: Array("{\"v\":1,\"gen\":\"\(generation)\",\"seq\":\(sequence),\"msg\":\"\(text)\"}".utf8))
    }

    /// Adds a line to the log and publishes it.
    func publish(_ sequence: Int64, filler: Int = 0) {
        let line = Bench.line(sequence, filler: filler)
        log.append(line)
        server.publish(sequence: sequence, generation: "7c1e", line: line.bytes)
    }

    static let accounts = AccountDirectory(user: { "user\($0)" }, group: { "group\($0)" })

    /// Turns until nothing is ready; returns the requests. With `history`, answers wants from `log` at once; with
    /// `names`, those of callers' names.
    @discardableResult
    func turn(history: Bool = true, names: Bool = true, turns: Int = 200) -> [ControlRequest] {
        var requests: [ControlRequest] = []
        for _ in 0..<turns {
            requests += server.turn(at: now)
            wants += server.takeHistoryWants()
            if history { answerWants() }
            for want in names ? server.takeAccountWants() : [] {
                server.supply(Bench.accounts.names(of: want.caller), to: want, at: now)
            }
            if !isReady { break }
        }
        return requests
    }

    func answerWants() {
        while !wants.isEmpty {
            let want = wants.removeFirst()
            let (lines, isEnd) = answer(want.query)
            server.supply(want, lines, isEnd: isEnd, at: now)
            wants += server.takeHistoryWants()
        }
    }

    func answer(_ query: EventQuery) -> (lines: [HistoryLine], isEnd: Bool) {
        switch query.part {
        case .firstAfter(let sequence):
            let all = log.filter { $0.position.sequence > sequence }
            return (Array(all.prefix(query.limit)), all.count <= query.limit)
        case .newestBefore(let sequence):
            let all = log.filter { $0.position.sequence < sequence }
            return (Array(all.suffix(query.limit)), all.count <= query.limit)
        }
    }

    private var isReady: Bool {
        var polled = pollfd(fd: server.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) > 0
    }

    func connect() throws -> ControlClient { try ControlClient(path: path, timeoutMilliseconds: 1_000) }

    /// A caller that sends any bytes.
    func raw() throws -> RawCaller { try RawCaller(path: path) }
}

/// A caller without manners.
final class RawCaller {
    let socket: Descriptor

    init(path: String) throws {
        socket = Descriptor(owning: try UnixAddress.socket(for: path))
        let failure = UnixAddress.connect(socket.number, to: path)
        if failure != 0 { throw SystemError("connect", on: path, number: failure) }
    }

    /// How many bytes the kernel took.
    @discardableResult
    func send(_ text: String) -> Int {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// What is there now; nil at the end of the connection.
    func read() -> String? {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(socket.number, &buffer, buffer.count, 0)
            if count > 0 {
                all += buffer[..<count]
                continue
            }
            if count == 0, all.isEmpty { return nil }
            return String(decoding: all, as: UTF8.self)
        }
    }

    func lines() -> [JSON] {
        (read() ?? "").split(separator: "\n").compactMap { try? JSON.parse(String($0)) }
    }
}

/// The next message, if one is there.
func message(_ client: ControlClient) throws -> ControlClient.Message? { try client.next(timeoutMilliseconds: 0) }

/// All messages that are there.
func messages(_ client: ControlClient) throws -> [ControlClient.Message] {
    var all: [ControlClient.Message] = []
    while let message = try message(client) { all.append(message) }
    return all
}

/// The sequences of the events among messages.
func sequences(_ messages: [ControlClient.Message]) -> [Int64] {
    messages.compactMap { if case .event(let position, _) = $0 { position.sequence } else { nil } }
}

/// What was refused, and how.
func failure(_ message: ControlClient.Message?) -> ControlFailure? {
    if case .reply(_, .failed(let failure)) = message { failure } else { nil }
}
