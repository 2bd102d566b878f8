import CallpointCore
import CallpointTesting
import Testing

@Suite struct DeviceTests {
    @Test(arguments: [
        (Signal.State.tamperOpen, DeviceFault.Kind.tamper), (.lowBattery, .lowBattery),
    ])
    func `a fault of a device is said once`(state: Signal.State, kind: DeviceFault.Kind) {
        let stage = street([100])
        #expect(stage.signal("A", state).stories(of: "") == ["device.fault \(kind.rawValue)"])
        #expect(stage.signal("A", state).isEmpty)
        #expect(stage.signal("B", state).stories(of: "") == ["device.fault \(kind.rawValue)"])
        #expect(stage.engine.standingFaults.map(\.fault.callPoint) == ["A", "B"])
        stage.restart()
        #expect(stage.signal("A", state).isEmpty)
    }

    @Test func `a housing that is closed again is restored, once`() {
        let stage = street([100])
        #expect(stage.signal("A", .tamperClosed).isEmpty)
        stage.signal("A", .tamperOpen)
        #expect(stage.signal("A", .tamperClosed).stories(of: "") == ["device.restored tamper"])
        #expect(stage.signal("A", .tamperClosed).isEmpty)
        #expect(stage.engine.standingFaults.isEmpty)
    }

    @Test func `a press at an open housing counts`() {
        let stage = street([100, 200])
        stage.signal("A", .tamperOpen)
        #expect(stage.press("A").orderedUnits.count == 2)
    }

    @Test func `a fault says where, what and what to do`() throws {
        let stage = street([100])
        let events = stage.signal("A", .tamperOpen) + stage.signal("A", .lowBattery)
        let details = events.compactMap { event -> String? in
            if case .deviceFault(let fault, _) = event.body { return fault.detail }
            return nil
        }
        #expect(
            details == [
                "the housing of A is open. Send somebody to look; a press there still counts.",
                "the battery of A is low. Change it within the week.",
            ])
    }

    @Test func `a fault that the shell reports stands until it is restored`() {
        let stage = street([100])
        let stuck = DeviceFault(callPoint: "A", kind: .stuck, detail: "held for 30 s")
        #expect(stage.send(.fault(stuck)).count == 1)
        #expect(stage.send(.fault(stuck)).isEmpty)
        #expect(stage.send(.fault(DeviceFault(callPoint: "A", kind: .chatter, detail: "x"))).count == 1)
        #expect(stage.send(.restored(DeviceFault(callPoint: "A", kind: .stuck, detail: "let go"))).count == 1)
        #expect(stage.engine.standingFaults.map(\.fault.kind) == [.chatter])
    }

    @Test(arguments: [DeviceFault.Kind.forged, .unknownAddress])
    func `what happened once is said each time and does not stand`(kind: DeviceFault.Kind) {
        let stage = street([100])
        let fault = DeviceFault(input: "field", kind: kind, detail: "x")
        #expect(stage.send(.fault(fault)).count == 1 && stage.send(.fault(fault)).count == 1)
        #expect(stage.engine.standingFaults.isEmpty)
    }

    @Test func `an input that is down is said once, with why, until it is up`() {
        let stage = street([100])
        #expect(stage.send(.inputDown("field", detail: "unplugged")).count == 1)
        #expect(stage.send(.inputDown("field", detail: "gone")).isEmpty)
        #expect(stage.engine.reasonDown("field") == "unplugged")
        stage.send(.inputUp("field", detail: "open"))
        #expect(stage.engine.reasonDown("field") == nil)
        #expect(stage.send(.inputDown("field", detail: "gone")).count == 1)
    }

    @Test func `what the shell says of itself becomes an event`() {
        let stage = street([100])
        #expect(
            stage.send(.journalDegraded(reason: "EIO", waitedMilliseconds: 50)).stories(of: "")
                == ["journal.degraded EIO"])
        #expect(stage.send(.journalRestored(behind: 3, milliseconds: 900)).stories(of: "") == ["journal.restored 3"])
        #expect(stage.send(.clockStepped(milliseconds: -3_600_000)).stories(of: "") == ["clock.stepped -3600000"])
        #expect(stage.send(.stopping(reason: "SIGTERM")).stories(of: "") == ["daemon.stopping SIGTERM"])
    }
}
