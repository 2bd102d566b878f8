// A tier is raised by need: where those under way are seen to be too late, nobody waits for the clock.

extension Engine {
    /// Those under way are looked at again so often, while a plan asks for it: all that is open at one instant.
    static let projectionInterval: Duration = .seconds(10)

    /// When a unit under way is expected, in milliseconds from now, by its last fix. Without one, by what its order said.
    ///
    /// The time that it takes to move off counts from its order, and not at all once it says that it is en route. Where
    /// it says that it is delayed it is not there sooner than that.
    func remainingMilliseconds(_ order: OrderRecord, to point: CallPoint) -> Int {
        let passed = Int((scratch.now - order.issuedAt).milliseconds)
        guard let row = units.row(of: order.unit), let fix = positions.fix(row, unit: order.unit), let kind = fix.kind
        else { return max(0, order.etaMilliseconds - passed, order.expectedMilliseconds(at: scratch.now)) }
        let metres = FlatEarth(centre: point.place, scale: point.scale).metres(
            latitudeE7: fix.place.latitudeE7, longitudeE7: fix.place.longitudeE7)
        let profile = state.site.kinds[kind]
        let reaction = order.hasMovedOff ? 0 : max(0, Int(profile.reaction.milliseconds) - passed)
        return max(
            profile.etaMilliseconds(metres: metres, reactionMilliseconds: reaction),
            order.expectedMilliseconds(at: scratch.now))
    }

    /// When the first of those under way is expected, in milliseconds from now; nil where nobody is who travels: an
    /// operator on cameras sees the place and is not there.
    private func firstArrivalMilliseconds(_ incident: Incident) -> Int? {
        incident.orders.filter { $0.isUnderWay && travels($0.unit) }
            .map { remainingMilliseconds($0, to: incident.callPoint) }.min()
    }

    private func travels(_ unit: UnitID) -> Bool {
        guard let row = units.row(of: unit), let kind = positions.fix(row, unit: unit)?.kind else { return true }
        return state.site.kinds[kind].speedMillimetresPerSecond > 0
    }

    /// Raises the next tier where nobody under way can be there in time. A hold keeps that waiting too.
    mutating func projectLateness(of id: IncidentID) {
        guard let index = state.index(of: id), state.incidents[index].awaitsProjection else { return }
        expectProjection()
        let incident = state.incidents[index]
        guard let due = incident.onSceneBy, due > scratch.now, incident.holdUntil == nil,
            let first = firstArrivalMilliseconds(incident), scratch.now + .milliseconds(first) > due
        else { return }
        raiseTier(incident.tier + 1, of: id, because: .projectedLate, projectedMilliseconds: first)
    }

    private mutating func expectProjection() {
        let at = scratch.now + Engine.projectionInterval
        scratch.projectAt = scratch.projectAt.map { min($0, at) } ?? at
    }

    /// Looks at all that is open and asks for it, oldest first.
    mutating func passTimeOfProjections() {
        guard let at = scratch.projectAt, at <= scratch.now else { return }
        scratch.projectAt = nil
        for id in state.incidents.filter(\.awaitsProjection).map(\.id) { projectLateness(of: id) }
    }
}

extension Incident {
    /// Whether those under way are looked at: its plan asks for it, somebody is awaited, and a higher tier is left.
    var awaitsProjection: Bool { plan.raisesOnProjectedLateness && onSceneBy != nil && tier < plan.tiers.count }
}
