import CallpointCore

/// A press belongs to an open incident nearby where the plan of both says so, and only there.
struct RelatedPressesBelong: Rule {
    let name = "a related press belongs to its incident"

    func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .alarmRelated(let related):
            guard let incident = scene.incident, let point = point(event, scene) else { return "it joined nothing" }
            if let open = scene.book.newest(at: point.id) { return "\(open.id) is open at its call point" }
            if related.presses != incident.presses + 1 { return "press \(related.presses) follows \(incident.presses)" }
            return why(incident, point, event, scene, isStrict: true)
        case .alarmRaised:
            guard let point = point(event, scene), scene.book.newest(at: point.id) == nil else { return nil }
            let missed = scene.book.incidents.first { why($0, point, event, scene, isStrict: false) == nil }
            return missed.map { "it belongs to \($0.id)" }
        case .orderIssued(let order):
            return order.related == scene.incident?.related ? nil : "it does not say all call points"
        default: return nil
        }
    }

    private func point(_ event: Event, _ scene: Scene) -> CallPoint? {
        scene.book.site.callPoints.first { $0.id == event.callPoint }
    }

    /// The plan that answers a call point now.
    private func plan(of point: CallPoint, _ event: Event, _ scene: Scene) -> Plan? {
        var name = point.plan
        for scheduled in point.planDuring.reversed() {
            let schedule = scene.book.site.schedules.first { $0.name == scheduled.schedule }
            if schedule?.holds(at: event.wall) == true { name = scheduled.plan }
        }
        name = point.plansByKind.first { $0.kind == point.kind }?.plan ?? name
        return scene.book.site.plans.first { $0.name == name }
    }

    /// Why a press at a call point does not belong to an incident; nil where it does. Presses that are only counted make
    /// an incident's last one later than the record has it: then nobody but the engine can tell whether it is too late.
    private func why(
        _ incident: LoggedIncident, _ point: CallPoint, _ event: Event, _ scene: Scene, isStrict: Bool
    ) -> String? {
        guard let plan = plan(of: point, event, scene), let related = plan.related, incident.plan.related != nil,
            incident.plan.name == plan.name
        else { return "its plan is another, or relates nothing" }
        if incident.nature.kind != point.kind { return "it is of another kind" }
        let urgency = KindsAreAnswered.priority(of: point.kind, under: plan, scene.book.site)
        if incident.priority.rawValue > urgency.rawValue { return "it is less urgent" }
        if incident.hasBeenOnScene { return "somebody has been there: it is a second caller's" }
        if incident.presses == 0 { return "nobody pressed there" }
        if incident.related.count >= 16 { return "it has taken in enough" }
        if PlainLook.metres(from: point.place, to: incident.point) > related.vicinity.withinMetres {
            return "it is too far away"
        }
        if scene.book.mayBeCounted(for: incident, event.at) { return isStrict ? nil : "nobody can tell" }
        return event.at - incident.lastPressAt > related.vicinity.window ? "it is too late" : nil
    }

    /// The unit more that a further call point asks for is ordered in the same turn, or said to be short.
    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        guard scene.isAlone else { return nil }
        for event in turn {
            guard case .alarmRelated = event.body, let incident = scene.book.incident(event.incident), incident.tier > 0
            else { continue }
            let need = LoggedIncident.Need(tier: 1, requirement: 1)
            if incident.missing(need) > 0, !incident.shortfalls.contains(need) { return "nobody more was sent" }
        }
        return nil
    }
}

/// Two call points, near each other and pressed within the window, confirm each other; nothing else does but a person.
struct CrossZoneIsSaid: Rule {
    let name = "two call points confirm each other"
    /// Incidents of which it is to be said before the turn ends.
    private var awaited: [IncidentID] = []

    mutating func restarted() { awaited = [] }
    mutating func lost(_ scene: Scene) { awaited = [] }

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .alarmRaised(let raised):
            guard raised.nature.isDispatched, let point = point(event.callPoint, scene) else { return nil }
            let plan = scene.book.site.plans.first { $0.name == raised.plan }
            let near = scene.book.incidents.filter { open in
                open.point.id != point.id
                    && isNear(open, point, plan?.crossZone ?? open.plan.crossZone, event.at, scene, isStrict: false)
            }
            guard !near.isEmpty, let id = event.incident else { return nil }
            awaited += [id] + near.prefix(16).filter { $0.verification == .unverified }.map(\.id)
            return nil
        case .alarmRelated:
            guard let incident = scene.incident, let point = point(event.callPoint, scene),
                incident.verification == .unverified,
                isNear(incident, point, incident.plan.crossZone, event.at, scene, isStrict: false)
            else { return nil }
            awaited.append(incident.id)
            return nil
        case .alarmVerified(let verified) where verified.verification == .crossZone:
            if verified.by != nil { return "no person says that" }
            guard let incident = scene.incident else { return "nothing is open" }
            if verified.otherIncident == nil { return incident.related.last == verified.otherCallPoint ? nil : "who?" }
            guard let other = scene.book.incident(verified.otherIncident) else { return "the other is not open" }
            let (old, new) =
                (incident.openedAt, incident.id) < (other.openedAt, other.id) ? (incident, other) : (other, incident)
            let zone = new.plan.crossZone ?? old.plan.crossZone
            return isNear(old, new.point, zone, event.at, scene, isStrict: true) ? nil : "they are not near and soon"
        default: return nil
        }
    }

    mutating func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        defer { awaited = [] }
        let silent = awaited.first { scene.book.incident($0)?.verification == .unverified }
        return silent.map { "nobody said it of \($0)" }
    }

    private func point(_ id: CallPointID?, _ scene: Scene) -> CallPoint? {
        scene.book.site.callPoints.first { $0.id == id }
    }

    /// Whether somebody pressed near a call point and lately; where presses are only counted, `isStrict` says yes.
    private func isNear(
        _ incident: LoggedIncident, _ point: CallPoint, _ zone: Plan.Vicinity?, _ now: Instant, _ scene: Scene,
        isStrict: Bool
    ) -> Bool {
        guard let zone, incident.presses > 0, incident.nature.isDispatched,
            PlainLook.metres(from: point.place, to: incident.point) <= zone.withinMetres
        else { return false }
        if scene.book.mayBeCounted(for: incident, now) { return isStrict }
        return now - incident.lastPressAt <= zone.window
    }
}

extension Logbook {
    /// Whether presses of an incident may be counted now instead of written.
    func mayBeCounted(for incident: LoggedIncident, _ now: Instant) -> Bool {
        ([incident.point.id] + incident.related).contains { mayBeCounted(at: $0, now) }
    }
}

/// What is said to have ended at a place is the last that did, within the site's time; and orders say it too.
struct RecentIsTrue: Rule {
    let name = "what happened at a place before is true"

    func before(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .alarmRaised(let raised): return wrong(raised.recent, event, scene)
        case .alarmReported(let reported): return wrong(reported.recent, event, scene)
        case .orderIssued(let order):
            guard let incident = scene.incident else { return nil }
            var known = incident.recent
            known?.agoMilliseconds += Int((event.at - incident.openedAt).milliseconds)
            return order.recent == known ? nil : "the order says something else than the alarm"
        default: return nil
        }
    }

    private func wrong(_ said: RecentAlarm?, _ event: Event, _ scene: Scene) -> String? {
        let known = scene.book.ended.first { $0.callPoint == event.callPoint }
        guard let known, let limit = scene.book.site.alarms.recentWithin, event.at - known.at <= limit,
            scene.book.incident(known.incident) == nil
        else { return said == nil ? nil : "nothing ended there" }
        let expected = RecentAlarm(
            incident: known.incident, disposition: known.disposition,
            agoMilliseconds: Int((event.at - known.at).milliseconds))
        return said == expected ? nil : "\(known.incident) ended there \(expected.agoMilliseconds) ms ago"
    }
}
