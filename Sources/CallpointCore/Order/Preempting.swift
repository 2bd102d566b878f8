// A more urgent incident may take a unit that is under way elsewhere, where its plan says so and nobody else is in time.

extension Engine {
    /// Orders the unit of a less urgent incident to one that nobody free could reach in time, where its plan allows that.
    /// Whether it did. One unit at most, and only while nobody at all is under way.
    ///
    /// The other's need is open again from here on, and is met at the end of the turn, or said to be short: it is never
    /// left with nobody in silence. Each taking leads to a less urgent incident, so a chain of them ends.
    mutating func takeUnit(
        _ reference: Incident.RequirementReference, of id: IncidentID, _ selection: Selection,
        replacing: OrderID? = nil, round: Int = 0
    ) -> Bool {
        guard let index = state.index(of: id), state.incidents[index].plan.preempts != nil else { return false }
        let incident = state.incidents[index]
        guard !incident.isExercise, !incident.hasUnitUnderWay, !incident.hasBeenOnScene,
            incident.orders.count < Incident.orderLimit,
            !scratch.claims.contains(where: { $0.incident == id })
        else { return false }
        let limit = incident.plan.tiers[reference.tier - 1].onSceneWithin.map { Int($0.milliseconds) }
        // The first of them may be there later than another one that is of another beat.
        let soonestFree = selection.ranking.candidates.map(\.etaMilliseconds).min()
        let way = incident.requirement(reference).choices[(selection.choice?.chosen ?? 1) - 1]
        if let soonestFree, soonestFree <= limit ?? .max { return false }
        let rows = rowsToTake(for: incident)
        guard !rows.isEmpty,
            let unit = soonest(way, at: incident.callPoint, for: incident, with: rows),
            rows.contains(unit.row), soonestFree == nil || unit.etaMilliseconds <= limit ?? .max,
            let order = units.orders[unit.row], let place = state.order(.order(order))
        else { return false }
        let other = state.incidents[place.incident]
        let record = other.orders[place.order]
        emit(.orderStoodDown(order, unit: unit.unit, reason: .preempted(by: id), by: nil), of: other)
        scratch.taken.append((record, other.id))
        self.order(selection.sending(unit), reference, of: id, replacing: replacing, round: round)
        return true
    }

    /// The same for the first need of an incident for which somebody can be taken; tried again with its shortfalls.
    mutating func takeUnit(for id: IncidentID) {
        guard let index = state.index(of: id), state.incidents[index].plan.preempts != nil else { return }
        let incident = state.incidents[index]
        guard !rowsToTake(for: incident).isEmpty else { return }
        for reference in incident.shortfalls {
            if takeUnit(reference, of: id, select(reference, of: incident)) { return }
        }
    }

    /// Units under way to incidents that are less urgent, and that the plan may take from. Not those whom a dispatcher
    /// named, and not those that are there, whether or not they have said so.
    private func rowsToTake(for incident: Incident) -> Set<Int> {
        guard let most = incident.plan.preempts else { return [] }
        var rows: Set<Int> = []
        for other in state.incidents
        where !other.isExercise && other.priority.rawValue > incident.priority.rawValue
            && other.priority.rawValue >= most.rawValue
        {
            for order in other.orders where order.state.isLive && order.state != .onScene && !order.meets.isByName {
                guard !scratch.arrivals.contains(where: { $0.order == order.id }), let row = units.row(of: order.unit)
                else { continue }
                rows.insert(row)
            }
        }
        return rows
    }

    /// Meets the needs that were opened anew in this turn.
    mutating func reopenTaken() {
        while !scratch.taken.isEmpty {
            let (order, incident) = scratch.taken.removeFirst()
            fill(order.meets, of: incident, replacing: order.id, round: order.round)
            retrySoon()
        }
    }
}
