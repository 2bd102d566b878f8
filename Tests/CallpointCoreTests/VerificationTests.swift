import CallpointCore
import CallpointTesting
import Testing

/// What is known of an alarm, beside the orders and never before them; and what ended at its place before.
@Suite struct VerificationTests {
    // MARK: Two call points

    @Test func `two incidents near each other and soon confirm each other, after their orders`() {
        let stage = square()
        stage.press("A")
        let turn = stage.press("B")
        #expect(
            turn.stories(of: "alarm.verified") == [
                "alarm.verified cross-zone NS-03-g1-0001", "alarm.verified cross-zone NS-03-g1-0002",
            ])
        let order = turn.lastIndex { $0.body.story.hasPrefix("order.issued") } ?? .max
        let verified = turn.firstIndex { $0.body.story.hasPrefix("alarm.verified") } ?? 0
        #expect(order < verified)
        #expect(stage.engine.openIncidents.map(\.verification) == [.crossZone, .crossZone])
        stage.restart()
        #expect(stage.engine.openIncidents.map(\.verification) == [.crossZone, .crossZone])
    }

    @Test(arguments: [(60_000, true), (60_001, false)])
    func `only within the window`(milliseconds: Int, confirms: Bool) {
        let stage = square()
        stage.press("A")
        stage.accept("M-1")
        stage.advance(.milliseconds(milliseconds))
        #expect(stage.press("B").stories(of: "alarm.verified").isEmpty != confirms)
    }

    @Test(arguments: [(100, true), (99, false)])
    func `only within the radius`(metres: Int, confirms: Bool) {
        let stage = square { $0.crossZone?.withinMetres = metres }
        stage.press("A")
        #expect(stage.press("B").stories(of: "alarm.verified").isEmpty != confirms)
    }

    @Test func `the plan of either says it, and no plan means never`() {
        for point in ["A", "quiet"] as [CallPointID] {
            let stage = square()
            stage.press(point)
            #expect(stage.press(point == "A" ? "quiet" : "A").stories(of: "alarm.verified").count == 2)
        }
        let stage = square { $0.crossZone = nil }
        stage.press("A")
        #expect(stage.press("B").stories(of: "alarm.verified").isEmpty)
    }

    @Test func `one call point alone, a report, a device and what is played confirm nothing`() {
        let stage = square()
        stage.press("A")
        #expect(stage.press("A").stories(of: "alarm.verified").isEmpty)
        #expect(stage.press("technical").stories(of: "alarm.verified").isEmpty)
        #expect(
            stage.act(.report(Report(at: .callPoint("B"), source: .telephone))).stories(of: "alarm.verified").isEmpty)
        let playing = square()
        playing.act(.startExercise(["M-3"], for: .seconds(3_600)))
        playing.act(.pressInExercise("A"))
        #expect(playing.press("B").stories(of: "alarm.verified").isEmpty)
    }

    @Test func `call points of one incident confirm it where the plan says so`() {
        let stage = square { $0.related = Plan.Related(Plan.Vicinity(withinMetres: 300, window: .seconds(60))) }
        stage.press("A")
        let turn = stage.press("B")
        #expect(turn.stories(of: "alarm.verified") == ["alarm.verified cross-zone B"])
        #expect(turn.last?.body.story.hasPrefix("alarm.verified") == true)
        #expect(stage.press("far").stories(of: "alarm.verified").isEmpty)
    }

    @Test func `whether an alarm is confirmed changes no order`() {
        let (plain, confirming) = (square { $0.crossZone = nil }, square())
        for stage in [plain, confirming] {
            stage.press("A")
            stage.press("B")
            stage.advance(.seconds(120))
        }
        // The site files have two names.
        func told(_ stage: Stage) -> [String] { stage.events.map(\.body.story).filter { !$0.hasPrefix("config") } }
        #expect(told(confirming).filter { !$0.hasPrefix("alarm.verified") } == told(plain))
    }

    // MARK: A person

    @Test func `what a person knows stands, whatever is pressed, and sends nobody home`() {
        let stage = square()
        stage.press("A")
        let turn = stage.act(.confirm("NS-03-g1-0001", .unfounded))
        #expect(turn.stories(of: "alarm.verified") == ["alarm.verified unfounded by"])
        #expect(turn.stories(of: "order").isEmpty)
        #expect(stage.press("B").stories(of: "alarm.verified") == ["alarm.verified cross-zone NS-03-g1-0001"])
        #expect(stage.incident("A")?.verification == .unfounded)
        stage.act(.confirm("NS-03-g1-0001", .crossZone))
        #expect(stage.refusal?.what == "Two call points say that an alarm is cross-zone, and not a person.")
        stage.act(.confirm("NS-03-g9-0001", .video))
        #expect(stage.refusal != nil)
    }

    // MARK: What happened there before

    @Test(arguments: [(86_400, true), (86_401, false)])
    func `what ended at a place within the site's time is shown with the next alarm and its orders`(
        seconds: Int, isShown: Bool
    ) {
        let stage = square(recent: .seconds(86_400))
        stage.press("A")
        stage.close("NS-03-g1-0001", .falseMalicious)
        stage.advance(.seconds(1))
        stage.restart(gap: .seconds(seconds - 1))
        let turn = stage.press("A")
        let recent = isShown ? " recent NS-03-g1-0001 false-malicious \(seconds * 1_000)" : ""
        #expect(turn.stories(of: "alarm.raised") == ["alarm.raised P1 wired after -" + recent])
        #expect(turn.issuedOrders.allSatisfy { ($0.recent != nil) == isShown })
        #expect(stage.press("far").stories(of: "alarm.raised") == ["alarm.raised P1 wired after -"])
    }

    @Test func `an order that is given later says how long ago it is by then`() {
        let stage = square(recent: .seconds(3_600))
        stage.press("A")
        stage.close("NS-03-g1-0001", .falseAccidental)
        stage.advance(.seconds(10))
        stage.press("A")
        stage.accept("M-1")
        stage.advance(.seconds(5))
        let order = stage.act(.order("NS-03-g1-0002", "M-4")).issuedOrders.first
        #expect(
            order?.recent
                == RecentAlarm(incident: "NS-03-g1-0001", disposition: .falseAccidental, agoMilliseconds: 15_000))
    }

    @Test func `only the last thing that ended at a place is told`() {
        let stage = square(recent: .seconds(3_600))
        for _ in 1...3 {
            stage.press("A")
            stage.close(stage.engine.openIncidents[0].id)
            stage.advance(.seconds(1))
        }
        #expect(stage.press("A").stories(of: "alarm.raised").first?.contains("recent NS-03-g1-0003") == true)
    }

    @Test func `what is open again has not ended, and what was played never happened`() {
        let stage = square(recent: .seconds(3_600))
        stage.press("A")
        stage.close("NS-03-g1-0001")
        let closed = ClosedIncident(stage.events.filter { $0.incident == "NS-03-g1-0001" })
        stage.act(.reopen("NS-03-g1-0001", closed, reason: "p:0000000000000001"))
        stage.advance(.seconds(301))
        #expect(
            stage.press("A").stories(of: "alarm.raised") == ["alarm.raised P1 wired after NS-03-g1-0001"])
        let playing = square(recent: .seconds(3_600))
        playing.act(.startExercise(["M-3"], for: .seconds(3_600)))
        playing.act(.pressInExercise("A"))
        playing.close("NS-03-g1-0001", .test)
        #expect(playing.press("A").stories(of: "alarm.raised") == ["alarm.raised P1 wired after -"])
    }

    @Test func `what ended at one of an incident's call points is told at each of them`() {
        let stage = square(recent: .seconds(3_600)) {
            $0.related = Plan.Related(Plan.Vicinity(withinMetres: 300, window: .seconds(60)))
        }
        stage.press("A")
        stage.press("B")
        stage.close("NS-03-g1-0001")
        stage.restart()
        let turn = stage.act(.report(Report(at: .callPoint("B"), source: .telephone)))
        #expect(turn.stories(of: "alarm.reported").first?.contains("recent NS-03-g1-0001 genuine") == true)
    }

    @Test func `a site that does not ask for it is told nothing`() {
        let stage = square()
        stage.press("A")
        stage.close("NS-03-g1-0001")
        #expect(stage.press("A").stories(of: "alarm.raised") == ["alarm.raised P1 wired after -"])
    }

    // MARK: The stage

    private func square(recent: Duration? = nil, _ change: (inout Plan) -> Void = { _ in }) -> Stage {
        var builder = SiteBuilder()
        var plan = Plan.single(Requirement(kinds: [.motorcycle], count: 1))
        builder.site.alarms.recentWithin = recent
        plan.name = "quiet"
        builder.plan(plan)
        plan.name = "street"
        plan.crossZone = Plan.Vicinity(withinMetres: 150, window: .seconds(60))
        change(&plan)
        builder.plan(plan)
        builder.callPoint("A")
        builder.callPoint("B", east: 100)
        builder.callPoint("far", east: 200)
        builder.callPoint("quiet", east: 50, plan: "quiet")
        builder.callPoint("technical", east: 50, kind: .technical)
        for number in 1...4 { builder.unit(UnitID("M-\(number)")) }
        let stage = stage(builder.build())
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        return stage
    }
}
