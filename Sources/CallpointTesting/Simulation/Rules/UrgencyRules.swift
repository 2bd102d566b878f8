import CallpointCore

/// A unit that frees up goes to the most urgent incident that lacks it; of equally urgent ones to one with nobody under
/// way, and of those to the one that it reaches soonest, where a second of waiting weighs as much as one of travel; of
/// those that have somebody, to the oldest.
struct MostUrgentFirst: Rule {
    let name = "the most urgent is first"
    /// Needs for which somebody failed in this turn: whoever takes that place stands in no queue.
    private var replaced: [(incident: IncidentID, need: LoggedIncident.Need)] = []
    private var taken: [UnitID] = []

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .orderTimedOut(let id, _, _), .orderDeclined(let id, _, _, _, _), .unitClear(let id, _, _, _):
            let order = scene.incident?.orders.last { $0.id == id }
            if let incident = event.incident, let order { replaced.append((incident, order.meets)) }
            return nil
        case .orderStoodDown(let id, let unit, let reason, _):
            guard reason.isTaking, let order = scene.incident?.orders.last(where: { $0.id == id }),
                let incident = event.incident
            else { return nil }
            replaced.append((incident, .init(tier: order.tier, requirement: order.requirement)))
            if case .preempted = reason { taken.append(unit) }
            return nil
        case .orderIssued(let order):
            // Whoever was taken from another stands in no queue either.
            if taken.contains(order.unit) { return nil }
            return overtaken(order, event, scene)
        default: return nil
        }
    }

    mutating func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        replaced.removeAll()
        taken.removeAll()
        return nil
    }

    private func overtaken(_ order: OrderIssued, _ event: Event, _ scene: Scene) -> String? {
        let need = LoggedIncident.Need(tier: order.tier, requirement: order.requirement)
        guard scene.isAlone, let incident = scene.incident, incident.shortfalls.contains(need),
            !replaced.contains(where: { $0.incident == incident.id && $0.need == need }),
            let row = scene.book.row(of: order.unit)
        else { return nil }
        for other in scene.book.incidents where other.id != incident.id {
            guard other.orders.count < NobodyIsForgotten.orderLimit,
                other.priority.rawValue <= incident.priority.rawValue
            else { continue }
            let isAlike = other.priority == incident.priority && other.isWaiting == incident.isWaiting
            if isAlike && other.isWaiting {
                // Of more than these the engine compares the oldest alone.
                guard scene.book.incidents.count(where: \.isWaiting) <= 64 else { continue }
                guard isReachedSooner(other, than: incident, order, row, event.at, scene.book) else { continue }
                return "\(other.id) waits as well, and \(order.unit) is sooner there"
            }
            guard key(other) < key(incident) else { continue }
            for waiting in other.shortfalls {
                let ways = PlainLook.ways(waiting, of: other, scene.book, now: event.at, among: [row])
                if let way = ways.firstIndex(where: { !$0.fitting.isEmpty }) {
                    return "\(other.id) is more urgent, and waits for \(order.unit) too: "
                        + "tier \(waiting.tier), requirement \(waiting.requirement), way \(way + 1)"
                }
            }
        }
        return nil
    }

    private func key(_ incident: LoggedIncident) -> (Int, Int, Instant) {
        (incident.priority.rawValue, incident.isWaiting ? 0 : 1, incident.openedAt)
    }

    /// Whether a unit that goes to one of two that wait would be at the other sooner, for the first of its needs for
    /// which anybody is free. Of alternatives one is chosen as a whole, so such needs are not compared.
    private func isReachedSooner(
        _ other: LoggedIncident, than incident: LoggedIncident, _ order: OrderIssued, _ row: Int, _ now: Instant,
        _ book: Logbook
    ) -> Bool {
        let need = LoggedIncident.Need(tier: order.tier, requirement: order.requirement)
        let chosen = PlainLook.ways(need, of: incident, book, now: now, among: [row])[(order.alternative ?? 1) - 1]
        guard let here = cost(chosen, incident, now) else { return false }
        for lacking in other.shortfalls.sorted(by: { ($0.tier, $0.requirement) < ($1.tier, $1.requirement) }) {
            let ways = PlainLook.ways(lacking, of: other, book, now: now, among: [row])
            guard ways.count == 1 else { return false }
            if let there = cost(ways[0], other, now) { return there < here }
            // Somebody else is free for this need, so the later ones wait.
            if PlainLook.ways(lacking, of: other, book, now: now).contains(where: { !$0.fitting.isEmpty }) {
                return false
            }
        }
        return false
    }

    private func cost(_ look: PlainLook, _ incident: LoggedIncident, _ now: Instant) -> (Int, Int, Int, Instant)? {
        guard let unit = look.fitting.first else { return nil }
        let waited = Int((now - incident.openedAt).milliseconds)
        return (
            look.firstChoices == 0 ? 1 : 0, unit.handicap.isResting ? 1 : 0,
            unit.etaMilliseconds + unit.handicap.beatMilliseconds - waited, incident.openedAt
        )
    }
}

extension StandDownReason {
    /// Whether the unit was taken away, so that another is needed in its place.
    var isTaking: Bool {
        switch self {
        case .preempted, .swapped, .live, .leftExercise, .outOfService: true
        case .closed, .dispatcher, .reclassified: false
        }
    }
}
