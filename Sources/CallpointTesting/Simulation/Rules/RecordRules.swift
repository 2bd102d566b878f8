import CallpointCore

/// An event is never earlier than the one before.
struct TimeGoesOn: Rule {
    let name = "time goes on"

    func before(_ event: Event, _ scene: Scene) -> String? {
        event.at < scene.book.last ? "an event is earlier than the one before" : nil
    }
}

/// An incident's id, and an order's, is given once and never again, over restarts too.
struct IdsMeanOneThing: Rule {
    let name = "an id means one thing"
    private var incidents: Set<IncidentID> = []
    private var orders: [OrderID: Instant] = [:]

    /// An order that was shown and then lost with the record's end may be given once more under its id: the same unit,
    /// incident and tier. Incidents never are: each start has a word of its own in their ids.
    mutating func lost(_ scene: Scene) {
        orders = orders.filter { $0.value < scene.book.last }
    }

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .orderIssued(let order), .testOrdered(let order):
            return orders.updateValue(event.at, forKey: order.order) == nil ? nil : "\(order.order) was given twice"
        case .alarmRaised, .alarmReported, .testStarted:
            guard let id = event.incident else { return "a call has no id" }
            return incidents.insert(id).inserted ? nil : "\(id) was given twice"
        default: return nil
        }
    }
}

/// Nothing ends an incident but a person, and what is closed stays so.
struct OnlyAPersonCloses: Rule {
    let name = "only a person closes"
    private var closed: Set<IncidentID> = []

    /// What was closed is open again, where nothing says any more that it was closed.
    mutating func lost(_ scene: Scene) { closed.subtract(scene.book.incidents.map(\.id)) }

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        if case .alarmClosed = event.body, let id = event.incident {
            closed.insert(id)
            if case .act(.close(let asked, _, _), isRefused: false) = scene.cause, asked == id { return nil }
            return "an incident was closed and no person did it"
        }
        if case .orderEmitted = event.body { return nil }
        if case .incidentReopened = event.body, let id = event.incident {
            guard closed.remove(id) != nil else { return "it was not closed" }
            if case .act(.reopen(let asked, _, _), isRefused: false) = scene.cause, asked == id { return nil }
            return "no person opened it again"
        }
        guard event.mode == .live, let id = event.incident, closed.contains(id) else { return nil }
        return "a closed incident goes on"
    }
}

/// The latency ledger of an order is written once, and not before the order.
struct LedgersAreWrittenOnce: Rule {
    let name = "an order's ledger is written once"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard case .orderEmitted(let ledger) = event.body, let incident = scene.incident else {
            return nil
        }
        guard let order = incident.orders.last(where: { $0.id == ledger.order }) else {
            return "there is no such order"
        }
        if ledger.totalMicroseconds < 0 { return "a ledger counts backwards" }
        return order.isEmitted ? "it has been written before" : nil
    }
}

/// What the engine shows of an incident is what the events said of it.
struct EngineKnowsWhatItSaid: Rule {
    let name = "the engine knows what it said"

    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        var seen: [IncidentID] = []
        for event in turn {
            guard event.mode == .live, let id = event.incident, !seen.contains(id) else { continue }
            seen.append(id)
            let known = engine.incident(id)
            guard let logged = scene.book.incident(id) else {
                if known != nil { return "\(id) is closed, and still open" }
                continue
            }
            guard let known else { return "\(id) is open, and not known" }
            if let what = difference(known, logged) { return "\(id): \(what)" }
        }
        return nil
    }

    private func difference(_ known: Incident, _ logged: LoggedIncident) -> String? {
        if known.tier != logged.tier { return "tier \(known.tier), and \(logged.tier) was said" }
        if known.presses != logged.presses { return "\(known.presses) presses, and \(logged.presses) were said" }
        if known.isHeld != logged.isHeld { return "whether the button is held is not what was said" }
        if known.related.map(\.callPoint) != logged.related { return "its call points are not those that were said" }
        if known.verification != logged.verification { return "what is known of it is not what was said" }
        if known.hasBeenOnScene != logged.hasBeenOnScene { return "whether anybody came is not what was said" }
        if known.onSceneBy != logged.onSceneBy { return "its deadline is not the one that was said" }
        if known.holdUntil != logged.holdUntil { return "its hold is not the one that was said" }
        if known.acknowledgedBy != logged.acknowledgedBy { return "who has it is not what was said" }
        if known.shortfalls.count != logged.shortfalls.count { return "what is short is not what was said" }
        if known.orders.count != logged.orders.count { return "orders are not those that were said" }
        for (order, said) in zip(known.orders, logged.orders)
        where order.id != said.id || order.state != said.state || order.ackBy != said.ackBy {
            return "\(order.id) is \(order.state.rawValue), and \(said.state.rawValue) was said"
        }
        return nil
    }
}

/// What was given for a time ends with it: bypasses, walk tests, what is asked for.
struct NothingOutlives: Rule {
    let name = "nothing outlives its time"

    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        let now = scene.book.last
        if engine.bypasses.contains(where: { $0.until <= now }) { return "a bypass does" }
        if let walk = engine.walkTest, walk.end == nil, walk.until <= now { return "a walk test does" }
        return nil
    }
}
