// LOCATE: which incident is this press, and where is it?

extension Engine {
    /// A press joins the open incident for so long after the last one.
    static let joinWindow: Duration = .seconds(300)
    /// Who presses again so soon does not do so because nobody came.
    public static let secondPressPause: Duration = .seconds(5)
    /// Open incidents beyond this many take presses in without new ones being opened at the same call point.
    static let openLimit = 20_000

    /// Takes in what a node or a line said of a call point.
    mutating func hear(_ signal: Signal) {
        if let stamp = signal.stamp, isKnown(stamp, signal) { return }
        switch signal.state {
        case .pressed: press(signal)
        case .released: release(signal)
        case .tamperOpen, .tamperClosed: hearHousing(signal)
        case .lowBattery: note(lowBattery(signal), stamp: signal.stamp)
        case .heartbeat: overhear(signal.stamp, .heartbeat, input: signal.input)
        }
    }

    /// Remembers a sentence that leaves no event. A restart forgets it: in doubt an alarm is raised twice.
    mutating func overhear(_ stamp: NodeStamp?, _ said: Signal.State, input: InputName) {
        guard let stamp else { return }
        let name = NodeName(input: input, address: stamp.address)
        scratch.overheard[name, default: NodeMemory()].hear(stamp, said, at: scratch.now)
    }

    /// Whether a sentence was heard before: a repeat, which is answered again and means nothing new, or a recording.
    private mutating func isKnown(_ stamp: NodeStamp, _ signal: Signal) -> Bool {
        if signal.isUnrecorded { return false }
        let name = NodeName(input: signal.input, address: stamp.address)
        let memories = [state.nodes[name], scratch.overheard[name]].compactMap { $0 }
        if memories.contains(where: { $0.isRepeat(stamp, signal.state, at: scratch.now) }) {
            overhear(stamp, signal.state, input: signal.input)
            return true
        }
        guard signal.authentication == .mac, memories.contains(where: { $0.isBelow(stamp) }) else { return false }
        if !memories.contains(where: { $0.isAbove(stamp) }) {
            // The pair that was heard last: the same message once more, or another one of a node that did not count on.
            return memories.contains { $0.holds(stamp, signal.state) }
        }
        scratch.isSignalRefused = true
        reportReplay(name, signal)
        return true
    }

    private mutating func reportReplay(_ name: NodeName, _ signal: Signal) {
        if let last = scratch.replayReportedAt[name], scratch.now - last < .seconds(60) { return }
        scratch.replayReportedAt[name] = scratch.now
        note(
            DeviceFault(
                input: signal.input, callPoint: signal.callPoint, kind: .replayed,
                detail: "node \(name.address) on \(name.input) sent a counter that does not rise: a recording, or a "
                    + "node that lost its boot count. Look at the line; if the node was replaced, give it a new key."))
    }

    private mutating func press(_ signal: Signal) {
        let open = state.newestIncident(at: signal.callPoint)
        if signal.origin == .level, isPressGoingOn(at: signal.callPoint, open) { return }
        scratch.press = signal
        defer { scratch.press = nil }
        if takeTestPress(signal) { return }
        if let open, joins(open) {
            if join(open, signal) { takeSecondPress(of: open, at: signal.callPoint) }
            return
        }
        if let open { writeHeldPresses(of: open.id) }
        guard let (point, plan, schedule) = known.response(at: signal.callPoint, scratch.wall) else {
            // A call point that was taken out of the site file stays until its work ends.
            guard let open, let point = point(of: open, pressedAt: signal.callPoint) else {
                return noteUnknown(signal)
            }
            return raise(signal, at: point, plan: open.plan, configuration: open.configuration, linked: open.id)
        }
        if open == nil, relate(signal, at: point, under: plan) { return }
        raise(
            signal, at: point, plan: plan, schedule: schedule, configuration: state.site.hash, linked: open?.id)
    }

    /// One of an incident's call points as the site file had it when the incident began.
    private func point(of open: Incident, pressedAt callPoint: CallPointID) -> CallPoint? {
        if open.callPoint.id == callPoint { return open.callPoint }
        return beginning(of: callPoint, plan: open.plan.name, configuration: open.configuration)?.0
    }

    /// Somebody presses again because nobody is there yet: by plan that is reason enough for the second tier. Never for
    /// a higher one, so that a child at the button does not call out the city.
    /// Nor by a contact that bounces: what comes within `secondPressPause` of the first press is the same call, and where
    /// the button is said to chatter, or presses come faster than they are written, nobody can tell who pressed.
    private mutating func takeSecondPress(of incident: Incident, at callPoint: CallPointID) {
        guard incident.plan.raisesOnSecondPress, incident.tier == 1, incident.holdUntil == nil,
            scratch.now - incident.began(at: callPoint) >= Engine.secondPressPause,
            !state.faults.contains(where: { $0.fault.callPoint == callPoint && $0.fault.kind == .chatter })
        else { return }
        raiseTier(2, of: incident.id, because: .secondPress)
    }

    /// Whether a pressed level that was found by looking is a press that we know of: its release has not been seen, or
    /// the button is stuck. Everything else is a press that began unseen, and counts as one: in doubt raise.
    private func isPressGoingOn(at callPoint: CallPointID, _ open: Incident?) -> Bool {
        if let open, isButtonHeld(open, at: callPoint) { return true }
        return state.faults.contains { $0.fault.callPoint == callPoint && $0.fault.kind == .stuck }
    }

    /// A second caller is never swallowed: once a unit has been on scene, or five minutes after the last
    /// press, a press is a new call.
    private func joins(_ incident: Incident) -> Bool {
        if state.incidents.count >= Engine.openLimit { return true }
        return !incident.hasBeenOnScene && scratch.now - lastPress(of: incident) <= Engine.joinWindow
    }

    private mutating func raise(
        _ signal: Signal, at point: CallPoint, plan: Plan, schedule: ScheduleName? = nil, configuration: String,
        linked: IncidentID?
    ) {
        let id = nextIncidentID()
        let isNamed = point.plansByKind.contains { $0.kind == point.kind }
        emit(
            .alarmRaised(
                AlarmRaised(
                    priority: state.site.priority(of: point.kind, under: plan), input: signal.input,
                    stamp: signal.stamp,
                    authentication: signal.authentication, plan: plan.name, configuration: configuration,
                    linked: linked, edgeAt: signal.edgeAt, origin: signal.origin, schedule: schedule,
                    nature: state.site.nature(of: point.kind, isNamed: isNamed), recent: recentAlarm(at: point.id))),
            incident: id, callPoint: point.id)
        locate(point, incident: id)
        if let linked { emit(.incidentLinked(to: linked, by: nil), incident: id, callPoint: point.id) }
        begin(id)
        verifyAcross(id)
    }

    func nextIncidentID() -> IncidentID {
        IncidentID(site: state.site.id, generation: state.generation, counter: state.counter + 1)
    }

    /// Says where a call is.
    mutating func locate(
        _ point: CallPoint, incident: IncidentID, mode: Event.Mode = .live, source: AlarmLocated.Source = .survey
    ) {
        emit(
            .alarmLocated(
                AlarmLocated(
                    place: point.place, accuracyMetres: point.accuracyMetres, name: point.name, road: point.road,
                    source: source)),
            incident: incident, callPoint: point.id, mode: mode)
    }

    private mutating func release(_ signal: Signal) {
        guard let open = state.newestIncident(at: signal.callPoint), isButtonHeld(open, at: signal.callPoint) else {
            if takeTestRelease(signal) { return }
            return overhear(signal.stamp, .released, input: signal.input)
        }
        if releaseHeld(open, signal) { return }
        let held = scratch.now - lastPress(of: open)
        emit(
            .alarmRestored(input: signal.input, stamp: signal.stamp, heldMilliseconds: Int(held.milliseconds)),
            incident: open.id, callPoint: signal.callPoint)
    }

    /// A call point that the site file in force no longer names: nobody can say where it is, so somebody must look.
    private mutating func noteUnknown(_ signal: Signal) {
        note(
            DeviceFault(
                input: signal.input, callPoint: signal.callPoint, kind: .unknownAddress,
                detail: "\(signal.callPoint) was pressed and is not in the site file. Add it and reload."),
            stamp: signal.stamp)
    }
}
