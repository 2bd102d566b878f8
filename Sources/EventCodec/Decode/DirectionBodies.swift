import CallpointCore

/// The mirror of `LineWriter.directionFields`.
extension LineFields {
    mutating func directionBody(_ type: EventType) throws(LineError) -> Event.Body {
        switch type {
        case .alarmReported: return .alarmReported(try alarmReported())
        case .incidentHeld:
            return .incidentHeld(
                HoldSet(
                    forMilliseconds: try integer("for_ms"), actor: try id("actor"), via: try string("via"),
                    reason: try id("reason")))
        case .incidentReleased: return .incidentReleased(try ending())
        case .incidentWatched: return .incidentWatched(actor: try id("actor"), via: try string("via"))
        case .incidentNote:
            return .incidentNote(try id("note"), actor: try id("actor"), via: try string("via"))
        case .noticeAcknowledged:
            return .noticeAcknowledged(contact: try id("contact"), actor: try id("actor"), via: try string("via"))
        case .orderNudged:
            return .orderNudged(
                try id("order"), unit: try id("unit"), afterMilliseconds: try integer("after_ms"))
        default:
            return .unitAssist(
                try optionalID("order"), unit: try id("unit"), actor: try id("actor"), via: try string("via"))
        }
    }

    private mutating func alarmReported() throws(LineError) -> AlarmReported {
        let priority = try priority()
        let nature = try nature()
        let source: AlarmReported.Source = try word("source")
        let plan: PlanName = try id("plan")
        let configuration = try string("config_hash")
        let linked: IncidentID? = try optionalID("linked")
        let spot = try spot()
        return AlarmReported(
            priority: priority, source: source, plan: plan, configuration: configuration, linked: linked,
            place: spot.place, scale: spot.scale, accuracyMetres: spot.accuracyMetres, name: spot.name,
            unit: try optionalID("unit"), fixAgeMilliseconds: try optionalInteger("fix_age_ms"),
            isDegraded: try bool("degraded", without: false), by: Doer(actor: try id("actor"), via: try string("via")),
            note: try optionalID("note"), schedule: try optionalID("schedule"), nature: nature,
            recent: try recentAlarm())
    }

    /// A place that no call point stands for.
    mutating func spot() throws(LineError) -> Spot {
        let place = Coordinate(latitudeE7: try degrees("lat"), longitudeE7: try degrees("lon"))
        let scale = DegreeScale(
            millimetresPerDegreeLatitude: try degreeLength("mm_per_degree_lat"),
            millimetresPerDegreeLongitude: try degreeLength("mm_per_degree_lon"))
        return Spot(
            place: place, scale: scale, accuracyMetres: try integer("accuracy_m"), name: try string("name"))
    }

    /// A degree is nowhere longer than this: a forged one must not overflow a distance.
    private mutating func degreeLength(_ name: StaticString) throws(LineError) -> Int {
        let millimetres = try integer(name)
        guard (0...112_000_000).contains(millimetres) else {
            throw LineError.badField("\(name)", what: "should be 0 to 112000000")
        }
        return millimetres
    }

    mutating func noticeSent() throws(LineError) -> NoticeSent {
        let word = try string("reason")
        guard let reason = NoticeSent.Reason(word: word) else {
            throw LineError.badField("reason", what: "an unknown word \(word)")
        }
        return NoticeSent(
            contact: try id("contact"), channel: try string("channel"), tier: try integer("tier"), reason: reason,
            answerWithinMilliseconds: try optionalInteger("answer_within_ms"))
    }

    /// Who did it, where a person did.
    mutating func doer() throws(LineError) -> Doer? {
        guard has("actor") else { return nil }
        return Doer(actor: try id("actor"), via: try string("via"))
    }
}
