extension Engine {
    /// Lets an event act on the state. The only way in which incidents, orders and statuses change.
    ///
    /// An event that does not fit the state (a journal cut short by a fault, say) changes nothing.
    public mutating func apply(_ event: Event) {
        if case .test = event.mode {
            applyTest(event)
            return
        }
        switch event.body {
        case .alarmRaised(let raised): open(raised, event)
        case .alarmReported(let reported):
            state.counter += 1
            if let incident = incident(reported, event) { state.incidents.append(incident) }
        case .incidentReopened(let reopened): reopen(reopened, event)
        case .clockEpoch(let epoch): begin(epoch, at: event.at)
        case .configLoaded(let summary): adopt(hash: summary.hash)
        case .deviceFault(let fault, let stamp): stand(fault, stamp: stamp, at: event.at)
        case .deviceRestored(let fault, let stamp): lift(fault, stamp: stamp, at: event.at)
        case .inputUp(let input, _): state.inputsDown[input] = nil
        case .inputDown(let input, let detail): state.inputsDown[input] = detail
        case .unitStatus(let unit, let status, _, _, let wait):
            setStatus(status, unit: unit, until: wait.map { event.at + .milliseconds($0) })
        case .coverageLost, .coverageRestored, .moveUpProposed, .moveUpAccepted, .moveUpDismissed:
            state.applyToCoverage(event.body)
        case .positionsStalled: state.positionsStalledAt = event.at
        case .positionsResumed: state.positionsStalledAt = nil
        case .exerciseStarted(let started): state.exercise = Exercise(started, at: event.at)
        case .exerciseJoined(let unit, _, _): state.exercise?.units.append(unit)
        case .exerciseLeft(let unit, _, _): state.exercise?.units.removeAll { $0 == unit }
        case .exerciseEnded: state.exercise = nil
        case .bypassSet(let set): self.set(set, of: event.callPoint, at: event.at)
        case .bypassEnded(let kind, _): lift(kind, of: event.callPoint)
        case .journalDegraded: state.journalDegradedAt = event.at
        case .journalRestored: state.journalDegradedAt = nil
        case .orderIssued(let issued): issue(issued, event)
        case .orderEmitted(let ledger): change(ledger.order) { $0.isEmitted = true }
        case .orderAcknowledged(let order, let unit, _, _, _): acknowledge(order, unit: unit, event)
        case .unitEnRoute(let order, _, _, _): move(order, to: .enRoute, event)
        case .unitStaging(let order, _, _, _): move(order, to: .staging, event)
        case .unitDelayed(let order, _, let eta, _, _, _):
            change(order) { $0.expectedAt = event.at + .milliseconds(eta) }
        case .unitOnScene(let order, _, _, _): arrive(order, event)
        case .unitClear(let order, _, _, _): finish(order, as: .clear, event)
        case .orderDeclined(let order, _, _, _, _): finish(order, as: .declined, event)
        case .orderNudged(let order, _, _): change(order) { $0.nudgeBy = nil }
        case .orderTimedOut(let order, _, _): finish(order, as: .timedOut, event)
        case .orderStoodDown(let order, _, let reason, _): finish(order, as: reason.orderState, event)
        case .orderConflicted(let order, _): finish(order, as: .conflicted, event)
        case .floodStarted: state.floodSince = event.at
        case .floodEnded: state.floodSince = nil
        default: applyToIncident(event)
        }
    }

    private mutating func applyToIncident(_ event: Event) {
        // What a node sent was sent, whether or not its incident is still open: a recording of it stays one.
        switch event.body {
        case .alarmRepeated(let input, let stamp, _, _): remember(stamp, .pressed, input: input, at: event.at)
        case .alarmRestored(let input, let stamp, _): remember(stamp, .released, input: input, at: event.at)
        case .alarmRelated(let related): remember(related.stamp, .pressed, input: related.input, at: event.at)
        case .alarmClosed(let disposition, _, _, _, let related): noteClosed(disposition, related, event)
        default: break
        }
        guard let incident = event.incident, let index = state.index(of: incident) else { return }
        switch event.body {
        case .alarmRepeated(_, _, let presses, let ago):
            state.incidents[index].presses = presses
            state.incidents[index].lastPressAt = event.at + .milliseconds(-ago)
            state.incidents[index].noteHeld(true, at: event.callPoint)
        case .alarmRestored: state.incidents[index].noteHeld(false, at: event.callPoint)
        case .alarmRelated(let related): relate(related, index: index, event)
        case .alarmVerified(let verified): state.incidents[index].verification = verified.verification
        case .incidentSplit(_, _, let takenOut):
            if let takenOut { takeOut(takenOut, index: index) }
        case .alarmClosed: close(index, event)
        case .incidentAcknowledged(let actor, _): state.incidents[index].acknowledgedBy = actor
        case .tierRaised(let raised): raise(raised, index: index, at: event.at)
        case .shortfall(let shortfall): fallShort(shortfall, index: index)
        case .noticeSent(let notice):
            state.incidents[index].note(notice, at: event.at)
            rearm(index, tier: notice.tier, reason: notice.reason, at: event.at)
        case .noticeAcknowledged(let contact, _, _): state.incidents[index].noteAnswer(of: contact)
        case .incidentHeld(let hold): state.incidents[index].holdUntil = event.at + .milliseconds(hold.forMilliseconds)
        case .incidentReleased: state.incidents[index].holdUntil = nil
        case .incidentWatched(let actor, _): state.incidents[index].noteWatch(by: actor)
        case .incidentLinked(let other, _): link(index, to: other)
        case .incidentUnlinked(let other, _): unlink(index, from: other)
        case .incidentReclassified(let reclassified): reclassify(index, reclassified, event)
        case .incidentHandedOff(let given):
            state.incidents[index].handOff = Incident.HandOff(contact: given.contact, reference: given.reference)
        default: break
        }
    }

    /// A test takes a number, so that its id is its own, and a line on the list of a walk test; nothing else.
    private mutating func applyTest(_ event: Event) {
        if case .testStarted = event.body { state.counter += 1 }
        applyToWalkTest(event)
    }

    private mutating func begin(_ epoch: ClockEpoch, at instant: Instant) {
        state.generation = epoch.generation
        state.counter = 0
        guard epoch.gapMilliseconds == nil else { return }
        // Nobody knows how long no daemon ran: what was open is due now, and what was to end by itself has ended.
        expireAll(at: instant)
        for place in state.rests.indices { state.rests[place].until = min(state.rests[place].until, instant) }
        for index in state.incidents.indices {
            if let due = state.incidents[index].onSceneBy { state.incidents[index].onSceneBy = min(due, instant) }
            state.incidents[index].expireNotices(at: instant)
            for order in state.incidents[index].orders.indices {
                let due = state.incidents[index].orders[order].ackBy
                state.incidents[index].orders[order].ackBy = min(due, instant)
                state.incidents[index].orders[order].nudgeBy = nil
            }
        }
    }

    private mutating func open(_ raised: AlarmRaised, _ event: Event) {
        state.counter += 1
        remember(raised.stamp, .pressed, input: raised.input, at: event.at)
        guard let id = event.incident, let callPoint = event.callPoint, state.index(of: id) == nil,
            let (point, plan) = beginning(of: callPoint, plan: raised.plan, configuration: raised.configuration)
        else { return }
        state.incidents.append(
            Incident(
                id: id, callPoint: point, plan: inForce(plan, configuration: raised.configuration, at: event.wall),
                raised: raised, at: event.at, wall: event.wall))
    }

    private mutating func close(_ index: Int, _ event: Event) {
        for order in state.incidents[index].orders where order.state.isLive {
            finish(order.id, as: .stoodDown, event)
        }
        unlinkClosed(index)
        state.incidents.remove(at: index)
    }

    private mutating func raise(_ raised: TierRaised, index: Int, at instant: Instant) {
        guard (1...state.incidents[index].plan.tiers.count).contains(raised.tier) else { return }
        let isHigher = raised.tier > state.incidents[index].tier
        let earlier = isHigher ? deadline(after: raised, index: index, at: instant) : nil
        state.incidents[index].tier = max(state.incidents[index].tier, raised.tier)
        // A tier without a deadline of its own keeps the one that runs: help that is short is not watched less.
        state.incidents[index].onSceneBy =
            raised.onSceneWithinMilliseconds.map { instant + .milliseconds($0) } ?? earlier
        if state.incidents[index].hasBeenOnScene { state.incidents[index].onSceneBy = nil }
        if raised.watch { state.incidents[index].callForWatch(tier: raised.tier, at: instant) }
    }

    /// The on-scene deadline that a tier without one of its own keeps. One that has just fired runs once more from here:
    /// kept as it is, it would fire again in the same moment, and tell everybody twice.
    private func deadline(after raised: TierRaised, index: Int, at instant: Instant) -> Instant? {
        let incident = state.incidents[index]
        guard raised.reason == .notOnScene else { return incident.onSceneBy }
        return incident.interval(upTo: raised.tier).map { instant + $0 }
    }

    private mutating func fallShort(_ shortfall: Shortfall, index: Int) {
        let reference = Incident.RequirementReference(tier: shortfall.tier, requirement: shortfall.requirement)
        if state.incidents[index].has(reference) { state.incidents[index].noteShortfall(reference) }
        state.incidents[index].spared.removeAll { $0 == reference }
        if shortfall.isSpared, state.incidents[index].shortfalls.contains(reference) {
            state.incidents[index].spared.append(reference)
        }
    }

    /// The last tier's notices are repeated until somebody is on scene: each repetition sets the next deadline.
    private mutating func rearm(_ index: Int, tier: Int, reason: NoticeSent.Reason, at instant: Instant) {
        let incident = state.incidents[index]
        guard reason == .raised(.notOnScene), tier == incident.tier, tier == incident.plan.tiers.count
        else { return }
        state.incidents[index].onSceneBy = incident.interval(upTo: tier).map { instant + $0 }
    }

    private mutating func issue(_ issued: OrderIssued, _ event: Event) {
        let reference = Incident.RequirementReference(tier: issued.tier, requirement: issued.requirement)
        guard let incident = event.incident, let index = state.index(of: incident),
            state.incidents[index].has(reference) || reference.isByName,
            (1...state.incidents[index].plan.tiers.count).contains(reference.tier),
            !state.incidents[index].orders.contains(where: { $0.id == issued.order })
        else { return }
        state.incidents[index].orders.append(OrderRecord(issued, at: event.at))
        bind(issued.unit, to: issued.order, isExercise: state.incidents[index].isExercise)
        state.incidents[index].forgetMetShortfalls()
    }

    /// A late answer takes the order up again, and the need that it had left open.
    private mutating func acknowledge(_ order: OrderID, unit: UnitID, _ event: Event) {
        move(order, to: .acknowledged, event, holding: unit)
        if let place = state.order(.order(order)) { state.incidents[place.incident].forgetMetShortfalls() }
    }

    private mutating func change(_ order: OrderID, _ body: (inout OrderRecord) -> Void) {
        guard let place = state.order(.order(order)) else { return }
        body(&state.incidents[place.incident].orders[place.order])
    }

    private mutating func move(
        _ order: OrderID, to newState: OrderRecord.State, _ event: Event, holding unit: UnitID? = nil
    ) {
        change(order) { record in
            record.state = newState
            record.stateAt = event.at
        }
        guard let unit, let place = state.order(.order(order)) else { return }
        bind(unit, to: order, isExercise: state.incidents[place.incident].isExercise)
    }

    private mutating func arrive(_ order: OrderID, _ event: Event) {
        move(order, to: .onScene, event)
        change(order) { $0.wasOnScene = true }
        guard let place = state.order(.order(order)) else { return }
        state.incidents[place.incident].hasBeenOnScene = true
        state.incidents[place.incident].onSceneBy = nil
    }

    /// Ends an order and frees its unit.
    private mutating func finish(_ order: OrderID, as newState: OrderRecord.State, _ event: Event) {
        move(order, to: newState, event)
        guard let place = state.order(.order(order)) else { return }
        let unit = state.incidents[place.incident].orders[place.order].unit
        guard let row = units.row(of: unit) else { return }
        if units.orders[row] == order { units.setOrder(nil, row: row, isExercise: false) }
        if units.exerciseOrders[row] == order { units.setOrder(nil, row: row, isExercise: true) }
    }

    private mutating func bind(_ unit: UnitID, to order: OrderID, isExercise: Bool) {
        if let row = units.row(of: unit) { units.setOrder(order, row: row, isExercise: isExercise) }
    }

    private mutating func stand(_ fault: DeviceFault, stamp: NodeStamp?, at instant: Instant) {
        if let input = fault.input { remember(stamp, fault.saidBegun, input: input, at: instant) }
        guard !fault.isMomentary else { return }
        if let known = state.faults.firstIndex(where: { $0.fault.isSame(as: fault) }) {
            state.faults[known].fault = fault
        } else {
            state.faults.append(StandingFault(fault: fault, since: instant))
        }
    }

    private mutating func lift(_ fault: DeviceFault, stamp: NodeStamp?, at instant: Instant) {
        if let input = fault.input { remember(stamp, .tamperClosed, input: input, at: instant) }
        state.faults.removeAll { $0.fault.isSame(as: fault) }
    }

    mutating func remember(_ stamp: NodeStamp?, _ said: Signal.State, input: InputName, at instant: Instant) {
        guard let stamp else { return }
        let name = NodeName(input: input, address: stamp.address)
        state.nodes[name, default: NodeMemory()].hear(stamp, said, at: instant)
    }

    private mutating func setStatus(_ status: UnitStatus, unit: UnitID, until: Instant?) {
        state.statuses[unit] = status
        state.rests.removeAll { $0.unit == unit }
        if let until { state.rests.append(State.Rest(unit: unit, until: until)) }
        if let row = units.row(of: unit) { units.setStatus(status, row: row) }
    }
}
