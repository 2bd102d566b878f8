import CallpointCore

/// The mirror of `LineWriter.changeFields`.
extension LineFields {
    mutating func changeBody(_ type: EventType) throws(LineError) -> Event.Body {
        switch type {
        case .incidentUnlinked: return .incidentUnlinked(from: try id("linked"), by: try requiredDoer())
        case .incidentSplit:
            return .incidentSplit(
                into: try id("new_incident"), by: try requiredDoer(), takesOut: try optionalID("takes_out"))
        case .incidentReopened: return .incidentReopened(try reopened())
        case .incidentReclassified: return .incidentReclassified(try reclassified())
        default:
            return .incidentHandedOff(
                HandedOff(contact: try id("contact"), reference: try id("reference"), by: try requiredDoer()))
        }
    }

    private mutating func reopened() throws(LineError) -> IncidentReopened {
        let priority = try priority()
        let nature = try nature()
        let plan: PlanName = try id("plan")
        let configuration = try string("config_hash")
        let presses = try integer("presses")
        let attempts = try integer("attempts")
        // The next attempt is one more: a forged line must not make it overflow.
        guard (0...1_000_000).contains(attempts) else {
            throw LineError.badField("attempts", what: "should be 0 to 1000000")
        }
        return IncidentReopened(
            priority: priority, plan: plan, configuration: configuration, presses: presses, attempts: attempts,
            closedAs: try word("closed_as"), spot: has("lat") ? try spot() : nil, unit: try optionalID("unit"),
            nature: nature, related: try names("related"), by: try requiredDoer(), reason: try id("reason"))
    }

    private mutating func reclassified() throws(LineError) -> IncidentReclassified {
        let priority = try priority()
        var counted: [IncidentReclassified.Counted] = []
        try each("counted") { (fields: inout LineFields) throws(LineError) in
            counted.append(
                IncidentReclassified.Counted(
                    order: try fields.id("order"), tier: try fields.integer("tier"),
                    requirement: try fields.integer("requirement"),
                    alternative: try fields.optionalInteger("alternative") ?? 1))
        }
        return IncidentReclassified(
            priority: priority, plan: try id("plan"), configuration: try string("config_hash"),
            from: try id("from_plan"), counted: counted, by: try requiredDoer(), note: try optionalID("note"))
    }

    private mutating func requiredDoer() throws(LineError) -> Doer {
        Doer(actor: try id("actor"), via: try string("via"))
    }
}
