import CallpointCore

/// The fields of what people change of an incident itself.
extension LineWriter {
    mutating func changeFields(_ body: Event.Body) {
        switch body {
        case .incidentUnlinked(let other, let by):
            name("linked", other)
            fields(by)
        case .incidentSplit(let other, let by, let takenOut):
            name("new_incident", other)
            name("takes_out", takenOut)
            fields(by)
        case .incidentReopened(let reopened): fields(reopened)
        case .incidentReclassified(let reclassified): fields(reclassified)
        case .incidentHandedOff(let given):
            name("contact", given.contact)
            name("reference", given.reference)
            fields(given.by)
        default: break
        }
    }

    private mutating func fields(_ reopened: IncidentReopened) {
        word("priority", reopened.priority.text)
        fields(reopened.nature)
        name("plan", reopened.plan)
        name("config_hash", reopened.configuration)
        integer("presses", reopened.presses)
        integer("attempts", reopened.attempts)
        word("closed_as", reopened.closedAs.rawValue)
        if let spot = reopened.spot { fields(spot) }
        name("unit", reopened.unit)
        fields(related: reopened.related)
        fields(reopened.by)
        name("reason", reopened.reason)
    }

    mutating func fields(_ spot: Spot) {
        member("lat")
        json.degrees(e7: spot.place.latitudeE7)
        member("lon")
        json.degrees(e7: spot.place.longitudeE7)
        word("datum", Datum.wgs84.rawValue)
        integer("mm_per_degree_lat", spot.scale.millimetresPerDegreeLatitude)
        integer("mm_per_degree_lon", spot.scale.millimetresPerDegreeLongitude)
        integer("accuracy_m", spot.accuracyMetres)
        text("name", spot.name)
    }

    private mutating func fields(_ reclassified: IncidentReclassified) {
        word("priority", reclassified.priority.text)
        name("plan", reclassified.plan)
        name("config_hash", reclassified.configuration)
        name("from_plan", reclassified.from)
        list("counted", reclassified.counted, leftOut: "counted_left_out") { line, counted in
            line.json.raw("{\"order\":")
            line.quotedName(counted.order.text)
            line.integer("tier", counted.tier)
            line.integer("requirement", counted.requirement)
            if counted.alternative != 1 { line.integer("alternative", counted.alternative) }
            line.json.raw("}")
        }
        fields(reclassified.by)
        name("note", reclassified.note)
    }

    /// What was changed, in a sentence.
    mutating func sayChange(_ event: Event) {
        switch event.body {
        case .incidentUnlinked(let other, _): sayIncidentName(event, " has nothing to do with ", name: other.text)
        case .incidentSplit(let other, _, _): sayIncidentName(event, " is two: a part of it is ", name: other.text)
        case .incidentReopened: sayIncidentName(event, " is open again")
        case .incidentReclassified(let now): sayIncidentName(event, " is answered by plan ", name: now.plan.text)
        case .incidentHandedOff(let given): sayIncidentName(event, " was handed to ", name: given.contact.text)
        default: break
        }
    }
}
