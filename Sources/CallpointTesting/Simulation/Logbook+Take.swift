public import CallpointCore

// How the logbook follows the events.
extension Logbook {
    /// Enters an event.
    public mutating func take(_ event: Event) {
        last = max(last, event.at)
        guard event.mode == .live else { return takeTest(event) }
        switch event.body {
        case .alarmRaised(let raised): open(raised, event)
        case .alarmReported(let reported): open(reported, event)
        case .incidentReopened(let reopened): open(reopened, event)
        case .configLoaded(let summary): adopt(hash: summary.hash)
        case .clockEpoch(let epoch): if epoch.gapMilliseconds == nil { expire(at: event.at) }
        case .unitStatus(let unit, let status, _, _, _): if let row = row(of: unit) { units[row].status = status }
        case .positionsStalled: stalledAt = event.at
        case .positionsResumed: stalledAt = nil
        case .orderIssued(let issued): issue(issued, event)
        case .orderEmitted(let ledger): change(ledger.order) { $0.isEmitted = true }
        case .orderAcknowledged(let order, _, _, _, _): stand(order, .acknowledged, at: event.at)
        case .unitEnRoute(let order, _, _, _): stand(order, .enRoute, at: event.at)
        case .unitStaging(let order, _, _, _): stand(order, .staging, at: event.at)
        case .unitDelayed(let order, _, let eta, _, _, _):
            change(order) { $0.expectedAt = event.at + .milliseconds(eta) }
        case .unitOnScene(let order, _, _, _): arrive(order, at: event.at)
        case .unitClear(let order, _, _, _): stand(order, .clear, at: event.at)
        case .orderDeclined(let order, _, _, _, _): stand(order, .declined, at: event.at)
        case .orderNudged(let order, _, _): change(order) { $0.nudgeBy = nil }
        case .orderTimedOut(let order, _, _): stand(order, .timedOut, at: event.at)
        case .orderStoodDown(let order, _, .preempted, _): stand(order, .preempted, at: event.at)
        case .orderStoodDown(let order, _, .swapped, _): stand(order, .swapped, at: event.at)
        case .orderStoodDown(let order, _, .outOfService, _): stand(order, .declined, at: event.at)
        case .orderStoodDown(let order, _, _, _): stand(order, .stoodDown, at: event.at)
        case .floodStarted: floodSince = event.at
        case .floodEnded: floodSince = nil
        case .orderConflicted(let order, _): stand(order, .conflicted, at: event.at)
        case .coverageLost, .coverageRestored, .moveUpProposed, .moveUpAccepted, .moveUpDismissed: cover(event.body)
        default: takeOfIncident(event)
        }
    }

    private mutating func takeOfIncident(_ event: Event) {
        guard let place = place(of: event.incident) else { return }
        switch event.body {
        case .alarmRepeated(_, _, let presses, let ago):
            noteRepeated(at: event.callPoint, event.at)
            incidents[place].presses = presses
            incidents[place].lastPressAt = event.at + .milliseconds(-ago)
            incidents[place].hold(event.callPoint, true)
        case .alarmRestored: incidents[place].hold(event.callPoint, false)
        case .alarmRelated(let related):
            guard let callPoint = event.callPoint else { return }
            incidents[place].presses = related.presses
            incidents[place].lastPressAt = event.at
            incidents[place].related.append(callPoint)
            incidents[place].hold(callPoint, true)
        case .alarmVerified(let verified): incidents[place].verification = verified.verification
        case .incidentSplit(_, _, let takenOut):
            incidents[place].related.removeAll { $0 == takenOut }
            incidents[place].heldRelated.removeAll { $0 == takenOut }
            incidents[place].forgetMetShortfalls()
        case .alarmClosed(let disposition, _, _, _, _):
            noteEnded(incidents[place], as: disposition, at: event.at)
            close(place)
        case .incidentAcknowledged(let actor, _): incidents[place].acknowledgedBy = actor
        case .tierRaised(let raised): raise(raised, place, at: event.at)
        case .shortfall(let short):
            let need = LoggedIncident.Need(tier: short.tier, requirement: short.requirement)
            if !incidents[place].shortfalls.contains(need) { incidents[place].shortfalls.append(need) }
            incidents[place].spared.removeAll { $0 == need }
            if short.isSpared { incidents[place].spared.append(need) }
        case .noticeSent(let sent): notice(place, sent, at: event.at)
        case .noticeAcknowledged(let contact, _, _):
            for index in incidents[place].answers.indices where incidents[place].answers[index].contact == contact {
                incidents[place].answers[index].by = nil
            }
        case .incidentHeld(let hold): incidents[place].holdUntil = event.at + .milliseconds(hold.forMilliseconds)
        case .incidentReclassified(let now): reclassify(place, now, event)
        case .incidentReleased:
            incidents[place].holdUntil = nil
            incidents[place].releasedAt = event.at
        default: break
        }
    }

    private mutating func takeTest(_ event: Event) {
        switch event.body {
        case .walkTestAsked(let wait, _, _):
            guard let callPoint = event.callPoint else { return }
            ask = (callPoint, event.at, event.at + .milliseconds(wait))
        case .walkTestWithdrawn, .walkTestEnded, .walkTestStarted, .testPressed: ask = nil
        default: break
        }
    }

    private mutating func open(_ raised: AlarmRaised, _ event: Event) {
        guard let id = event.incident, let callPoint = event.callPoint else { return }
        for site in [site(raised.configuration) ?? self.site, self.site] {
            guard let point = site.callPoints.first(where: { $0.id == callPoint }),
                let plan = site.plans.first(where: { $0.name == raised.plan })
            else { continue }
            var incident = LoggedIncident(
                id: id, point: point, plan: Logbook.counting(plan, site, event.wall), at: event.at,
                priority: raised.priority, nature: raised.nature)
            incident.recent = raised.recent
            incidents.append(incident)
            return
        }
    }

    private mutating func open(_ reported: AlarmReported, _ event: Event) {
        guard let id = event.incident, let callPoint = event.callPoint,
            let plan = (site(reported.configuration) ?? site).plans.first(where: { $0.name == reported.plan })
        else { return }
        let point = CallPoint(
            id: callPoint, name: reported.name, place: reported.place, scale: reported.scale,
            accuracyMetres: reported.accuracyMetres, plan: reported.plan)
        let counting = Logbook.counting(plan, site(reported.configuration) ?? site, event.wall)
        var incident = LoggedIncident(
            id: id, point: point, plan: counting, at: event.at, priority: reported.priority, nature: reported.nature)
        incident.caller = reported.unit
        incident.recent = reported.recent
        incident.presses = 0
        incident.isHeld = false
        incidents.append(incident)
    }

    /// A plan in which what a schedule leaves out asks for nobody.
    static func counting(_ plan: Plan, _ site: Site, _ wall: WallTime) -> Plan {
        var plan = plan
        for schedule in site.schedules where schedule.holds(at: wall) == false {
            for tier in plan.tiers.indices {
                for place in plan.tiers[tier].send.indices where plan.tiers[tier].send[place].during == schedule.name {
                    plan.tiers[tier].send[place].count = 0
                    plan.tiers[tier].send[place].alternatives = []
                }
            }
        }
        return plan
    }

    /// A report's own place is nobody else's.
    private mutating func noteEnded(_ incident: LoggedIncident, as disposition: Disposition, at instant: Instant) {
        for callPoint in [incident.point.id] + incident.related where !callPoint.text.hasPrefix("@") {
            ended.removeAll { $0.callPoint == callPoint }
            ended.append((callPoint, incident.id, disposition, instant))
        }
    }

    private mutating func close(_ place: Int) {
        for order in incidents[place].orders where order.state.isLive { free(order.unit, order.id) }
        incidents.remove(at: place)
    }

    private mutating func raise(_ raised: TierRaised, _ place: Int, at instant: Instant) {
        guard (1...incidents[place].plan.tiers.count).contains(raised.tier) else { return }
        let isHigher = raised.tier > incidents[place].tier
        if isHigher { incidents[place].tier = raised.tier }
        if let within = raised.onSceneWithinMilliseconds {
            incidents[place].onSceneBy = instant + .milliseconds(within)
        } else if !isHigher {
            incidents[place].onSceneBy = nil
        } else if raised.reason == .notOnScene {
            // The deadline that has just passed runs once more.
            let tiers = incidents[place].plan.tiers[..<raised.tier]
            incidents[place].onSceneBy = tiers.last { $0.onSceneWithin != nil }?.onSceneWithin.map { instant + $0 }
        }
        if incidents[place].hasBeenOnScene { incidents[place].onSceneBy = nil }
    }

    private mutating func notice(_ place: Int, _ sent: NoticeSent, at instant: Instant) {
        incidents[place].notices += 1
        incidents[place].answers.removeAll { $0.contact == sent.contact && $0.tier == sent.tier }
        incidents[place].answers.append(
            (sent.contact, sent.tier, sent.answerWithinMilliseconds.map { instant + .milliseconds($0) }))
        let tiers = incidents[place].plan.tiers
        guard sent.reason == .raised(.notOnScene), sent.tier == incidents[place].tier, sent.tier == tiers.count
        else { return }
        let interval = tiers.last { $0.onSceneWithin != nil }?.onSceneWithin
        incidents[place].onSceneBy = interval.map { instant + $0 }
    }

    private mutating func issue(_ issued: OrderIssued, _ event: Event) {
        guard let place = place(of: event.incident) else { return }
        incidents[place].orders.append(LoggedOrder(issued, at: event.at))
        incidents[place].forgetMetShortfalls()
        if let row = row(of: issued.unit) { units[row].orders.append(issued.order) }
    }

    private mutating func change(_ order: OrderID, _ body: (inout LoggedOrder) -> Void) {
        guard let place = place(of: order.incident),
            let index = incidents[place].orders.lastIndex(where: { $0.id == order })
        else { return }
        body(&incidents[place].orders[index])
    }

    private mutating func arrive(_ order: OrderID, at instant: Instant) {
        stand(order, .onScene, at: instant)
        change(order) { $0.wasOnScene = true }
        guard let place = place(of: order.incident) else { return }
        incidents[place].hasBeenOnScene = true
        incidents[place].onSceneBy = nil
    }

    private mutating func stand(_ order: OrderID, _ state: OrderRecord.State, at instant: Instant) {
        guard let place = place(of: order.incident),
            let index = incidents[place].orders.lastIndex(where: { $0.id == order })
        else { return }
        let was = incidents[place].orders[index].state.isLive
        incidents[place].orders[index].state = state
        incidents[place].orders[index].stateAt = instant
        let unit = incidents[place].orders[index].unit
        if was, !state.isLive { free(unit, order) }
        if !was, state.isLive {
            if let row = row(of: unit) { units[row].orders.append(order) }
            incidents[place].forgetMetShortfalls()
        }
    }

    private mutating func free(_ unit: UnitID, _ order: OrderID) {
        if let row = row(of: unit) { units[row].orders.removeAll { $0 == order } }
    }

    /// Nobody knows how long no daemon ran: what was open is due now.
    private mutating func expire(at instant: Instant) {
        ask = nil
        for place in incidents.indices {
            if let due = incidents[place].onSceneBy { incidents[place].onSceneBy = min(due, instant) }
            incidents[place].holdUntil = incidents[place].holdUntil.map { min($0, instant) }
            for index in incidents[place].answers.indices {
                incidents[place].answers[index].by = incidents[place].answers[index].by.map { min($0, instant) }
            }
            for order in incidents[place].orders.indices {
                let due = incidents[place].orders[order].ackBy
                incidents[place].orders[order].ackBy = min(due, instant)
                incidents[place].orders[order].nudgeBy = nil
            }
        }
    }
}
