import CallpointCore

/// What is played is played by who has joined, takes nobody from what is live, and is told to nobody by a real channel.
struct ExercisesGiveWay: Rule {
    let name = "an exercise gives way"
    let hearsExercises = true
    private var joined: Set<UnitID> = []
    /// Unfinished orders of an exercise, by unit.
    private var playing: [UnitID: OrderID] = [:]

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        event.mode == .exercise ? beforePlayed(event, scene) : beforeLive(event)
    }

    private mutating func beforePlayed(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .exerciseStarted(let started): joined = Set(started.units)
        case .exerciseJoined(let unit, _, _): joined.insert(unit)
        case .exerciseLeft(let unit, _, _): joined.remove(unit)
        case .exerciseEnded: (joined, playing) = ([], [:])
        case .orderIssued(let order):
            guard joined.contains(order.unit) else { return "\(order.unit) has not joined it" }
            if let other = playing[order.unit] { return "\(order.unit) plays \(other) already" }
            if let row = scene.book.row(of: order.unit), let live = scene.book.units[row].orders.first {
                return "\(order.unit) is needed for \(live)"
            }
            playing[order.unit] = order.order
        case .orderAcknowledged(let order, let unit, _, _, _): playing[unit] = order
        case .orderDeclined(_, let unit, _, _, _), .orderTimedOut(_, let unit, _), .orderStoodDown(_, let unit, _, _),
            .unitClear(_, let unit, _, _):
            playing[unit] = nil
        case .noticeSent(let notice) where notice.channel != "log": return "\(notice.contact) was told in earnest"
        default: break
        }
        return nil
    }

    private func beforeLive(_ event: Event) -> String? {
        switch event.body {
        case .orderIssued(let order): playing[order.unit].map { "\(order.unit) still plays \($0)" }
        case .orderAcknowledged(_, let unit, _, _, _): playing[unit].map { "\(unit) still plays \($0)" }
        default: nil
        }
    }
}
