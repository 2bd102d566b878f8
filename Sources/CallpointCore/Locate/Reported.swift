// An incident that no button began: a telephone call, a camera, somebody at the door, an officer in need.

extension Engine {
    /// Accuracies that a report may give, in metres.
    public static let reportAccuracies = 1...10_000

    /// Opens an incident that somebody reports. It is answered like a press, and ends like one: by a person.
    ///
    /// Where it is split off another one, it is linked to that one.
    mutating func take(
        _ report: Report, unit: UnitID? = nil, fixAge: Duration? = nil, splitOff parent: IncidentID? = nil,
        mode: Event.Mode = .live, _ act: Act
    ) throws(Refusal) -> IncidentID {
        guard state.incidents.count < Engine.openLimit else {
            throw Refusal(
                "\(Engine.openLimit) incidents are open, and no report is taken in beside them.",
                remedy: "Close those that are over; a press is still heard.")
        }
        let id = nextIncidentID()
        let point = try self.point(of: report, as: id)
        let (name, schedule): (PlanName, ScheduleName?) =
            if let plan = report.plan {
                (plan, nil)
            } else {
                state.site.plan(of: point, for: report.kind, at: scratch.wall)
            }
        guard let plan = known.plan(name) else {
            throw Refusal(
                "There is no plan \(name).",
                remedy: "Give one of: \(known.site.plans.map(\.name.text).joined(separator: ", ")).")
        }
        let open = parent ?? (mode == .live ? state.newestIncident(at: point.id)?.id : nil)
        let isPlayed = mode == .exercise || isExercise(parent)
        let isNamed = report.plan != nil || point.plansByKind.contains { $0.kind == report.kind }
        if let parent, let whole = state.index(of: parent).map({ state.incidents[$0] }) {
            let isTakenIn = whole.related.contains { $0.callPoint == point.id }
            emit(
                .incidentSplit(
                    into: id, by: Doer(actor: act.actor, via: act.via), takesOut: isTakenIn ? point.id : nil),
                of: whole)
        }
        emit(
            .alarmReported(
                AlarmReported(
                    priority: state.site.priority(of: report.kind, under: plan), source: report.source, plan: plan.name,
                    configuration: state.site.hash,
                    linked: open, place: point.place, scale: point.scale, accuracyMetres: point.accuracyMetres,
                    name: point.name, unit: unit, fixAgeMilliseconds: fixAge.map { Int($0.milliseconds) },
                    isDegraded: fixAge.map { $0 > state.site.staleAfter } ?? false,
                    by: Doer(actor: act.actor, via: act.via), note: report.note, schedule: schedule,
                    nature: state.site.nature(of: report.kind, isNamed: isNamed),
                    recent: isPlayed ? nil : recentAlarm(at: point.id))),
            incident: id, callPoint: point.id, mode: isPlayed ? .exercise : .live)
        locate(point, incident: id, source: report.isAtCallPoint ? .survey : .report)
        if let open { emit(.incidentLinked(to: open, by: nil), incident: id, callPoint: point.id) }
        begin(id)
        return id
    }

    /// The place of a report as a call point: one of the site's, or one that is only this incident's.
    private func point(of report: Report, as id: IncidentID) throws(Refusal) -> CallPoint {
        switch report.place {
        case .callPoint(let name):
            guard let point = known.callPoint(name) else { throw unknown(name) }
            return point
        case .point(let place, let scale, let accuracy):
            guard place.isValid, Engine.reportAccuracies.contains(accuracy) else {
                throw Refusal(
                    "The place of the report is none: latitude, longitude or accuracy is out of range.",
                    remedy: "Give degrees within ±90 and ±180, and an accuracy from 1 m to 10 km.")
            }
            let near = nearestCallPoint(to: place, scale: scale)
            // '@' begins no call point's name, so this one is nobody else's.
            return CallPoint(
                id: CallPointID("@" + id.text),
                name: near.map { "\($0.metres) m from \($0.point.id) \($0.point.name)" } ?? "",
                place: place, scale: scale, accuracyMetres: accuracy, plan: near?.point.plan ?? "",
                planDuring: near?.point.planDuring ?? [], plansByKind: near?.point.plansByKind ?? [])
        }
    }

    /// People find a place by the post that they know; a look at every one of them, once for each report.
    private func nearestCallPoint(to place: Coordinate, scale: DegreeScale) -> (point: CallPoint, metres: Int)? {
        let earth = FlatEarth(centre: place, scale: scale)
        var nearest: (point: CallPoint, metres: Int)?
        for point in known.site.callPoints {
            let metres = earth.metres(latitudeE7: point.place.latitudeE7, longitudeE7: point.place.longitudeE7)
            if nearest.map({ metres < $0.metres }) ?? true { nearest = (point, metres) }
        }
        return nearest
    }

    /// The incident that an event of a report opens; nil where its plan is in no site file that is known.
    func incident(_ reported: AlarmReported, _ event: Event) -> Incident? {
        guard let id = event.incident, let callPoint = event.callPoint, state.index(of: id) == nil,
            let plan = plan(reported.plan, configuration: reported.configuration)
        else { return nil }
        let ofSite = known.callPoint(callPoint)
        let point = CallPoint(
            id: callPoint, name: reported.name, place: reported.place, scale: reported.scale,
            accuracyMetres: reported.accuracyMetres, datum: ofSite?.datum ?? .wgs84, road: ofSite?.road,
            briefing: ofSite?.briefing ?? Briefing(), carriageway: ofSite?.carriageway,
            plan: reported.plan)
        let inForce = inForce(plan, configuration: reported.configuration, at: event.wall)
        return Incident(
            id: id, callPoint: point, plan: inForce, reported: reported, isExercise: event.mode == .exercise,
            at: event.at, wall: event.wall)
    }
}

extension Report {
    fileprivate var isAtCallPoint: Bool {
        if case .callPoint = place { return true }
        return false
    }
}
