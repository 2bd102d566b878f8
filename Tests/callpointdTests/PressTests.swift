import CallpointCore
import EventCodec
import Glibc
import Record
import Sense
import Testing

@Suite("A press", .ownThread)
struct PressTests {
    @Test func `a press becomes an alarm, a place, a ranking and tiered orders in the event log`() throws {
        // Time for the slowest machine: nothing is shown early, and nothing is late, unless it is made so.
        var site = SiteText()
        site.more = ["record: {durability_wait: 10s}"]
        site.budget = "10s"
        try atKiosk(site) { kiosk in
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            kiosk.press(2, counter: 7)
            try kiosk.line.awaitAnswer("0002", 7)
            let raised = try kiosk.log.awaitFirst("alarm.raised")
            #expect(raised.callPoint == "CP-0002")
            #expect(raised.json["auth"]?.string == "none")
            #expect(raised.json["counter"]?.integer == 7)
            let located = try kiosk.log.awaitFirst("alarm.located")
            #expect(located.json["lat"]?.number == 22.502)
            let ranked = try kiosk.log.awaitFirst("units.ranked")
            #expect(Set(ranked.json["candidates"]?.array?.compactMap { $0["unit"]?.string } ?? []) == ["M-1", "V-1"])
            _ = try awaited("two ledgers") { kiosk.log.all("order.emitted").count == 2 ? true : nil }
            let issued = kiosk.log.all("order.issued")
            #expect(issued.map { $0.json["unit"]?.string } == ["M-1", "V-1"])
            for entry in [located, ranked] + issued { #expect(entry.incident == raised.incident) }
            for ledger in kiosk.log.all("order.emitted") {
                #expect(ledger.json["verdict"]?.string == "within")
                #expect(ledger.json["order_durable"]?.bool == true)
            }
            #expect(kiosk.log.entries.allSatisfy { !$0.isMarked })
        }
    }

    @Test func `a press is answered only when the journal holds it`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            let history = History(stateDirectory: kiosk.state)
            for counter in UInt32(1)...20 {
                let number = Int(counter) % 6 + 1
                kiosk.press(number, counter: counter)
                try kiosk.line.awaitAnswer(SiteText.address(number), counter)
                // Read at once: what is not there now was not there when the answer went out.
                let lines = try history.lines(from: 1, limit: 10_000)
                let isThere = lines.contains { line in
                    let json = try? JSON.parse(line.bytes)
                    return json?["counter"]?.integer == Int64(counter)
                        && json?["address"]?.string == SiteText.address(number)
                }
                #expect(isThere, "counter \(counter)")
            }
        }
    }
}
