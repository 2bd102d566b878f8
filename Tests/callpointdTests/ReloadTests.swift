import CallpointCore
import Control
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

@Suite("The site file", .ownThread)
struct ReloadTests {
    @Test func `a reload brings in call points and units, and leaves the incidents of those that go`() throws {
        var site = SiteText()
        site.without = [5]
        try atKiosk(site) { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            kiosk.line.say(Sentence(address: "0005", counter: 1, state: .pressed, boot: 1))
            let stranger = try kiosk.log.awaitFirst("device.fault")
            #expect(stranger.json["kind"]?.string == "unknown_address")
            site.without = [1]
            site.units = ["M-1", "V-1", "V-7"]
            try kiosk.write(site)
            kiosk.daemon?.signal(SIGHUP)
            _ = try awaited("the new file") { kiosk.log.all("config.loaded").count == 2 ? true : nil }
            #expect(kiosk.notify.count(of: "READY=1") == 2)
            // The incident of the call point that went is still open, and holds its units.
            #expect(try kiosk.ask(.incidents)["incidents"]?.array?.first?["call_point"]?.string == "CP-0001")
            try kiosk.placeAndAwait(["V-7"])
            try kiosk.line.insist(Sentence(address: "0005", counter: 2, state: .pressed, boot: 1))
            let raised = kiosk.log.all("alarm.raised")
            #expect(raised.map(\.callPoint) == ["CP-0001", "CP-0005"])
            let order = try kiosk.log.awaitFirst("order.issued") { $0.callPoint == "CP-0005" }
            #expect(order.json["unit"]?.string == "V-7")
            #expect(raised[0].json["config_hash"] != raised[1].json["config_hash"])
        }
    }

    @Test func `a press is not behind the reading of a site file, and what asks meanwhile is one more reading`() throws
    {
        var site = SiteText()
        try atKiosk(site) { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            // Seconds of work for a program that was not optimized.
            site.callPoints = 4_000
            try kiosk.write(site)
            kiosk.daemon?.signal(SIGHUP)
            _ = try awaited("the reading") { kiosk.notify.count(of: "RELOADING=1") == 1 ? true : nil }
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            let order = try kiosk.log.awaitFirst("order.issued")
            for _ in 1...3 {
                kiosk.daemon?.signal(SIGHUP)
                // Signals are looked at before callers are.
                _ = try kiosk.status()
            }
            _ = try awaited("the new file", within: patience + patience) {
                kiosk.log.all("config.loaded").count == 2 ? true : nil
            }
            #expect(order.sequence < kiosk.log.all("config.loaded")[1].sequence)
            _ = try awaited("the second reading", within: patience + patience) {
                kiosk.notify.count(of: "READY=1") == 3 ? true : nil
            }
            _ = try kiosk.status()
            #expect(kiosk.notify.count(of: "RELOADING=1") == 2)
            #expect(kiosk.log.all("config.loaded").count == 3)
        }
    }

    @Test func `a file with mistakes changes nothing and says where they are`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            let before = try kiosk.status()["config_hash"]
            let bad = SiteText().yaml.replacing("kind: motorcycle", with: "kind: motorbike")
            try kiosk.write(bad, to: kiosk.siteFile)
            kiosk.daemon?.signal(SIGHUP)
            let refused = try kiosk.log.awaitFirst("config.refused")
            let first = refused.json["first"]?.string ?? ""
            #expect(first.contains("devices.yaml:"))
            #expect(refused.json["mistakes"]?.integer ?? 0 >= 3)
            let place = try #require(first.split(separator: " ").first)
            #expect(place.split(separator: ":").suffix(2).allSatisfy { Int($0) != nil }, "\(first)")
            #expect(kiosk.said.contains(first))
            #expect(try kiosk.status()["config_hash"] == before)
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            // Put right, it is taken over.
            try kiosk.write(SiteText())
            kiosk.daemon?.signal(SIGHUP)
            _ = try awaited("the good file") { kiosk.log.all("config.loaded").count == 2 ? true : nil }
        }
    }

    @Test func `a bad file at the start names all mistakes, and nothing is started`() throws {
        let kiosk = try Kiosk()
        let bad = SiteText().yaml.replacing("lat: 22.501", with: "lat: 92.501")
            .replacing("kind: vehicle", with: "kind: tank")
        try kiosk.write(bad, to: kiosk.siteFile)
        let daemon = try kiosk.launch()
        #expect(daemon.end(within: patience) == .exited(1))
        #expect(kiosk.said.contains("92.501"))
        #expect(kiosk.said.contains("tank"))
        expectNothing(at: kiosk)
    }

    @Test func `an input on the command line that the file has not is refused`() throws {
        let kiosk = try Kiosk()
        kiosk.flags = ["--input", "feild=/dev/null"]
        let daemon = try kiosk.launch()
        #expect(daemon.end(within: patience) == .exited(1))
        #expect(kiosk.said.contains("--input feild=/dev/null"))
        #expect(kiosk.said.contains("Name one of: field."))
        expectNothing(at: kiosk)
    }

    private func expectNothing(at kiosk: Kiosk) {
        #expect(!kiosk.isArmed)
        for path in ["state/journal", "log/events.jsonl", "run/control.sock", "run/positions.sock"] {
            #expect(access("\(kiosk.directory)/\(path)", F_OK) != 0, "\(path) was made")
        }
    }

    @Test func `a second daemon on the same state directory is refused, and the first goes on`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            let output = "\(kiosk.directory)/second"
            let second = try DaemonProcess(kiosk.command, environment: [:], outputFile: output)
            #expect(second.end(within: patience) == .exited(1))
            #expect(DaemonProcess.text(of: output).contains("another callpointd uses it"))
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            #expect(try kiosk.status()["site"]?.string == "T-01")
        }
    }
}
