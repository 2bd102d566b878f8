import CallpointCore
import CallpointTesting
import Testing

/// When presses outnumber units.
@Suite struct FloodTests {
    @Test func `a flood is said when three wait with nobody under way, and its end when one does`() {
        let stage = district(units: 1)
        for point in ["A", "B", "C"] { #expect(stage.press(CallPointID(point)).stories(of: "flood").isEmpty) }
        #expect(stage.press("D").stories(of: "flood") == ["flood.started 3 of 4, 0 of 1 free"])
        #expect(stage.engine.floodSince == stage.now)
        stage.advance(.seconds(10))
        #expect(stage.restart().stories(of: "flood").isEmpty)
        #expect(stage.close("NS-03-g1-0004").stories(of: "flood").isEmpty)
        let turn = stage.close("NS-03-g1-0003")
        #expect(turn.stories(of: "flood") == ["flood.ended 11000 peak 3 1 of 2, 0 of 1 free"])
        #expect(stage.engine.floodSince == nil)
    }

    @Test func `what is played is no part of a flood`() {
        let stage = district(units: 1)
        stage.act(.startExercise(["M-1"], for: .seconds(3_600)))
        for _ in 0..<2 { stage.act(.pressInExercise("D")) }
        for point in ["A", "B", "C"] { stage.press(CallPointID(point)) }
        #expect(stage.press("D").stories(of: "flood") == ["flood.started 3 of 4, 0 of 1 free"])
    }

    @Test func `a unit that frees up goes to the most urgent that waits, however young it is`() {
        let stage = district(units: 1)
        stage.press("A")
        stage.press("B")
        stage.press("P")
        #expect(stage.close("NS-03-g1-0001").orderedTo == ["NS-03-g1-0003"])
    }

    @Test func `each of equally urgent incidents has one unit before any has a second`() {
        let stage = district(units: 4)
        for unit in 2...4 { stage.act(.status(UnitID("M-\(unit)"), .busy)) }
        stage.press("A")
        stage.press("B")
        stage.press("C")
        stage.advance(.seconds(1))
        for unit in 2...3 { stage.act(.status(UnitID("M-\(unit)"), .available)) }
        // The first has M-1 under way and lacks a second one; the others have nobody.
        #expect(stage.engine.openIncidents.map { $0.orders.count { $0.state.isLive } } == [1, 1, 1])
        #expect(stage.act(.status("M-4", .available)).orderedTo == ["NS-03-g1-0001"])
    }

    @Test func `of units that free up at once no incident has two while another that wanted the same one has nobody`() {
        var builder = SiteBuilder()
        builder.site.plans = []
        builder.plan(.single(Requirement(kinds: [.motorcycle], count: 3), name: "crowd"))
        builder.plan(.single(Requirement(kinds: [.motorcycle], count: 2), name: "pair"))
        builder.callPoint("S", plan: "crowd")
        for point in ["A", "B", "C"] { builder.callPoint(CallPointID(point), plan: "pair") }
        for number in 1...3 { builder.unit(UnitID("M-\(number)")) }
        let stage = stage(builder.build())
        for number in 1...3 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        for point in ["S", "A", "B", "C"] { stage.press(CallPointID(point)) }
        // M-1 is the nearest to each of the three.
        let turn = stage.close("NS-03-g1-0001")
        #expect(turn.orderedTo == ["NS-03-g1-0002", "NS-03-g1-0003", "NS-03-g1-0004"])
        #expect(turn.orderedUnits == ["M-1", "M-2", "M-3"])
    }

    @Test func `that somebody has acknowledged an incident costs it no unit`() {
        let stage = district(units: 1)
        for point in ["A", "B", "C"] { stage.press(CallPointID(point)) }
        stage.act(.acknowledge("NS-03-g1-0002"))
        #expect(stage.close("NS-03-g1-0001").orderedTo == ["NS-03-g1-0002"])
    }

    // On a motorcycle 2,500 m take 216.7 s longer than 1,000 m.
    @Test(arguments: [(0, "NS-03-g1-0003"), (216, "NS-03-g1-0003"), (217, "NS-03-g1-0002"), (900, "NS-03-g1-0002")])
    func
        `of those that wait the one that is reached soonest is first, and each second of waiting counts as one of travel`(
            seconds: Int, first: IncidentID
        )
    {
        var builder = SiteBuilder()
        builder.site.plans = []
        builder.plan(.single(Requirement(kinds: [.motorcycle], count: 1), name: "street"))
        for (point, north) in [("A", 0), ("far", 2_500), ("near", 1_000)] {
            builder.callPoint(CallPointID(point), north: north, plan: "street")
        }
        builder.unit("M-1")
        let stage = stage(builder.build())
        stage.place("M-1", at: here.place(north: 0))
        stage.press("A")
        stage.accept("M-1")
        stage.press("far")
        stage.advance(.seconds(seconds))
        stage.press("near")
        #expect(stage.close("NS-03-g1-0001").orderedTo == [first])
    }

    @Test func `of several units that free up at once the best pair of unit and incident goes first`() {
        var builder = SiteBuilder()
        builder.site.plans = []
        builder.plan(.single(Requirement(kinds: [.motorcycle], count: 2), name: "pair"))
        builder.plan(.single(Requirement(kinds: [.motorcycle], count: 1), name: "street"))
        builder.callPoint("start", plan: "pair")
        builder.callPoint("middle", north: 1_000, plan: "street")
        builder.callPoint("end", north: 2_000, plan: "street")
        for unit in ["M-1", "M-2"] { builder.unit(UnitID(unit)) }
        let stage = stage(builder.build())
        stage.place("M-1", at: here.place(north: 1_900))
        stage.place("M-2", at: here.place(north: -500))
        for point in ["start", "middle", "end"] { stage.press(CallPointID(point)) }
        // The middle was pressed first and M-1 is the nearest to it: then M-2 would have 2,500 m to go to the end.
        let turn = stage.close("NS-03-g1-0001")
        #expect(turn.orderedTo == ["NS-03-g1-0003", "NS-03-g1-0002"])
        #expect(turn.orderedUnits == ["M-1", "M-2"])
    }

    @Test func `nobody is forgotten: each that waits has its turn`() {
        let stage = district(units: 1)
        for point in ["A", "B", "C", "D"] { stage.press(CallPointID(point)) }
        var served: [IncidentID] = ["NS-03-g1-0001"]
        for _ in 0..<3 { served += stage.close(served.last ?? "-").orderedTo }
        #expect(served == ["NS-03-g1-0001", "NS-03-g1-0002", "NS-03-g1-0003", "NS-03-g1-0004"])
    }

    private func district(units: Int) -> Stage {
        var builder = SiteBuilder()
        builder.site.plans = []
        builder.plan(.single(Requirement(kinds: [.motorcycle], count: 2), name: "street", priority: .p2))
        builder.plan(.single(Requirement(kinds: [.motorcycle], count: 1), name: "panic"))
        for point in ["A", "B", "C", "D"] { builder.callPoint(CallPointID(point)) }
        builder.callPoint("P", plan: "panic")
        for number in 1...units { builder.unit(UnitID("M-\(number)")) }
        let stage = stage(builder.build())
        for number in 1...units { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        return stage
    }
}

extension Stage {
    @discardableResult
    fileprivate func close(_ incident: IncidentID) -> [Event] { act(.close(incident, .genuine, note: nil)) }
}

extension [Event] {
    /// The incidents that orders of a turn are for.
    fileprivate var orderedTo: [IncidentID] { issuedOrders.map(\.order.incident) }
}
