import CallpointCore

/// A unit that frees up goes to the most urgent incident that waits for it, and of equally urgent ones to the oldest.
struct MostUrgentFirst: Rule {
    let name = "the most urgent is first"
    /// Needs for which somebody failed in this turn: whoever takes that place stands in no queue.
    private var replaced: [(incident: IncidentID, need: LoggedIncident.Need)] = []

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .orderTimedOut(let id, _, _), .orderDeclined(let id, _, _, _, _), .unitClear(let id, _, _, _):
            let order = scene.incident?.orders.last { $0.id == id }
            if let incident = event.incident, let order {
                replaced.append((incident, .init(tier: order.tier, requirement: order.requirement)))
            }
            return nil
        case .orderIssued(let order): return overtaken(order, event, scene)
        default: return nil
        }
    }

    mutating func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        replaced.removeAll()
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
                if ways.contains(where: { !$0.fitting.isEmpty }) {
                    return "\(other.id) is more urgent, and waits for \(order.unit) too"
                }
            }
        }
        return nil
    }

    private func precedes(_ a: LoggedIncident, _ b: LoggedIncident) -> Bool {
        (a.plan.priority.rawValue, a.openedAt) < (b.plan.priority.rawValue, b.openedAt)
    }
}
