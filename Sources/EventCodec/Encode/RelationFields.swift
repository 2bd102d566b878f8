import CallpointCore

/// The fields of presses that belong together, and of what is known of an alarm.
extension LineWriter {
    mutating func fields(_ related: AlarmRelated) {
        name("input", related.input)
        fields(related.stamp)
        word("auth", related.authentication.rawValue)
        integer("presses", related.presses)
        integer("distance_m", related.distanceMetres)
        integer("edge_us", related.edgeAt.microseconds)
        flag("by_level", related.origin == .level)
    }

    mutating func fields(_ verified: AlarmVerified) {
        word("state", verified.verification.rawValue)
        name("other_call_point", verified.otherCallPoint)
        name("other_incident", verified.otherIncident)
        fields(verified.by)
    }

    /// What ended at the call point not long ago.
    mutating func fields(_ recent: RecentAlarm?) {
        guard let recent else { return }
        name("recent_incident", recent.incident)
        word("recent_disposition", recent.disposition.rawValue)
        integer("recent_ago_ms", recent.agoMilliseconds)
    }

    /// The other call points of an incident, where it has any.
    mutating func fields(related points: [CallPointID]) {
        guard !points.isEmpty else { return }
        list("related", points, leftOut: "related_left_out") { line, point in line.quotedName(point.text) }
    }

    mutating func sayRelation(_ event: Event) {
        switch event.body {
        case .alarmRelated(let related):
            sayPlace(event, " pressed, ")
            say("", related.distanceMetres, " m away: ")
            say(related.presses, one: " press", many: " presses")
        case .alarmVerified(let verified):
            sayIncidentName(event, " is ")
            rawWord(verified.verification.rawValue)
        default: break
        }
    }
}
