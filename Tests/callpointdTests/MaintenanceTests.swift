import CallpointCore
import Control
import EventCodec
import Glibc
import Sense
import Testing

/// Walk tests and bypasses on the real daemon, with a node on a real tty.
@Suite("Maintenance", .ownThread)
struct MaintenanceTests {
    private func act(_ kiosk: Kiosk, _ deed: ControlAct.Deed) throws {
        try kiosk.ask(.act(ControlAct(deed)))
    }

    private func row(_ kiosk: Kiosk, _ callPoint: String) throws -> JSON {
        try kiosk.ask(.walkTest(CallPointID(callPoint)))["rows"]?.array?.first ?? .null
    }

    private func say(_ kiosk: Kiosk, _ number: Int, _ counter: UInt32, _ state: Signal.State) throws {
        try kiosk.line.insist(
            Sentence(address: SiteText.address(number), counter: counter, state: state, boot: 1))
    }

    @Test func `the press that is asked for is a test on the list, over a restart too, and the next one is live`()
        throws
    {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            try act(kiosk, .startWalkTest([], for: .seconds(600)))
            try act(kiosk, .ask("CP-0002", for: .seconds(600)))
            try say(kiosk, 2, 7, .pressed)
            let pressed = try kiosk.log.awaitFirst("test.pressed")
            #expect(pressed.callPoint == "CP-0002" && pressed.json["mode"]?.string == "test")
            // The ledger of the orders that nobody got is bookkeeping, and comes with the next batch.
            _ = try awaited("the total of the press") { try row(kiosk, "CP-0002")["total_us"]?.integer }
            kiosk.kill()
            try kiosk.start()
            // What a killed daemon knew of positions is gone.
            try kiosk.placeAndAwait(["M-1", "V-1"])
            // The node repeats its press: the same message is not a second press, whatever died in between.
            try say(kiosk, 2, 7, .pressed)
            try say(kiosk, 2, 8, .released)
            try say(kiosk, 2, 9, .tamperOpen)
            _ = try kiosk.log.awaitFirst("walktest.seen")
            let seen = try row(kiosk, "CP-0002")
            #expect(seen["released"]?.bool == true && seen["incident"]?.string == pressed.incident)
            #expect(seen["faults"]?.array?.compactMap(\.string) == ["tamper"])
            #expect(seen["sense_us"]?.integer != nil)
            #expect(kiosk.log.all("order.issued").isEmpty && kiosk.log.all("alarm.raised").isEmpty)
            try say(kiosk, 2, 10, .pressed)
            _ = try kiosk.log.awaitFirst("order.issued")
            #expect(try kiosk.log.awaitFirst("alarm.raised").json["mode"]?.string == "live")
            try act(kiosk, .stopWalkTest)
            #expect(try kiosk.ask(.walkTest(nil))["state"]?.string == "ended")
        }
    }

    @Test func `a bypassed fault is no trouble over a restart, and a press there is an alarm`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            try act(kiosk, .bypass("CP-0003", .tamper, for: .seconds(3_600), reason: "新玻璃"))
            try say(kiosk, 3, 1, .tamperOpen)
            let fault = try kiosk.log.awaitFirst("device.fault")
            #expect(fault.json["bypassed"]?.bool == true && fault.json["severity"]?.string == "notice")
            kiosk.kill()
            try kiosk.start()
            // What a killed daemon knew of positions is gone.
            try kiosk.placeAndAwait(["M-1", "V-1"])
            let status = try kiosk.status()
            #expect(status["bypasses"]?.array?.first?["kind"]?.string == "tamper")
            let faults = status["faults"]?.array?.filter { $0["call_point"]?.string == "CP-0003" }
            #expect(faults?.map { $0["bypassed"]?.bool } == [true])
            let points = try kiosk.ask(.inputs)["inputs"]?.array?.flatMap { $0["points"]?.array ?? [] } ?? []
            let point = points.first { $0["call_point"]?.string == "CP-0003" }
            #expect(point?["bypassed"]?.array?.compactMap(\.string) == ["tamper"])
            #expect(point?["place"]?.string == "field/0003")
            try say(kiosk, 3, 2, .pressed)
            #expect(try kiosk.log.awaitFirst("alarm.raised").callPoint == "CP-0003")
            _ = try kiosk.log.awaitFirst("order.issued")
            try act(kiosk, .endBypass("CP-0003", nil))
            _ = try awaited("the fault to be said again") {
                kiosk.log.all("device.fault").contains {
                    $0.json["kind"]?.string == "tamper" && $0.json["bypassed"] == nil
                } ? true : nil
            }
        }
    }
}
