import CallpointCore
import CallpointTesting
import Testing

@Suite struct EscalationTests {
    @Test func `an unanswered order goes to the next unit, and says so`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        stage.accept("M-2")
        #expect(stage.advance(.milliseconds(29_999)).stories(of: "order") == [])
        let turn = stage.advance(.milliseconds(1))
        #expect(
            turn.stories(of: "order.timed_out") == ["order.timed_out NS-03-g1-0001/1/M-1/1 30000"])
        #expect(turn.orderedUnits == ["M-3"])
        #expect(
            turn.stories(of: "order.reassigned")
                == ["order.reassigned NS-03-g1-0001/1/M-1/1 NS-03-g1-0001/1/M-3/1"])
        #expect(stage.ordered("A") == ["M-2", "M-3"])
        #expect(stage.incident("A")?.tier == 1)
    }

    @Test func `two unanswered in a row with nobody answering raise the next tier`() {
        var plan = Plan.street
        plan.tiers[0].onSceneWithin = .seconds(600)
        let stage = street([100, 200, 300, 400, 500, 600], plan: plan)
        stage.press("A")
        #expect(stage.advance(.seconds(30)).stories(of: "tier") == [])
        // The second tier wants cars, and there are none: the third follows in the same turn.
        let turn = stage.advance(.seconds(30))
        #expect(turn.stories(of: "tier") == ["tier.raised 2 unacknowledged", "tier.raised 3 shortfall"])
        #expect(turn.stories(of: "order.timed_out").count == 2)
    }

    @Test func `one who answered keeps the tier where it is`() {
        var plan = Plan.street
        plan.tiers[0].onSceneWithin = .seconds(600)
        let stage = street([100, 200, 300, 400, 500, 600], plan: plan)
        stage.press("A")
        stage.accept("M-1")
        #expect(stage.advance(.seconds(200)).stories(of: "tier") == [])
    }

    @Test func `nobody on scene in time raises the next tier, whoever has acknowledged`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.act(.acknowledge("NS-03-g1-0001"))
        stage.accept("M-1")
        stage.enRoute("M-2")
        #expect(stage.advance(.milliseconds(59_999)).stories(of: "tier") == [])
        #expect(stage.advance(.milliseconds(1)).stories(of: "tier").first == "tier.raised 2 not_on_scene")
    }

    @Test func `each tier has an on-scene deadline of its own`() {
        let stage = mixed()
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        #expect(stage.advance(.seconds(60)).stories(of: "tier") == ["tier.raised 2 not_on_scene"])
        for unit in stage.ordered("A") { stage.accept(unit) }
        #expect(stage.advance(.milliseconds(179_999)).stories(of: "tier") == [])
        #expect(stage.advance(.milliseconds(1)).stories(of: "tier") == ["tier.raised 3 not_on_scene"])
        #expect(stage.incident("A")?.isWatched == true)
        #expect(stage.ordered("A").count == 7)
    }

    @Test func `a unit on scene stops the deadline for good`() {
        let stage = mixed()
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.onScene("M-1")
        #expect(stage.incident("A")?.onSceneBy == nil)
        stage.clear("M-1")
        #expect(stage.advance(.seconds(3_600)).stories(of: "tier") == [])
    }

    @Test func `a tier raised after somebody was on scene has no deadline`() {
        var plan = Plan.street
        plan.tiers[2].onSceneWithin = .seconds(100)
        plan.tiers[2].watch = false
        let stage = street([100, 200], plan: plan)
        stage.press("A")
        stage.onScene("M-1")
        #expect(stage.decline("M-2").stories(of: "tier").last == "tier.raised 3 shortfall")
        #expect(stage.incident("A")?.onSceneBy == nil)
        #expect(stage.advance(.seconds(600)).stories(of: "notice") == [])
    }

    @Test func `too few units raise the next tier in the same turn`() throws {
        let stage = street([100])
        let turn = stage.press("A")
        #expect(
            turn.stories(of: "tier")
                == ["tier.raised 1 alarm", "tier.raised 2 shortfall", "tier.raised 3 shortfall"])
        #expect(
            turn.stories(of: "shortfall")
                == ["shortfall 1.1 1/2 ", "shortfall 2.1 0/2 kind=1", "shortfall 3.1 0/3 kind=1"])
        #expect(turn.orderedUnits == ["M-1"])
    }

    @Test func `with no unit at all the highest tier's notices go out in the same turn`() {
        let turn = street([]).press("A")
        #expect(
            turn.stories(of: "notice") == [
                "notice.sent station by duty-hook tier 1 alarm",
                "notice.sent city-command by city-hook tier 3 shortfall",
            ])
        #expect(turn.stories(of: "shortfall").count == 3)
        #expect(Set(turn.map(\.at)).count == 1)
    }

    @Test func `a shortfall is said once, and tried until somebody comes`() {
        let stage = street([100, 50_000], plan: wanting(2, within: 1_000))
        stage.press("A")
        stage.accept("M-1")
        #expect(stage.advance(.seconds(29)).isEmpty)
        stage.place("M-2", at: here.place(north: 700))
        #expect(stage.incident("A")?.shortfalls.count == 1)
        let turn = stage.advance(.seconds(6))
        #expect(turn.orderedUnits == ["M-2"])
        #expect(turn.stories(of: "shortfall").isEmpty)
        #expect(stage.incident("A")?.shortfalls == [])
    }

    @Test func `the last tier repeats its notices until somebody is on scene`() {
        var plan = Plan.street
        plan.tiers[2].onSceneWithin = .seconds(100)
        plan.tiers[2].watch = false
        let stage = street([100], plan: plan)
        stage.press("A")
        stage.accept("M-1")
        let told = "notice.sent city-command by city-hook tier 3 not_on_scene"
        #expect(stage.advance(.milliseconds(99_999)).stories(of: "notice") == [])
        #expect(stage.advance(.seconds(101)).stories(of: "notice") == [told, told])
        stage.onScene("M-1")
        #expect(stage.advance(.seconds(500)).stories(of: "notice") == [])
    }

    @Test func `a deadline that raises a tier without one of its own does not fire twice at once`() {
        let one = [Requirement(kinds: [.motorcycle], count: 1)]
        let stage = street(
            [100, 200],
            plan: Plan(
                name: "street",
                tiers: [
                    Tier(name: "one", send: one, onSceneWithin: .seconds(60)),
                    Tier(name: "another", send: one, notify: ["station"]),
                ]))
        stage.press("A")
        stage.accept("M-1")
        let told = "notice.sent station by duty-hook tier 2 not_on_scene"
        #expect(stage.advance(.seconds(60)).stories(of: "notice") == [told])
        stage.accept("M-2")
        #expect(stage.advance(.milliseconds(59_999)).stories(of: "notice") == [])
        #expect(stage.advance(.milliseconds(1)).stories(of: "notice") == [told])
    }

    @Test func `the last tier with nobody to tell says its unmet deadline once`() {
        let stage = street(
            [100], plan: .single(Requirement(kinds: [.motorcycle], count: 1), onSceneWithin: .seconds(60)))
        stage.press("A")
        stage.accept("M-1")
        #expect(stage.advance(.seconds(600)).stories(of: "tier") == ["tier.raised 1 not_on_scene"])
    }

    @Test func `a unit that did not answer is asked again after two minutes, when nobody else can come`() {
        let stage = street([100], plan: wanting(1))
        stage.press("A")
        #expect(stage.advance(.seconds(30)).stories(of: "order.timed_out").count == 1)
        #expect(stage.advance(.milliseconds(119_999)).orderedUnits == [])
        #expect(stage.advance(.seconds(5)).issuedOrders.map(\.order) == ["NS-03-g1-0001/1/M-1/2"])
    }

    @Test func `a unit that did not answer comes after those that were not asked`() {
        let stage = street([100, 2_000], plan: wanting(1))
        stage.status("M-2", .busy)
        stage.press("A")
        stage.advance(.seconds(30))
        stage.advance(.milliseconds(119_000))
        stage.status("M-2", .available)
        #expect(stage.ordered("A") == ["M-2"])
        let other = street([100, 2_000, 3_000], plan: wanting(1))
        other.press("A")
        other.advance(.seconds(30))
        other.accept("M-2")
        other.advance(.seconds(150))
        // Two minutes later M-1 may be asked again, but M-3 has not been asked at all.
        #expect(other.clear("M-2").orderedUnits == ["M-3"])
    }

    @Test func `a unit that declined is never asked again`() {
        let stage = street([100], plan: wanting(1))
        stage.press("A")
        stage.decline("M-1")
        #expect(stage.advance(.seconds(3_600)).orderedUnits == [])
    }

    /// Motorcycles, cars and a helicopter enough for all three tiers.
    private func mixed() -> Stage {
        var site = SiteBuilder()
        site.callPoint("A")
        for number in 1...2 { site.unit(UnitID("M-\(number)")) }
        for number in 1...4 { site.unit(UnitID("V-\(number)"), .vehicle) }
        site.unit("H-1", .air)
        let stage = stage(site.build())
        for number in 1...2 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        for number in 1...4 { stage.place(UnitID("V-\(number)"), at: here.place(north: 4_000 * number / 2)) }
        stage.place("H-1", at: here.place(north: 20_000))
        return stage
    }
}
