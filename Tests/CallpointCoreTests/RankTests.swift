import CallpointCore
import CallpointTesting
import Testing

@Suite struct RankTests {
    @Test func `tier 1 goes to the soonest units, not to the nearest`() {
        var site = SiteBuilder()
        site.callPoint("A")
        site.unit("F-1", .foot)
        site.unit("M-1", .motorcycle)
        site.unit("V-1", .vehicle)
        let stage = stage(site.build())
        stage.place("F-1", at: here.place(north: 400))
        stage.place("M-1", at: here.place(north: 1_200))
        stage.place("V-1", at: here.place(north: -900))
        // On foot 400 m take 318 s, by motorcycle 1,200 m 179 s, by car 900 m 166 s.
        #expect(stage.press("A").orderedUnits == ["V-1", "M-1"])
    }

    @Test func `an order says how far, how long and from where`() throws {
        let stage = street([1_000], plan: wanting(1))
        let order = try #require(stage.press("A").issuedOrders.first)
        #expect(order.distanceMetres == 1_000)
        // 5 s, and 1,000 m × 1.3 ÷ 9 m/s, rounded up.
        #expect(order.etaMilliseconds == 5_000 + 144_445)
        #expect(order.bearingDegrees == 180)
        #expect(order.senseMicroseconds == 50)
        #expect(order.order == "NS-03-g1-0001/1/M-1/1")
        #expect(order.ackWithinMilliseconds == 30_000)
    }
}
