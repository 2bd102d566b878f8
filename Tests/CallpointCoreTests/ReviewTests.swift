import CallpointCore
import CallpointTesting
import Testing

/// Rules that were found broken by reading, and what they cost: a press, or a deadline.
@Suite struct ReviewTests {
    private func stamp(_ counter: UInt32) -> NodeStamp { NodeStamp(address: "0413", counter: counter, boot: 1) }

    @Test(arguments: [Signal.State.heartbeat, .released, .tamperOpen, .tamperClosed, .lowBattery])
    func `another message with the number of a press does not swallow the press`(before: Signal.State) {
        let stage = street([100, 200])
        stage.signal("A", before, stamp: stamp(5))
        #expect(stage.press("A", stamp: stamp(5)).stories(of: "alarm.raised").count == 1)
    }

    @Test func `a refused recording is known to be refused, and a repeat is not`() {
        let stage = street([100, 200])
        stage.signal("A", .pressed, stamp: stamp(6), authentication: .mac)
        #expect(!stage.engine.hasRefusedSignal)
        stage.signal("A", .pressed, stamp: stamp(6), authentication: .mac)
        #expect(!stage.engine.hasRefusedSignal)
        stage.signal("A", .pressed, stamp: stamp(5), authentication: .mac)
        #expect(stage.engine.hasRefusedSignal)
    }

    @Test func `what a closed incident's node sent is remembered from its line alone`() {
        let stage = street([100, 200])
        stage.signal("A", .pressed, stamp: stamp(5), authentication: .mac)
        let release = stage.signal("A", .released, stamp: stamp(6), authentication: .mac)
        var later = Engine(site: stage.engine.site)
        // A snapshot keeps of a closed incident only the last line of its node.
        for event in release { later.apply(event) }
        let wall = WallTime(millisecondsSince1970: 0, offsetMinutes: 0)
        let at = Instant(microseconds: 500_000_000)
        let replay = Signal(
            callPoint: "A", input: "field", state: .pressed, stamp: stamp(5), authentication: .mac, edgeAt: at,
            readAt: at)
        let events = later.handle(Input(at: at, wall: wall, .signal(replay)))
        #expect(events.stories(of: "alarm").isEmpty)
    }

    @Test func `too few units at the press do not switch the on-scene deadline off`() {
        // One unit where two are asked for: all three tiers rise at once, and the last has no deadline of its own.
        let stage = street([100])
        stage.press("A")
        #expect(stage.incident("A")?.tier == 3)
        stage.accept("M-1")
        let turn = stage.advance(.seconds(180))
        #expect(turn.stories(of: "notice").contains { $0.contains("city-command") })
        let next = stage.advance(.seconds(180))
        #expect(next.stories(of: "notice").contains { $0.contains("city-command") })
    }

    @Test func `an incident that nobody answers gives a bounded number of orders`() {
        let stage = street([100, 200, 300])
        stage.press("A")
        for _ in 0..<400 { stage.advance(.seconds(121)) }
        let orders = stage.incident("A")?.orders.count ?? 0
        #expect((400...510).contains(orders))
    }
}
