import CallpointCore

/// The mirror of `LineWriter`'s fields of presses that belong together.
extension LineFields {
    mutating func alarmRelated() throws(LineError) -> AlarmRelated {
        AlarmRelated(
            input: try id("input"), stamp: try stamp(), authentication: try word("auth"),
            presses: try integer("presses"), distanceMetres: try integer("distance_m"),
            edgeAt: Instant(microseconds: Int64(try integer("edge_us"))),
            origin: try bool("by_level", without: false) ? .level : .edge)
    }

    mutating func alarmVerified() throws(LineError) -> AlarmVerified {
        AlarmVerified(
            try word("state"), otherCallPoint: try optionalID("other_call_point"),
            otherIncident: try optionalID("other_incident"), by: try doer())
    }

    mutating func recentAlarm() throws(LineError) -> RecentAlarm? {
        guard let incident: IncidentID = try optionalID("recent_incident") else { return nil }
        let disposition: Disposition = try word("recent_disposition")
        let ago = try integer("recent_ago_ms")
        // The age of an order is added to it: a forged line must not make it overflow. Three years.
        guard (0...100_000_000_000).contains(ago) else {
            throw LineError.badField("recent_ago_ms", what: "should be 0 to 100000000000")
        }
        return RecentAlarm(incident: incident, disposition: disposition, agoMilliseconds: ago)
    }
}
