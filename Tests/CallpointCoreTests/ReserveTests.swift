import CallpointCore
import CallpointTesting
import Testing

@Suite struct ReserveTests {
    private let shared = Arbiter.shared(answerWithin: .seconds(2))

    private func answer(_ stage: Stage, _ order: OrderID, _ isGranted: Bool) -> [Event] {
        stage.send(.claim(ClaimAnswer(order: order, isGranted: isGranted)))
    }

    @Test func `a unit is ordered when its claim is granted, and not before`() {
        let stage = street([100, 200], plan: wanting(1), arbiter: shared)
        #expect(stage.press("A").orderedUnits == [])
        let turn = answer(stage, "NS-03-g1-0001/1/M-1/1", true)
        #expect(turn.orderedUnits == ["M-1"])
        #expect(turn.issuedOrders.first?.isUnconfirmed == false)
        #expect(answer(stage, "NS-03-g1-0001/1/M-1/1", false).isEmpty)
        #expect(answer(stage, "NS-03-g1-0001/1/M-9/1", true).isEmpty)
    }

    @Test func `a claim that is refused goes to the next unit, and says so`() {
        let stage = street([100, 200], plan: wanting(1), arbiter: shared)
        stage.press("A")
        let turn = answer(stage, "NS-03-g1-0001/1/M-1/1", false)
        #expect(turn.stories(of: "order") == ["order.conflicted NS-03-g1-0001/1/M-1/1"])
        #expect(answer(stage, "NS-03-g1-0001/1/M-2/1", true).orderedUnits == ["M-2"])
    }

    @Test func `when every claim is refused the shortfall is said, and the store is not asked in circles`() {
        let stage = street([100, 200], arbiter: shared)
        stage.press("A")
        var turn = answer(stage, "NS-03-g1-0001/1/M-1/1", false)
        stage.advance(.milliseconds(10))
        turn += answer(stage, "NS-03-g1-0001/1/M-2/1", false)
        #expect(turn.stories(of: "tier").first == "tier.raised 2 shortfall")
        #expect(stage.advance(.seconds(29)).stories(of: "order").isEmpty)
        // Half a minute later they are claimed again, and taken when nobody answers.
        #expect(stage.advance(.seconds(10)).orderedUnits == ["M-1", "M-2"])
    }

    @Test func `a claim that nobody answers is taken as granted, and marked`() {
        let stage = street([100, 200], plan: wanting(1), arbiter: shared)
        stage.press("A")
        #expect(stage.advance(.milliseconds(1_999)).isEmpty)
        let turn = stage.advance(.milliseconds(1))
        #expect(turn.orderedUnits == ["M-1"])
        #expect(turn.issuedOrders.first?.isUnconfirmed == true)
    }

    @Test func `a claimed unit is not claimed for another call`() {
        let stage = street([100, 200], plan: wanting(1), arbiter: shared)
        stage.press("A")
        #expect(stage.press("B").rankings.first?.nearestExcluded.map(\.reason) == [.ordered])
        #expect(stage.advance(.seconds(2)).orderedUnits == ["M-1", "M-2"])
    }

    @Test func `a claimed unit that takes up its older order is not ordered twice`() {
        for isAnswered in [true, false] {
            let stage = street([100], plan: wanting(1), arbiter: shared)
            stage.press("A")
            _ = answer(stage, "NS-03-g1-0001/1/M-1/1", true)
            stage.advance(.seconds(30))
            stage.press("B")
            stage.act(.answer(.order("NS-03-g1-0001/1/M-1/1"), .accept))
            let turn =
                isAnswered ? answer(stage, "NS-03-g1-0002/1/M-1/1", true) : stage.advance(.seconds(2))
            #expect(turn.stories(of: "order") == ["order.conflicted NS-03-g1-0002/1/M-1/1"])
            #expect(turn.stories(of: "shortfall").count == 1)
        }
    }

    @Test func `closing an incident withdraws its claims`() {
        let stage = street([100], plan: wanting(1), arbiter: shared)
        stage.press("A")
        stage.close("NS-03-g1-0001")
        #expect(stage.press("B").rankings.first?.candidates.map(\.unit) == ["M-1"])
        #expect(stage.advance(.seconds(2)).issuedOrders.map(\.order) == ["NS-03-g1-0002/1/M-1/1"])
    }

    @Test func `claims that a crash cut off are made again`() {
        let stage = street([100], plan: wanting(1), arbiter: shared)
        stage.press("A")
        stage.restart(gap: .zero)
        #expect(stage.advance(.seconds(2)).orderedUnits == ["M-1"])
    }
}
