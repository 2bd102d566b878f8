import CallpointCore

/// An engine with another site file, in the world of one incident as its rankings weighed it.
///
/// The incident is answered by the engine itself. What the record cannot tell is set so that nothing of it decides:
/// whoever is ordered accepts at once, and only what raised a tier then raises one now, beside shortfalls.
struct WhatIfWorld {
    private var engine: Engine
    private var incident: IncidentID?
    private var sources: Int64 = 0
    /// The tier that was in force before this decision.
    private var raisedBefore = 0
    private(set) var answer = WhatIfCase.Answer()

    /// Who and where the units were when something was decided.
    struct Stage {
        var at: Instant
        var wall: WallTime
        /// The state before the decision.
        var engine: Engine
        var weighed: [UnitID: WeighedUnit] = [:]
        var unweighed = 0
    }

    init(site: Site) { engine = Engine(site: WhatIfWorld.patient(site)) }

    /// The same site with nobody waiting for an answer, and nothing late.
    private static func patient(_ site: Site) -> Site {
        var site = site
        for plan in site.plans.indices {
            for tier in site.plans[plan].tiers.indices {
                site.plans[plan].tiers[tier].onSceneWithin = nil
                site.plans[plan].tiers[tier].nudgeAfter = nil
                site.plans[plan].tiers[tier].ackWithin = .seconds(3_600)
            }
        }
        for contact in site.contacts.indices { site.contacts[contact].answerWithin = nil }
        return site
    }

    /// How many of the units weighed the site file names.
    func listed(_ stage: Stage) -> Int {
        let names = Set(engine.site.units.map(\.id))
        return stage.weighed.keys.count { names.contains($0) }
    }

    /// The alarm, in its world.
    mutating func press(_ callPoint: CallPointID, in stage: Stage) {
        settle(stage, of: nil)
        send(
            .signal(
                Signal(
                    callPoint: callPoint, input: "what-if", state: .pressed, authentication: .wired, edgeAt: stage.at,
                    readAt: stage.at)), stage)
    }

    /// A report of an incident that no button began.
    mutating func report(_ reported: AlarmReported, in stage: Stage) {
        settle(stage, of: nil)
        let place = Report.Place.point(reported.place, reported.scale, accuracyMetres: reported.accuracyMetres)
        let isKnown = engine.site.plans.contains { $0.name == reported.plan }
        act(.report(Report(at: place, source: reported.source, plan: isKnown ? reported.plan : nil)), stage)
    }

    /// A tier was raised then, for another reason than a shortfall: the next is raised now, where it is not yet.
    mutating func raise(to tier: Int, of original: IncidentID, in stage: Stage) {
        guard let incident, let open = engine.incident(incident), open.tier < tier,
            open.tier < open.plan.tiers.count
        else { return }
        settle(stage, of: original)
        // What was short before is tried again now, as it was then: not this tier's.
        raisedBefore = open.tier
        act(.raise(incident), stage)
    }

    /// Puts every unit where it was, and to what it was at. One that had its chance in this incident and did not come is
    /// not asked again; one that this incident holds is free here, unless it was ordered here too.
    private mutating func settle(_ stage: Stage, of original: IncidentID?) {
        let own = original.flatMap { stage.engine.incident($0) }?.orders ?? []
        let units = stage.weighed.values.sorted { $0.unit < $1.unit }
        for unit in units {
            var status = WhatIfWorld.status(of: unit, stage.engine)
            if let order = stage.engine.unfinishedOrder(of: unit.unit) {
                status = order.incident == original ? .available : .busy
            }
            if own.contains(where: { $0.unit == unit.unit && !$0.state.isLive }) { status = .busy }
            set(status, of: unit.unit, stage)
            sources += 1
            let isPosted = engine.site.units.contains { $0.id == unit.unit && $0.post == unit.place }
            guard !(isPosted && unit.receivedAt.microseconds == 0) else { continue }
            _ = engine.observe(
                Fix(
                    unit: unit.unit, place: unit.place, sourceMilliseconds: sources, receivedAt: unit.receivedAt,
                    kind: unit.kind))
        }
        // Where those stand that were not weighed is not known, at a post neither: a fix may have said otherwise.
        for unit in engine.site.units where unit.post != nil && stage.weighed[unit.id] == nil {
            set(.offDuty, of: unit.id, stage)
        }
    }

    private static func status(of unit: WeighedUnit, _ engine: Engine) -> UnitStatus {
        switch unit.exclusion {
        case .offDuty: .offDuty
        case .busy: .busy
        case .outOfService: .outOfService
        default: engine.status(of: unit.unit)
        }
    }

    private mutating func set(_ status: UnitStatus, of unit: UnitID, _ stage: Stage) {
        guard engine.status(of: unit) != status else { return }
        engine.apply(
            Event(at: stage.at, wall: stage.wall, .unitStatus(unit, status, actor: nil, via: "what-if")))
    }

    private mutating func send(_ body: Input.Body, _ stage: Stage) {
        follow(engine.handle(Input(at: stage.at, wall: stage.wall, body)), stage)
    }

    private mutating func act(_ verb: Act.Verb, _ stage: Stage) {
        let act = Act(verb, actor: "p:0000000000000000", via: "what-if")
        follow(engine.handle(act, at: stage.at, wall: stage.wall).events, stage)
    }

    private mutating func follow(_ events: [Event], _ stage: Stage) {
        for event in events where event.mode == .live {
            switch event.body {
            case .alarmRaised, .alarmReported: incident = event.incident
            case .tierRaised(let raised): answer.tier = max(answer.tier, raised.tier)
            case .shortfall(let short): if short.tier > raisedBefore { answer.shortfalls += 1 }
            case .orderIssued(let order):
                if order.tier > raisedBefore {
                    answer.orders.append(
                        WhatIfCase.Ordered(tier: order.tier, unit: order.unit, etaMilliseconds: order.etaMilliseconds))
                }
                act(.answer(.order(order.order), .accept), stage)
            default: break
            }
        }
    }
}
