import CallpointCore

/// A unit that frees up goes to the most urgent incident that waits for it; of equally urgent ones to one with nobody
/// under way, then to one that nobody has acknowledged, then to the oldest.
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
        for other in scene.book.incidents where precedes(other, incident) {
            guard other.orders.count < NobodyIsForgotten.orderLimit else { continue }
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

    private func precedes(_ a: LoggedIncident, _ b: LoggedIncident) -> Bool {
        key(a) < key(b)
    }

    private func key(_ incident: LoggedIncident) -> (Int, Int, Int, Instant) {
        (
            incident.priority.rawValue, incident.isWaiting ? 0 : 1, incident.acknowledgedBy == nil ? 0 : 1,
            incident.openedAt
        )
    }
}

extension StandDownReason {
    /// Whether the unit was taken away, so that another is needed in its place.
    var isTaking: Bool {
        switch self {
        case .preempted, .swapped, .live, .leftExercise: true
        case .closed, .dispatcher, .reclassified: false
        }
    }
}
