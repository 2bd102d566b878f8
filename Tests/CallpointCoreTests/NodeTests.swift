import CallpointCore
import CallpointTesting
import Testing

@Suite struct NodeTests {
    private func stamp(_ counter: UInt32, boot: UInt32? = 1, address: String = "0413") -> NodeStamp {
        NodeStamp(address: address, counter: counter, boot: boot)
    }

    @Test func `the same address, boot and counter within two minutes is a repeat`() {
        let stage = street([100, 200])
        #expect(!stage.press("A", stamp: stamp(7)).isEmpty)
        stage.accept("M-1")
        stage.accept("M-2")
        #expect(stage.press("A", stamp: stamp(7)).isEmpty)
        stage.advance(.seconds(50))
        #expect(stage.press("A", stamp: stamp(7)).isEmpty)
        #expect(stage.incident("A")?.presses == 1)
    }

    @Test(arguments: [(120_000, true), (120_001, false)])
    func `the two minutes count from the last time it was heard`(milliseconds: Int, isRepeat: Bool) {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7))
        stage.advance(.seconds(100))
        #expect(stage.press("A", stamp: stamp(7)).isEmpty)
        stage.advance(.milliseconds(milliseconds))
        #expect(stage.press("A", stamp: stamp(7)).stories(of: "alarm").isEmpty == isRepeat)
    }

    @Test func `a repeat is known after a restart too`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7))
        stage.press("A", stamp: stamp(8))
        stage.restart(gap: .seconds(60))
        #expect(stage.press("A", stamp: stamp(7)).isEmpty)
        #expect(stage.press("A", stamp: stamp(8)).isEmpty)
        stage.restart(gap: .seconds(61))
        #expect(stage.press("A", stamp: stamp(8)).stories(of: "alarm") == ["alarm.repeated 3"])
    }

    @Test func `another counter, boot, address or input is another press`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7))
        stage.press("A", stamp: stamp(8))
        stage.press("A", stamp: stamp(7, boot: 2))
        stage.press("A", stamp: stamp(7, boot: nil))
        stage.press("A", stamp: stamp(7, address: "0414"))
        stage.signal("A", .pressed, stamp: stamp(7), input: "bus")
        #expect(stage.incident("A")?.presses == 6)
    }

    /// A keyed node goes on to its next message only when this one was answered: refused for ever, it could say no more.
    @Test(arguments: [Authentication.none, .mac])
    func `a message whose lines the journal has lost counts as a new one, and then as a repeat again`(
        authentication: Authentication
    ) {
        let stage = street([100, 200])
        func press(isUnrecorded: Bool) -> [Event] {
            var signal = Signal(
                callPoint: "A", input: "field", state: .pressed, stamp: stamp(7), authentication: authentication,
                edgeAt: stage.now, readAt: stage.now)
            signal.isUnrecorded = isUnrecorded
            return stage.send(.signal(signal))
        }
        _ = press(isUnrecorded: false)
        #expect(press(isUnrecorded: false).isEmpty)
        #expect(press(isUnrecorded: true).stories(of: "alarm") == ["alarm.repeated 2"])
        #expect(press(isUnrecorded: false).isEmpty)
    }

    @Test func `a node that restarted its counter is believed`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(500))
        stage.press("A", stamp: stamp(1))
        #expect(stage.incident("A")?.presses == 2)
    }

    @Test func `a node without a boot count is told by its counter alone`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7, boot: nil))
        #expect(stage.press("A", stamp: stamp(7, boot: nil)).isEmpty)
        #expect(stage.press("A", stamp: stamp(8, boot: nil)).stories(of: "alarm") == ["alarm.repeated 2"])
    }

    @Test func `a press and its release are two sentences`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7))
        stage.advance(.seconds(1))
        #expect(stage.signal("A", .released, stamp: stamp(8)).stories(of: "alarm") == ["alarm.restored 1000"])
        #expect(stage.signal("A", .released, stamp: stamp(8)).isEmpty)
    }

    @Test func `a press is a repeat although eight other sentences came between`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7))
        for counter in 8...14 { stage.signal("A", .heartbeat, stamp: stamp(UInt32(counter))) }
        #expect(stage.press("A", stamp: stamp(7)).isEmpty)
    }

    @Test func `what leaves no event leaves no trace in the state`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7))
        let before = stage.engine
        stage.press("A", stamp: stamp(7))
        stage.signal("A", .heartbeat, stamp: stamp(8))
        stage.signal("B", .released, stamp: stamp(9))
        stage.signal("A", .tamperClosed, stamp: stamp(10))
        #expect(stage.engine.hasSameState(as: before))
    }

    @Test func `a keyed counter must rise`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7), authentication: .mac)
        stage.press("A", stamp: stamp(8), authentication: .mac)
        stage.press("A", stamp: stamp(1, boot: 2), authentication: .mac)
        #expect(stage.incident("A")?.presses == 3)
        stage.advance(.seconds(121))
        for old in [stamp(7), stamp(8), stamp(900, boot: 1), stamp(0, boot: 2)] {
            #expect(stage.press("A", stamp: old, authentication: .mac).stories(of: "alarm").isEmpty)
        }
        #expect(stage.incident("A")?.presses == 3)
    }

    @Test func `recordings are reported once a minute and never raised`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7), authentication: .mac)
        stage.press("A", stamp: stamp(9), authentication: .mac)
        stage.close("NS-03-g1-0001")
        stage.advance(.seconds(200))
        var faults: [String] = []
        for _ in 0..<130 {
            faults += stage.press("A", stamp: stamp(7), authentication: .mac).stories(of: "")
            stage.advance(.seconds(1))
        }
        #expect(faults == Array(repeating: "device.fault replayed", count: 3))
        #expect(stage.engine.openIncidents.isEmpty && stage.engine.standingFaults.isEmpty)
    }

    @Test func `recordings are refused after a restart, also below a heartbeat heard since`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7), authentication: .mac)
        stage.signal("A", .heartbeat, stamp: stamp(20), authentication: .mac)
        #expect(stage.press("A", stamp: stamp(15), authentication: .mac).stories(of: "alarm").isEmpty)
        stage.restart(gap: .seconds(200))
        for counter: UInt32 in [6, 7] {
            #expect(stage.press("A", stamp: stamp(counter), authentication: .mac).stories(of: "alarm").isEmpty)
        }
    }

    @Test func `the last keyed sentence heard again is a late repeat and no recording`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7), authentication: .mac)
        stage.accept("M-1")
        stage.onScene("M-2")
        stage.advance(.seconds(300))
        #expect(stage.press("A", stamp: stamp(7), authentication: .mac).isEmpty)
    }

    @Test func `a keyed node without a boot count must count upwards for ever`() {
        let stage = street([100, 200])
        stage.press("A", stamp: stamp(7, boot: nil), authentication: .mac)
        stage.advance(.seconds(121))
        stage.press("A", stamp: stamp(8, boot: nil), authentication: .mac)
        #expect(stage.incident("A")?.presses == 2)
        stage.advance(.seconds(121))
        #expect(stage.press("A", stamp: stamp(7, boot: nil), authentication: .mac).stories(of: "alarm").isEmpty)
        #expect(stage.press("A", stamp: stamp(6, boot: nil), authentication: .mac).stories(of: "alarm").isEmpty)
    }

    @Test func `an alarm says how far its sender proved who it is`() {
        for (authentication, word) in [(Authentication.none, "none"), (.mac, "mac"), (.wired, "wired")] {
            let turn = street([100, 200]).press("A", stamp: stamp(7), authentication: authentication)
            #expect(turn.stories(of: "alarm.raised") == ["alarm.raised P1 \(word) after -"])
        }
    }
}
