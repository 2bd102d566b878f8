import CallpointCore
import Control
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

@Suite("Durable before visible, but never late", .ownThread)
struct DurabilityTests {
    /// The usual wait of 50 ms, and room for a debug build on a busy machine.
    static let patience: Duration = .milliseconds(400)

    private func press(_ kiosk: Kiosk, _ number: Int) {
        kiosk.line.say(Sentence(address: SiteText.address(number), counter: 1, state: .pressed, boot: 1))
    }

    /// An order for a call point that is shown in time, and marked.
    private func expectMarkedOrder(_ kiosk: Kiosk, for number: Int) throws {
        let order = try kiosk.log.awaitFirst("order.issued", within: DurabilityTests.patience) {
            $0.callPoint == SiteText.callPoint(number)
        }
        #expect(order.isMarked, "an order that no disk holds says so")
    }

    private func expectRestored(_ kiosk: Kiosk, within limit: Duration) throws {
        _ = try kiosk.log.awaitFirst("journal.restored", within: limit)
        _ = try awaited("the status to be well") {
            try kiosk.status()["journal"]?["state"]?.string == "ok" ? true : nil
        }
    }

    /// Lock for less than the journal waits for one, and for longer: then it goes on in a new segment.
    @Test(arguments: [(600, 1), (2_600, 2)])
    func `a journal that another program locks delays no order, only the answer`(hold: Int, segments: Int) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1", "V-2"])
            let database = try Database(#require(kiosk.segments.last))
            #expect(database.run("BEGIN IMMEDIATE"))
            press(kiosk, 1)
            try expectMarkedOrder(kiosk, for: 1)
            _ = try kiosk.log.awaitFirst("journal.degraded", within: .milliseconds(200))
            // While it lasts nothing waits.
            press(kiosk, 2)
            try expectMarkedOrder(kiosk, for: 2)
            let begin = MonotonicClock().now
            if segments == 1 {
                let isAnswered = eventually(within: .milliseconds(hold - 300)) { kiosk.line.count(of: "0001", 1) > 0 }
                #expect(!isAnswered, "answered, and in no journal")
            } else {
                try kiosk.line.awaitAnswer("0001", 1, within: .seconds(4))
                #expect(MonotonicClock().now - begin > .seconds(1), "a lock is waited for before a segment is left")
            }
            #expect(database.run("COMMIT"))
            try kiosk.line.awaitAnswer("0001", 1, within: .seconds(1))
            try kiosk.line.awaitAnswer("0002", 1, within: .seconds(1))
            try expectRestored(kiosk, within: .seconds(2))
            #expect(kiosk.segments.count == segments)
            // And from now on lines are durable first again.
            press(kiosk, 3)
            try kiosk.line.awaitAnswer("0003", 1)
            let raised = try kiosk.log.awaitFirst("alarm.raised") { $0.callPoint == "CP-0003" }
            #expect(!raised.isMarked)
        }
    }

    @Test func `what was shown early and never became durable is taken over after a kill`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            let database = try Database(#require(kiosk.segments.last))
            #expect(database.run("BEGIN IMMEDIATE"))
            press(kiosk, 1)
            try expectMarkedOrder(kiosk, for: 1)
            kiosk.kill()
            #expect(kiosk.line.count(of: "0001", 1) == 0)
            #expect(database.run("ROLLBACK"))
            let shown = kiosk.log.all("order.issued").compactMap { $0.json["order"]?.string }
            try kiosk.start()
            let incident = try kiosk.ask(.incidents)["incidents"]?.array?.first
            let held = incident?["orders"]?.array?.compactMap { $0["order"]?.string } ?? []
            #expect(held.starts(with: shown), "\(shown) were shown, \(held) are held")
            // The node insists, and is answered now without a second alarm.
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            #expect(kiosk.log.all("alarm.raised").count == 1)
        }
    }

    @Test(.enabled(if: Strace.isHere, "strace is not installed, or may not trace here"))
    func `a sync that takes a second delays no order and no further press`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1", "V-2"])
            let strace = try Strace(kiosk, thread: "journal", "fdatasync:delay_enter=1000000:when=1")
            press(kiosk, 1)
            try expectMarkedOrder(kiosk, for: 1)
            #expect(kiosk.line.count(of: "0001", 1) == 0)
            press(kiosk, 2)
            try expectMarkedOrder(kiosk, for: 2)
            try kiosk.line.awaitAnswer("0001", 1, within: .seconds(3))
            try kiosk.line.awaitAnswer("0002", 1, within: .seconds(3))
            try expectRestored(kiosk, within: .seconds(2))
            strace.end()
        }
    }

    @Test(.enabled(if: Strace.isHere, "strace is not installed, or may not trace here"))
    func `a sync that fails once is never believed: the record goes on in a new segment`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            let before = try #require(kiosk.segments.last)
            let strace = try Strace(kiosk, thread: "journal", "fdatasync:error=EIO:when=1")
            press(kiosk, 1)
            try kiosk.line.awaitAnswer("0001", 1, within: .seconds(2))
            _ = try kiosk.log.awaitFirst("order.issued")
            _ = try kiosk.log.awaitFirst("journal.degraded", within: .seconds(1))
            try expectRestored(kiosk, within: .seconds(2))
            strace.end()
            #expect(kiosk.segments.count == 2)
            #expect(kiosk.segments.last != before)
            let size = DaemonProcess.bytes(of: before).count
            press(kiosk, 2)
            try kiosk.line.awaitAnswer("0002", 1)
            #expect(DaemonProcess.bytes(of: before).count == size, "the failed segment is left as it is")
        }
    }
}

/// A program that makes a system call of one thread fail or wait.
final class Strace {
    private let process: DaemonProcess
    private static let path = "/usr/bin/strace"

    /// Whether there is one, and it may trace a process that is not its child.
    static let isHere: Bool = {
        guard access(path, X_OK) == 0,
            let target = try? DaemonProcess(["/bin/sleep", "10"], environment: [:], outputFile: "/dev/null"),
            let tracer = try? DaemonProcess(
                [path, "-o", "/dev/null", "-p", "\(target.processID)"], environment: [:], outputFile: "/dev/null")
        else { return false }
        return eventually(within: .seconds(2)) { isTraced(target.processID, target.processID) } && tracer.isRunning
    }()

    /// Attaches to a thread of the daemon, by its name; the injection is in strace's own words.
    init(_ kiosk: Kiosk, thread: String, _ injection: String) throws {
        let processID = try #require(kiosk.daemon?.processID)
        let threadID = try #require(Strace.threads(of: processID).first { $0.name == thread }?.id)
        let call = injection.prefix { $0 != ":" }
        process = try DaemonProcess(
            [Strace.path, "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(injection)", "-p", "\(threadID)"],
            environment: [:], outputFile: "\(kiosk.directory)/strace")
        _ = try awaited("strace") { Strace.isTraced(processID, threadID) ? true : nil }
    }

    /// Lets the daemon go.
    func end() {
        process.signal(SIGTERM)
        _ = process.end(within: .seconds(2))
    }

    private static func threads(of process: pid_t) -> [(id: pid_t, name: String)] {
        guard let listing = opendir("/proc/\(process)/task") else { return [] }
        defer { closedir(listing) }
        var found: [(id: pid_t, name: String)] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let id = pid_t(name) else { continue }
            let comm = DaemonProcess.text(of: "/proc/\(process)/task/\(name)/comm")
            found.append((id, String(comm.prefix { $0 != "\n" })))
        }
        return found
    }

    private static func isTraced(_ process: pid_t, _ thread: pid_t) -> Bool {
        DaemonProcess.text(of: "/proc/\(process)/task/\(thread)/status").split(separator: "\n")
            .contains { $0.hasPrefix("TracerPid:") && !$0.hasSuffix("\t0") }
    }
}
