// A unit that is there much sooner goes in the place of one that is not en route yet.

extension Engine {
    /// While a unit that may be swapped is not en route, the others are looked at so often; sooner when one frees up.
    static let swapInterval: Duration = .seconds(5)
    /// Orders looked at in one go, the most urgent first; the others the next time.
    static let swapLooks = 32

    /// An order of a plan that swaps was given: it is looked at again.
    mutating func expectSwap(in plan: Plan) {
        guard plan.swapGain != nil else { return }
        let at = scratch.now + Engine.swapInterval
        scratch.swapAt = scratch.swapAt.map { min($0, at) } ?? at
    }

    mutating func passTimeOfSwaps() {
        guard let at = scratch.swapAt, at <= scratch.now else { return }
        scratch.swapAt = nil
        var looks = 0
        let ids = state.incidents.filter {
            !$0.isExercise && $0.plan.swapGain != nil && $0.orders.contains { $0.isSwappable }
        }
        .sorted { ($0.priority.rawValue, $0.openedAt, $0.id) < ($1.priority.rawValue, $1.openedAt, $1.id) }
        .map(\.id)
        for id in ids where isAnybodyFree {
            guard let index = state.index(of: id) else { continue }
            for order in state.incidents[index].orders where order.isSwappable {
                looks += 1
                if looks <= Engine.swapLooks { swap(order, of: id) }
            }
        }
        for id in ids {
            guard let index = state.index(of: id), state.incidents[index].orders.contains(where: \.isSwappable) else {
                continue
            }
            expectSwap(in: state.incidents[index].plan)
        }
    }

    /// Puts a unit that is free in the place of one that is not en route, where the plan's gain is passed. Each incident
    /// swaps a few times at most, and never to a unit that it had before: nobody is sent to and fro.
    private mutating func swap(_ order: OrderRecord, of id: IncidentID) {
        guard let index = state.index(of: id), let gain = state.incidents[index].plan.swapGain else { return }
        let incident = state.incidents[index]
        guard incident.orders.count(where: { $0.state == .swapped }) < Incident.swapLimit,
            incident.orders.count < Incident.orderLimit, !scratch.arrivals.contains(where: { $0.order == order.id }),
            let first = etaNow(of: order, in: incident)
        else { return }
        let reference = order.meets
        // Alternatives are weighed against one another as a whole: one unit of theirs is not changed for another.
        let requirement = incident.requirement(reference)
        // Where somebody who answered late has made one too many, the place of one that goes is not filled again.
        let met = incident.orders.count { $0.meets == reference && $0.meetsRequirement }
        guard met <= requirement.count, requirement.alternatives.isEmpty,
            isAnybodyFree(for: requirement, at: incident.callPoint)
        else { return }
        let selection = select(
            requirement, at: incident.callPoint, plan: incident.plan, for: incident,
            latestUseful: latestUseful(requirement, tier: reference.tier, of: incident)
        ) { _ in 1 }
        guard let better = selection.ranking.candidates.first,
            !incident.orders.contains(where: { $0.unit == better.unit }),
            first - better.etaMilliseconds >= Int(gain.milliseconds)
        else { return }
        emitRanked(selection, reference, incident: id, callPoint: incident.callPoint.id)
        emit(
            .orderStoodDown(order.id, unit: order.unit, reason: .swapped(for: better.unit), by: nil), of: incident)
        self.order(selection.sending(better), reference, of: id, replacing: order.id, round: order.round)
        retrySoon()
    }

    /// How long a unit would take from where it is now, in milliseconds; nil where nobody knows.
    private func etaNow(of order: OrderRecord, in incident: Incident) -> Int? {
        guard let row = units.row(of: order.unit), let fix = positions.fix(row, unit: order.unit),
            positions.rows[row].isPosted || scratch.now - fix.receivedAt <= state.site.staleAfter
        else { return nil }
        let earth = FlatEarth(centre: incident.callPoint.place, scale: incident.callPoint.scale)
        let profile = state.site.kinds.profiles[Int(positions.rows[row].kind)]
        // One that has accepted is moving off since then.
        let passed = order.state == .acknowledged ? Int((scratch.now - order.stateAt).milliseconds) : 0
        let travel = profile.etaMilliseconds(
            metres: earth.metres(latitudeE7: fix.place.latitudeE7, longitudeE7: fix.place.longitudeE7),
            reactionMilliseconds: max(0, Int(profile.reaction.milliseconds) - passed))
        return max(travel, order.expectedMilliseconds(at: scratch.now))
    }
}

extension OrderRecord {
    /// Whether another unit may still go in its place: its own is not en route, and the ranking chose it.
    var isSwappable: Bool { (state == .issued || state == .acknowledged) && !meets.isByName }
}
