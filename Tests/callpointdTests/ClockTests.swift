import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

/// The wall clock is shown and decides nothing. These need libfaketime (`apt install libfaketime`).
@Suite("The wall clock", .ownThread, .enabled(if: FakeTime.library != nil, "libfaketime is not installed"))
struct ClockTests {
    @Test(arguments: [("+3600", 3_600_000), ("-3600", -3_600_000), ("+315360000", 315_360_000_000)])
    func `a step is told, and no timer moves by it`(offset: String, milliseconds: Int64) throws {
        try atKiosk { kiosk in
            // 30 s to acknowledge become 1.5 s.
            kiosk.flags = ["--plan-times", "0.05"]
            let time = try FakeTime(kiosk)
            defer { time.remove() }
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "M-2", "V-1", "V-2"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            let issued = try kiosk.log.awaitFirst("order.issued")
            try time.set(offset)
            let stepped = try kiosk.log.awaitFirst("clock.stepped")
            // Both clocks are not read in the same moment.
            #expect(abs((stepped.json["step_ms"]?.integer ?? 0) - milliseconds) < 1_000)
            let timedOut = try kiosk.log.awaitFirst("order.timed_out")
            #expect(timedOut.json["order"] == issued.json["order"])
            let took = (timedOut.json["mono_us"]?.integer ?? 0) - (issued.json["mono_us"]?.integer ?? 0)
            // The smallest step would bring it at once, or in an hour.
            #expect((1_500_000..<10_000_000).contains(took), "\(took) µs")
        }
    }

    @Test func `in 1970 a press is dispatched, and the log says that its time is not to be believed`() throws {
        try atKiosk { kiosk in
            let time = try FakeTime(kiosk)
            defer { time.remove() }
            try time.set("@1970-01-01 00:00:10")
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            _ = try awaited("two orders") { kiosk.log.all("order.issued").count == 2 ? true : nil }
            #expect(kiosk.log.entries.allSatisfy { $0.json["time_ok"]?.bool == false })
            #expect(kiosk.log.entries.allSatisfy { $0.json["ts"]?.string?.hasPrefix("1970-01-01T08:00:") == true })
            // The clock is set right: the lines go on in the same order and say so no more.
            try time.set("+0")
            _ = try kiosk.log.awaitFirst("clock.stepped")
            try kiosk.line.insist(Sentence(address: "0002", counter: 1, state: .pressed, boot: 1))
            let raised = try kiosk.log.awaitFirst("alarm.raised") { $0.callPoint == "CP-0002" }
            #expect(raised.json["time_ok"] == nil)
        }
    }
}

/// A wall clock that a test sets for the daemon alone; the monotonic clock stays the machine's.
struct FakeTime {
    private let path: String
    private let kiosk: Kiosk

    /// Where Debian and others put it.
    static let library: String? = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/lib64"]
        .map { "\($0)/faketime/libfaketimeMT.so.1" }.first { access($0, R_OK) == 0 }

    init(_ kiosk: Kiosk) throws {
        self.kiosk = kiosk
        path = "\(kiosk.directory)/faketime"
        try set("+0")
        kiosk.environment["LD_PRELOAD"] = FakeTime.library
        // The library sets a variable in the first program that loads it, and so moves the environment, beside which
        // Swift looks for the command line. In the shell's place the daemon is not the first any more.
        kiosk.wrapper = ["/bin/sh", "-c", "exec \"$@\"", "sh"]
        kiosk.environment["FAKETIME_TIMESTAMP_FILE"] = path
        kiosk.environment["FAKETIME_NO_CACHE"] = "1"
        kiosk.environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
        kiosk.environment["DONT_FAKE_MONOTONIC"] = "1"
        kiosk.environment["FAKETIME_DONT_RESET"] = "1"
        // Wall time of times that nobody asked for: of files, of random seeds.
        kiosk.environment["NO_FAKE_STAT"] = "1"
    }

    /// Takes away what the library leaves in shared memory.
    func remove() {
        let processID = kiosk.daemon?.processID ?? 0
        for name in ["faketime_shm_", "sem.faketime_sem_"] { unlink("/dev/shm/\(name)\(processID)") }
    }

    /// `+3600`, or `@1970-01-01 00:00:10`. The file is replaced, never seen half written.
    func set(_ offset: String) throws {
        try kiosk.write(offset + "\n", to: path + ".new")
        try #require(rename(path + ".new", path) == 0)
    }
}
