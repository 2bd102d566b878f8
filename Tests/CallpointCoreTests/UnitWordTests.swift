import CallpointCore
import CallpointTesting
import Testing

/// What units say beside yes and no: that they wait close by, that they come later, that they are out of service.
@Suite struct UnitWordTests {
    // MARK: Out of service

    @Test func `whatever a unit that goes out of service was on its way to goes to another at once`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        stage.enRoute("M-1")
        let turn = stage.status("M-1", .outOfService)
        #expect(turn.stories(of: "order.stood_down") == ["order.stood_down NS-03-g1-0001/1/M-1/1 out_of_service"])
        #expect(turn.orderedUnits == ["M-3"])
        #expect(stage.ordered("A") == ["M-2", "M-3"])
    }

    @Test func `a terminal that says so counts as well`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        #expect(stage.send(.unitStatus("M-1", .outOfService, source: "terminal")).orderedUnits == ["M-3"])
    }

    @Test func `one that is on scene stays there until it leaves`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        stage.onScene("M-1")
        #expect(stage.status("M-1", .outOfService).stories(of: "order").isEmpty)
        #expect(stage.ordered("A") == ["M-1", "M-2"])
    }

    @Test func `with nobody left the next tier is raised`() {
        let stage = street([100, 200])
        stage.press("A")
        #expect(stage.status("M-1", .outOfService).stories(of: "tier").first == "tier.raised 2 shortfall")
    }

    @Test func `nobody may be ordered by name who is out of service, and whoever is fit again may`() throws {
        let stage = street([100, 200, 300])
        stage.press("A")
        stage.status("M-3", .outOfService)
        let id = try #require(stage.incident("A")?.id)
        #expect(stage.act(.order(id, "M-3")).isEmpty)
        #expect(
            stage.refusal?.description
                == "M-3 is out of service. Say that it is fit again: 'callpoint unit M-3 available'.")
        stage.status("M-3", .available)
        #expect(stage.act(.order(id, "M-3")).orderedUnits == ["M-3"])
    }

    @Test func `one that is fit again is sent to what still lacks somebody`() {
        let stage = street([100, 200], plan: wanting(3))
        stage.status("M-1", .outOfService)
        stage.press("A")
        #expect(stage.status("M-1", .available).orderedUnits == ["M-1"])
    }

    @Test func `an exercise goes on without it`() {
        let stage = street([100, 200, 300])
        stage.act(.startExercise(["M-1", "M-3"], for: .seconds(3_600)))
        stage.act(.pressInExercise("A"))
        let turn = stage.status("M-1", .outOfService)
        #expect(turn.filter { $0.mode == .exercise }.stories(of: "order.stood_down").count == 1)
    }

    @Test func `it counts as nobody who is on duty`() {
        let stage = street([100, 200, 300])
        #expect(stage.engine.floodFigures.onDuty == 3)
        stage.status("M-1", .outOfService)
        #expect(stage.engine.floodFigures.onDuty == 2)
    }

    // MARK: Staging

    @Test func `a unit that waits close by is not on scene, and lateness goes on`() {
        let stage = street([100, 200, 300], plan: late)
        stage.press("A")
        stage.answer("M-1", .staging)
        #expect(stage.incident("A")?.waitsFor == .arrival)
        #expect(stage.incident("A")?.hasBeenOnScene == false)
        #expect(stage.advance(.seconds(120)).stories(of: "tier").first == "tier.raised 2 not_on_scene")
    }

    @Test func `it goes in, by its word or by its position, or leaves again`() {
        for how in 0...2 {
            let stage = street([100, 200, 300])
            stage.press("A")
            stage.accept("M-1")
            stage.answer("M-1", .staging)
            switch how {
            case 0: stage.onScene("M-1")
            case 1:
                for _ in 0...1 {
                    stage.place("M-1", at: here.place(north: 10))
                    stage.advance(.seconds(5))
                }
            default:
                stage.enRoute("M-1")
                #expect(stage.refusal == nil)
                stage.decline("M-1")
            }
            #expect(stage.incident("A")?.hasBeenOnScene == (how != 2))
        }
    }

    @Test func `it says so once, and not from the scene`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.answer("M-1", .staging)
        #expect(stage.answer("M-1", .staging).isEmpty)
        #expect(stage.refusal?.description == "M-1 has said so already. Nothing needs doing.")
        stage.onScene("M-1")
        #expect(stage.answer("M-1", .staging).isEmpty)
        #expect(stage.refusal?.what == "M-1 is on scene already.")
    }

    // MARK: Delayed

    @Test func `a delay that makes it too late raises the next tier at once, where the plan looks ahead`() {
        for (looksAhead, stories) in [(true, ["tier.raised 2 projected_late in 600000"]), (false, [])] {
            let stage = street([100, 200], plan: ahead(looksAhead))
            stage.press("A")
            stage.accept("M-1")
            #expect(stage.answer("M-1", delayed(600)).stories(of: "tier") == stories)
        }
    }

    @Test func `a delay that leaves it in time raises nothing, and its word is over when its time has passed`() {
        let stage = street([100, 200], plan: ahead(true))
        stage.press("A")
        stage.accept("M-1")
        #expect(stage.answer("M-1", delayed(119)).stories(of: "tier") == [])
        // Where it is now it takes 14 s: by the rest of the limit it would be there.
        #expect(stage.advance(.milliseconds(105_000)).stories(of: "tier") == [])
    }

    @Test func `its word outlives a restart`() {
        let stage = street([100, 200], plan: ahead(true))
        stage.press("A")
        stage.act(.hold("NS-03-g1-0001", for: .seconds(60), reason: "p:0011223344556677"))
        stage.answer("M-1", delayed(600))
        stage.restart()
        stage.place("M-1", at: here.place(north: 100))
        #expect(
            stage.advance(.seconds(61)).stories(of: "tier").first?.hasPrefix("tier.raised 2 projected_late") == true)
    }

    @Test func `who says that it is delayed has accepted, and may still be declined or be there`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        let turn = stage.answer("M-1", delayed(60))
        #expect(turn.stories(of: "order") == ["order.acknowledged NS-03-g1-0001/1/M-1/1"])
        #expect(turn.stories(of: "unit") == ["unit.delayed NS-03-g1-0001/1/M-1/1 60000"])
        #expect(stage.decline("M-1").orderedUnits == ["M-3"])
        stage.onScene("M-2")
        #expect(stage.answer("M-2", delayed(60)).isEmpty)
        #expect(stage.refusal?.what == "M-2 is on scene already.")
    }

    @Test(arguments: [(0, false), (1, true), (86_400, true), (86_401, false)])
    func `a delay is a second to a day`(seconds: Int, isTaken: Bool) {
        let stage = street([100, 200])
        stage.press("A")
        #expect(stage.answer("M-1", delayed(seconds)).isEmpty != isTaken)
    }

    private func delayed(_ seconds: Int) -> Answer { .delayed(.seconds(seconds), reason: nil) }

    private var late: Plan { ahead(false) }

    private func ahead(_ looksAhead: Bool) -> Plan {
        let one = [Requirement(kinds: [.motorcycle], count: 1)]
        return Plan(
            name: "street",
            tiers: [
                Tier(name: "one", send: one, ackWithin: .seconds(600), onSceneWithin: .seconds(120)),
                Tier(name: "two", send: one, ackWithin: .seconds(600), onSceneWithin: .seconds(3_600)),
            ], raisesOnProjectedLateness: looksAhead)
    }
}
