import CallpointCore

/// That presses outnumber units is said when it is so, and when it is over; with figures that are true.
struct FloodsAreSaid: Rule {
    let name = "a flood is said"

    func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .floodStarted(let figures):
            if scene.book.floodSince != nil { return "it is said already" }
            return figures.waiting < 3 ? "only \(figures.waiting) wait" : wrong(figures, scene)
        case .floodEnded(let ended):
            guard let since = scene.book.floodSince else { return "there is none" }
            if ended.figures.waiting > 1 { return "\(ended.figures.waiting) wait" }
            if ended.lastedMilliseconds != Int((event.at - since).milliseconds) { return "it says another time" }
            return wrong(ended.figures, scene)
        default: return nil
        }
    }

    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        let waiting = scene.book.incidents.count { $0.isWaiting }
        if scene.book.floodSince == nil { return waiting >= 3 ? "\(waiting) wait and nothing is said" : nil }
        return waiting <= 1 ? "it is over and not said" : nil
    }

    private func wrong(_ figures: FloodFigures, _ scene: Scene) -> String? {
        let waiting = scene.book.incidents.count { $0.isWaiting }
        let onDuty = scene.book.units.filter { $0.isListed && $0.status != .offDuty && $0.status != .outOfService }
        let free = onDuty.count { $0.orders.isEmpty && $0.status == .available }
        let seen = FloodFigures(
            waiting: waiting, open: scene.book.incidents.count, onDuty: onDuty.count, free: free)
        return figures == seen ? nil : "its figures are wrong"
    }
}

/// A unit is taken from an incident only for one that is more urgent and has nobody under way, whose plan says so, and
/// that nobody free could reach in time; never one that is there.
struct TakingIsDue: Rule {
    let name = "a unit is taken only where it must be"
    private var taken: (unit: UnitID, from: LoggedIncident, by: IncidentID)?

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        if let known = taken {
            taken = nil
            guard case .orderIssued(let order) = event.body, order.unit == known.unit, event.incident == known.by else {
                // A shared store answers a moment later.
                return scene.isAlone ? "\(known.unit) was taken and not ordered" : nil
            }
            return undue(order, known.from, event, scene)
        }
        guard case .orderStoodDown(let id, let unit, .preempted(let by), _) = event.body,
            let incident = scene.incident
        else { return nil }
        guard let order = incident.orders.last(where: { $0.id == id }) else { return "there is no such order" }
        if order.requirement == 0 { return "a dispatcher named it" }
        guard order.state.isLive, order.state != .onScene else { return "the order is \(order.state.rawValue)" }
        guard let urgent = scene.book.incident(by) else { return "nobody takes it" }
        guard let most = urgent.plan.preempts else { return "its plan takes nobody" }
        if incident.priority.rawValue <= urgent.priority.rawValue { return "it is no less urgent" }
        if incident.priority.rawValue < most.rawValue { return "the plan does not take from \(incident.priority.text)" }
        if urgent.hasUnitUnderWay || urgent.hasBeenOnScene { return "somebody is under way there" }
        taken = (unit, incident, by)
        return nil
    }

    private func undue(_ order: OrderIssued, _ from: LoggedIncident, _ event: Event, _ scene: Scene) -> String? {
        guard scene.isAlone, let incident = scene.incident,
            let requirement = incident.requirement(.init(tier: order.tier, requirement: order.requirement)),
            let way = requirement.way(order.alternative ?? 1)
        else { return nil }
        let limit = incident.plan.tiers[order.tier - 1].onSceneWithin.map { Int($0.milliseconds) }
        let look = PlainLook(
            scene.book, at: incident.point, way, now: event.at, orders: incident.orders,
            caller: incident.caller)
        // The unit itself is free by now.
        let free = look.fitting.first { $0.unit != order.unit }
        if let free, free.etaMilliseconds <= limit ?? .max { return "\(free.unit) is free and in time" }
        if free != nil, order.etaMilliseconds > limit ?? .max { return "it is not in time itself" }
        return look.fitting.contains { $0.unit == order.unit } ? nil : "it does not fit"
    }

    /// Whoever lost its unit has another in the same turn, or its shortfall has been said.
    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        guard scene.isAlone else { return nil }
        for event in turn {
            guard case .orderStoodDown(let id, _, let reason, _) = event.body, reason.isTaking,
                let incident = scene.book.incident(event.incident),
                let order = incident.orders.last(where: { $0.id == id })
            else { continue }
            let need = LoggedIncident.Need(tier: order.tier, requirement: order.requirement)
            if incident.missing(need) > 0, !incident.shortfalls.contains(need) {
                return "\(incident.id) was left with nobody, and nothing is said"
            }
        }
        return nil
    }
}

/// A unit is swapped only before it is en route, for one that is so much sooner as the plan says, a few times at most.
struct SwapsGain: Rule {
    let name = "a swap gains what the plan asks"
    private var swapped: (order: LoggedOrder, to: UnitID, incident: IncidentID)?

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        if let known = swapped {
            swapped = nil
            guard case .orderIssued(let order) = event.body, order.unit == known.to, event.incident == known.incident
            else { return scene.isAlone ? "\(known.to) was not ordered" : nil }
            return gain(order, known.order, event.at, scene)
        }
        guard case .orderStoodDown(let id, _, .swapped(let better), _) = event.body, let incident = scene.incident
        else { return nil }
        guard incident.plan.swapGain != nil else { return "its plan swaps nobody" }
        guard let order = incident.orders.last(where: { $0.id == id }), order.requirement > 0 else {
            return "there is no such order"
        }
        if order.state != .issued && order.state != .acknowledged { return "the order is \(order.state.rawValue)" }
        if incident.orders.contains(where: { $0.unit == better }) { return "\(better) has been asked before" }
        if incident.orders.count(where: { $0.state == .swapped }) >= 3 { return "it has swapped three times" }
        swapped = (order, better, incident.id)
        return nil
    }

    private func gain(_ order: OrderIssued, _ first: LoggedOrder, _ now: Instant, _ scene: Scene) -> String? {
        guard let incident = scene.incident, let gain = incident.plan.swapGain,
            let row = scene.book.row(of: first.unit), let place = scene.book.units[row].place
        else { return "nobody knows where the first one is" }
        let metres = PlainLook.metres(from: place, to: incident.point)
        var profile = scene.book.site.kinds[scene.book.units[row].unit.kind]
        if first.state == .acknowledged {
            let passed = Int((now - first.stateAt).milliseconds)
            profile.reaction = max(.zero, profile.reaction - .milliseconds(passed))
        }
        let eta = max(PlainLook.eta(metres, profile), first.promised(at: now))
        let won = eta - order.etaMilliseconds
        return won >= Int(gain.milliseconds) ? nil : "it gains \(won) ms"
    }
}
