import CallpointCore

/// The mirror of `LineWriter.maintenanceFields`.
extension LineFields {
    mutating func maintenanceBody(_ type: EventType) throws(LineError) -> Event.Body {
        switch type {
        case .bypassSet:
            return .bypassSet(
                BypassSet(
                    kind: try bypassedKind(), forMilliseconds: try integer("for_ms"), actor: try id("actor"),
                    via: try string("via"), reason: try optionalID("reason")))
        case .bypassEnded: return .bypassEnded(kind: try bypassedKind(), try ending())
        case .walkTestStarted:
            return .walkTestStarted(
                WalkTestStarted(
                    callPoints: try names("call_points"), forMilliseconds: try integer("for_ms"),
                    actor: try id("actor"), via: try string("via")))
        case .walkTestAsked:
            return .walkTestAsked(
                forMilliseconds: try integer("for_ms"), actor: try id("actor"), via: try string("via"))
        case .walkTestWithdrawn: return .walkTestWithdrawn(actor: try id("actor"), via: try string("via"))
        case .walkTestSeen: return .walkTestSeen(try word("kind"))
        case .walkTestEnded: return .walkTestEnded(try ending())
        case .testReleased:
            return .testReleased(input: try id("input"), stamp: try stamp(), heldMilliseconds: try integer("held_ms"))
        default: return .testPressed(try testPressed())
        }
    }

    private mutating func testPressed() throws(LineError) -> TestPressed {
        TestPressed(
            input: try id("input"), stamp: try stamp(), edgeAt: Instant(microseconds: Int64(try integer("edge_us"))),
            senseMicroseconds: try integer("sense_us"), debounceMicroseconds: try integer("debounce_us"),
            actor: try id("actor"))
    }

    private mutating func bypassedKind() throws(LineError) -> DeviceFault.Kind? {
        try string("kind") == allKinds ? nil : try word("kind")
    }

    mutating func ending() throws(LineError) -> Ending {
        switch try string("ending") {
        case "expired": return .expired
        case "by": return .by(actor: try id("actor"), via: try string("via"))
        case let other: throw LineError.badField("ending", what: "an unknown word \(other)")
        }
    }
}
