import CallpointCore
import CallpointTesting
import Testing

/// A more urgent incident takes a unit from a less urgent one.
@Suite struct TakingTests {
    @Test func `where nobody is free, a unit under way to something less urgent is taken, and both say so`() {
        let stage = city()
        stage.press("theft")
        stage.accept("M-1")
        let turn = stage.press("duress")
        #expect(
            turn.stories(of: "order") == [
                "order.stood_down NS-03-g1-0001/1/M-1/1 preempted by NS-03-g1-0002",
                "order.issued NS-03-g1-0002/1/M-1/1 1.1 eta 142223 950 m 180 deg",
            ])
        // Whoever lost its unit is not left in silence.
        #expect(turn.stories(of: "shortfall").last?.hasPrefix("shortfall 1.1 0/1") == true)
        #expect(stage.engine.openIncidents.map(\.orders.last?.state) == [.preempted, .issued])
        #expect(stage.restart().orderedUnits.isEmpty)
    }

    @Test func `whoever lost its unit has another in the same turn where one is free`() {
        let stage = city(vehicles: 1)
        stage.press("theft")
        let turn = stage.press("duress")
        #expect(
            turn.stories(of: "order.reassigned") == ["order.reassigned NS-03-g1-0001/1/M-1/1 NS-03-g1-0001/1/V-1/1"])
        #expect(turn.stories(of: "shortfall").isEmpty)
    }

    @Test func `a unit that is there is not taken`() {
        let stage = city()
        stage.press("theft")
        stage.onScene("M-1")
        #expect(stage.press("duress").orderedUnits.isEmpty)
    }

    @Test func `a unit that a dispatcher named is not taken`() {
        let stage = city()
        stage.act(.status("M-1", .busy))
        stage.press("theft")
        stage.act(.order("NS-03-g1-0001", "M-1"))
        #expect(stage.press("duress").orderedUnits.isEmpty)
    }

    @Test func `nobody is taken without the plan's word, nor from what is as urgent, nor from above its bound`() {
        for (preempts, priority) in [(nil, Priority.p3), (.p1, .p1), (.p4, .p3)] as [(Priority?, Priority)] {
            let stage = city(preempts: preempts, theft: priority)
            stage.press("theft")
            #expect(stage.press("duress").orderedUnits.isEmpty)
        }
    }

    @Test(arguments: [(400, "V-9"), (900, "M-1")] as [(Int, UnitID)])
    func `a free unit that is in time goes, and one is taken only where none is`(metres: Int, unit: UnitID) {
        // A vehicle needs 78 s for 400 m and 165.5 s for 900 m; somebody has to be there within 150 s.
        let stage = city(onSceneWithin: .seconds(150))
        stage.press("theft")
        stage.act(.status("V-9", .available))
        stage.place("V-9", at: here.place(north: metres))
        let turn = stage.press("duress")
        #expect(turn.orderedUnits.first == unit)
    }

    @Test func `nobody is taken where a free unit of another beat is in time, though the beat's own goes first`() throws
    {
        var builder = SiteBuilder()
        builder.site.plans = []
        builder.plan(.single(Requirement(kinds: [.motorcycle], count: 1), name: "theft", priority: .p3))
        var plan = Plan.single(
            Requirement(kinds: [.motorcycle], count: 1), name: "duress", onSceneWithin: .seconds(100))
        plan.preempts = .p1
        plan.preferBeat = .seconds(100)
        builder.plan(plan)
        builder.callPoint("theft", plan: "theft")
        builder.callPoint("duress", plan: "duress")
        let corners = [(-100, -100), (-100, 100), (100, 100), (100, -100)]
        builder.site.beats = [
            try #require(
                Beat(id: "own", name: "own", rings: [corners.map { here.place(north: $0.0, east: $0.1) }]))
        ]
        for unit in ["M-1", "M-2", "M-3"] { builder.unit(UnitID(unit)) }
        builder.site.units[0].beats = ["own"]
        let stage = stage(builder.build())
        // 149 s, 77 s and 48 s away; the last one is under way to the theft.
        for (unit, north) in [("M-1", 1_000), ("M-2", 500), ("M-3", 300)] {
            stage.place(UnitID(unit), at: here.place(north: north))
        }
        #expect(stage.press("theft").orderedUnits == ["M-3"])
        let turn = stage.press("duress")
        #expect(turn.stories(of: "order.stood_down").isEmpty)
        #expect(turn.orderedUnits == ["M-1"])
    }

    @Test func `whoever frees up goes to the more urgent at once, and nobody has to be taken`() {
        let stage = city()
        stage.act(.status("M-1", .offDuty))
        stage.press("duress")
        stage.press("theft")
        // Freed for both, it goes to the more urgent.
        #expect(stage.act(.status("M-1", .available)).orderedUnits == ["M-1"])
        #expect(stage.engine.openIncidents.map { $0.orders.count } == [1, 0])
    }

    private func city(
        vehicles: Int = 0, preempts: Priority? = .p1, theft: Priority = .p3, onSceneWithin: Duration? = nil
    ) -> Stage {
        var builder = SiteBuilder()
        builder.site.plans = []
        builder.plan(.single(Requirement(kinds: [.motorcycle, .vehicle], count: 1), name: "theft", priority: theft))
        var plan = Plan.single(
            Requirement(kinds: [.motorcycle, .vehicle], count: 1, withinMetres: vehicles > 0 ? 1_500 : nil),
            name: "duress", onSceneWithin: onSceneWithin)
        plan.preempts = preempts
        builder.plan(plan)
        builder.callPoint("theft", plan: "theft")
        builder.callPoint("duress", plan: "duress")
        builder.unit("M-1")
        builder.unit("V-9", .vehicle)
        for number in stride(from: 1, through: vehicles, by: 1) { builder.unit(UnitID("V-\(number)"), .vehicle) }
        let stage = stage(builder.build())
        stage.act(.status("V-9", .offDuty))
        stage.place("M-1", at: here.place(north: 950))
        for number in stride(from: 1, through: vehicles, by: 1) {
            stage.place(UnitID("V-\(number)"), at: here.place(north: 2_000 * number))
        }
        return stage
    }
}

/// A unit that is sooner there takes the place of one that is not en route.
@Suite struct SwapTests {
    @Test func `a unit that frees up and is so much sooner takes the place of one that has not answered`() {
        let stage = city()
        stage.press("A")
        let turn = stage.act(.status("M-1", .available)) + stage.advance(.milliseconds(1))
        #expect(
            turn.stories(of: "order") == [
                "order.stood_down NS-03-g1-0001/1/M-2/1 swapped for M-1",
                "order.issued NS-03-g1-0001/1/M-1/1 1.1 eta 19445 100 m 180 deg",
                "order.reassigned NS-03-g1-0001/1/M-2/1 NS-03-g1-0001/1/M-1/1",
            ])
    }

    @Test func `one that has accepted and is not en route is called back as well, and its start counts for it`() {
        // 1,000 m take 149.445 s and 100 m 19.445 s, both with 5 s to move off: those of the first one are over.
        for (gain, units) in [(125, ["M-1"]), (126, [])] as [(Int, [UnitID])] {
            let stage = city(gain: .seconds(gain))
            stage.press("A")
            stage.accept("M-2")
            stage.advance(.seconds(5))
            let turn = stage.act(.status("M-1", .available)) + stage.advance(.seconds(10))
            #expect(turn.orderedUnits == units)
        }
    }

    @Test(arguments: [Answer.enRoute, .staging])
    func `one that is en route, or waits close by, stays`(answer: Answer) {
        let stage = city()
        stage.press("A")
        stage.answer("M-2", answer)
        stage.act(.status("M-1", .available))
        #expect(stage.advance(.seconds(10)).orderedUnits.isEmpty)
    }

    @Test func `one that says that it is delayed is weighed by its word, at once`() {
        let stage = city(gain: .seconds(300))
        stage.press("A")
        stage.accept("M-2")
        stage.act(.status("M-1", .available))
        #expect(stage.advance(.seconds(10)).orderedUnits.isEmpty)
        let turn = stage.answer("M-2", .delayed(.seconds(600), reason: nil))
        #expect(turn.orderedUnits == ["M-1"])
    }

    @Test func `one that stands at the call point stays, whether or not it has said so`() {
        var builder = SiteBuilder()
        var plan = Plan.single(Requirement(kinds: [.motorcycle, .foot], count: 1))
        plan.swapGain = .seconds(1)
        builder.plan(plan)
        builder.callPoint("A")
        builder.unit("M-1")
        builder.unit("F-1", .foot)
        let stage = stage(builder.build())
        stage.place("F-1", at: here.place(north: 20))
        stage.place("M-1", at: here.place(north: 0))
        stage.act(.status("M-1", .busy))
        stage.press("A")
        stage.accept("F-1")
        _ = stage.fix("F-1", at: here.place(north: 20))
        let turn = stage.act(.status("M-1", .available)) + stage.advance(.seconds(1))
        #expect(turn.orderedUnits.isEmpty)
    }

    @Test(arguments: [(Duration.seconds(130), ["M-1"]), (.seconds(131), []), (nil, [])] as [(Duration?, [UnitID])])
    func `nobody is swapped for less than the plan's gain, nor without one`(gain: Duration?, units: [UnitID]) {
        // 1,000 m take 149.445 s, and 100 m 19.445 s.
        let stage = city(gain: gain)
        stage.press("A")
        let turn = stage.act(.status("M-1", .available)) + stage.advance(.seconds(10))
        #expect(turn.orderedUnits == units)
    }

    @Test func `nobody is sent to and fro`() {
        let stage = city()
        stage.press("A")
        stage.act(.status("M-1", .available))
        stage.advance(.seconds(5))
        // The first one is at the call point now, and the second far away.
        stage.place("M-2", at: here.place(north: 10))
        stage.place("M-1", at: here.place(north: 2_000))
        #expect(stage.advance(.seconds(20)).orderedUnits.isEmpty)
    }

    @Test func `a swap goes on after a restart`() {
        let stage = city()
        stage.press("A")
        stage.restart()
        let turn = stage.act(.status("M-1", .available)) + stage.advance(.seconds(5))
        #expect(turn.orderedUnits == ["M-1"])
    }

    private func city(gain: Duration? = .seconds(60)) -> Stage {
        var builder = SiteBuilder()
        var plan = Plan.single(Requirement(kinds: [.motorcycle], count: 1))
        plan.swapGain = gain
        builder.plan(plan)
        builder.callPoint("A")
        for number in 1...2 { builder.unit(UnitID("M-\(number)")) }
        let stage = stage(builder.build())
        stage.place("M-1", at: here.place(north: 100))
        stage.place("M-2", at: here.place(north: 1_000))
        stage.act(.status("M-1", .busy))
        return stage
    }
}
