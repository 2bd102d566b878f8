import CallpointCore

/// A tier is never lowered.
struct TiersOnlyRise: Rule {
    let name = "tiers only rise"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard case .tierRaised(let raised) = event.body, let incident = scene.incident else {
            return nil
        }
        // The last tier's deadline, where there is nobody to tell, is said as that tier once more.
        if raised.reason == .notOnScene, raised.tier == incident.tier, raised.tier == incident.plan.tiers.count {
            return nil
        }
        return raised.tier == incident.tier + 1 ? nil : "tier \(raised.tier) follows tier \(incident.tier)"
    }
}

/// A deadline fires when it is due and not before, once; the time without a daemon is made up for at its start.
struct DeadlinesFireOnce: Rule {
    let name = "a deadline fires once"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard let incident = scene.incident else { return nil }
        switch event.body {
        case .orderTimedOut(let id, _, let after):
            guard let order = incident.orders.last(where: { $0.id == id }) else { return "there is no such order" }
            if order.state != .issued { return "the order is \(order.state.rawValue)" }
            if after != Int((event.at - order.issuedAt).milliseconds) { return "it says another time" }
            return late(order.ackBy, event.at, scene)
        case .tierRaised(let raised) where raised.reason == .notOnScene:
            guard let due = incident.onSceneBy else { return "nobody was awaited" }
            if let hold = incident.holdUntil, hold > event.at { return "a dispatcher holds it" }
            return late(max(due, incident.releasedAt), event.at, scene)
        case .orderNudged(let id, _, _):
            guard let order = incident.orders.last(where: { $0.id == id }), order.state == .issued else {
                return "no such order waits"
            }
            guard let due = order.nudgeBy else { return "it has been called before" }
            return late(due, event.at, scene)
        case .noticeSent(let sent): return notice(sent, incident, event.at, scene)
        default: return nil
        }
    }

    private func notice(
        _ sent: NoticeSent, _ incident: LoggedIncident, _ now: Instant, _ scene: Scene
    ) -> String? {
        if sent.reason == .raised(.notOnScene), sent.tier == incident.plan.tiers.count, incident.hasBeenOnScene {
            return "somebody has been on scene"
        }
        guard sent.reason == .unanswered else { return nil }
        let known = incident.answers.first { $0.contact == sent.contact && $0.tier == sent.tier }
        guard let due = known?.by else { return "no notice waits for an answer" }
        return late(due, now, scene)
    }

    private func late(_ due: Instant, _ now: Instant, _ scene: Scene) -> String? {
        if now < due { return "it is due \((due - now).milliseconds) ms later" }
        if case .start = scene.cause { return nil }
        return now > due ? "it was due \((now - due).milliseconds) ms ago" : nil
    }
}

/// When nothing is due any more, no deadline of the record is past.
struct NoDeadlineIsForgotten: Rule {
    let name = "no deadline is forgotten"

    func whenQuiet(at now: Instant, _ scene: Scene) -> String? {
        // By place, because copies of all that is open took a tenth of a day.
        for place in scene.book.incidents.indices {
            guard let due = scene.book.incidents[place].due, due <= now else { continue }
            return "\(scene.book.incidents[place].id) had one \((now - due).milliseconds) ms ago"
        }
        return nil
    }
}

/// Every incident has an order, or a shortfall that was said and the next tier; and while nobody has been on
/// scene something is due. What is left is a person's.
struct NobodyIsForgotten: Rule {
    let name = "nobody is forgotten"
    static let orderLimit = 500

    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        guard scene.isAlone, !turn.isEmpty else { return nil }
        // A start takes up everything; elsewhere only what something happened to can have fallen silent.
        if case .start = scene.cause {
            for incident in scene.book.incidents {
                if let what = silence(of: incident) { return "\(incident.id) \(what)" }
            }
            return nil
        }
        var seen: [IncidentID] = []
        for event in turn {
            guard event.mode == .live, let id = event.incident, !seen.contains(id) else { continue }
            seen.append(id)
            guard let incident = scene.book.incident(id) else { continue }
            if let what = silence(of: incident) { return "\(id) \(what)" }
        }
        return nil
    }

    private func silence(of incident: LoggedIncident) -> String? {
        guard incident.tier > 0 else {
            if incident.nature.isDispatched { return "has no tier" }
            return incident.notices == 0 && !incident.plan.tiers[0].notify.isEmpty ? "has told nobody" : nil
        }
        for tier in 1...incident.tier {
            for place in incident.plan.tiers[tier - 1].send.indices {
                let need = LoggedIncident.Need(tier: tier, requirement: place + 1)
                let isMet = incident.missing(need) == 0
                let isSaid = incident.shortfalls.contains(need)
                if !isMet, !isSaid { return "lacks units and does not say so" }
                if isMet, isSaid { return "lacks nobody and says it does" }
                let isWaiting = isSaid && !incident.spared.contains(need)
                if isWaiting, tier == incident.tier, tier < incident.plan.tiers.count {
                    return "waits out a shortfall"
                }
            }
        }
        if incident.notices == 0, incident.plan.tiers[..<incident.tier].contains(where: { !$0.notify.isEmpty }) {
            return "has told nobody"
        }
        let isDue = incident.onSceneBy != nil || incident.plan.tiers[incident.tier - 1].onSceneWithin == nil
        if !incident.hasBeenOnScene, !isDue, incident.tier < incident.plan.tiers.count {
            return "has lost its deadline"
        }
        return nil
    }
}

/// A unit that could meet a standing shortfall is sent, at the latest with the next try.
struct FreedUnitsAreSent: Rule {
    let name = "a freed unit is sent"
    /// A shortfall is tried again so often, and a little more.
    private static let limit: Duration = .milliseconds(5_100)
    private static let lookEvery: Duration = .seconds(2)
    private var nextLook = Instant(microseconds: 0)
    /// What fits by a `min_gain` fits now and again, as those under way come nearer: it counts after so many looks.
    private static let looksByGain = 4
    private var waiting: [Waiting] = []

    private struct Waiting {
        var incident: IncidentID
        var need: LoggedIncident.Need
        var unit: UnitID
        var since: Instant
        var looks: Int
    }

    mutating func restarted() { waiting = [] }

    mutating func whenQuiet(at now: Instant, _ scene: Scene) -> String? {
        guard scene.isAlone, now >= nextLook else { return nil }
        nextLook = now + FreedUnitsAreSent.lookEvery
        let known = waiting
        waiting = []
        let free = scene.book.units.indices.filter { row in
            scene.book.units[row].orders.isEmpty && [.available, .standby].contains(scene.book.units[row].status)
                && scene.book.units[row].isListed
        }
        guard !free.isEmpty else { return nil }
        for place in scene.book.incidents.indices where !scene.book.incidents[place].shortfalls.isEmpty {
            let incident = scene.book.incidents[place]
            guard incident.orders.count < NobodyIsForgotten.orderLimit else { continue }
            for need in incident.shortfalls {
                let ways = PlainLook.ways(need, of: incident, scene.book, now: now, among: free)
                guard let unit = ways.compactMap({ $0.fitting.first?.unit }).first else { continue }
                let before = known.first { $0.incident == incident.id && $0.need == need && $0.unit == unit }
                let looks = incident.requirement(need)?.minGain == nil ? Self.looksByGain : (before?.looks ?? 0) + 1
                waiting.append(
                    Waiting(
                        incident: incident.id, need: need, unit: unit, since: before?.since ?? now, looks: looks))
            }
        }
        return waiting.first { now - $0.since > Self.limit && $0.looks >= Self.looksByGain }.map {
            "\($0.incident) waits for units since \((now - $0.since).milliseconds) ms, and \($0.unit) could come"
        }
    }
}

/// That the whole feed of positions is silent is said when it is, and so is its end.
struct SilenceIsSaid: Rule {
    let name = "a silent feed is said"

    func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .positionsStalled: scene.book.isFeedSilent(at: event.at) ? nil : "it is not silent"
        case .positionsResumed: scene.book.isFeedSilent(at: event.at) ? "it is still silent" : nil
        default: nil
        }
    }

    func whenQuiet(at now: Instant, _ scene: Scene) -> String? {
        // A daemon that has heard no position at all since its start cannot tell.
        guard let newest = scene.book.newestReceipt else { return nil }
        let isSilent = scene.book.isFeedSilent(at: now)
        // A position of the very moment at which the silence was said does not end it; the next one does.
        if !isSilent, let stalled = scene.book.stalledAt, newest <= stalled { return nil }
        return isSilent == (scene.book.stalledAt != nil) ? nil : "it is \(isSilent ? "silent" : "back") and not said"
    }
}
