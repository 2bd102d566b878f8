// What people change of an incident itself: opened again, of another kind, one of two, two of one, given to a centre.

extension Engine {
    /// Does what a person asks, or throws why not. The incident that it touched.
    mutating func change(_ act: Act) throws(Refusal) -> IncidentID? {
        switch act.verb {
        case .reopen(let id, let closed, let reason): return try reopen(id, closed, reason: reason, act)
        case .reclassify(let id, let plan, let note): return try reclassify(id, as: plan, note: note, act)
        case .link(let id, let other): return try link(id, other, act)
        case .unlink(let id, let other): return try unlink(id, other, act)
        case .split(let id, let place, let note): return try split(id, at: place, note: note, act)
        case .handOff(let id, let contact, let reference): return try handOff(id, contact, reference: reference, act)
        default: return nil
        }
    }

    /// A closed incident is open again, and answered from its first tier on: whoever opens it says that help is needed.
    private mutating func reopen(
        _ id: IncidentID, _ closed: ClosedIncident?, reason: TextToken, _ act: Act
    ) throws(Refusal) -> IncidentID {
        guard state.index(of: id) == nil else {
            throw Refusal("\(id) is open.", remedy: "Nothing needs doing; 'callpoint incidents' shows it.")
        }
        guard state.incidents.count < Engine.openLimit else {
            throw Refusal(
                "\(Engine.openLimit) incidents are open, and none is opened again beside them.",
                remedy: "Close those that are over; a press is still heard.")
        }
        guard let closed else {
            throw Refusal(
                "Nobody knows what \(id) was.", remedy: "Report it anew: 'callpoint report CALL_POINT --by other'.")
        }
        guard let configuration = site(of: closed) else {
            throw Refusal(
                "Neither the site file that \(id) began with nor the one in force has its call point and plan.",
                remedy: "Report it anew: 'callpoint report CALL_POINT --by other'.")
        }
        let reopened = IncidentReopened(
            priority: plan(closed.plan, configuration: configuration).map {
                state.site.priority(of: closed.nature.kind, under: $0)
            } ?? .p1, plan: closed.plan,
            configuration: configuration, presses: closed.presses, attempts: closed.attempts,
            closedAs: closed.closedAs, spot: closed.spot, unit: closed.unit,
            nature: closed.nature, related: closed.related.filter { state.newestIncident(at: $0) == nil },
            by: Doer(actor: act.actor, via: act.via), reason: reason)
        emit(.incidentReopened(reopened), incident: id, callPoint: closed.callPoint)
        guard let index = state.index(of: id) else { return id }
        locate(state.incidents[index].callPoint, incident: id, source: closed.spot == nil ? .survey : .report)
        if closed.nature.isDispatched { raiseTier(1, of: id, because: .reopened, by: reopened.by) }
        begin(id)
        return id
    }

    /// The hash of the site file by which a closed incident can go on; nil where there is none.
    private func site(of closed: ClosedIncident) -> String? {
        [closed.configuration, state.site.hash].first { hash in
            // What is said to go on by a file has to be read in that one by a replay too.
            guard let site = sites[hash], site.plan(closed.plan) != nil else { return false }
            return closed.spot != nil || site.callPoint(closed.callPoint) != nil
        }
    }

    /// Another plan answers from now on. Units that fit it count for it, others go on if they have accepted, and what it
    /// lacks is ordered at once.
    private mutating func reclassify(
        _ id: IncidentID, as name: PlanName, note: TextToken?, _ act: Act
    ) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        guard let plan = known.plan(name) else {
            throw Refusal(
                "There is no plan \(name).",
                remedy: "Give one of: \(known.site.plans.map(\.name.text).joined(separator: ", ")).")
        }
        guard name != incident.plan.name || state.site.hash != incident.configuration else {
            throw Refusal("\(id) is answered by \(name) already.", remedy: "Nothing needs doing.")
        }
        let counted = count(incident, towards: state.site.inForce(plan, at: scratch.wall))
        emit(
            .incidentReclassified(
                IncidentReclassified(
                    priority: state.site.priority(of: incident.nature.kind, under: plan), plan: name,
                    configuration: state.site.hash, from: incident.plan.name,
                    counted: counted, by: Doer(actor: act.actor, via: act.via), note: note)),
            of: incident)
        scratch.claims.removeAll { $0.incident == id }
        for order in incident.orders where order.state == .issued && !counted.contains(where: { $0.order == order.id })
        {
            emit(.orderStoodDown(order.id, unit: order.unit, reason: .reclassified, by: nil), of: incident)
        }
        fillGaps(of: id, because: .reclassified)
        if state.incidents.contains(where: \.awaitsProjection) { scratch.projectAt = scratch.now }
        expectSwap(in: plan)
        retrySoon()
        return id
    }

    /// Which orders meet which requirements of another plan: each counts once, the first requirement that it fits.
    private func count(_ incident: Incident, towards plan: Plan) -> [IncidentReclassified.Counted] {
        var counted: [IncidentReclassified.Counted] = []
        for tier in plan.tiers.prefix(incident.tier).indices {
            for place in plan.tiers[tier].send.indices {
                let coming = incident.orders.filter { order in
                    (order.state.isLive || order.wasOnScene) && !counted.contains { $0.order == order.id }
                }
                let reference = Incident.RequirementReference(tier: tier + 1, requirement: place + 1)
                let ways = plan.tiers[tier].send[place].choices.map { way in
                    var way = way
                    way.count = incident.wanted(way, by: reference, of: plan)
                    return way
                }
                let (way, orders) = best(of: ways, among: coming)
                for order in orders where counted.count < IncidentReclassified.countedLimit {
                    counted.append(
                        .init(order: order.id, tier: tier + 1, requirement: place + 1, alternative: way))
                }
            }
        }
        return counted
    }

    /// The alternative that lacks the fewest, and the orders that count for it.
    private func best(of ways: [Requirement], among orders: [OrderRecord]) -> (way: Int, orders: [OrderRecord]) {
        let offers = ways.map { way in Array(orders.filter { fits($0.unit, way) }.prefix(way.count)) }
        var best = 0
        for place in ways.indices
        where ways[place].count - offers[place].count < ways[best].count - offers[best].count { best = place }
        return (best + 1, offers[best])
    }

    private func fits(_ unit: UnitID, _ requirement: Requirement) -> Bool {
        guard let row = units.row(of: unit) else { return false }
        let declared = units.declarations[row]
        return requirement.kinds.contains(declared.kind)
            && requirement.capabilities.allSatisfy { declared.capabilities.contains($0) }
    }

    private mutating func link(_ id: IncidentID, _ other: IncidentID, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        let second = try openIncident(other)
        guard id != other else {
            throw Refusal("\(id) cannot be linked to itself.", remedy: "Name two incidents.")
        }
        guard !incident.links.contains(other) else {
            throw Refusal("\(id) and \(other) are linked.", remedy: "Nothing needs doing.")
        }
        for full in [incident, second] where full.links.count >= Incident.linkLimit {
            throw Refusal(
                "\(full.id) is linked to \(Incident.linkLimit) others.", remedy: "Link it to one of those instead.")
        }
        emit(.incidentLinked(to: other, by: Doer(actor: act.actor, via: act.via)), of: incident)
        return id
    }

    private mutating func unlink(_ id: IncidentID, _ other: IncidentID, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        guard incident.links.contains(other) else {
            throw Refusal(
                "\(id) and \(other) are not linked.", remedy: "'callpoint incidents' shows what each is linked to.")
        }
        emit(.incidentUnlinked(from: other, by: Doer(actor: act.actor, via: act.via)), of: incident)
        return id
    }

    /// What looked like one is two: the second has its own plan, orders and end. At a call point that the first had taken
    /// in, that is the second's alone from now on.
    private mutating func split(
        _ id: IncidentID, at place: Report.Place?, note: TextToken?, _ act: Act
    ) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        let point = incident.callPoint
        let same: Report.Place =
            point.id.isSpot
            ? .point(point.place, point.scale, accuracyMetres: point.accuracyMetres) : .callPoint(point.id)
        let report = Report(
            at: place ?? same, source: .split, plan: incident.plan.name, note: note, kind: incident.nature.kind)
        return try take(report, splitOff: id, act)
    }

    /// A call-taking centre has it too, under a number of its own. Nothing stops here: it ends when somebody closes it.
    private mutating func handOff(
        _ id: IncidentID, _ contact: ContactID, reference: TextToken, _ act: Act
    ) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        guard known.contact(contact) != nil else {
            throw Refusal(
                "There is no contact \(contact).",
                remedy: "Give one of: \(known.site.contacts.map(\.id.text).joined(separator: ", ")).")
        }
        emit(
            .incidentHandedOff(
                HandedOff(contact: contact, reference: reference, by: Doer(actor: act.actor, via: act.via))),
            of: incident)
        if !incident.told.contains(where: { $0.contact == contact }) {
            tell(
                contact, tier: max(1, incident.tier), of: incident, because: .handedOff,
                wait: known.contact(contact)?.answerWithin)
        }
        return id
    }
}

// What such an event changes of the state.
extension Engine {
    mutating func reopen(_ reopened: IncidentReopened, _ event: Event) {
        guard let id = event.incident, let callPoint = event.callPoint, state.index(of: id) == nil else { return }
        var known = beginning(of: callPoint, plan: reopened.plan, configuration: reopened.configuration)
        if let spot = reopened.spot, let plan = plan(reopened.plan, configuration: reopened.configuration) {
            let point = CallPoint(
                id: callPoint, name: spot.name, place: spot.place, scale: spot.scale,
                accuracyMetres: spot.accuracyMetres, plan: reopened.plan)
            known = (point, plan)
        }
        guard let (point, plan) = known else { return }
        let inForce = inForce(plan, configuration: reopened.configuration, at: event.wall)
        state.incidents.append(
            Incident(id: id, callPoint: point, plan: inForce, reopened: reopened, at: event.at, wall: event.wall))
    }

    /// Both know of each other, as long as both are open.
    mutating func link(_ index: Int, to other: IncidentID) {
        // One that is closed is no link any more: a snapshot does not hold it either.
        guard let second = state.index(of: other) else { return }
        let id = state.incidents[index].id
        state.incidents[index].link(other)
        state.incidents[second].link(id)
    }

    /// What is closed belongs together with nothing any more.
    mutating func unlinkClosed(_ index: Int) {
        let id = state.incidents[index].id
        for other in state.incidents[index].links {
            if let second = state.index(of: other) { state.incidents[second].links.removeAll { $0 == id } }
        }
    }

    mutating func unlink(_ index: Int, from other: IncidentID) {
        let id = state.incidents[index].id
        state.incidents[index].links.removeAll { $0 == other }
        if let second = state.index(of: other) { state.incidents[second].links.removeAll { $0 == id } }
    }

    mutating func reclassify(_ index: Int, _ reclassified: IncidentReclassified, _ event: Event) {
        guard let plan = plan(reclassified.plan, configuration: reclassified.configuration) else { return }
        let inForce = inForce(plan, configuration: reclassified.configuration, at: event.wall)
        state.incidents[index].adopt(inForce, reclassified, at: event.at)
    }
}

extension Incident {
    fileprivate mutating func link(_ other: IncidentID) {
        guard !links.contains(other), links.count < Incident.linkLimit else { return }
        links.append(other)
    }

    /// Goes on by another plan. Orders that it does not ask for count towards nothing, like those of a dispatcher.
    fileprivate mutating func adopt(_ plan: Plan, _ reclassified: IncidentReclassified, at instant: Instant) {
        self.plan = plan
        configuration = reclassified.configuration
        priority = reclassified.priority
        tier = min(tier, plan.tiers.count)
        shortfalls = []
        spared = []
        if let called = watchTier {
            // Whom the new plan tells is called for; where it tells nobody, there is nobody to remind.
            let telling = plan.tiers.prefix(called).lastIndex { !$0.notify.isEmpty }
            watchTier = telling.map { $0 + 1 } ?? min(called, plan.tiers.count)
            if telling == nil { watchBy = nil }
        }
        for place in orders.indices {
            let counted = reclassified.counted.first { $0.order == orders[place].id }
            orders[place].meets = RequirementReference(
                tier: counted?.tier ?? max(1, min(orders[place].tier, plan.tiers.count)),
                requirement: counted?.requirement ?? 0)
            orders[place].alternative = counted?.alternative ?? 1
        }
        guard tier > 0, !hasBeenOnScene, let interval = interval(upTo: tier) else { return }
        onSceneBy = onSceneBy.map { min($0, instant + interval) } ?? instant + interval
    }
}
