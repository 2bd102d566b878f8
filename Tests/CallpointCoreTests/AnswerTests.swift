import CallpointCore
import CallpointTesting
import Testing

@Suite struct AnswerTests {
    @Test func `a unit that declines is replaced at once`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        let turn = stage.decline("M-1")
        #expect(turn.orderedUnits == ["M-3"])
        #expect(turn.stories(of: "order.reassigned").count == 1)
        #expect(stage.ordered("A") == ["M-2", "M-3"])
    }

    @Test func `a declined order with nobody left raises the next tier at once`() {
        let stage = street([100, 200])
        stage.press("A")
        #expect(stage.decline("M-1").stories(of: "tier").first == "tier.raised 2 shortfall")
    }

    @Test func `a late answer is taken, and said to be late`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        stage.advance(.seconds(30))
        let turn = stage.act(.answer(.order("NS-03-g1-0001/1/M-1/1"), .accept))
        #expect(turn.stories(of: "order") == ["order.acknowledged NS-03-g1-0001/1/M-1/1 late"])
        #expect(stage.ordered("A").contains("M-1"))
    }

    @Test func `a late answer ends the shortfall that the silence had caused`() {
        let stage = street([100], plan: wanting(1))
        stage.press("A")
        stage.advance(.seconds(30))
        #expect(stage.incident("A")?.shortfalls.count == 1)
        stage.act(.answer(.order("NS-03-g1-0001/1/M-1/1"), .accept))
        #expect(stage.incident("A")?.shortfalls == [])
        #expect(stage.advance(.seconds(300)).isEmpty)
    }

    @Test func `a late answer is refused while the unit has another order`() {
        let stage = street([100], plan: wanting(1))
        stage.press("A")
        stage.advance(.seconds(30))
        stage.press("B")
        #expect(stage.ordered("B") == ["M-1"])
        stage.act(.answer(.order("NS-03-g1-0001/1/M-1/1"), .accept))
        #expect(
            stage.refusal?.description
                == "M-1 has been ordered elsewhere since: NS-03-g1-0002/1/M-1/1. Finish or decline that one first.")
    }

    @Test(arguments: [Answer.enRoute, .onScene, .staging])
    func `a unit that says it is under way has accepted`(answer: Answer) {
        let stage = street([100, 200])
        stage.press("A")
        let turn = stage.answer("M-1", answer)
        #expect(turn.stories(of: "order") == ["order.acknowledged NS-03-g1-0001/1/M-1/1"])
        #expect(turn.stories(of: "unit").count == 1)
        #expect(stage.accept("M-1").isEmpty)
        #expect(stage.refusal?.what == "NS-03-g1-0001/1/M-1/1 has been accepted already.")
    }

    @Test func `the whole way of one order`() {
        let stage = street([100, 200])
        stage.press("A")
        for answer in [Answer.accept, .enRoute, .onScene, .clear] {
            stage.answer("M-1", answer)
            #expect(stage.refusal == nil)
        }
        #expect(stage.incident("A")?.orders.first?.state == .clear)
        #expect(stage.incident("A")?.orders.first?.wasOnScene == true)
        #expect(stage.incident("A")?.hasBeenOnScene == true)
        #expect(stage.incident("A")?.orders.count == 2)
    }

    @Test func `a unit that clears before it was there is replaced`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        stage.accept("M-1")
        #expect(stage.clear("M-1").orderedUnits == ["M-3"])
    }

    @Test func `a unit that clears after it was there is not replaced, and is free`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        stage.onScene("M-1")
        #expect(stage.clear("M-1").orderedUnits == [])
        #expect(stage.press("B").orderedUnits.first == "M-1")
    }

    @Test func `a unit holds at most one unfinished order`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        #expect(stage.ordered("A") == ["M-1", "M-2"])
        let turn = stage.press("B")
        #expect(turn.orderedUnits == ["M-3"])
        #expect(turn.stories(of: "shortfall").first == "shortfall 1.1 1/2 ordered=2")
    }

    @Test func `each answer that does not fit is refused with what to do`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        func refused(_ unit: UnitID, _ answer: Answer, _ text: String, _ line: Int = #line) {
            #expect(stage.answer(unit, answer).isEmpty, "line \(line)")
            #expect(stage.refusal?.description == text, "line \(line)")
        }
        refused("X-1", .accept, "There is no unit X-1. List them with 'callpoint units'.")
        refused("M-3", .accept, "M-3 has no unfinished order. Name the order itself: 'callpoint incidents' lists them.")
        stage.enRoute("M-1")
        refused("M-1", .enRoute, "M-1 has said so already. Nothing needs doing.")
        stage.onScene("M-1")
        refused("M-1", .onScene, "M-1 is on scene already. Nothing needs doing.")
        refused("M-1", .enRoute, "M-1 is on scene already. Nothing needs doing.")
        refused("M-1", .decline(reason: nil), "M-1 is on scene. Say 'callpoint clear M-1' when it leaves.")
        refused(
            "M-1", .accept, "NS-03-g1-0001/1/M-1/1 has been accepted already. Go on: 'callpoint enroute M-1'.")
    }

    @Test func `an order that is over is answered no more`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        stage.decline("M-1")
        for answer in [Answer.accept, .decline(reason: nil), .enRoute, .onScene, .clear] {
            #expect(stage.act(.answer(.order("NS-03-g1-0001/1/M-1/1"), answer)).isEmpty)
            #expect(
                stage.refusal?.description
                    == "NS-03-g1-0001/1/M-1/1 is over: declined. Ask the dispatcher for a new order if you are going.")
        }
        stage.advance(.seconds(30))
        stage.act(.answer(.order("NS-03-g1-0001/1/M-2/1"), .enRoute))
        #expect(
            stage.refusal?.description
                == "NS-03-g1-0001/1/M-2/1 timed out and went to another unit. "
                + "Accept it first: 'callpoint accept NS-03-g1-0001/1/M-2/1'.")
        stage.act(.answer(.order("NS-03-g1-0009/1/M-2/1"), .accept))
        #expect(
            stage.refusal?.description == "There is no order NS-03-g1-0009/1/M-2/1 in an open incident. "
                + "List those with 'callpoint incidents'; what is closed is in 'callpoint explain'.")
    }
}
