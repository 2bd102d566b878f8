import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

@testable import callpointd

@Suite("Under a service manager", .ownThread)
struct ServiceTests {
    @Test func `ready is said once, when presses are heard and both sockets are there`() throws {
        try atKiosk { kiosk in
            try kiosk.launch()
            kiosk.press(1, counter: 1)
            _ = try awaited("READY=1") { kiosk.notify.count(of: "READY=1") > 0 ? true : nil }
            #expect(try kiosk.status()["site"]?.string == "T-01")
            #expect(kiosk.datagram("{}"))
            try kiosk.line.awaitAnswer("0001", 1)
            #expect(kiosk.notify.count(of: "READY=1") == 1)
            #expect(kiosk.notify.count(of: "WATCHDOG=1") == 0)
        }
    }

    @Test func `the loop itself feeds the watchdog: a loop that hangs says nothing`() throws {
        try atKiosk { kiosk in
            kiosk.environment["WATCHDOG_USEC"] = "200000"
            try kiosk.start()
            let daemon = try #require(kiosk.daemon)
            _ = try awaited("five pings") { pings(kiosk) >= 5 ? true : nil }
            daemon.signal(SIGSTOP)
            _ = try awaited("it to stand still") { daemon.isStopped ? true : nil }
            let before = pings(kiosk)
            _ = eventually(within: .milliseconds(500)) { false }
            #expect(pings(kiosk) == before)
            daemon.signal(SIGCONT)
            _ = try awaited("pings again") { pings(kiosk) > before + 2 ? true : nil }
        }
    }

    @Test func `sockets that cannot be opened keep no press from its orders, are a fault, and are tried again`() throws
    {
        try atKiosk { kiosk in
            let paths = ["control.sock", "positions.sock"].map { "\(kiosk.directory)/run/\($0)" }
            for path in paths { try kiosk.write("in the way", to: path) }
            try kiosk.start()
            let fault = try kiosk.log.awaitFirst("device.fault") { $0.json["kind"]?.string == "offline" }
            #expect(fault.json["detail"]?.string?.hasPrefix(paths[0]) == true)
            #expect(fault.json["input"] == nil && fault.json["call_point"] == nil)
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            #expect(kiosk.log.all("alarm.raised").count == 1)
            for path in paths { unlink(path) }
            _ = try kiosk.log.awaitFirst("device.restored") { $0.json["kind"]?.string == "offline" }
            #expect(try kiosk.status()["site"]?.string == "T-01")
            #expect(kiosk.datagram("{}"))
            #expect(kiosk.log.all("device.fault").count { $0.json["kind"]?.string == "offline" } == 1)
        }
    }

    @Test func `a start is over when its first turn is, not when it says ready`() throws {
        let bench = try BenchDaemon(takesFirstTurn: false)
        let note = "\(bench.daemon.settings.stateDirectory)/starting"
        #expect(access(note, F_OK) == 0)
        bench.daemon.takeFirstTurn()
        #expect(access(note, F_OK) != 0)
    }

    private func pings(_ kiosk: Kiosk) -> Int { kiosk.notify.count(of: "WATCHDOG=1") }

    @Test func `the watchdog of another process is none of ours`() throws {
        try atKiosk { kiosk in
            kiosk.environment["WATCHDOG_USEC"] = "20000"
            kiosk.environment["WATCHDOG_PID"] = "1"
            try kiosk.start()
            _ = eventually(within: .milliseconds(200)) { false }
            #expect(pings(kiosk) == 0)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `asked to stop, it says so, writes it down and ends with 0`(signal: Int32) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            kiosk.press(1, counter: 1)
            try kiosk.line.awaitAnswer("0001", 1)
            kiosk.daemon?.signal(signal)
            #expect(kiosk.daemon?.end(within: patience) == .exited(0))
            #expect(kiosk.notify.count(of: "STOPPING=1") == 1)
            #expect(kiosk.log.all("daemon.stopping").count == 1)
        }
    }
}
