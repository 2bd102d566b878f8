// What people do: acknowledge, answer, try, and end an incident. Nothing else ends one.

extension Engine {
    /// Does what a person asks, or throws why not. The incident that it touched, where it touched one.
    mutating func perform(_ act: Act) throws(Refusal) -> IncidentID? {
        switch act.verb {
        case .acknowledge(let id): return try acknowledge(id, act)
        case .answer(let reference, let answer): return try self.answer(reference, answer, act: act)
        case .status(let unit, let status):
            try setStatus(status, of: unit, act)
            return nil
        case .close(let id, let disposition, let note): return try close(id, disposition, note: note, act)
        case .test(let callPoint): return try test(callPoint, act)
        case .hold, .release, .raise, .order, .standDown, .watch, .note, .answerNotice, .assist, .report, .confirm:
            return try direct(act)
        case .startExercise, .joinExercise, .leaveExercise, .pressInExercise, .stopExercise: return try exercise(act)
        case .reopen, .reclassify, .link, .unlink, .split, .handOff: return try change(act)
        case .moveUp(let beat, let accepts):
            try moveUp(beat, accepts: accepts, act)
            return nil
        default:
            try maintain(act)
            return nil
        }
    }

    private mutating func maintain(_ act: Act) throws(Refusal) {
        switch act.verb {
        case .bypass(let callPoint, let kind, let duration, let reason):
            try bypass(callPoint, kind, for: duration, reason: reason, act)
        case .endBypass(let callPoint, let kind): try endBypass(callPoint, kind, act)
        case .startWalkTest(let callPoints, let duration): try startWalkTest(callPoints, for: duration, act)
        case .ask(let callPoint, let duration): try ask(callPoint, for: duration, act)
        case .withdrawAsk: try withdrawAsk(act)
        case .stopWalkTest: try stopWalkTest(act)
        default: break
        }
    }

    private mutating func acknowledge(_ id: IncidentID, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        emit(
            .incidentAcknowledged(actor: act.actor, via: act.via), incident: id, callPoint: incident.callPoint.id)
        return id
    }

    private mutating func setStatus(_ status: UnitStatus, of unit: UnitID, _ act: Act) throws(Refusal) {
        guard units.row(of: unit) != nil else {
            throw Refusal("There is no unit \(unit).", remedy: "List them with 'callpoint units'.")
        }
        guard (state.statuses[unit] ?? .available) != status else { return }
        emit(.unitStatus(unit, status, actor: act.actor, via: act.via))
        if status == .outOfService { giveUpOrders(of: unit, by: Doer(actor: act.actor, via: act.via)) }
        if status.isOrderable { retrySoon() }
    }

    /// Ends an incident: its units are stood down and free.
    private mutating func close(
        _ id: IncidentID, _ disposition: Disposition, note: TextToken?, _ act: Act
    ) throws(Refusal) -> IncidentID {
        end(try openIncident(id), as: disposition, actor: act.actor, via: act.via, note: note)
        retrySoon()
        return id
    }

    mutating func end(
        _ incident: Incident, as disposition: Disposition, actor: TextToken, via: String, note: TextToken?
    ) {
        let id = incident.id
        writeHeldPresses(of: id)
        for order in incident.orders where order.state.isLive {
            emit(
                .orderStoodDown(order.id, unit: order.unit, reason: .closed, by: nil), incident: id,
                callPoint: incident.callPoint.id)
            rest(after: order)
        }
        scratch.claims.removeAll { $0.incident == id }
        emit(
            .alarmClosed(
                disposition, actor: actor, via: via, note: note, related: incident.related.map(\.callPoint)),
            incident: id,
            callPoint: incident.callPoint.id)
    }

    /// Tries one call point the whole way: located, ranked, written down and shown; nobody is ordered, nothing is held.
    private mutating func test(_ callPoint: CallPointID, _ act: Act) throws(Refusal) -> IncidentID {
        guard let (point, plan, _) = known.response(at: callPoint, scratch.wall) else { throw unknown(callPoint) }
        let id = nextIncidentID()
        tryOut(point, plan, id: id, actor: act.actor, via: act.via)
        return id
    }

    /// What a press would lead to, under an id of its own: said, and not done.
    mutating func tryOut(_ point: CallPoint, _ plan: Plan, id: IncidentID, actor: TextToken, via: String) {
        emit(.testStarted(actor: actor, via: via, plan: plan.name), incident: id, callPoint: point.id, mode: .test)
        locate(point, incident: id, mode: .test)
        var taken: [UnitID] = []
        for (number, requirement) in plan.tiers[0].send.enumerated() where requirement.count > 0 {
            let reference = Incident.RequirementReference(tier: 1, requirement: number + 1)
            taken += test(requirement, reference, point, plan, id, taken: taken)
        }
    }

    /// Says whom a requirement would have sent, and returns them: no unit counts twice.
    private mutating func test(
        _ requirement: Requirement, _ reference: Incident.RequirementReference, _ point: CallPoint, _ plan: Plan,
        _ id: IncidentID, taken: [UnitID]
    ) -> [UnitID] {
        let selection = select(requirement, at: point, plan: plan, without: taken) { requirement.choices[$0 - 1].count }
        let chosen = selection.chosen
        emitRanked(selection, reference, incident: id, callPoint: point.id, mode: .test)
        for candidate in chosen {
            let order = OrderID(incident: id, tier: 1, unit: candidate.unit, attempt: 1)
            expectAccount(of: order, incident: id, callPoint: point.id, mode: .test, plan: plan)
            let unit = Claim.ClaimedUnit(
                unit: candidate.unit, place: candidate.place, distanceMetres: candidate.distanceMetres,
                etaMilliseconds: candidate.etaMilliseconds)
            let ordered = issue(
                order, reference, unit: unit, point: point, step: plan.tiers[0], round: 0,
                isDegraded: selection.isDegraded, isUnconfirmed: false, alternative: selection.choice?.chosen)
            emit(.testOrdered(ordered), incident: id, callPoint: point.id, mode: .test)
        }
        guard chosen.count < selection.wanted else { return chosen.map(\.unit) }
        emit(
            .shortfall(
                Shortfall(
                    tier: 1, requirement: reference.requirement, wanted: selection.wanted,
                    found: chosen.count, excluded: selection.ranking.excluded)),
            incident: id, callPoint: point.id, mode: .test)
        return chosen.map(\.unit)
    }
}
