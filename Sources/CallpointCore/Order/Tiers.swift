// ORDER: which tier, which units, by when?

extension Engine {
    /// Begins to answer an incident: the first tier, and at once those above it with which the plan begins for its kind.
    ///
    /// A kind for which nobody is sent tells the contacts of the first tier, and a dispatcher decides.
    mutating func begin(_ id: IncidentID) {
        guard let index = state.index(of: id) else { return }
        guard state.incidents[index].nature.isDispatched else {
            return notify(tier: 1, of: id, because: .raised(.alarm), onlyUntold: true)
        }
        let first = state.incidents[index].firstTier
        raiseTier(1, of: id, because: .alarm)
        while let now = state.index(of: id), state.incidents[now].tier < first {
            raiseTier(state.incidents[now].tier + 1, of: id, because: .alarmKind)
        }
    }

    /// Raises a tier of an incident: its notices go out and its requirements are met, as far as they can be.
    ///
    /// Too few units raise the next tier at once: a shortfall is never waited out.
    mutating func raiseTier(
        _ tier: Int, of id: IncidentID, because reason: TierRaised.Reason, by doer: Doer? = nil,
        projectedMilliseconds: Int? = nil
    ) {
        guard let index = state.index(of: id) else { return }
        let incident = state.incidents[index]
        guard tier <= incident.plan.tiers.count, tier > incident.tier else { return }
        let step = incident.plan.tiers[tier - 1]
        emit(
            .tierRaised(
                TierRaised(
                    tier: tier, name: step.name, reason: reason,
                    onSceneWithinMilliseconds: step.onSceneWithin.map { Int($0.milliseconds) }, watch: step.watch,
                    by: doer, projectedMilliseconds: projectedMilliseconds)),
            incident: id, callPoint: incident.callPoint.id)
        var isShort = false
        for requirement in step.send.indices {
            let reference = Incident.RequirementReference(tier: tier, requirement: requirement + 1)
            if !fill(reference, of: id, raisesNext: false) { isShort = true }
        }
        notify(tier: tier, of: id, because: .raised(reason))
        if isShort { return raiseTier(tier + 1, of: id, because: .shortfall) }
        projectLateness(of: id)
    }

    /// Orders the units that a requirement still lacks. Whether it is met (or claims for all are out).
    @discardableResult
    mutating func fill(
        _ reference: Incident.RequirementReference, of id: IncidentID, replacing: OrderID? = nil, round: Int = 0,
        raisesNext: Bool = true
    ) -> Bool {
        guard let index = state.index(of: id), !reference.isByName else { return true }
        let incident = state.incidents[index]
        let wanted = self.wanted(reference, of: incident)
        guard wanted > 0 else { return true }
        guard incident.orders.count < Incident.orderLimit else {
            return giveUp(reference, of: incident, wanted: wanted)
        }
        let selection = select(reference, of: incident)
        emitRanked(selection, reference, incident: id, callPoint: incident.callPoint.id)
        let isTaken = takeUnit(reference, of: id, selection, replacing: replacing, round: round)
        var rest = selection
        if isTaken { rest.wanted -= 1 }
        order(rest, reference, of: id, replacing: isTaken ? nil : replacing, round: round)
        guard rest.chosen.count < rest.wanted else { return true }
        emit(
            .shortfall(
                Shortfall(
                    tier: reference.tier, requirement: reference.requirement, wanted: selection.wanted,
                    found: selection.wanted - (rest.wanted - rest.chosen.count), excluded: rest.ranking.excluded,
                    isSpared: rest.isSpared)),
            incident: id, callPoint: incident.callPoint.id)
        retryLater()
        if selection.isSpared { return true }
        if raisesNext, reference.tier == incident.tier { raiseTier(incident.tier + 1, of: id, because: .shortfall) }
        return false
    }

    /// Says once that nobody is asked any more: so many orders went unanswered that one more changes nothing.
    private mutating func giveUp(
        _ reference: Incident.RequirementReference, of incident: Incident, wanted: Int
    ) -> Bool {
        if !incident.shortfalls.contains(reference) {
            emit(
                .shortfall(
                    Shortfall(
                        tier: reference.tier, requirement: reference.requirement, wanted: wanted, found: 0,
                        excluded: ExclusionCounts())),
                incident: incident.id, callPoint: incident.callPoint.id)
        }
        if reference.tier == incident.tier { raiseTier(incident.tier + 1, of: incident.id, because: .shortfall) }
        return false
    }

    /// Claims the chosen units for a requirement; the first of them takes the place of an order that failed.
    mutating func order(
        _ selection: Selection, _ reference: Incident.RequirementReference, of id: IncidentID,
        replacing: OrderID? = nil, round: Int = 0
    ) {
        guard let index = state.index(of: id) else { return }
        let incident = state.incidents[index]
        for (place, candidate) in selection.chosen.enumerated() {
            claim(
                candidate, reference, incident, selection, replaces: place == 0 ? replacing : nil, round: round)
        }
    }

    private mutating func claim(
        _ candidate: RankedUnit, _ reference: Incident.RequirementReference, _ incident: Incident,
        _ selection: Selection, replaces: OrderID?, round: Int
    ) {
        let attempt = incident.attempts(tier: reference.tier, unit: candidate.unit) + 1
        reserve(
            Claim(
                incident: incident.id, reference: reference, alternative: selection.choice?.chosen,
                order: OrderID(incident: incident.id, tier: reference.tier, unit: candidate.unit, attempt: attempt),
                unit: Claim.ClaimedUnit(
                    unit: candidate.unit, place: candidate.place, distanceMetres: candidate.distanceMetres,
                    etaMilliseconds: candidate.etaMilliseconds),
                round: round, replaces: replaces, isDegraded: selection.isDegraded, deadline: scratch.now))
    }

    /// Gives the order for a claim that was granted.
    mutating func order(_ claim: Claim, isConfirmed: Bool) {
        guard let index = state.index(of: claim.incident) else { return }
        let incident = state.incidents[index]
        let step = incident.plan.tiers[claim.reference.tier - 1]
        // A live press goes before an exercise: its unit plays no longer.
        let played = incident.isExercise ? nil : takeOut(claim.unit.unit, because: .live)
        let issued = issue(
            claim.order, claim.reference, unit: claim.unit, point: incident.callPoint, step: step, round: claim.round,
            isDegraded: claim.isDegraded, isUnconfirmed: !isConfirmed, by: claim.orderedBy,
            alternative: claim.alternative, of: incident)
        expectAccount(
            of: claim.order, incident: incident.id, callPoint: incident.callPoint.id,
            mode: incident.isExercise ? .exercise : .live, plan: incident.plan)
        emit(.orderIssued(issued), incident: incident.id, callPoint: incident.callPoint.id)
        if claim.orderedBy == nil { expectSwap(in: incident.plan) }
        if let replaced = claim.replaces {
            emit(
                .orderReassigned(from: replaced, to: claim.order), incident: incident.id,
                callPoint: incident.callPoint.id)
        }
        playOn(played)
    }

    /// The order's text, with what is known of the press that it answers.
    func issue(
        _ order: OrderID, _ reference: Incident.RequirementReference, unit: Claim.ClaimedUnit, point: CallPoint,
        step: Tier, round: Int, isDegraded: Bool, isUnconfirmed: Bool, by doer: Doer? = nil,
        alternative: Int? = nil, of incident: Incident? = nil
    ) -> OrderIssued {
        let press = scratch.press
        var briefing = point.briefing
        briefing.road = point.road
        if let channel = step.channel { briefing.channel = channel }
        return OrderIssued(
            order: order, tier: reference.tier, requirement: reference.requirement, unit: unit.unit,
            etaMilliseconds: unit.etaMilliseconds, distanceMetres: unit.distanceMetres,
            bearingDegrees: FlatEarth(centre: point.place, scale: point.scale).bearingDegrees(from: unit.place),
            instructions: step.instructions, ackWithinMilliseconds: Int(step.ackWithin.milliseconds),
            nudgeAfterMilliseconds: step.nudgeAfter.map { Int($0.milliseconds) }, round: round,
            senseMicroseconds: press?.senseMicroseconds ?? 0, debounceMicroseconds: press?.debounceMicroseconds ?? 0,
            decideMicroseconds: 0, isDegraded: isDegraded, isUnconfirmed: isUnconfirmed, by: doer,
            alternative: alternative, briefing: briefing, related: incident?.related.map(\.callPoint) ?? [],
            recent: incident?.recent(at: scratch.now))
    }

    /// Remembers what the ledger of an order will need: a first order counts from the edge of the press,
    /// a later one from the decision.
    mutating func expectAccount(
        of order: OrderID, incident: IncidentID, callPoint: CallPointID, mode: Event.Mode, plan: Plan
    ) {
        scratch.unaccounted[order] = Scratch.Unaccounted(
            incident: incident, callPoint: callPoint, mode: mode, budgetMilliseconds: Int(plan.budget.milliseconds),
            countsFrom: scratch.press?.edgeAt ?? scratch.now)
    }
}
