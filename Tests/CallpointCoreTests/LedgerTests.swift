import CallpointCore
import CallpointTesting
import Testing

@Suite struct LedgerTests {
    @Test func `a first order counts from the edge of its press, once`() {
        let stage = street([100], plan: wanting(1))
        stage.press("A")
        // The edge is 50 µs before the press was read.
        let turn = stage.emitted(["NS-03-g1-0001/1/M-1/1"], after: .milliseconds(2))
        #expect(turn.map(\.body.story) == ["order.emitted NS-03-g1-0001/1/M-1/1 2050 of 250 ms"])
        #expect(stage.incident("A")?.orders.first?.isEmitted == true)
        #expect(stage.emitted(["NS-03-g1-0001/1/M-1/1"]).isEmpty)
    }

    @Test func `what debouncing took is not counted as sensing once more`() {
        let stage = street([100], plan: wanting(1))
        let press = Signal(
            callPoint: "A", input: "panel", state: .pressed, authentication: .wired, edgeAt: stage.now,
            readAt: stage.now + .microseconds(20_041), debounceMicroseconds: 20_000)
        let order = stage.send(.signal(press)).compactMap { event -> OrderIssued? in
            guard case .orderIssued(let order) = event.body else { return nil }
            return order
        }
        #expect(order.map(\.senseMicroseconds) == [41])
        #expect(order.map(\.debounceMicroseconds) == [20_000])
    }

    @Test func `a later order counts from its decision`() {
        let stage = street([100, 200], plan: wanting(1))
        stage.press("A")
        stage.advance(.seconds(30))
        let turn = stage.emitted(["NS-03-g1-0001/1/M-2/1"], after: .milliseconds(2))
        #expect(turn.map(\.body.story) == ["order.emitted NS-03-g1-0001/1/M-2/1 2000 of 250 ms"])
    }

    @Test(arguments: [(249_950, true), (249_951, false)])
    func `the budget is kept to its last microsecond`(microseconds: Int, isKept: Bool) {
        let stage = street([100], plan: wanting(1))
        stage.press("A")
        let turn = stage.emitted(["NS-03-g1-0001/1/M-1/1"], after: .microseconds(microseconds))
        guard case .orderEmitted(let ledger) = turn.first?.body else {
            Issue.record("no ledger")
            return
        }
        #expect(ledger.isWithinBudget == isKept)
    }

    @Test func `a ledger that a crash cut off is written after it, with the time between`() {
        let stage = street([100], plan: wanting(1))
        stage.press("A")
        stage.restart(gap: .seconds(3))
        #expect(stage.engine.unaccountedAfterRestart() == ["NS-03-g1-0001/1/M-1/1"])
        let turn = stage.emitted(["NS-03-g1-0001/1/M-1/1"], after: .zero)
        #expect(turn.map(\.body.story) == ["order.emitted NS-03-g1-0001/1/M-1/1 3000000 of 250 ms"])
        #expect(stage.engine.unaccountedAfterRestart() == [])
    }
}
