// An officer on an incident calls for help: nothing is waited for.

extension Engine {
    /// Raises the next tier at once, hold or no hold; in the highest tier its contacts are told once more.
    mutating func assist(_ reference: OrderReference, _ act: Act) throws(Refusal) -> IncidentID {
        guard let place = state.order(reference) else { throw noOrder(reference) }
        let incident = state.incidents[place.incident]
        let order = incident.orders[place.order]
        emit(.unitAssist(order.id, unit: order.unit, actor: act.actor, via: act.via), of: incident)
        endHold(of: incident.id, .by(actor: act.actor, via: act.via))
        guard incident.tier < incident.plan.tiers.count else {
            notify(tier: incident.tier, of: incident.id, because: .raised(.assist))
            return incident.id
        }
        raiseTier(incident.tier + 1, of: incident.id, because: .assist, by: Doer(actor: act.actor, via: act.via))
        return incident.id
    }
}
