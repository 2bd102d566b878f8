import CallpointCore

/// Every live press belongs to exactly one incident: it joins the open one while nobody has been on scene and the
/// last press is not five minutes old, and else it is a call of its own.
struct EveryPressCounts: Rule {
    let name = "every press belongs to one incident"
    private static let joinWindow: Duration = .seconds(300)

    func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .alarmRepeated(_, _, let presses, _):
            guard let incident = scene.incident else { return "it joined no open incident" }
            // Beyond the chatter allowance presses are counted, and written later in one line.
            if scene.book.mayBeCounted(at: event.callPoint, event.at) {
                return presses > incident.presses ? nil : "press \(presses) follows press \(incident.presses)"
            }
            if presses != incident.presses + 1 { return "press \(presses) follows press \(incident.presses)" }
            if !EveryPressCounts.takesPresses(incident, at: event.at) { return "a second caller was swallowed" }
            return isPress(scene) ? nil : "nobody pressed"
        case .alarmRaised:
            guard isPress(scene) else { return "nobody pressed" }
            guard let callPoint = event.callPoint, let open = scene.book.newest(at: callPoint),
                !scene.book.mayBeCounted(at: callPoint, event.at)
            else { return nil }
            return EveryPressCounts.takesPresses(open, at: event.at) ? "\(open.id) is open and was not joined" : nil
        default: return nil
        }
    }

    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        if let what = unraised(turn, scene, engine) { return what }
        let begun = turn.count { event in
            switch event.body {
            case .alarmRaised, .alarmRelated, .testPressed: true
            case .deviceFault(let fault, _): fault.kind == .unknownAddress
            default: false
            }
        }
        // What was counted before may be written in any turn.
        let joined = turn.count { event in
            guard case .alarmRepeated = event.body else { return false }
            return !scene.book.mayBeCounted(at: event.callPoint, event.at)
        }
        switch scene.cause {
        case .press:
            if begun == 0, joined == 0, isCounted(turn, engine) { return nil }
            return begun + joined == 1 ? nil : "a press belongs to \(begun + joined) incidents and not to 1"
        case .noPress:
            return begun + joined == 0 ? nil : "a press belongs to \(begun + joined) incidents and not to 0"
        default: return nil
        }
    }

    /// Whether a press that left no line of its own is counted, or was written with those that were.
    private func isCounted(_ turn: [Event], _ engine: Engine) -> Bool {
        if turn.contains(where: { if case .alarmRepeated = $0.body { true } else { false } }) { return true }
        return engine.openIncidents.contains { engine.presses(of: $0) > $0.presses }
    }

    /// Where the plan says so, a second press raises the second tier at once; one of a bouncing contact does not.
    private func unraised(_ turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        for event in turn {
            guard case .alarmRepeated = event.body, let incident = scene.book.incident(event.incident),
                incident.plan.raisesOnSecondPress, incident.holdUntil == nil, incident.tier == 1,
                incident.plan.tiers.count > 1, !scene.book.mayBeCounted(at: event.callPoint, event.at),
                event.at - incident.openedAt >= Engine.secondPressPause, event.callPoint == incident.point.id,
                !engine.standingFaults.contains(where: {
                    $0.fault.callPoint == event.callPoint && $0.fault.kind == .chatter
                })
            else { continue }
            return "a second press raised no tier"
        }
        return nil
    }

    private func isPress(_ scene: Scene) -> Bool {
        switch scene.cause {
        case .press, .other: true
        default: false
        }
    }

    private static func takesPresses(_ incident: LoggedIncident, at now: Instant) -> Bool {
        !incident.hasBeenOnScene && now - incident.lastPressAt <= joinWindow
    }
}

/// A test is the one press that was asked for, within its time, where nobody's call is open.
struct OnlyAnAskedPressIsATest: Rule {
    let name = "only an asked press is a test"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard case .testPressed(let pressed) = event.body else { return nil }
        guard let ask = scene.book.ask, ask.callPoint == event.callPoint else { return "nobody asked for it" }
        if event.at >= ask.until || pressed.edgeAt < ask.askedAt { return "it was asked for at another time" }
        return scene.book.newest(at: ask.callPoint) == nil ? nil : "a call is open there"
    }
}
