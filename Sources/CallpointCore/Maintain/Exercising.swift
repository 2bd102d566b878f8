// An exercise: who is in it, what is played, and that a live press goes before it.

extension Engine {
    /// Does what a person asks of exercises, or throws why not. The incident that it began, where it began one.
    mutating func exercise(_ act: Act) throws(Refusal) -> IncidentID? {
        switch act.verb {
        case .startExercise(let units, let duration): try startExercise(units, for: duration, act)
        case .joinExercise(let unit): try join(unit, act)
        case .leaveExercise(let unit): try leave(unit, act)
        case .pressInExercise(let callPoint):
            _ = try openExercise()
            return try take(Report(at: .callPoint(callPoint), source: .exercise), mode: .exercise, act)
        case .stopExercise:
            _ = try openExercise()
            endExercise(.by(actor: act.actor, via: act.via))
        default: break
        }
        return nil
    }

    private mutating func startExercise(
        _ units: [UnitID], for duration: Duration, _ act: Act
    ) throws(Refusal) {
        if let open = state.exercise {
            throw Refusal(
                "An exercise is under way already.",
                remedy: "End it with 'callpoint exercise stop'; by itself it ends in "
                    + "\((open.until - scratch.now).milliseconds / 60_000 + 1) min.")
        }
        guard Exercise.durations.contains(duration) else {
            throw Refusal(
                "An exercise lasts from 1 min to 12 h, and not \(duration.milliseconds / 1_000) s.",
                remedy: "Say how long within that; another can follow.")
        }
        var named: [UnitID] = []
        for unit in units where !named.contains(unit) {
            try requireListed(unit)
            named.append(unit)
        }
        guard named.count <= Exercise.unitLimit else { throw tooMany(named.count) }
        emit(
            .exerciseStarted(
                ExerciseStarted(
                    units: named, forMilliseconds: Int(duration.milliseconds), actor: act.actor, via: act.via)),
            mode: .exercise)
    }

    private mutating func join(_ unit: UnitID, _ act: Act) throws(Refusal) {
        let open = try openExercise()
        try requireListed(unit)
        guard !open.units.contains(unit) else {
            throw Refusal("\(unit) is in the exercise.", remedy: "Nothing needs doing.")
        }
        guard open.units.count < Exercise.unitLimit else { throw tooMany(open.units.count + 1) }
        emit(.exerciseJoined(unit: unit, actor: act.actor, via: act.via), mode: .exercise)
        retrySoon()
    }

    private mutating func leave(_ unit: UnitID, _ act: Act) throws(Refusal) {
        guard try openExercise().units.contains(unit) else {
            throw Refusal("\(unit) is not in the exercise.", remedy: "'callpoint status' says who is.")
        }
        emit(.exerciseLeft(unit: unit, actor: act.actor, via: act.via), mode: .exercise)
        playOn(takeOut(unit, because: .leftExercise))
    }

    private func openExercise() throws(Refusal) -> Exercise {
        guard let open = state.exercise else {
            throw Refusal("No exercise is under way.", remedy: "Begin one: 'callpoint exercise start UNIT…'.")
        }
        return open
    }

    private func requireListed(_ unit: UnitID) throws(Refusal) {
        guard let row = units.row(of: unit), units.isListed[row] else {
            throw Refusal("There is no unit \(unit).", remedy: "List them with 'callpoint units'.")
        }
    }

    private func tooMany(_ count: Int) -> Refusal {
        Refusal(
            "\(count) units are named, and an exercise has \(Exercise.unitLimit) at most.",
            remedy: "Leave some out, or have some leave: 'callpoint exercise leave UNIT'.")
    }

    /// Stands a unit's played order down, and returns it; nil where it has none.
    mutating func takeOut(_ unit: UnitID, because reason: StandDownReason) -> OrderRecord? {
        guard let row = units.row(of: unit), let id = units.exerciseOrders[row],
            let place = state.order(.order(id))
        else { return nil }
        let incident = state.incidents[place.incident]
        let order = incident.orders[place.order]
        emit(.orderStoodDown(id, unit: unit, reason: reason, by: nil), of: incident)
        return order
    }

    /// Has somebody else play an order whose unit was taken out. Once that unit is bound elsewhere: it is not asked again.
    mutating func playOn(_ order: OrderRecord?) {
        if let order { replace(order, of: order.id.incident) }
    }

    /// Ends an exercise: what was played is over with it.
    private mutating func endExercise(_ ending: Ending) {
        guard let open = state.exercise else { return }
        for incident in state.incidents.filter(\.isExercise) {
            end(incident, as: .test, actor: open.actor, via: "exercise", note: nil)
        }
        emit(.exerciseEnded(ending), mode: .exercise)
    }

    mutating func passTimeOfExercise() {
        guard let due = state.exercise?.until, due <= scratch.now else { return }
        endExercise(.expired)
    }

    /// Whether an incident is played and not lived.
    func isExercise(_ incident: IncidentID?) -> Bool {
        guard state.exercise != nil, let incident, let index = state.index(of: incident) else { return false }
        return state.incidents[index].isExercise
    }
}
