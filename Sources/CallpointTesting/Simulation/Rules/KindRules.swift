import CallpointCore

/// An alarm is as urgent as the site says of its kind, is answered by the plan of its kind, and begins where that does.
struct KindsAreAnswered: Rule {
    let name = "a kind is answered as the site says"

    func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .alarmRaised(let raised):
            guard let point = scene.book.site.callPoints.first(where: { $0.id == event.callPoint }) else { return nil }
            if raised.nature.kind != point.kind { return "its button is for \(point.kind.rawValue)" }
            return wrong(
                raised.priority, raised.nature, raised.plan,
                isNamed: point.plansByKind.contains { $0.kind == point.kind }, scene)
        case .alarmReported(let reported):
            return reported.nature.isDispatched
                ? nil
                : wrong(
                    reported.priority, reported.nature, reported.plan, isNamed: false, scene)
        case .orderIssued(let order) where order.requirement > 0:
            guard let incident = scene.incident, !incident.nature.isDispatched, incident.tier == 0 else { return nil }
            return "nobody is sent for it by itself"
        case .tierRaised(let raised):
            guard let incident = scene.incident else { return nil }
            if incident.nature.isDispatched || incident.tier > 0 { return early(raised, incident) }
            return [.dispatcher, .assist].contains(raised.reason) ? nil : "a person decides whether it is answered"
        default: return nil
        }
    }

    private func early(_ raised: TierRaised, _ incident: LoggedIncident) -> String? {
        guard raised.reason == .alarmKind else { return nil }
        let first = incident.plan.begins.first { $0.kind == incident.nature.kind }?.tier ?? 1
        return raised.tier <= first ? nil : "its kind begins at tier \(first)"
    }

    /// How urgent an alarm of a kind is under a plan.
    static func priority(of kind: AlarmKind, under plan: Plan, _ site: Site) -> Priority {
        let usual: [AlarmKind: Priority] = [.duress: .p1, .fire: .p1, .medical: .p2, .tamper: .p3, .technical: .p4]
        return site.alarms[kind].priority ?? usual[kind] ?? plan.priority
    }

    private func wrong(
        _ priority: Priority, _ nature: AlarmNature, _ plan: PlanName, isNamed: Bool, _ scene: Scene
    ) -> String? {
        let site = scene.book.site
        guard let plan = site.plans.first(where: { $0.name == plan }) else { return nil }
        let wanted = KindsAreAnswered.priority(of: nature.kind, under: plan, site)
        if priority != wanted { return "it is \(wanted.text)" }
        if nature.isSilent != (site.alarms[nature.kind].isSilent ?? (nature.kind == .duress)) {
            return "whether it is silent is wrong"
        }
        let isThing = nature.kind == .tamper || nature.kind == .technical
        let isSent = site.alarms[nature.kind].isDispatched ?? (!isThing || isNamed)
        return nature.isDispatched == isSent ? nil : "whether units are sent is wrong"
    }

    /// A kind that begins higher is there in the turn that began it.
    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        for event in turn {
            guard event.isBeginning, let incident = scene.book.incident(event.incident), incident.nature.isDispatched,
                let first = incident.plan.begins.first(where: { $0.kind == incident.nature.kind })
            else { continue }
            if incident.tier < min(first.tier, incident.plan.tiers.count) { return "it begins at tier \(first.tier)" }
        }
        return nil
    }
}

extension Event {
    fileprivate var isBeginning: Bool {
        switch body {
        case .alarmRaised, .alarmReported: true
        default: false
        }
    }
}
