// Presses at call points near each other: one incident where the plan says so, two that speak for each other, and what
// happened at a place before.

extension Engine {
    /// Takes a press into an open incident nearby, where its plan says so; false where it is an incident of its own.
    ///
    /// Only what is answered in the same way and at least as urgently. So nothing that the press would have brought is
    /// lost by it, and where the plan says so one unit more is asked for. It raises no tier: it is a first press.
    mutating func relate(_ signal: Signal, at point: CallPoint, under plan: Plan) -> Bool {
        guard let related = plan.related,
            let (incident, metres) = incident(near: point, under: plan, within: related.vicinity)
        else { return false }
        let isConfirmed = plan.crossZone.map { isNear(point, incident, within: $0) } ?? false
        emit(
            .alarmRelated(
                AlarmRelated(
                    input: signal.input, stamp: signal.stamp, authentication: signal.authentication,
                    presses: incident.presses + 1, distanceMetres: metres, edgeAt: signal.edgeAt,
                    origin: signal.origin)),
            incident: incident.id, callPoint: point.id)
        locate(point, incident: incident.id)
        let first = Incident.RequirementReference(tier: 1, requirement: 1)
        if incident.tier > 0, incident.has(first) {
            // What lacks units already stands in the queue, where others may be more urgent.
            if incident.shortfalls.contains(first) { retrySoon() } else { fill(first, of: incident.id) }
        }
        if isConfirmed, incident.verification == .unverified {
            emit(.alarmVerified(AlarmVerified(.crossZone, otherCallPoint: point.id)), of: incident)
        }
        return true
    }

    /// The nearest open incident that a press may belong to; of equally near ones the oldest.
    private func incident(
        near point: CallPoint, under plan: Plan, within vicinity: Plan.Vicinity
    ) -> (incident: Incident, metres: Int)? {
        let isNamed = point.plansByKind.contains { $0.kind == point.kind }
        let nature = state.site.nature(of: point.kind, isNamed: isNamed)
        let priority = state.site.priority(of: point.kind, under: plan)
        var nearest: (place: Int, metres: Int)?
        for place in state.incidents.indices where state.incidents[place].takesIn(nature, priority, under: plan.name) {
            guard isSoon(state.incidents[place], within: vicinity) else { continue }
            let metres = metres(from: point, to: state.incidents[place])
            guard metres <= vicinity.withinMetres else { continue }
            if nearest.map({ metres < $0.metres }) ?? true { nearest = (place, metres) }
        }
        return nearest.map { (state.incidents[$0.place], $0.metres) }
    }

    /// Metres from a call point to an incident's own.
    private func metres(from point: CallPoint, to open: Incident) -> Int {
        let earth = FlatEarth(centre: open.callPoint.place, scale: open.callPoint.scale)
        return earth.metres(latitudeE7: point.place.latitudeE7, longitudeE7: point.place.longitudeE7)
    }

    private func isSoon(_ open: Incident, within vicinity: Plan.Vicinity) -> Bool {
        scratch.now - lastPress(of: open) <= vicinity.window
    }

    private func isNear(_ point: CallPoint, _ open: Incident, within vicinity: Plan.Vicinity) -> Bool {
        isSoon(open, within: vicinity) && metres(from: point, to: open) <= vicinity.withinMetres
    }

    /// Says that two incidents speak for each other: two call points, near and soon. Orders have gone out before.
    ///
    /// By the plan of the one that has just begun, or else by that of the other.
    mutating func verifyAcross(_ id: IncidentID) {
        guard known.confirmsAcross, let index = state.index(of: id), state.incidents[index].speaks else { return }
        let incident = state.incidents[index]
        var others: [Incident] = []
        for place in state.incidents.indices where place != index && state.incidents[place].speaks {
            let open = state.incidents[place]
            guard others.count < Incident.relatedLimit, open.callPoint.id != incident.callPoint.id,
                let vicinity = incident.plan.crossZone ?? open.plan.crossZone,
                isNear(incident.callPoint, open, within: vicinity)
            else { continue }
            others.append(open)
        }
        guard let first = others.first else { return }
        emit(
            .alarmVerified(
                AlarmVerified(.crossZone, otherCallPoint: first.callPoint.id, otherIncident: first.id)), of: incident)
        for other in others where other.verification == .unverified {
            emit(
                .alarmVerified(AlarmVerified(.crossZone, otherCallPoint: incident.callPoint.id, otherIncident: id)),
                of: other)
        }
    }

    /// What a person knows of an alarm. It changes nothing of the response: who is under way goes on.
    mutating func confirm(_ id: IncidentID, _ verification: Verification, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        guard verification != .crossZone else {
            throw Refusal(
                "Two call points say that an alarm is cross-zone, and not a person.",
                remedy: "Say how it is known: video, confirmed, unfounded or unverified.")
        }
        emit(.alarmVerified(AlarmVerified(verification, by: Doer(actor: act.actor, via: act.via))), of: incident)
        return id
    }

    /// What ended at a call point not long ago, to be shown with a new alarm there.
    func recentAlarm(at callPoint: CallPointID) -> RecentAlarm? {
        guard let closed = state.closed[callPoint], let limit = state.site.alarms.recentWithin,
            scratch.now - closed.at <= limit, state.index(of: closed.incident) == nil
        else { return nil }
        return RecentAlarm(
            incident: closed.incident, disposition: closed.disposition,
            agoMilliseconds: Int((scratch.now - closed.at).milliseconds))
    }
}

// What such an event changes of the state.
extension Engine {
    /// What ended at a call point of the site is remembered beyond the incident; a report's own place is nobody else's.
    mutating func noteClosed(_ disposition: Disposition, _ related: [CallPointID], _ event: Event) {
        guard event.mode == .live, let incident = event.incident, let callPoint = event.callPoint else { return }
        for point in [callPoint] + related where !point.isSpot {
            state.closed[point] = ClosedAlarm(incident: incident, disposition: disposition, at: event.at)
        }
    }

    mutating func relate(_ related: AlarmRelated, index: Int, _ event: Event) {
        guard let callPoint = event.callPoint, state.incidents[index].take(related, at: callPoint, event.at) else {
            return
        }
        state.incidents.noteRelated(callPoint, at: index)
    }

    /// A call point is another incident's now; who was sent for it goes on.
    mutating func takeOut(_ callPoint: CallPointID, index: Int) {
        state.incidents[index].takeOut(callPoint)
        state.incidents.noteTakenOut(callPoint, of: index)
    }
}
