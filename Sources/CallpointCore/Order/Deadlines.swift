// What is due because time went on: answers, somebody on scene, another try.

extension Engine {
    /// While a requirement is unmet it is tried again so often; sooner when a unit frees up.
    static let retryInterval: Duration = .seconds(5)

    /// Everything that is due at this instant, oldest incident first.
    mutating func passTime() {
        passTimeOfFeed()
        passTimeOfRests()
        passTimeOfBypasses()
        passTimeOfWalkTest()
        passTimeOfExercise()
        passTimeOfClaims()
        passTimeOfArrivals()
        passTimeOfChatter()
        passTimeOfProjections()
        passTimeOfCoverage()
        // Time opens and closes no incident, so their places stay what they are.
        guard let due = state.incidents.earliestDue, due <= scratch.now else { return passTimeOfShortfalls() }
        for index in state.incidents.indices where state.incidents.isDue(index, at: scratch.now) {
            let id = state.incidents[index].id
            passTime(ofHoldOf: id)
            passTime(ofOrdersIn: id)
            passTime(onSceneOf: id)
            passTime(ofNoticesOf: id)
        }
        passTimeOfShortfalls()
    }

    private mutating func passTimeOfShortfalls() {
        if let retry = scratch.retryAt, retry <= scratch.now { retryShortfalls() }
        passTimeOfSwaps()
    }

    private mutating func passTime(ofOrdersIn id: IncidentID) {
        guard let index = state.index(of: id) else { return }
        for order in state.incidents[index].orders where order.state == .issued && order.ackBy <= scratch.now {
            timeOut(order, of: id)
        }
        guard let index = state.index(of: id) else { return }
        for order in state.incidents[index].orders where order.state == .issued {
            guard let due = order.nudgeBy, due <= scratch.now else { continue }
            emit(
                .orderNudged(
                    order.id, unit: order.unit, afterMilliseconds: Int((scratch.now - order.issuedAt).milliseconds)),
                of: state.incidents[index])
        }
    }

    /// An unanswered order goes to the next unit. The second one in a row for the same need, with
    /// nobody who has answered, raises the next tier: nobody there hears us.
    private mutating func timeOut(_ order: OrderRecord, of id: IncidentID) {
        guard let index = state.index(of: id) else { return }
        let point = state.incidents[index].callPoint.id
        emit(
            .orderTimedOut(
                order.id, unit: order.unit, afterMilliseconds: Int((scratch.now - order.issuedAt).milliseconds)),
            incident: id, callPoint: point)
        replace(order, of: id)
        guard order.round > 0, let index = state.index(of: id) else { return }
        let incident = state.incidents[index]
        guard order.tier == incident.tier, !incident.orders.contains(where: { $0.state.isAnswered }) else { return }
        raiseTier(incident.tier + 1, of: id, because: .unacknowledged)
    }

    /// Sends somebody else in place of a unit that does not come.
    mutating func replace(_ order: OrderRecord, of id: IncidentID) {
        fill(order.meets, of: id, replacing: order.id, round: order.round + 1)
    }

    /// Nobody on scene in time: the next tier, or the last one's notices once more.
    private mutating func passTime(onSceneOf id: IncidentID) {
        guard let index = state.index(of: id) else { return }
        let incident = state.incidents[index]
        guard let due = incident.onSceneBy, due <= scratch.now, incident.holdUntil == nil else { return }
        if incident.tier < incident.plan.tiers.count {
            raiseTier(incident.tier + 1, of: id, because: .notOnScene)
            return
        }
        guard incident.plan.tiers[incident.tier - 1].notify.isEmpty else {
            notify(tier: incident.tier, of: id, because: .raised(.notOnScene))
            return
        }
        // Nobody to tell: the deadline is said once, as the tier that it leaves unmet.
        emit(
            .tierRaised(
                TierRaised(
                    tier: incident.tier, name: incident.plan.tiers[incident.tier - 1].name, reason: .notOnScene,
                    onSceneWithinMilliseconds: nil, watch: incident.isWatched)),
            incident: id, callPoint: incident.callPoint.id)
    }

    mutating func retryLater() {
        let at = scratch.now + Engine.retryInterval
        scratch.retryAt = scratch.retryAt.map { min($0, at) } ?? at
    }

    /// A unit has become free: what is unmet is tried again at once, most urgent and then oldest first.
    mutating func retrySoon() {
        if state.incidents.contains(where: { !$0.shortfalls.isEmpty }) { scratch.retryAt = scratch.now }
        if scratch.swapAt != nil { scratch.swapAt = scratch.now }
    }

    private mutating func retryShortfalls() {
        scratch.retryAt = nil
        feedStarving()
        if state.incidents.contains(where: { !$0.shortfalls.isEmpty }) { retryLater() }
    }

    /// Another try is written down only where it finds somebody: a shortfall is said once, not every five seconds.
    mutating func retry(_ reference: Incident.RequirementReference, of id: IncidentID) {
        guard let selection = available(reference, of: id) else { return }
        give(selection, reference, of: id)
    }

    /// Who could be sent now for what a requirement lacks; nil where it lacks nobody, or nobody could.
    func available(_ reference: Incident.RequirementReference, of id: IncidentID) -> Selection? {
        guard let index = state.index(of: id) else { return nil }
        let incident = state.incidents[index]
        guard wanted(reference, of: incident) > 0, incident.orders.count < Incident.orderLimit,
            incident.isExercise
                || incident.requirement(reference).choices.contains(where: {
                    isAnybodyFree(for: $0, at: incident.callPoint)
                })
        else { return nil }
        let selection = select(reference, of: incident)
        return selection.chosen.isEmpty ? nil : selection
    }

    /// Writes down who was weighed, and orders as many of those chosen.
    mutating func give(
        _ selection: Selection, _ reference: Incident.RequirementReference, of id: IncidentID, atMost limit: Int = .max
    ) {
        guard let index = state.index(of: id) else { return }
        var selection = selection
        emitRanked(selection, reference, incident: id, callPoint: state.incidents[index].callPoint.id)
        selection.wanted = min(selection.wanted, limit)
        order(selection, reference, of: id)
    }
}
