import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

/// What happens to presses while no daemon runs: the service manager keeps the ports open, and what comes waits in them.
@Suite("A restart under a service manager", .ownThread)
struct UpgradeTests {
    enum End: String, CaseIterable {
        case killed, clean
    }

    private func end(_ kiosk: Kiosk, _ how: End) {
        switch how {
        case .killed: kiosk.kill()
        case .clean: kiosk.stop()
        }
    }

    /// The press comes once, and its node says nothing more: without the kept port nobody would ever know.
    @Test(arguments: End.allCases)
    func `a press while nobody ran is an alarm of the next start, within a second`(how: End) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            end(kiosk, how)
            kiosk.press(2, counter: 1)
            kiosk.press(3, counter: 1)
            try kiosk.start()
            for number in [2, 3] {
                let raised = try kiosk.log.awaitFirst("alarm.raised") { $0.callPoint == SiteText.callPoint(number) }
                #expect(raised.json["stamp"] != nil || raised.json["input"]?.string != nil)
            }
            // And they are answered, as if nothing had been.
            try kiosk.line.awaitAnswer("0002", 1)
            try kiosk.line.awaitAnswer("0003", 1)
            let started = try #require(kiosk.log.all("daemon.started").last)
            #expect(started.json["kept_ports"]?.integer == 1)
            let gap = try #require(kiosk.log.all("clock.epoch").last?.json["gap_ms"]?.integer)
            #expect(gap <= 1_000, "no daemon ran for \(gap) ms")
            // Nobody lost the port, so that nobody was told of a fault.
            #expect(kiosk.log.all("device.fault").isEmpty && kiosk.log.all("input.down").isEmpty)
        }
    }

    @Test func `a port is given to the store when it opens, and is not watched there for a hang-up`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            let stored = try awaited("a stored port") { kept(kiosk).first }
            #expect(stored.name == "port-field" && !stored.isPolled)
            #expect(kept(kiosk).count == 1)
            #expect(kiosk.log.all("daemon.started").last?.json["kept_ports"] == nil)
            kiosk.stop()
            try kiosk.start()
            // It is kept already, and is not given twice.
            #expect(kept(kiosk).count == 1)
            #expect(kiosk.notify.count(of: "FDSTORE=1") == 1)
        }
    }

    private func kept(_ kiosk: Kiosk) -> [NotifySocket.Stored] {
        kiosk.notify.listen()
        return kiosk.notify.store
    }

    @Test func `a port that is lost leaves the store, and enters it again when it is back`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            _ = try awaited("a stored port") { kept(kiosk).count == 1 ? true : nil }
            kiosk.unplug()
            _ = try awaited("an empty store") { kept(kiosk).isEmpty ? true : nil }
            try kiosk.plugIn(NodeLine())
            _ = try awaited("a stored port") { kept(kiosk).count == 1 ? true : nil }
            kiosk.kill()
            kiosk.press(1, counter: 1)
            try kiosk.start()
            _ = try kiosk.log.awaitFirst("alarm.raised")
        }
    }

    @Test(arguments: ["pulled", "another device stands there", "not asked for any more"])
    func `a kept port that is no longer what the site file names is let go and opened anew`(what: String) throws {
        try atKiosk { kiosk in
            try kiosk.start()
            _ = try awaited("a stored port") { kept(kiosk).count == 1 ? true : nil }
            kiosk.stop()
            let before = kiosk.line
            switch what {
            case "pulled":
                kiosk.unplug()
                try kiosk.plugIn(NodeLine())
            case "another device stands there": try kiosk.plugIn(NodeLine())
            default: kiosk.notify.rename("port-field", to: "port-elsewhere")
            }
            try kiosk.start()
            #expect(kiosk.log.all("daemon.started").last?.json["kept_ports"] == nil)
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            #expect(kept(kiosk).map(\.name) == ["port-field"])
            withExtendedLifetime(before) {}
        }
    }

    @Test func `descriptors that are meant for another process are none of ours`() throws {
        try atKiosk { kiosk in
            kiosk.environment["LISTEN_FDS"] = "3"
            kiosk.environment["LISTEN_PID"] = "1"
            kiosk.environment["LISTEN_FDNAMES"] = "port-field:a:b"
            try kiosk.start()
            #expect(kiosk.log.all("daemon.started").last?.json["kept_ports"] == nil)
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
        }
    }

    @Test func `an input that the site file drops leaves the store`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            _ = try awaited("a stored port") { kept(kiosk).count == 1 ? true : nil }
            let text = SiteText().yaml.replacing("baud: 115200", with: "baud: 9600")
            try kiosk.write(text, to: kiosk.siteFile)
            kiosk.daemon?.signal(SIGHUP)
            // Closed, and opened again at another speed: the old descriptor is forgotten, the new one kept.
            _ = try awaited("the port again") { kiosk.notify.count(of: "FDSTORE=1") == 2 ? true : nil }
            #expect(kept(kiosk).count == 1)
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
        }
    }
}
