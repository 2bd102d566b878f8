import CallpointCore
import CallpointTesting
import Testing

/// A press that was found as a level, not seen to begin: after a start, a gap in the edges, a chip that came back.
@Suite struct LevelTests {
    private func stuck(_ callPoint: CallPointID) -> DeviceFault {
        DeviceFault(input: "panel", callPoint: callPoint, kind: .stuck, detail: "held for 30 s")
    }

    @Test func `a button that was pressed while no daemon ran raises an alarm, and the record says how it was seen`() {
        let stage = street([100, 200])
        let turn = stage.press("A", origin: .level)
        #expect(turn.orderedUnits.count == 2)
        guard case .alarmRaised(let raised) = turn.first?.body else {
            Issue.record("no alarm")
            return
        }
        #expect(raised.origin == .level)
    }

    @Test func `while it is held it is the same press, over a restart too`() {
        let stage = street([100, 200])
        stage.press("A")
        #expect(stage.press("A", origin: .level).isEmpty)
        stage.restart()
        #expect(stage.press("A", origin: .level).isEmpty)
        #expect(stage.incident("A")?.presses == 1)
    }

    @Test func `once its release was seen it is another press`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.signal("A", .released)
        stage.restart()
        #expect(stage.press("A", origin: .level).stories(of: "alarm") == ["alarm.repeated 2"])
        #expect(stage.press("A", origin: .level).isEmpty)
    }

    @Test func `a stuck button makes no alarm of itself, closed or not, over a restart too`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.send(.fault(stuck("A")))
        stage.close("NS-03-g1-0001")
        #expect(stage.press("A", origin: .level).isEmpty)
        stage.restart()
        #expect(stage.press("A", origin: .level).isEmpty)
        #expect(!stage.press("B", origin: .level).isEmpty, "a fault of A masks nothing at B")
        stage.send(.restored(stuck("A")))
        #expect(stage.press("A", origin: .level).stories(of: "alarm.raised").count == 1)
    }

    @Test(arguments: [DeviceFault.Kind.tamper, .door, .mains, .line, .chatter, .offline])
    func `no other fault makes a found press the same one`(kind: DeviceFault.Kind) {
        let stage = street([100, 200])
        stage.send(.fault(DeviceFault(input: "panel", callPoint: "A", kind: kind, detail: "x")))
        #expect(stage.press("A", origin: .level).stories(of: "alarm.raised").count == 1)
    }

    @Test func `after the incident is closed a held button that nobody calls stuck raises again`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.close("NS-03-g1-0001")
        #expect(stage.press("A", origin: .level).stories(of: "alarm.raised").count == 1)
    }

    @Test func `an edge counts whatever is known: held, or stuck`() {
        let stage = street([100, 200])
        stage.press("A")
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 2"])
        stage.send(.fault(stuck("A")))
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 3"])
    }
}
