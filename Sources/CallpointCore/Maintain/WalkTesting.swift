// A walk test: who asks for what, and which press is the one that was asked for.

extension Engine {
    mutating func startWalkTest(
        _ callPoints: [CallPointID], for duration: Duration, _ act: Act
    ) throws(Refusal) {
        if let walk = state.walkTest, walk.end == nil {
            throw Refusal(
                "A walk test is open already.",
                remedy: "End it with 'callpoint walktest stop'; by itself it ends in "
                    + "\((walk.until - scratch.now).milliseconds / 60_000 + 1) min.")
        }
        var named: [CallPointID] = []
        for callPoint in callPoints where !named.contains(callPoint) {
            try requireKnown(callPoint)
            named.append(callPoint)
        }
        guard named.count <= WalkTest.nameLimit else {
            throw Refusal(
                "\(named.count) call points are named, and a walk test names \(WalkTest.nameLimit) at most.",
                remedy: "Name fewer, or none: then all of the site's are on its list.")
        }
        guard WalkTest.durations.contains(duration) else {
            throw Refusal(
                "A walk test lasts from 1 min to 8 h, and not \(duration.milliseconds / 1_000) s.",
                remedy: "Say how long within that; another can follow.")
        }
        emit(
            .walkTestStarted(
                WalkTestStarted(
                    callPoints: named, forMilliseconds: Int(duration.milliseconds), actor: act.actor, via: act.via)),
            mode: .test)
    }

    /// Asks for one press of one call point; what was asked for before is not any more.
    mutating func ask(_ callPoint: CallPointID, for duration: Duration, _ act: Act) throws(Refusal) {
        let walk = try openWalkTest()
        try requireKnown(callPoint)
        guard walk.covers(callPoint) else {
            throw Refusal(
                "\(callPoint) is not on the list of this walk test.",
                remedy: "Ask for one that is: 'callpoint walktest show' has the list.")
        }
        if let open = state.newestIncident(at: callPoint) {
            throw Refusal(
                "\(callPoint) has the open incident \(open.id): a press there may be a caller's.",
                remedy: "Close the incident first, or go on with another call point.")
        }
        guard WalkTest.Ask.durations.contains(duration) else {
            throw Refusal(
                "A press is awaited from 5 s to 10 min, and not \(duration.milliseconds / 1_000) s.",
                remedy: "Say how long within that; it can be asked for again.")
        }
        let wait = min(duration, walk.until - scratch.now)
        emit(
            .walkTestAsked(forMilliseconds: Int(wait.milliseconds), actor: act.actor, via: act.via),
            callPoint: callPoint, mode: .test)
    }

    /// Nothing is asked for any more: the next press is live wherever it is.
    mutating func withdrawAsk(_ act: Act) throws(Refusal) {
        guard let ask = try openWalkTest().ask else { return }
        emit(.walkTestWithdrawn(actor: act.actor, via: act.via), callPoint: ask.callPoint, mode: .test)
    }

    mutating func stopWalkTest(_ act: Act) throws(Refusal) {
        _ = try openWalkTest()
        emit(.walkTestEnded(.by(actor: act.actor, via: act.via)), mode: .test)
    }

    private func openWalkTest() throws(Refusal) -> WalkTest {
        guard let walk = state.walkTest, walk.end == nil else {
            throw Refusal("No walk test is open.", remedy: "Begin one: 'callpoint walktest start'.")
        }
        return walk
    }

    mutating func passTimeOfWalkTest() {
        guard let due = walkTestDeadline, due <= scratch.now else { return }
        emit(.walkTestEnded(.expired), mode: .test)
    }

    /// When an open walk test ends by itself.
    var walkTestDeadline: Instant? { state.walkTest.flatMap { $0.end == nil ? $0.until : nil } }

    /// Whether this is the press that was asked for: at that call point, begun after the asking and within its time, seen
    /// to begin, heard for the first time, and nobody's call is open there. In doubt it is live.
    private func ask(for signal: Signal) -> WalkTest.Ask? {
        guard let walk = state.walkTest, walk.end == nil, let ask = walk.ask, ask.callPoint == signal.callPoint,
            signal.origin == .edge, signal.edgeAt >= ask.askedAt, scratch.now < ask.until,
            state.newestIncident(at: signal.callPoint) == nil, !wasHeard(signal)
        else { return nil }
        return ask
    }

    /// Whether a node says something again, however long ago it was said first: it was said before the asking, and may be
    /// a call that nobody has answered yet.
    private func wasHeard(_ signal: Signal) -> Bool {
        guard let stamp = signal.stamp else { return false }
        let name = NodeName(input: signal.input, address: stamp.address)
        return signal.isUnrecorded
            || [state.nodes[name], scratch.overheard[name]].contains { $0?.holds(stamp, signal.state) == true }
    }

    /// The press that was asked for goes the whole way, and sends nobody; false where a press is not that one.
    mutating func takeTestPress(_ signal: Signal) -> Bool {
        guard let ask = ask(for: signal), let (point, plan, _) = known.response(at: signal.callPoint, scratch.wall)
        else {
            return false
        }
        let id = nextIncidentID()
        emit(
            .testPressed(
                TestPressed(
                    input: signal.input, stamp: signal.stamp, edgeAt: signal.edgeAt,
                    senseMicroseconds: Int((signal.readAt - signal.edgeAt).microseconds),
                    debounceMicroseconds: signal.debounceMicroseconds, actor: ask.actor)),
            incident: id, callPoint: signal.callPoint, mode: .test)
        tryOut(point, plan, id: id, actor: ask.actor, via: ask.via)
        return true
    }

    /// The release of a press that was asked for; false where it is none.
    mutating func takeTestRelease(_ signal: Signal) -> Bool {
        guard let press = state.walkTest?[signal.callPoint].press, press.heldMilliseconds == nil else { return false }
        emit(
            .testReleased(
                input: signal.input, stamp: signal.stamp,
                heldMilliseconds: Int((scratch.now - press.seenAt).milliseconds)),
            incident: press.incident, callPoint: signal.callPoint, mode: .test)
        return true
    }

    /// Notes on the list of an open walk test that a fault of a call point was seen.
    mutating func noteOnWalkTest(_ fault: DeviceFault) {
        guard let callPoint = fault.callPoint, let walk = state.walkTest, walk.covers(callPoint),
            !walk[callPoint].faults.contains(fault.kind)
        else { return }
        emit(.walkTestSeen(fault.kind), callPoint: callPoint, mode: .test)
    }

    /// The walk test that is open, or the last one; nil before the first.
    public var walkTest: WalkTest? { state.walkTest }

    /// The list of the walk test that is open, or of the last one, in the order of the site file.
    public var checklist: [ChecklistRow] {
        guard let walk = state.walkTest else { return [] }
        let asked = walk.end == nil ? walk.ask?.callPoint : nil
        return state.site.callPoints.filter { walk.named.isEmpty || walk.named.contains($0.id) }.map { point in
            ChecklistRow(
                callPoint: point.id, name: point.name, record: walk[point.id], isAsked: asked == point.id)
        }
    }
}

// How the state follows.
extension Engine {
    /// Nobody knows what time it is: bypasses and a walk test are over, and no press is asked for.
    mutating func expireAll(at instant: Instant) {
        for index in state.bypasses.indices {
            state.bypasses[index].until = min(state.bypasses[index].until, instant)
        }
        state.exercise.map { state.exercise?.until = min($0.until, instant) }
        guard let walk = state.walkTest, walk.end == nil else { return }
        state.walkTest?.until = min(walk.until, instant)
        state.walkTest?.ask = nil
    }

    mutating func applyToWalkTest(_ event: Event) {
        switch event.body {
        case .walkTestStarted(let started):
            state.walkTest = WalkTest(started, at: event.at, wall: event.wall)
        case .walkTestAsked(let wait, let actor, let via):
            guard let callPoint = event.callPoint else { return }
            state.walkTest?.ask = WalkTest.Ask(
                callPoint: callPoint, askedAt: event.at, until: event.at + .milliseconds(wait), actor: actor, via: via)
        case .walkTestWithdrawn: state.walkTest?.ask = nil
        case .walkTestSeen(let kind):
            guard let callPoint = event.callPoint else { return }
            state.walkTest?.change(callPoint) { $0.faults.append(kind) }
        case .walkTestEnded(let ending):
            state.walkTest?.ask = nil
            state.walkTest?.end = WalkTest.End(at: event.at, wall: event.wall, ending: ending)
        default: applyToTestPress(event)
        }
    }

    private mutating func applyToTestPress(_ event: Event) {
        switch event.body {
        case .testPressed(let pressed):
            remember(pressed.stamp, .pressed, input: pressed.input, at: event.at)
            // One press was asked for, and this is it.
            state.walkTest?.ask = nil
            guard let callPoint = event.callPoint, let incident = event.incident else { return }
            state.walkTest?.change(callPoint) { record in
                record.press = WalkTest.Press(
                    incident: incident, seenAt: event.at, seenWall: event.wall, pressed: pressed,
                    actor: pressed.actor)
            }
        case .testReleased(let input, let stamp, let held):
            remember(stamp, .released, input: input, at: event.at)
            changePress(of: event) { $0.heldMilliseconds = held }
        case .testFinished(let ledger):
            changePress(of: event) { $0.totalMicroseconds = $0.totalMicroseconds ?? ledger.totalMicroseconds }
        default: break
        }
    }

    private mutating func changePress(of event: Event, _ body: (inout WalkTest.Press) -> Void) {
        guard let callPoint = event.callPoint, state.walkTest?[callPoint].press?.incident == event.incident else {
            return
        }
        state.walkTest?.change(callPoint) { record in
            guard var press = record.press else { return }
            body(&press)
            record.press = press
        }
    }
}
