import CallpointCore
import Control
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

@Suite("Durable before visible, but never late", .ownThread)
struct DurabilityTests {
    private func press(_ kiosk: Kiosk, _ number: Int) {
        kiosk.line.say(Sentence(address: SiteText.address(number), counter: 1, state: .pressed, boot: 1))
    }

    /// An order for a call point that is shown, and marked, while what holds up the journal goes on. By its own ledger
    /// it did not wait for the end of that, which is seconds away.
    private func expectMarkedOrder(_ kiosk: Kiosk, for number: Int) throws {
        let order = try kiosk.log.awaitFirst("order.issued") { $0.callPoint == SiteText.callPoint(number) }
        #expect(order.isMarked, "an order that no disk holds says so")
        let ledger = try kiosk.log.awaitFirst("order.emitted") { $0.json["order"] == order.json["order"] }
        #expect(ledger.isMarked, "the hold-up was over before the order was out")
        let waited = ledger.json["journal_us"]?.integer ?? -1
        #expect((0..<1_000_000).contains(waited), "\(waited) µs")
    }

    private func expectRestored(_ kiosk: Kiosk) throws {
        _ = try kiosk.log.awaitFirst("journal.restored")
        _ = try awaited("the status to be well") {
            try kiosk.status()["journal"]?["state"]?.string == "ok" ? true : nil
        }
    }

    /// Locked for less than the journal waits for one, and for longer: then it goes on in a new segment.
    @Test(arguments: [false, true])
    func `a journal that another program locks delays no order, only the answer`(isLong: Bool) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1", "V-2"])
            let database = try Database(#require(kiosk.segments.last))
            #expect(database.run("BEGIN IMMEDIATE"))
            let begin = MonotonicClock().now
            press(kiosk, 1)
            try expectMarkedOrder(kiosk, for: 1)
            _ = try kiosk.log.awaitFirst("journal.degraded") { $0.isMarked }
            // While it lasts nothing waits.
            press(kiosk, 2)
            try expectMarkedOrder(kiosk, for: 2)
            if isLong {
                try kiosk.line.awaitAnswer("0001", 1)
                #expect(MonotonicClock().now - begin > .seconds(2), "a lock is waited for before a segment is left")
            } else {
                let isAnswered = eventually(within: .milliseconds(200)) { kiosk.line.count(of: "0001", 1) > 0 }
                #expect(!isAnswered, "answered, and in no journal")
            }
            #expect(database.run("COMMIT"))
            try kiosk.line.awaitAnswer("0001", 1)
            try kiosk.line.awaitAnswer("0002", 1)
            try expectRestored(kiosk)
            #expect(kiosk.segments.count == (isLong ? 2 : 1))
            // And from now on lines are durable first again, if not the next one on a machine that is busy.
            var counter: UInt32 = 0
            _ = try awaited("a press that is durable before it is shown") {
                counter += 1
                try kiosk.line.insist(Sentence(address: "0003", counter: counter, state: .pressed, boot: 1))
                kiosk.log.read()
                let last = kiosk.log.entries.last { $0.callPoint == "CP-0003" && $0.json["counter"] != nil }
                return last?.isMarked == false ? true : nil
            }
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
    func `a sync that takes three seconds delays no order and no further press`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1", "V-2"])
            let strace = try Strace(kiosk, thread: "journal", "fdatasync:delay_enter=3000000:when=1")
            press(kiosk, 1)
            try expectMarkedOrder(kiosk, for: 1)
            press(kiosk, 2)
            try expectMarkedOrder(kiosk, for: 2)
            #expect(kiosk.line.count(of: "0001", 1) == 0, "answered, and not yet synced")
            try kiosk.line.awaitAnswer("0001", 1)
            try kiosk.line.awaitAnswer("0002", 1)
            try expectRestored(kiosk)
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
            try kiosk.line.awaitAnswer("0001", 1)
            _ = try kiosk.log.awaitFirst("order.issued")
            _ = try kiosk.log.awaitFirst("journal.degraded")
            try expectRestored(kiosk)
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
            let target = try? DaemonProcess(["/bin/sleep", "60"], environment: [:], outputFile: "/dev/null"),
            let tracer = try? DaemonProcess(
                [path, "-o", "/dev/null", "-p", "\(target.processID)"], environment: [:], outputFile: "/dev/null")
        else { return false }
        return eventually(within: patience) { isTraced(target.processID, target.processID) } && tracer.isRunning
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
        _ = process.end(within: patience)
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
