import CallpointCore
import CallpointTesting
import Testing

/// What a dispatcher and an officer change of a response that runs.
@Suite struct DirectionTests {
    private let incident: IncidentID = "NS-03-g1-0001"

    // MARK: Raising

    @Test func `a dispatcher raises the next tier, and the log says who`() {
        let stage = fleet()
        stage.press("A")
        let turn = stage.act(.raise(incident))
        #expect(turn.stories(of: "tier") == ["tier.raised 2 dispatcher"])
        #expect(turn.compactMap(\.raisedTier).first?.by == Doer(actor: "p:0011223344556677", via: "cli"))
        #expect(stage.incident("A")?.tier == 2)
    }

    @Test func `the highest tier cannot be raised, and the refusal says what can be done`() {
        let stage = fleet()
        stage.press("A")
        stage.act(.raise(incident))
        stage.act(.raise(incident))
        stage.act(.raise(incident))
        #expect(
            stage.refusal?.description
                == "NS-03-g1-0001 is in its highest tier, 3. Order units by name: 'callpoint order NS-03-g1-0001 UNIT'."
        )
    }

    // MARK: Holding

    @Test func `a hold keeps lateness waiting, and what waited happens when it ends by itself`() {
        let stage = fleet()
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.hold(incident, .seconds(300))
        stage.advance(.seconds(200))
        // Something else makes the engine look at what is due.
        #expect(stage.send(.tick).stories(of: "tier") == [])
        #expect(stage.advance(.milliseconds(99_999)).stories(of: "tier") == [])
        let turn = stage.advance(.milliseconds(1))
        #expect(turn.stories(of: "incident") == ["incident.released expired"])
        #expect(turn.stories(of: "tier") == ["tier.raised 2 not_on_scene"])
    }

    @Test func `a hold that ends before a tier is late changes nothing`() {
        let stage = fleet()
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.hold(incident, .seconds(20))
        #expect(stage.advance(.milliseconds(59_999)).stories(of: "tier") == [])
        #expect(stage.advance(.milliseconds(1)).stories(of: "tier") == ["tier.raised 2 not_on_scene"])
    }

    @Test func `a hold that is ended lets what waited happen in the same turn`() {
        let stage = fleet()
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.hold(incident, .seconds(600))
        stage.advance(.seconds(100))
        #expect(stage.act(.release(incident)).stories(of: "tier") == ["tier.raised 2 not_on_scene"])
        stage.act(.release(incident))
        #expect(stage.refusal?.what == "NS-03-g1-0001 is not held.")
    }

    @Test func `a hold never keeps an incident without anybody`() {
        let short = street([100])
        short.press("B")
        #expect(short.incident("B")?.tier == 3)

        let deaf = street([100, 200, 300, 400, 500, 600], plan: slow)
        deaf.press("A")
        deaf.hold(incident, .seconds(1_800))
        deaf.advance(.seconds(30))
        // Two in a row have not answered, and nobody else has: the next tier follows, and its shortfall too.
        #expect(
            deaf.advance(.seconds(30)).stories(of: "tier") == [
                "tier.raised 2 unacknowledged", "tier.raised 3 shortfall",
            ]
        )
    }

    @Test func `a hold with too few units left raises the next tier`() {
        let stage = street([100, 200], plan: slow)
        stage.press("A")
        stage.hold(incident, .seconds(1_800))
        #expect(
            stage.decline("M-1").stories(of: "tier") == ["tier.raised 2 shortfall", "tier.raised 3 shortfall"])
    }

    @Test func `a dispatcher who raises a tier ends the hold`() {
        let stage = fleet()
        stage.press("A")
        stage.hold(incident, .seconds(600))
        let turn = stage.act(.raise(incident))
        #expect(turn.stories(of: "incident") == ["incident.released by"])
        #expect(stage.incident("A")?.holdUntil == nil)
    }

    @Test(arguments: [(9, false), (10, true), (1_800, true), (1_801, false)])
    func `a hold lasts from ten seconds to half an hour`(seconds: Int, isAllowed: Bool) {
        let stage = fleet()
        stage.press("A")
        stage.hold(incident, .seconds(seconds))
        #expect((stage.refusal == nil) == isAllowed)
        #expect((stage.incident("A")?.holdUntil != nil) == isAllowed)
    }

    @Test func `a hold outlives a restart, and is over where nobody knows how long that took`() {
        let stage = fleet()
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.hold(incident, .seconds(600))
        stage.restart(gap: .seconds(100))
        #expect(stage.incident("A")?.holdUntil != nil)
        #expect(stage.restart(gap: nil).stories(of: "incident") == ["incident.released expired"])
    }

    // MARK: One unit by name

    @Test func `a unit is ordered by name, whoever would be sooner`() {
        let stage = fleet()
        stage.press("A")
        let turn = stage.act(.order(incident, "V-4"))
        #expect(turn.orderedUnits == ["V-4"])
        let order = turn.issuedOrders.first
        #expect(order?.order == "NS-03-g1-0001/1/V-4/1")
        #expect(order?.requirement == 0)
        #expect(order?.by?.actor == "p:0011223344556677")
        #expect(order?.distanceMetres == 8_000)
        #expect(
            order?.etaMilliseconds
                == KindProfiles.city[.vehicle].etaMilliseconds(metres: 8_000, reactionMilliseconds: 8_000))
    }

    @Test func `a unit that was named and does not answer is replaced by nobody`() {
        let stage = fleet()
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.onScene("M-1")
        stage.act(.order(incident, "V-4"))
        let turn = stage.advance(.seconds(30))
        #expect(turn.stories(of: "order.timed_out") == ["order.timed_out NS-03-g1-0001/1/V-4/1 30000"])
        #expect(turn.orderedUnits == [])
        #expect(stage.decline("V-4").orderedUnits == [])
        stage.restart()
        #expect(stage.incident("A")?.orders.count == 3)
    }

    @Test func `a unit that was named and comes late is still taken`() {
        let stage = fleet()
        stage.press("A")
        stage.act(.order(incident, "V-4"))
        stage.advance(.seconds(40))
        stage.act(.answer(.order("NS-03-g1-0001/1/V-4/1"), .accept))
        #expect(stage.refusal == nil)
        #expect(stage.ordered("A").contains("V-4"))
    }

    @Test func `a busy unit may be named, and one that is bound, off duty, unknown or nowhere may not`() {
        let stage = fleet()
        stage.press("A")
        stage.status("V-4", .busy)
        stage.act(.order(incident, "V-4"))
        #expect(stage.refusal == nil)
        stage.act(.order(incident, "V-4"))
        #expect(stage.refusal?.what == "V-4 has an order that it has not finished: NS-03-g1-0001/1/V-4/1.")
        stage.status("V-3", .offDuty)
        stage.act(.order(incident, "V-3"))
        #expect(stage.refusal?.what == "V-3 is off duty.")
        stage.act(.order(incident, "X-9"))
        #expect(stage.refusal?.what == "There is no unit X-9.")
        stage.act(.order(incident, "V-5"))
        #expect(stage.refusal?.what == "Nobody knows where V-5 is: it has sent no position.")
        stage.act(.order("NS-03-g1-0009", "V-2"))
        #expect(stage.refusal?.what == "There is no open incident NS-03-g1-0009.")
    }

    @Test func `a named unit that belongs to another controller is not replaced`() {
        let stage = fleet(arbiter: .shared(answerWithin: .milliseconds(100)))
        stage.press("A")
        stage.advance(.seconds(1))
        #expect(stage.act(.order(incident, "V-4")).orderedUnits == [])
        stage.act(.order(incident, "V-4"))
        #expect(stage.refusal?.what == "V-4 is being asked for already.")
        let turn = stage.send(.claim(ClaimAnswer(order: "NS-03-g1-0001/1/V-4/1", isGranted: false)))
        #expect(turn.stories(of: "order") == ["order.conflicted NS-03-g1-0001/1/V-4/1"])
    }

    // MARK: One unit less

    @Test func `a unit that is called back is free, and nobody is sent in its place`() {
        let stage = fleet()
        stage.press("A")
        stage.accept("M-2")
        let turn = stage.act(.standDown(.unit("M-2")))
        #expect(turn.stories(of: "order") == ["order.stood_down NS-03-g1-0001/1/M-2/1 dispatcher"])
        #expect(stage.ordered("A") == ["M-1"])
        #expect(stage.incident("A")?.shortfalls == [])
        #expect(stage.advance(.seconds(20)).orderedUnits == [])
        // Not after a restart either, which looks for what a crash cut off.
        stage.restart()
        #expect(stage.ordered("A") == ["M-1"])
        #expect(stage.press("B").orderedUnits.contains("M-2"))
    }

    @Test func `an order that is over cannot be called back`() {
        let stage = fleet()
        stage.press("A")
        stage.decline("M-2")
        stage.act(.standDown(.order("NS-03-g1-0001/1/M-2/1")))
        #expect(stage.refusal?.what == "NS-03-g1-0001/1/M-2/1 is over: declined.")
        stage.act(.standDown(.unit("M-2")))
        #expect(stage.refusal?.what == "M-2 has no unfinished order.")
    }

    // MARK: Help

    @Test func `an officer who calls for help raises the next tier at once, hold or no hold`() {
        let stage = fleet()
        stage.press("A")
        stage.onScene("M-1")
        stage.hold(incident, .seconds(600))
        let turn = stage.act(.assist(.unit("M-1"), scale: nil))
        #expect(
            turn.map(\.body.story).prefix(3).map { String($0.prefix(17)) }
                == ["unit.assist NS-03", "incident.released", "tier.raised 2 ass"])
        #expect(stage.incident("A")?.tier == 2)
    }

    @Test(arguments: [(7, false), (120, false), (121, true), (3_600, true)])
    func `an officer without an order is looked for at the last fix, and the event says how old it is`(
        seconds: Int, isDegraded: Bool
    ) {
        let stage = fleet()
        stage.place("M-1", at: here.place(north: 50))
        stage.silence("M-1")
        stage.advance(.seconds(seconds))
        let turn = stage.act(.assist(.unit("M-1"), scale: here.scale))
        let reported = turn.compactMap { event in
            if case .alarmReported(let reported) = event.body { reported } else { nil }
        }
        #expect(reported.map(\.fixAgeMilliseconds) == [seconds * 1_000])
        #expect(reported.map(\.isDegraded) == [isDegraded])
    }

    @Test func `help in the highest tier tells its contacts once more`() {
        let stage = fleet()
        stage.press("A")
        stage.act(.raise(incident))
        stage.act(.raise(incident))
        #expect(
            stage.act(.assist(.unit("M-1"), scale: nil)).stories(of: "notice")
                == ["notice.sent city-command by city-hook tier 3 assist"])
    }

    // MARK: Second press

    @Test func `a second press raises the second tier where the plan says so, and no higher one`() {
        var plan = Plan.street
        plan.raisesOnSecondPress = true
        let stage = fleet(plan: plan)
        stage.press("A")
        let turn = stage.pressAgain("A")
        #expect(turn.stories(of: "alarm") == ["alarm.repeated 2"])
        #expect(turn.stories(of: "tier") == ["tier.raised 2 second_press"])
        #expect(stage.pressAgain("A").stories(of: "tier") == [])
    }

    @Test func `a contact that bounces raises no tier, and somebody who presses again later does`() {
        var plan = Plan.street
        plan.raisesOnSecondPress = true
        let stage = fleet(plan: plan)
        stage.press("A")
        for _ in 0..<10 {
            stage.advance(.milliseconds(120))
            #expect(stage.press("A").stories(of: "tier") == [])
        }
        stage.advance(.milliseconds(3_799))
        #expect(stage.press("A").stories(of: "tier") == [])
        stage.advance(.milliseconds(1))
        #expect(stage.press("A").stories(of: "tier") == ["tier.raised 2 second_press"])
    }

    @Test func `a press that is only counted raises no tier`() {
        var plan = Plan.street
        plan.raisesOnSecondPress = true
        let stage = fleet(plan: plan)
        for _ in 0..<25 { stage.press("A") }
        let turn = stage.pressAgain("A")
        #expect(turn.stories(of: "alarm") == [] && turn.stories(of: "tier") == [])
    }

    @Test func `where a button is said to chatter a second press raises no tier`() {
        var plan = Plan.street
        plan.raisesOnSecondPress = true
        let stage = fleet(plan: plan)
        stage.press("A")
        let chatter = DeviceFault(input: "field", callPoint: "A", kind: .chatter, detail: "x")
        stage.send(.fault(chatter))
        #expect(stage.pressAgain("A").stories(of: "tier") == [])
        stage.send(.restored(chatter))
        #expect(stage.pressAgain("A").stories(of: "tier") == ["tier.raised 2 second_press"])
    }

    @Test func `a second press under a hold is kept and counted, and raises nothing`() {
        var plan = Plan.street
        plan.raisesOnSecondPress = true
        let stage = fleet(plan: plan)
        stage.press("A")
        stage.hold(incident, .seconds(60))
        #expect(stage.pressAgain("A").stories(of: "tier") == [])
        #expect(stage.incident("A")?.presses == 2)
    }

    @Test func `a second press only joins where the plan does not say more`() {
        let stage = fleet()
        stage.press("A")
        #expect(stage.pressAgain("A").stories(of: "tier") == [])
    }

    // MARK: Words

    @Test func `a note is written down and changes nothing`() {
        let stage = fleet()
        stage.press("A")
        let before = stage.incident("A")
        #expect(stage.act(.note(incident, "p:00112233445566aa")).stories(of: "incident") == ["incident.note"])
        #expect(stage.incident("A") == before)
    }

    /// A plan that nothing but answers and shortfalls raises.
    private var slow: Plan {
        var plan = Plan.street
        plan.tiers[0].onSceneWithin = .seconds(3_600)
        return plan
    }

    /// Motorcycles, cars and a helicopter enough for all three tiers; V-5 has never sent a position.
    private func fleet(plan: Plan = .street, arbiter: Arbiter = .alone) -> Stage {
        var site = SiteBuilder()
        site.callPoint("A")
        site.callPoint("B", east: 100)
        site.plan(plan)
        for number in 1...4 { site.unit(UnitID("M-\(number)")) }
        for number in 1...5 { site.unit(UnitID("V-\(number)"), .vehicle) }
        site.unit("H-1", .air)
        let stage = stage(site.build(), arbiter: arbiter)
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        for number in 1...4 { stage.place(UnitID("V-\(number)"), at: here.place(north: 2_000 * number)) }
        stage.place("H-1", at: here.place(north: 20_000))
        return stage
    }
}

extension Stage {
    /// A press five seconds later.
    fileprivate func pressAgain(_ callPoint: CallPointID) -> [Event] {
        advance(.seconds(5))
        return press(callPoint)
    }

    fileprivate func hold(_ incident: IncidentID, _ duration: Duration) {
        act(.hold(incident, for: duration, reason: "p:00112233445566aa"))
    }
}

extension Event {
    fileprivate var raisedTier: TierRaised? {
        guard case .tierRaised(let raised) = body else { return nil }
        return raised
    }
}
