import CallpointCore

/// A tier is raised for lateness to come only where a look at those under way shows it; and where it shows it, it is.
struct ProjectionsAreTrue: Rule {
    let name = "a projected lateness is true"
    /// All that is open is looked at so often, and a little more.
    private static let limit: Duration = .milliseconds(10_100)
    private var late: [(incident: IncidentID, since: Instant)] = []

    mutating func restarted() { late = [] }

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard case .tierRaised(let raised) = event.body, let incident = scene.incident else { return nil }
        guard raised.reason == .projectedLate else {
            return raised.projectedMilliseconds == nil ? nil : "it says when somebody is expected"
        }
        guard incident.plan.raisesOnProjectedLateness else { return "its plan does not ask for it" }
        guard let due = incident.onSceneBy else { return "nobody was awaited" }
        if incident.holdUntil != nil { return "a dispatcher holds it" }
        let first = PlainLook.firstArrival(incident, scene.book, now: event.at)
        guard let first, first == raised.projectedMilliseconds else {
            return "the first of those under way is expected in \(first ?? -1) ms"
        }
        return event.at + .milliseconds(first) > due ? nil : "somebody will be there in time"
    }

    mutating func whenQuiet(at now: Instant, _ scene: Scene) -> String? {
        let known = late
        late = []
        for place in scene.book.incidents.indices where isLate(scene.book.incidents[place], scene.book, now: now) {
            let id = scene.book.incidents[place].id
            late.append((id, known.first { $0.incident == id }?.since ?? now))
        }
        return late.first { now - $0.since > ProjectionsAreTrue.limit }.map {
            "\($0.incident) has been seen to be late for \((now - $0.since).milliseconds) ms"
        }
    }

    private func isLate(_ incident: LoggedIncident, _ book: Logbook, now: Instant) -> Bool {
        guard incident.plan.raisesOnProjectedLateness, incident.tier < incident.plan.tiers.count,
            let due = incident.onSceneBy, due > now, incident.holdUntil == nil,
            let first = PlainLook.firstArrival(incident, book, now: now)
        else { return false }
        return now + .milliseconds(first) > due
    }
}
