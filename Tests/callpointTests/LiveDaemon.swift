import CallpointCore
import Control
import EventCodec
import Foundation
import LinuxIO
import Synchronization

/// A daemon's control socket with a log behind it, served on a thread, for tests that run the real program.
final class LiveDaemon: Sendable {
    let directory: String
    private let state = Mutex(State())
    private let wakeup: Wakeup

    private struct State {
        var log: [HistoryLine] = []
        var unpublished: [HistoryLine] = []
        var rules: CallerRoles?
        var requests: [ControlVerb] = []
        var replies: [String: ControlReply] = [:]
        var isStopping = false
        var isRunning = false
        /// Callers are let in: the file alone is there a moment earlier.
        var isListening = false
    }

    /// A daemon whose log holds these lines already.
    init(log: [[UInt8]] = [], replies: [String: ControlReply] = [:]) throws {
        directory = NSTemporaryDirectory() + "callpoint-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        wakeup = try Wakeup()
        state.withLock {
            $0.log = log.compactMap(LiveDaemon.line)
            $0.replies = replies
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// What was asked of the daemon so far.
    var requests: [ControlVerb] { state.withLock { $0.requests } }

    static func line(_ bytes: [UInt8]) -> HistoryLine? {
        guard let json = try? JSON.parse(bytes), let generation = json["gen"]?.string,
            let sequence = json["seq"]?.integer
        else { return nil }
        return HistoryLine(EventPosition(generation: generation, sequence: sequence), bytes: bytes)
    }

    /// Opens the socket and serves it until `stop`. Nobody has a role with `roles` of nobody.
    func start(administrators: [UInt32]? = nil) throws {
        let head = state.withLock { state in
            state.isStopping = false
            state.isRunning = true
            return state.log.last?.position ?? EventPosition(generation: "7c1e", sequence: 0)
        }
        let path = directory + "/control.sock"
        _ = try Thread(name: "live-daemon") { [self] in
            let roles = CallerRoles(rules: AccessRules(), administrators: administrators)
            do { serve(try ControlServer(path: path, roles: roles, head: head)) } catch {}
            // The socket is closed by now: the next daemon may have its path.
            state.withLock { state in
                state.isRunning = false
                state.isListening = false
            }
        }
        waitUntil { state.withLock { $0.isListening || !$0.isRunning } }
    }

    /// Closes the socket, as a daemon that ends does.
    func stop() {
        state.withLock { $0.isStopping = true }
        wakeup.ring()
        waitUntil { !self.state.withLock { $0.isRunning } }
    }

    /// Adds lines to the log, and publishes them where it is running.
    func publish(_ lines: [[UInt8]]) {
        let lines = lines.compactMap(LiveDaemon.line)
        state.withLock { state in
            state.log += lines
            if state.isRunning { state.unpublished += lines }
        }
        wakeup.ring()
    }

    private func serve(_ server: ControlServer) {
        let clock = MonotonicClock()
        state.withLock { $0.isListening = true }
        while !state.withLock({ $0.isStopping }) {
            var polled = [
                pollfd(fd: server.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            poll(&polled, 2, 50)
            wakeup.clear()
            let fresh = state.withLock { state in
                defer { state.unpublished = [] }
                return state.unpublished
            }
            for line in fresh {
                server.publish(
                    sequence: line.position.sequence, generation: line.position.generation, line: line.bytes)
            }
            for request in server.turn(at: clock.now) {
                server.reply(request.connection, id: request.id, answer(request.body), at: clock.now)
            }
            server.tick(at: clock.now)
            for want in server.takeAccountWants() {
                server.supply(AccountDirectory.machine.names(of: want.caller), to: want, at: clock.now)
            }
            for want in server.takeHistoryWants() {
                let (lines, isEnd) = history(want.query)
                server.supply(want, lines, isEnd: isEnd, at: clock.now)
            }
        }
    }

    private func answer(_ verb: ControlVerb) -> ControlReply {
        state.withLock { state in
            state.requests.append(verb)
            return state.replies[verb.name] ?? .done([])
        }
    }

    private func history(_ query: EventQuery) -> ([HistoryLine], Bool) {
        let all = state.withLock { $0.log }.filter { line in
            guard let json = try? JSON.parse(line.bytes) else { return false }
            if let incident = query.incident, json["incident"]?.string != incident.text { return false }
            return query.wants(type: json["type"]?.string ?? "")
        }
        switch query.part {
        case .firstAfter(let sequence):
            let found = all.filter { $0.position.sequence > sequence }
            return (Array(found.prefix(query.limit)), found.count <= query.limit)
        case .newestBefore(let sequence):
            let found = all.filter { $0.position.sequence < sequence }
            return (Array(found.suffix(query.limit)), found.count <= query.limit)
        }
    }
}

/// Waits for something to come true, 30 s at most; whether it did.
@discardableResult
func waitUntil(_ condition: () -> Bool) -> Bool {
    for _ in 0..<3_000 {
        if condition() { return true }
        usleep(10_000)
    }
    return false
}

/// The built `callpoint`, run as people run it.
final class Program {
    private let process = Process()
    private let output: URL
    private let errors: URL

    /// Starts it with arguments; English, without colours, and with nothing of the caller's own settings.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let directory = FileManager.default.temporaryDirectory
        let name = "callpoint-\(UUID().uuidString.prefix(8))"
        output = directory.appendingPathComponent(name + ".out")
        errors = directory.appendingPathComponent(name + ".err")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.executableURL = Program.url
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C", "TZ": "UTC"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
        for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
    }

    /// Beside the test bundle, where the package manager puts both.
    private static var url: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("callpoint")
    }

    var data: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
    var chatter: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    func interrupt() { process.interrupt() }

    /// Waits for its end; its exit status.
    func end() -> Int32 {
        waitUntil { !process.isRunning }
        guard !process.isRunning else { return -1 }
        return process.terminationStatus
    }

    /// Runs to the end.
    static func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> (status: Int32, data: String, chatter: String) {
        let program = try Program(arguments, environment: environment)
        let status = program.end()
        return (status, program.data, program.chatter)
    }
}
