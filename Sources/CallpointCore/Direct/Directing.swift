// What a dispatcher changes of a response that runs: the next tier now, or not yet; one unit by name, or one less.

extension Engine {
    /// Does what a person asks of an incident that runs, or throws why not.
    mutating func direct(_ act: Act) throws(Refusal) -> IncidentID? {
        switch act.verb {
        case .hold(let id, let duration, let reason): return try hold(id, for: duration, reason: reason, act)
        case .release(let id): return try release(id, act)
        case .raise(let id): return try raise(id, act)
        case .order(let id, let unit): return try order(unit, to: id, act)
        case .standDown(let reference): return try standDown(reference, act)
        case .watch(let id): return try watch(id, act)
        case .note(let id, let note): return try write(note, on: id, act)
        case .answerNotice(let id, let contact): return try answerNotice(of: contact, id, act)
        case .assist(let reference, let scale): return try assist(reference, scale: scale, act)
        case .report(let report): return try take(report, act)
        case .confirm(let id, let verification): return try confirm(id, verification, act)
        default: return nil
        }
    }

    /// The open incident of an id; throws where there is none.
    func openIncident(_ id: IncidentID) throws(Refusal) -> Incident {
        guard let index = state.index(of: id) else {
            throw Refusal(
                "There is no open incident \(id).",
                remedy: "List those with 'callpoint incidents'; one that is closed stays so.")
        }
        return state.incidents[index]
    }

    mutating func emit(_ body: Event.Body, of incident: Incident) {
        emit(body, incident: incident.id, callPoint: incident.callPoint.id)
    }

    /// The next tier, because a dispatcher says so. It ends a hold: who raises has changed their mind.
    private mutating func raise(_ id: IncidentID, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        guard incident.tier < incident.plan.tiers.count else {
            throw Refusal(
                "\(id) is in its highest tier, \(incident.tier).",
                remedy: "Order units by name: 'callpoint order \(id) UNIT'.")
        }
        endHold(of: id, .by(actor: act.actor, via: act.via))
        raiseTier(incident.tier + 1, of: id, because: .dispatcher, by: Doer(actor: act.actor, via: act.via))
        return id
    }

    /// One unit by name, whoever else would be sooner. It is asked once and replaced by nobody: the
    /// dispatcher who chose it chooses the next.
    private mutating func order(_ unit: UnitID, to id: IncidentID, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        let row = try freeRow(of: unit, for: incident)
        guard let fix = positions.fix(row, unit: unit) else {
            throw Refusal(
                "Nobody knows where \(unit) is: it has sent no position.",
                remedy: "Reach it by radio, and write that down: 'callpoint note \(id) \"…\"'.")
        }
        guard incident.orders.count < Incident.orderLimit else {
            throw Refusal(
                "\(id) has given \(Incident.orderLimit) orders, and gives no more.", remedy: "Reach \(unit) by radio.")
        }
        let tier = max(1, incident.tier)
        let earth = FlatEarth(centre: incident.callPoint.place, scale: incident.callPoint.scale)
        let metres = earth.metres(latitudeE7: fix.place.latitudeE7, longitudeE7: fix.place.longitudeE7)
        let profile = state.site.kinds.profiles[Int(positions.rows[row].kind)]
        let eta = profile.etaMilliseconds(
            metres: metres, reactionMilliseconds: Int(profile.reaction.milliseconds))
        reserve(
            Claim(
                incident: id, reference: Incident.RequirementReference(tier: tier, requirement: 0),
                order: OrderID(
                    incident: id, tier: tier, unit: unit, attempt: incident.attempts(tier: tier, unit: unit) + 1),
                unit: Claim.ClaimedUnit(
                    unit: unit, place: fix.place, distanceMetres: metres, etaMilliseconds: eta),
                round: 0, replaces: nil, isDegraded: false, deadline: scratch.now,
                orderedBy: Doer(actor: act.actor, via: act.via)))
        return id
    }

    /// The row of a unit that a dispatcher may order: on duty, and bound by nothing. Busy is theirs to overrule.
    private func freeRow(of unit: UnitID, for incident: Incident) throws(Refusal) -> Int {
        guard let row = units.row(of: unit), units.isListed[row] else {
            throw Refusal("There is no unit \(unit).", remedy: "List them with 'callpoint units'.")
        }
        guard units.statuses[row] != .offDuty else {
            throw Refusal(
                "\(unit) is off duty.", remedy: "Say that it is on duty again: 'callpoint unit \(unit) available'.")
        }
        guard units.statuses[row] != .outOfService else {
            throw Refusal(
                "\(unit) is out of service.", remedy: "Say that it is fit again: 'callpoint unit \(unit) available'.")
        }
        if incident.isExercise, state.exercise?.units.contains(unit) != true {
            throw Refusal(
                "\(unit) is not in the exercise.", remedy: "Have it join: 'callpoint exercise join \(unit)'.")
        }
        if let other = units.orders[row] ?? (incident.isExercise ? units.exerciseOrders[row] : nil) {
            throw Refusal(
                "\(unit) has an order that it has not finished: \(other).",
                remedy: "Take it off that one first: 'callpoint standdown \(unit)'.")
        }
        guard !scratch.claims.contains(where: { $0.unit.unit == unit }) else {
            throw Refusal("\(unit) is being asked for already.", remedy: "Wait for the answer, a second at most.")
        }
        return row
    }

    /// One unit less. Nobody is sent in its place: the dispatcher says that it is not needed.
    private mutating func standDown(_ reference: OrderReference, _ act: Act) throws(Refusal) -> IncidentID {
        guard let place = state.order(reference) else { throw noOrder(reference) }
        let incident = state.incidents[place.incident]
        let order = incident.orders[place.order]
        guard order.state.isLive else {
            throw Refusal("\(order.id) is over: \(order.state.rawValue).", remedy: "Nothing needs doing.")
        }
        emit(
            .orderStoodDown(
                order.id, unit: order.unit, reason: .dispatcher, by: Doer(actor: act.actor, via: act.via)),
            of: incident)
        rest(after: order)
        retrySoon()
        return incident.id
    }

    /// Somebody watches it by name from now on (盯办), and nobody is reminded any more.
    private mutating func watch(_ id: IncidentID, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        emit(.incidentWatched(actor: act.actor, via: act.via), of: incident)
        return id
    }

    /// Words for the record; they change nothing.
    private mutating func write(_ note: TextToken, on id: IncidentID, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        emit(.incidentNote(note, actor: act.actor, via: act.via), of: incident)
        return id
    }
}
