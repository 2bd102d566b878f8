import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Testing

@testable import Record

/// A directory of a test's own, with a state and a log directory in it.
final class Scratch {
    let path: String
    var state: String { path + "/state" }
    var log: String { path + "/log" }
    var events: String { log + "/events.jsonl" }

    /// In memory where the machine has such a place: the tests are about what is written, not about how fast.
    init(under parent: String = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : P_tmpdir) {
        var template = Array("\(parent)/callpoint-record-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? parent
        }
        mkdir(state, 0o755)
        mkdir(log, 0o755)
    }

    deinit { Scratch.remove(path) }

    static func remove(_ path: String) {
        if let names = try? SegmentName.names(in: path) {
            for name in names { remove(path + "/" + name) }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    static func read(_ path: String) -> [UInt8] {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return [] }
        let file = Descriptor(owning: number)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file.number, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    static func write(_ bytes: [UInt8], to path: String) {
        let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else {
            Issue.record("\(SystemError("open", on: path))")
            return
        }
        let file = Descriptor(owning: number)
        bytes.withUnsafeBytes { bytes in
            do { try writeAll(bytes, to: file.number, subject: path) } catch { Issue.record("\(error)") }
        }
    }

    /// The event log's lines, as text.
    func lines(of path: String? = nil) -> [String] {
        String(decoding: Scratch.read(path ?? events), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func segments() -> [String] { (try? SegmentName.list(in: state + "/journal").map(\.path)) ?? [] }

    /// Copies all files to a fresh scratch directory.
    func copy() -> Scratch {
        let other = Scratch()
        mkdir(other.state + "/journal", 0o755)
        for part in ["/state", "/state/journal", "/log"] {
            for name in (try? SegmentName.names(in: path + part)) ?? [] where name != "journal" {
                Scratch.write(Scratch.read(path + part + "/" + name), to: other.path + part + "/" + name)
            }
        }
        return other
    }

    func options(_ change: (inout RecordOptions) -> Void = { _ in }) -> RecordOptions {
        var options = RecordOptions(stateDirectory: state, logDirectory: log)
        options.writeAheadPages = 64
        change(&options)
        return options
    }
}

/// Makes a chain of lines in the event log's form.
struct Chain {
    var generation = "7c1e"
    var next: Int64 = 1
    var previous = [UInt8](repeating: 0, count: 32)

    mutating func line(
        _ type: String = "input.up", incident: String? = nil, opens: Int = 0, keys: [String] = [],
        text: String = "x", ranking: [UInt8]? = nil
    ) -> EncodedLine {
        let part = incident.map { "\"incident\":\"\($0)\"," } ?? ""
        let head = "{\"v\":1,\"gen\":\"\(generation)\",\"seq\":\(next),\"type\":\"\(type)\",\(part)\"msg\":\"\(text)\""
        let body = head + ",\"prev\":\"\(Digest.hex(previous))\""
        let hash = Digest.sha256(Array((body + "}").utf8))
        let line = EncodedLine(
            generation: generation, sequence: next, bytes: Array((body + ",\"hash\":\"\(Digest.hex(hash))\"}").utf8),
            hash: hash, incident: incident.map { IncidentID($0) }, opens: opens, keepKeys: keys, ranking: ranking)
        next += 1
        previous = hash
        return line
    }

    mutating func lines(_ count: Int) -> [EncodedLine] { (0..<count).map { _ in line() } }

    /// Goes on after a recovery.
    init(after head: ChainHead? = nil, generation: String = "7c1e") {
        self.generation = generation
        if let head {
            next = head.sequence + 1
            previous = head.hash
        }
    }
}

/// A recorder with what a loop does around it, for tests that drive real files.
final class Station {
    let recorder: Recorder
    let recovery: Recovery
    var recovered: [String] = []
    var chain: Chain
    var reports: [RecordReport] = []
    let clock = MonotonicClock()

    init(_ options: RecordOptions, generation: String = "7c1e") throws {
        let clock = clock
        recorder = try Recorder(options: options) { clock.now }
        var lines: [String] = []
        recovery = try recorder.recover { lines.append(String(decoding: $0, as: UTF8.self)) }
        recovered = lines
        chain = Chain(after: recovery.head, generation: generation)
        try recorder.start()
        recorder.startIsOver()
    }

    func submit(_ lines: [EncodedLine], isUrgent: Bool = true) {
        recorder.submit(Batch(lines: lines, isUrgent: isUrgent), at: clock.now)
    }

    /// Turns until the reports satisfy a condition, for so many seconds at most; whether they did.
    @discardableResult
    func turn(until isEnough: ([RecordReport]) -> Bool, seconds: Int = 60) -> Bool {
        let limit = clock.now + .seconds(seconds)
        while true {
            reports += recorder.takeReports()
            if isEnough(reports) { return true }
            let now = clock.now
            guard now < limit else { return false }
            if let deadline = recorder.nextDeadline, deadline <= now {
                recorder.tick(at: now)
                continue
            }
            let until = min(recorder.nextDeadline ?? limit, limit) - now
            var ready = pollfd(fd: recorder.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&ready, 1, Int32(clamping: until.milliseconds + 1))
        }
    }

    /// Submits and waits until it is visible.
    @discardableResult
    func write(_ lines: [EncodedLine]) -> Bool {
        let last = lines.last?.sequence ?? 0
        submit(lines)
        return turn(until: { $0.contains { $0.isVisible(last) } })
    }

    func close() { recorder.close() }
}

extension RecordReport {
    func isVisible(_ sequence: Int64) -> Bool {
        if case .visible(let visible) = self { return visible.through >= sequence }
        return false
    }

    var visible: Visible? {
        if case .visible(let visible) = self { return visible }
        return nil
    }

    var isDegraded: Bool {
        if case .degraded = self { return true }
        return false
    }

    var isRestored: Bool {
        if case .restored = self { return true }
        return false
    }
}
