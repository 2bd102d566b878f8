// An officer on an incident calls for help: nothing is waited for.

extension Engine {
    /// Raises the next tier at once, hold or no hold; in the highest tier its contacts are told once more.
    mutating func assist(
        _ reference: OrderReference, scale: DegreeScale?, _ act: Act
    ) throws(Refusal) -> IncidentID {
        guard let place = state.order(reference) else {
            return try assistWithoutOrder(reference, scale: scale, act)
        }
        let incident = state.incidents[place.incident]
        let order = incident.orders[place.order]
        // Help is never played: who calls for it in an exercise is in need.
        if incident.isExercise {
            let played = takeOut(order.unit, because: .live)
            let id = try assistWithoutOrder(.unit(order.unit), scale: scale, act)
            playOn(played)
            return id
        }
        emit(.unitAssist(order.id, unit: order.unit, actor: act.actor, via: act.via), of: incident)
        raiseForHelp(incident, act)
        return incident.id
    }

    private mutating func raiseForHelp(_ incident: Incident, _ act: Act) {
        endHold(of: incident.id, .by(actor: act.actor, via: act.via))
        guard incident.tier < incident.plan.tiers.count else {
            return notify(tier: incident.tier, of: incident.id, because: .raised(.assist))
        }
        raiseTier(incident.tier + 1, of: incident.id, because: .assist, by: Doer(actor: act.actor, via: act.via))
    }

    /// An officer without an order is an incident of its own, where the unit was last seen: its first two tiers at once. An
    /// old place is better than none, and the event says how old it is.
    private mutating func assistWithoutOrder(
        _ reference: OrderReference, scale: DegreeScale?, _ act: Act
    ) throws(Refusal) -> IncidentID {
        guard case .unit(let unit) = reference, let row = units.row(of: unit) else { throw noOrder(reference) }
        // Who calls again is not heard as another one.
        if let open = state.incidents.last(where: { $0.caller == unit }) {
            emit(.unitAssist(nil, unit: unit, actor: act.actor, via: act.via), of: open)
            raiseForHelp(open, act)
            return open.id
        }
        guard let scale, let fix = positions.fix(row, unit: unit) else {
            throw Refusal(
                "Nobody knows where \(unit) is: it has sent no position.",
                remedy: "Say where help is needed: 'callpoint report CALL_POINT --by officer'.")
        }
        // A fix without an accuracy is taken as good as a usual one.
        let accuracy = fix.accuracyMetres == 0 ? Engine.usualAccuracyMetres : Int(fix.accuracyMetres)
        let report = Report(
            at: .point(fix.place, scale, accuracyMetres: min(accuracy, Engine.reportAccuracies.upperBound)),
            source: .officer)
        let age = positions.rows[row].isPosted ? nil : max(.zero, scratch.now - fix.receivedAt)
        let id = try take(report, unit: unit, fixAge: age, act)
        // Until they say otherwise, who needs help is not sent to others.
        if units.statuses[row].isOrderable { emit(.unitStatus(unit, .busy, actor: act.actor, via: act.via)) }
        raiseTier(2, of: id, because: .assist, by: Doer(actor: act.actor, via: act.via))
        return id
    }

    /// How far off a fix may be that does not say so, in metres: what a receiver in a street reaches.
    private static let usualAccuracyMetres = 20
}
