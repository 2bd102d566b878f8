import CallpointCore

/// What must be true of every run, whatever happens in it.
///
/// A second engine applies the events one by one; what it shows after each is
/// held against the rules, and at the end of a turn against the first engine.
struct Invariants {
    private(set) var mirror: Engine
    private let isAlone: Bool
    private var tiers: [IncidentID: Int] = [:]
    private var issued: Set<OrderID> = []
    private var raised: Set<IncidentID> = []
    private var closed: Set<IncidentID> = []
    private var turns = 0
    private var last = Instant(microseconds: 0)

    init(site: Site, arbiter: Arbiter) {
        mirror = Engine(site: site, arbiter: arbiter)
        isAlone = arbiter == .alone
    }

    mutating func know(_ site: Site) { mirror.know(site) }

    mutating func observe(_ fix: Fix) { _ = mirror.observe(fix) }

    /// Takes in an event of the record, which was held against the rules when it happened.
    mutating func replay(_ event: Event) {
        mirror.apply(event)
        last = event.at
        switch event.body {
        case .orderIssued(let order), .testOrdered(let order): issued.insert(order.order)
        case .alarmRaised, .testStarted: if let id = event.incident { raised.insert(id) }
        case .alarmClosed: if let id = event.incident { closed.insert(id) }
        default: break
        }
    }

    /// What a turn broke, in words. `closing` names the incident that a person closes in this turn.
    mutating func breaches(of turn: [Event], closing: IncidentID?, engine: Engine) -> [String] {
        var found: [String] = []
        for event in turn {
            mirror.apply(event)
            found += breaches(of: event, closing: closing).map { "\($0): \(event.story)" }
        }
        // A turn without events must leave the state alone too; comparing all of them costs too much.
        turns += 1
        if !turn.isEmpty || turns % 16 == 0, !mirror.hasSameState(as: engine) {
            found.append("applying the events gave another state")
        }
        if isAlone, !turn.isEmpty { found += silentIncidents() }
        if engine.bypasses.contains(where: { $0.until <= last }) { found.append("a bypass outlives its time") }
        if let walk = engine.walkTest, walk.end == nil, walk.until <= last {
            found.append("a walk test outlives its time")
        }
        return found
    }

    private mutating func breaches(of event: Event, closing: IncidentID?) -> [String] {
        var found: [String] = []
        if event.at < last { found.append("an event is earlier than the one before") }
        last = event.at
        switch event.body {
        case .orderIssued(let order), .testOrdered(let order):
            if !issued.insert(order.order).inserted { found.append("an order id was given twice") }
        case .alarmRaised, .testStarted:
            guard let id = event.incident, raised.insert(id).inserted else {
                return found + ["an incident id was given twice"]
            }
        case .alarmClosed:
            if closing == nil || event.incident != closing { found.append("an incident was closed without a person") }
            if let id = event.incident { closed.insert(id) }
        case .orderEmitted: break
        default:
            if let id = event.incident, closed.contains(id) { found.append("a closed incident goes on") }
        }
        return found + doubledUnits() + fallenTiers()
    }

    private func doubledUnits() -> [String] {
        var held: Set<UnitID> = []
        return mirror.openIncidents.flatMap(\.orders).filter { $0.state.isLive && !held.insert($0.unit).inserted }
            .map { "\($0.unit) holds two unfinished orders" }
    }

    private mutating func fallenTiers() -> [String] {
        var found: [String] = []
        for incident in mirror.openIncidents {
            if incident.tier < tiers[incident.id, default: 0] { found.append("the tier of \(incident.id) fell") }
            tiers[incident.id] = incident.tier
        }
        return found
    }

    /// Nothing is silent: each requirement of each tier in force is met, or its shortfall stands and the next
    /// tier is in force; and while nobody has been on scene something is due.
    private func silentIncidents() -> [String] {
        mirror.openIncidents.flatMap { incident in
            incident.tier == 0 ? ["\(incident.id) has no tier"] : silences(of: incident)
        }
    }

    private func silences(of incident: Incident) -> [String] {
        var found: [String] = []
        for tier in 1...incident.tier {
            for (place, requirement) in incident.plan.tiers[tier - 1].send.enumerated() {
                let met = incident.orders.count { order in
                    order.tier == tier && order.requirement == place + 1 && order.meetsRequirement
                }
                let isSaid = incident.shortfalls.contains { $0.tier == tier && $0.requirement == place + 1 }
                if met < requirement.count, !isSaid { found.append("\(incident.id) lacks units and does not say so") }
                if met >= requirement.count, isSaid { found.append("\(incident.id) lacks nobody and says it does") }
                if isSaid, tier == incident.tier, tier < incident.plan.tiers.count {
                    found.append("\(incident.id) waits out a shortfall")
                }
            }
        }
        let isDue = incident.onSceneBy != nil || incident.plan.tiers[incident.tier - 1].onSceneWithin == nil
        if !incident.hasBeenOnScene, !isDue, incident.tier < incident.plan.tiers.count {
            found.append("the on-scene deadline of \(incident.id) is gone")
        }
        return found
    }
}
