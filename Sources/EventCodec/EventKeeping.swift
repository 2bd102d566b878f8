public import CallpointCore

extension Event {
    /// Whether it opens its incident (+1), ends it (−1), or neither (0).
    public var opens: Int {
        switch body {
        case .alarmRaised, .alarmReported, .incidentReopened: 1
        case .alarmClosed: -1
        default: 0
        }
    }

    /// What this event is the last word on, so that a snapshot keeps it after its incident is closed.
    ///
    /// For each key the last line that carries it is kept: the status of a
    /// unit, the faults of devices, the clock, and also which sentence of a
    /// node was heard last and when a call point was last pressed, without which
    /// a repeat after a restart would raise a second alarm.
    public var keepKeys: [String] {
        switch body {
        case .daemonStarted: ["daemon"]
        case .clockEpoch: ["epoch"]
        case .configLoaded: ["config"]
        case .inputUp(let input, _), .inputDown(let input, _): ["input/\(input.text)"]
        case .deviceFault(let fault, let stamp), .deviceRestored(let fault, let stamp):
            [fault.keepKey] + Self.nodeKey(fault.input, stamp)
        case .journalDegraded, .journalRestored: ["journal"]
        case .positionsStalled, .positionsResumed: ["positions"]
        case .floodStarted, .floodEnded: ["flood"]
        case .unitStatus(let unit, _, _, _, _): ["unit/\(unit.text)"]
        case .coverageLost(let lost): ["coverage/\(lost.beat.text)"]
        case .coverageRestored(let beat, _): ["coverage/\(beat.text)"]
        case .moveUpProposed(let move): ["moveup/\(move.beat.text)"]
        // A unit that has moved up stays so beyond the end of the loss.
        case .moveUpAccepted(let beat, _, _, _), .moveUpDismissed(let beat, _, _, _): ["moveup-answer/\(beat.text)"]
        case .alarmRaised(let raised): Self.nodeKey(raised.input, raised.stamp) + pressKey
        case .alarmRepeated(let input, let stamp, _, _): Self.nodeKey(input, stamp) + pressKey
        case .alarmRestored(let input, let stamp, _): Self.nodeKey(input, stamp)
        case .alarmRelated(let related): Self.nodeKey(related.input, related.stamp) + pressKey
        case .alarmClosed(_, _, _, _, let related): pressKey + closedKeys(related)
        default: maintenanceKeys
        }
    }

    /// Bypasses, and the list of the last walk test; lines of an earlier one come before its start and mean nothing.
    private var maintenanceKeys: [String] {
        let place = callPoint?.text ?? ""
        return switch body {
        case .bypassSet(let set): ["bypass/\(place)/\(set.kind?.rawValue ?? "")"]
        case .bypassEnded(let kind, _): ["bypass/\(place)/\(kind?.rawValue ?? "")"]
        case .walkTestStarted: ["walktest/started"]
        case .walkTestAsked, .walkTestWithdrawn: ["walktest/asked"]
        case .walkTestSeen(let kind): ["walktest/seen/\(place)/\(kind.rawValue)"]
        case .walkTestEnded: ["walktest/ended"]
        case .exerciseStarted: ["exercise/started"]
        case .exerciseJoined(let unit, _, _), .exerciseLeft(let unit, _, _): ["exercise/unit/\(unit.text)"]
        case .exerciseEnded: ["exercise/ended"]
        case .testPressed(let pressed):
            ["walktest/pressed/\(place)"] + Self.nodeKey(pressed.input, pressed.stamp)
        case .testReleased(let input, let stamp, _): ["walktest/released/\(place)"] + Self.nodeKey(input, stamp)
        case .testFinished: ["walktest/finished/\(place)"]
        default: []
        }
    }

    /// The place of a report is one incident's own and is never pressed: kept, it would be kept for ever.
    private var pressKey: [String] {
        guard let callPoint, !callPoint.isSpot else { return [] }
        return ["press/\(callPoint.text)"]
    }

    /// What ended last at each of its call points. What was only played ended nothing.
    private func closedKeys(_ related: [CallPointID]) -> [String] {
        guard mode == .live else { return [] }
        return ([callPoint].compactMap { $0 } + related).filter { !$0.isSpot }.map { "closed/\($0.text)" }
    }

    private static func nodeKey(_ input: InputName?, _ stamp: NodeStamp?) -> [String] {
        stamp.map { ["node/\(input?.text ?? "")/\($0.address)"] } ?? []
    }
}

extension DeviceFault {
    /// One key for the fault and for its end; it has the same parts as the core's `isSame`.
    var keepKey: String { "fault/\(input?.text ?? "")/\(callPoint?.text ?? "")/\(kind.rawValue)" }
}
