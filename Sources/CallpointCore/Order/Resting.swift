// A unit that has been at an incident rests: the last choice for a while, and sent all the same where nobody else can come.

extension Engine {
    /// What stands in the place of a person's means where a rest began or ended by itself.
    public static let byRest = "rest"

    /// Begins the rest of a unit whose order is over. Only of one that has been there, and whom nobody else has kept
    /// from duty; a standby that a person set stays as it is.
    mutating func rest(after order: OrderRecord) {
        guard order.wasOnScene, !isExercise(order.id.incident), let row = units.row(of: order.unit),
            units.isListed[row],
            let rest = state.site.kinds[units.declarations[row].kind].restAfter
        else { return }
        let isResting = state.rests.contains { $0.unit == order.unit }
        guard units.statuses[row] == .available || units.statuses[row] == .standby && isResting else { return }
        emit(
            .unitStatus(
                order.unit, .standby, actor: nil, via: Engine.byRest, forMilliseconds: Int(rest.milliseconds)))
    }

    /// When the first rest is over.
    var restDeadline: Instant? { state.rests.map(\.until).min() }

    mutating func passTimeOfRests() {
        for rest in state.rests where rest.until <= scratch.now {
            emit(.unitStatus(rest.unit, .available, actor: nil, via: Engine.byRest))
        }
    }
}
