import CallpointCore
import EventCodec
import LinuxIO
import Sense
import Testing

@Suite("A port", .ownThread)
struct PortTests {
    @Test func `a port that vanishes is a fault, costs little, and is opened again`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            kiosk.unplug()
            let down = try kiosk.log.awaitFirst("input.down")
            #expect(down.json["input"]?.string == "field")
            let fault = try kiosk.log.awaitFirst("device.fault")
            #expect(fault.json["kind"]?.string == "offline")
            expectRest(of: kiosk)
            try kiosk.plugIn(NodeLine())
            _ = try awaited("the port to be open again") { kiosk.log.all("input.up").count == 2 ? true : nil }
            _ = try kiosk.log.awaitFirst("device.restored")
            try kiosk.line.insist(Sentence(address: "0001", counter: 2, state: .pressed, boot: 1))
        }
    }

    /// A second in which nothing happens takes less than 5 % of a processor.
    private func expectRest(of kiosk: Kiosk) {
        let before = kiosk.daemon?.processorTicks ?? 0
        _ = eventually(within: .seconds(1)) { false }
        let used = (kiosk.daemon?.processorTicks ?? 0) - before
        #expect(used <= 5, "\(used) of 100 ticks")
    }

    @Test func `a port that is not there at the start is a fault and no refusal`() throws {
        try atKiosk { kiosk in
            kiosk.unplug()
            try kiosk.start()
            _ = try kiosk.log.awaitFirst("input.down")
            #expect(try kiosk.status()["degraded"]?.bool == true)
            try kiosk.plugIn(NodeLine())
            _ = try kiosk.log.awaitFirst("input.up")
            #expect(try kiosk.status()["degraded"]?.bool == false)
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
        }
    }

    @Test func `two hundred call points pressed at once are two hundred incidents`() throws {
        var site = SiteText()
        site.callPoints = 200
        try atKiosk(site) { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(site.units)
            for number in 1...200 { kiosk.press(number, counter: 1) }
            _ = try awaited("200 answers") {
                kiosk.line.listen()
                return Set(kiosk.line.answers).count == 200 ? true : nil
            }
            let raised = kiosk.log.all("alarm.raised")
            #expect(raised.count == 200)
            #expect(Set(raised.map(\.callPoint)).count == 200)
            // Six units cannot go everywhere, and nobody is left without a word.
            let served = kiosk.log.all("order.issued") + kiosk.log.all("shortfall")
            #expect(Set(served.map(\.incident)).count == 200)
        }
    }
}
