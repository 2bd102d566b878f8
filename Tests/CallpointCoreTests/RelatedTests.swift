import CallpointCore
import CallpointTesting
import Testing

/// Presses at call points near each other: one incident, with all its call points.
@Suite struct RelatedTests {
    private let first: IncidentID = "NS-03-g1-0001"

    // MARK: What belongs

    @Test func `a press nearby and soon belongs to the open incident, and one unit more is sent`() {
        let stage = square()
        stage.press("A")
        let turn = stage.press("B")
        #expect(
            turn.map(\.body.story).filter { !$0.hasPrefix("units") && !$0.hasPrefix("alarm.located") } == [
                "alarm.related 2 100 m",
                "order.issued NS-03-g1-0001/1/M-2/1 1.1 eta 33889 200 m 180 deg with B",
            ])
        #expect(turn.first?.callPoint == "B")
        #expect(stage.engine.openIncidents.map(\.callPoints) == [["A", "B"]])
        // Who is ordered later knows of it too.
        #expect(stage.act(.order(first, "M-4")).issuedOrders.map(\.related) == [["B"]])
    }

    @Test func `without send_more nobody more is sent, and the press is kept all the same`() {
        let stage = square { $0.related?.sendsMore = false }
        stage.press("A")
        #expect(stage.press("B").orderedUnits.isEmpty)
        #expect(stage.engine.openIncidents.map(\.presses) == [2])
    }

    @Test func `each further call point asks for one more, and what is lacking is short until somebody is free`() {
        let stage = square()
        stage.act(.status("M-3", .offDuty))
        stage.act(.status("M-4", .offDuty))
        stage.press("A")
        #expect(stage.press("B").orderedUnits == ["M-2"])
        #expect(stage.press("C").stories(of: "shortfall").count == 1)
        #expect(stage.act(.status("M-4", .available)).orderedUnits == ["M-4"])
        #expect(stage.engine.openIncidents.map(\.callPoints) == [["A", "B", "C"]])
    }

    @Test func `an incident that lacks units already goes before nobody who waits with nobody under way`() {
        let stage = stage(site().build())
        stage.place("M-1", at: here.place(north: 100))
        #expect(stage.press("A").orderedUnits == ["M-1"])
        #expect(stage.press("B").stories(of: "shortfall").count == 1)
        #expect(stage.press("other").stories(of: "shortfall").count == 1)
        // A position calls nobody by itself: the unit is found at the next try.
        stage.place("M-2", at: here.place(north: 200))
        let turn = stage.press("C")
        #expect(turn.stories(of: "alarm.related").count == 1)
        #expect(turn.issuedOrders.map(\.order.incident) == ["NS-03-g1-0002"])
    }

    @Test(arguments: [(100, true), (99, false)])
    func `a press belongs only within the radius`(metres: Int, belongs: Bool) {
        let stage = square { $0.related?.vicinity.withinMetres = metres }
        stage.press("A")
        #expect(stage.press("B").stories(of: "alarm.related").isEmpty != belongs)
    }

    @Test(arguments: [(120_000, true), (120_001, false)])
    func `a press belongs only within the window`(milliseconds: Int, belongs: Bool) {
        let stage = square()
        stage.press("A")
        stage.accept("M-1")
        stage.advance(.milliseconds(milliseconds))
        #expect(stage.press("B").stories(of: "alarm.related").isEmpty != belongs)
    }

    @Test func `the window counts from the last press at any of its call points`() {
        let stage = square()
        stage.press("A")
        stage.accept("M-1")
        stage.advance(.seconds(100))
        stage.press("B")
        stage.accept("M-2")
        stage.advance(.seconds(100))
        #expect(stage.press("C").stories(of: "alarm.related").count == 1)
    }

    @Test func `of two incidents nearby a press belongs to the nearer one`() {
        let stage = square { $0.related?.vicinity.withinMetres = 120 }
        stage.press("A")
        stage.press("far")
        #expect(stage.engine.openIncidents.count == 2)
        let turn = stage.press("near far")
        #expect(turn.first?.incident == "NS-03-g1-0002")
    }

    @Test func `seventeen call points are one incident, and one more is another`() {
        var builder = SiteBuilder()
        builder.plan(plan())
        for number in 0..<18 { builder.callPoint(CallPointID("P-\(number)"), east: number) }
        let stage = stage(builder.build())
        for number in 0..<18 { stage.press(CallPointID("P-\(number)")) }
        #expect(stage.engine.openIncidents.map(\.callPoints.count) == [17, 1])
    }

    // MARK: What does not

    @Test func `a press too far away, of another kind or under another plan is an incident of its own`() {
        for point in ["far", "fire", "other"] as [CallPointID] {
            let stage = square()
            stage.press("A")
            #expect(stage.press(point).stories(of: "alarm.raised").count == 1)
            #expect(stage.engine.openIncidents.count == 2)
        }
    }

    @Test func `a duress is never a part of something less urgent, nor the other way round`() {
        let stage = square()
        stage.press("technical")
        let turn = stage.press("duress")
        #expect(turn.stories(of: "alarm.raised") == ["alarm.raised P1 wired after - duress silent"])
        #expect(turn.orderedUnits == ["M-1"])
        #expect(stage.press("B").stories(of: "alarm.raised").count == 1)
        #expect(stage.engine.openIncidents.map(\.related.count) == [0, 0, 0])
    }

    @Test func `a press that has become more urgent by a new site file is an incident of its own`() {
        var builder = site { $0.priority = .p3 }
        let stage = stage(builder.build())
        stage.press("A")
        builder.plan(plan { $0.priority = .p1 })
        stage.reload(builder.build())
        #expect(stage.press("B").stories(of: "alarm.raised").count == 1)
    }

    @Test func `once somebody has been on scene a press nearby is a second caller's`() {
        let stage = square()
        stage.press("A")
        stage.onScene("M-1")
        #expect(stage.press("B").stories(of: "alarm.raised").count == 1)
    }

    @Test func `what is closed takes nothing in`() {
        let stage = square()
        stage.press("A")
        stage.close(first)
        #expect(stage.press("B").stories(of: "alarm.raised").count == 1)
    }

    @Test func `what nobody pressed takes no press in`() {
        let stage = square()
        stage.act(.report(Report(at: .callPoint("A"), source: .telephone)))
        #expect(stage.press("B").stories(of: "alarm.raised").count == 1)
    }

    @Test func `what is played takes no live press in, and is taken in by none`() {
        let stage = square()
        stage.act(.startExercise(["M-3"], for: .seconds(3_600)))
        stage.act(.pressInExercise("A"))
        let turn = stage.press("B")
        #expect(turn.stories(of: "alarm.raised").count == 1)
        #expect(turn.allSatisfy { $0.mode == .live })
        stage.act(.pressInExercise("A"))
        #expect(stage.engine.openIncidents.map(\.callPoints) == [["A"], ["B"], ["A"]])
    }

    @Test func `a test is no press nearby`() {
        let stage = square()
        stage.press("A")
        #expect(stage.test("B").stories(of: "alarm.related").isEmpty)
        stage.act(.startWalkTest([], for: .seconds(1_800)))
        stage.act(.ask("B", for: .seconds(60)))
        stage.advance(.seconds(1))
        #expect(stage.press("B").allSatisfy { $0.mode == .test })
        #expect(stage.press("B").stories(of: "alarm.related").count == 1)
    }

    @Test func `nothing is related where no plan says so`() {
        let stage = square { $0.related = nil }
        stage.press("A")
        #expect(stage.press("B").stories(of: "alarm.raised").count == 1)
    }

    // MARK: What becomes of it

    @Test func `a further press at either call point joins, and a release lets go of its own button alone`() {
        let stage = square()
        stage.press("A")
        stage.press("B")
        #expect(stage.signal("B", .released).stories(of: "alarm").first?.hasPrefix("alarm.restored") == true)
        #expect(stage.engine.openIncidents.first?.isHeld == true)
        #expect(stage.engine.openIncidents.first?.related.map(\.isHeld) == [false])
        #expect(stage.press("B").stories(of: "alarm") == ["alarm.repeated 3"])
        stage.restart()
        #expect(stage.press("B").stories(of: "alarm") == ["alarm.repeated 4"])
    }

    @Test func `a further call point is no second press, and a bounce of its button is none either`() {
        let stage = stage(
            site { plan in
                plan.raisesOnSecondPress = true
                plan.tiers.append(Tier(name: "more", send: [Requirement(kinds: [.motorcycle], count: 1)]))
            }.build())
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        stage.press("A")
        stage.advance(.seconds(20))
        #expect(stage.press("B").stories(of: "tier").isEmpty)
        stage.advance(.milliseconds(40))
        #expect(stage.press("B").stories(of: "tier").isEmpty)
        stage.advance(.seconds(5))
        #expect(stage.press("B").stories(of: "tier").count == 1)
    }

    @Test func `what a crash kept from being sent to a related call point is sent at the start`() {
        let stage = square()
        stage.press("A")
        stage.press("B")
        let cut = (stage.events.lastIndex { $0.body.story.hasPrefix("alarm.related") } ?? 0) + 1
        #expect(stage.restart(keeping: cut).orderedUnits == ["M-2"])
    }

    @Test func `a unit that stands at one of its call points is on scene`() {
        let stage = square()
        stage.press("A")
        stage.press("B")
        stage.accept("M-1")
        stage.silenceAll()
        stage.fix("M-1", at: here.place(north: 0, east: 100))
        stage.advance(.seconds(5))
        stage.fix("M-1", at: here.place(north: 0, east: 100))
        stage.advance(.zero)
        #expect(stage.engine.openIncidents.first?.hasBeenOnScene == true)
    }

    @Test func `what is split off at a call point is its alone, over a restart too`() {
        let stage = square()
        stage.press("A")
        stage.press("B")
        let turn = stage.act(.split(first, at: .callPoint("B"), note: nil))
        #expect(turn.stories(of: "incident.split") == ["incident.split NS-03-g1-0002 takes out B"])
        #expect(stage.engine.openIncidents.map(\.callPoints) == [["A"], ["B"]])
        stage.restart()
        #expect(stage.press("B").map(\.incident) == ["NS-03-g1-0002"])
        stage.close("NS-03-g1-0002")
        #expect(stage.press("A").map(\.incident) == [first])
        // What is over is no reason to begin anew beside the one that is open nearby.
        #expect(stage.press("B").stories(of: "alarm").first == "alarm.related 4 100 m")
    }

    @Test func `a plan that takes over counts the unit more`() {
        let stage = square()
        stage.press("A")
        stage.press("B")
        let turn = stage.act(.reclassify(first, "other", note: nil))
        #expect(turn.stories(of: "order").isEmpty)
        #expect(stage.engine.incident(first)?.orders.filter(\.state.isLive).map(\.unit) == ["M-1", "M-2"])
    }

    @Test func `what is opened again has its call points, but those where something else is open`() {
        let stage = square()
        for point in ["A", "B", "C"] as [CallPointID] { stage.press(point) }
        stage.close(first)
        stage.press("C")
        let closed = ClosedIncident(stage.events.filter { $0.incident == first })
        let turn = stage.act(.reopen(first, closed, reason: "p:0000000000000001"))
        #expect(turn.orderedUnits.count == 2)
        #expect(stage.engine.openIncidents.map(\.callPoints) == [["C"], ["A", "B"]])
        #expect(stage.engine.incident(first)?.presses == 3)
        stage.restart()
        #expect(stage.press("B").map(\.incident) == [first])
        #expect(stage.press("C").map(\.incident) == ["NS-03-g1-0002"])
    }

    @Test func `a call point that left the site file is called at its own place`() {
        var builder = site()
        let stage = stage(builder.build())
        stage.press("A")
        stage.press("B")
        builder.site.callPoints.removeAll { $0.id == "B" }
        stage.reload(builder.build())
        stage.advance(.seconds(301))
        let turn = stage.press("B")
        #expect(turn.stories(of: "alarm.raised") == ["alarm.raised P1 wired after NS-03-g1-0001"])
        #expect(turn.first?.callPoint == "B")
    }

    // MARK: The stage

    private func plan(_ change: (inout Plan) -> Void = { _ in }) -> Plan {
        var plan = Plan.single(Requirement(kinds: [.motorcycle], count: 1))
        plan.related = Plan.Related(Plan.Vicinity(withinMetres: 150, window: .seconds(120)))
        change(&plan)
        return plan
    }

    private func site(_ change: (inout Plan) -> Void = { _ in }) -> SiteBuilder {
        var builder = SiteBuilder()
        builder.plan(plan(change))
        var other = plan(change)
        other.name = "other"
        builder.plan(other)
        builder.callPoint("A")
        builder.callPoint("B", east: 100)
        builder.callPoint("C", north: 100)
        builder.callPoint("far", east: 200)
        builder.callPoint("near far", east: 110)
        builder.callPoint("fire", east: 50, kind: .fire)
        builder.callPoint("duress", east: 50, kind: .duress)
        builder.callPoint("technical", east: 50, kind: .technical)
        builder.callPoint("other", east: 50, plan: "other")
        for number in 1...4 { builder.unit(UnitID("M-\(number)")) }
        return builder
    }

    private func square(_ change: (inout Plan) -> Void = { _ in }) -> Stage {
        let stage = stage(site(change).build())
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        return stage
    }
}
