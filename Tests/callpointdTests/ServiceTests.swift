import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

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
