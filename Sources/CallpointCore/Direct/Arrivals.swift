// A unit that stands at the call point is there, whether or not somebody says so.

extension Engine {
    /// A unit within this distance of a call point of its incident counts as being there.
    static let arrivalMetres = 30
    /// Two fixes so far apart have to show it there: a car that passes by has not arrived.
    static let arrivalTime: Duration = .seconds(5)
    /// A fix that may be wrong by more than this says nothing of arrival.
    static let arrivalAccuracyMetres = 50
    /// What stands in the place of a person's means where a position said it.
    public static let byPosition = "position"

    /// Takes in that a unit is at its call point, or is not any more. One look at a byte where it has no order.
    ///
    /// Only of a unit that has accepted: one that merely happens to stand there may never have heard of its order.
    mutating func noteArrival(row: Int, fix: Fix) {
        guard units.duties[row].contains(.isOrdered) || state.exercise != nil,
            let id = units.orders[row] ?? units.exerciseOrders[row], let incident = incidentUnderWay(id)
        else { return }
        guard isThere(fix, incident), Int(fix.accuracyMetres) <= Engine.arrivalAccuracyMetres else {
            scratch.arrivals.removeAll { $0.order == id }
            return
        }
        guard let known = scratch.arrivals.firstIndex(where: { $0.order == id }) else {
            scratch.arrivals = scratch.arrivals.filter { incidentUnderWay($0.order) != nil }
            scratch.arrivals.append(Scratch.Arrival(order: id, since: fix.receivedAt))
            return
        }
        if fix.receivedAt - scratch.arrivals[known].since >= Engine.arrivalTime {
            scratch.arrivals[known].sureAt = fix.receivedAt
        }
    }

    /// Whether a fix is at one of an incident's call points.
    private func isThere(_ fix: Fix, _ incident: Incident) -> Bool {
        func isAt(_ point: CallPoint) -> Bool {
            let earth = FlatEarth(centre: point.place, scale: point.scale)
            let metres = earth.metres(latitudeE7: fix.place.latitudeE7, longitudeE7: fix.place.longitudeE7)
            return metres <= Engine.arrivalMetres
        }
        return isAt(incident.callPoint)
            || incident.related.contains { known.callPoint($0.callPoint).map(isAt) ?? false }
    }

    /// The incident of an order that is accepted and not there yet; nil for any other.
    private func incidentUnderWay(_ id: OrderID) -> Incident? {
        guard let place = state.order(.order(id)) else { return nil }
        let incident = state.incidents[place.incident]
        switch incident.orders[place.order].state {
        case .acknowledged, .enRoute, .staging: return incident
        default: return nil
        }
    }

    /// When an arrival is to be said: at once.
    var arrivalDeadline: Instant? { scratch.arrivals.compactMap(\.sureAt).min() }

    mutating func passTimeOfArrivals() {
        guard scratch.arrivals.contains(where: { $0.sureAt != nil }) else { return }
        let sure = scratch.arrivals.filter { $0.sureAt != nil }
        scratch.arrivals.removeAll { $0.sureAt != nil }
        for arrival in sure where incidentUnderWay(arrival.order) != nil {
            guard let place = state.order(.order(arrival.order)) else { continue }
            let incident = state.incidents[place.incident]
            emit(
                .unitOnScene(
                    arrival.order, unit: incident.orders[place.order].unit, actor: nil, via: Engine.byPosition),
                of: incident)
        }
    }
}
