import CallpointCore

/// The core's nouns out of the fields of a line: the mirror of `LineWriter`'s.
extension LineFields {
    mutating func epoch() throws(LineError) -> ClockEpoch {
        ClockEpoch(
            generation: try string("generation"), bootID: try string("boot_id"),
            monotonicMicroseconds: Int64(try integer("monotonic_us")),
            gapMilliseconds: try optionalInteger("gap_ms"))
    }

    mutating func summary() throws(LineError) -> ConfigurationSummary {
        ConfigurationSummary(
            file: try string("file"), hash: try string("config_hash"), callPoints: try integer("call_points"),
            units: try integer("units"), planTimesPermille: try integer("plan_times_permille"))
    }

    mutating func fault(_ callPoint: CallPointID?) throws(LineError) -> DeviceFault {
        let kind: DeviceFault.Kind = try word("kind")
        let input: InputName? = try optionalID("input")
        var subject = callPoint
        if has("device_call_point") {
            subject = isNull("device_call_point") ? nil : try id("device_call_point")
        }
        let isBypassed = try bool("bypassed", without: false)
        var fault = DeviceFault(input: input, callPoint: subject, kind: kind, detail: try string("detail"))
        fault.isBypassed = isBypassed
        return fault
    }

    mutating func stamp() throws(LineError) -> NodeStamp? {
        guard let address = try optionalString("address") else { return nil }
        let counter: UInt32 = try narrow("counter")
        return NodeStamp(address: address, counter: counter, boot: has("boot") ? try narrow("boot") : nil)
    }

    mutating func alarmRaised() throws(LineError) -> AlarmRaised {
        let priority = try priority()
        let nature = try nature()
        let recent = try recentAlarm()
        return AlarmRaised(
            priority: priority, input: try id("input"), stamp: try stamp(), authentication: try word("auth"),
            plan: try id("plan"), configuration: try string("config_hash"), linked: try optionalID("linked"),
            edgeAt: Instant(microseconds: Int64(try integer("edge_us"))),
            origin: try bool("by_level", without: false) ? .level : .edge, schedule: try optionalID("schedule"),
            nature: nature, recent: recent)
    }

    /// A line that says nothing of it is of a panic button.
    mutating func nature() throws(LineError) -> AlarmNature {
        AlarmNature(
            kind: has("kind") ? try word("kind") : .panic, isSilent: try bool("silent", without: false),
            isDispatched: try bool("dispatch", without: true))
    }

    mutating func priority() throws(LineError) -> Priority {
        let text = try string("priority")
        guard let priority = Priority.allCases.first(where: { $0.text == text }) else {
            throw LineError.badField("priority", what: "an unknown word \(text)")
        }
        return priority
    }

    mutating func alarmLocated() throws(LineError) -> AlarmLocated {
        let place = Coordinate(latitudeE7: try degrees("lat"), longitudeE7: try degrees("lon"))
        guard try string("datum") == Datum.wgs84.rawValue else {
            throw LineError.badField("datum", what: "should be wgs84")
        }
        let accuracy = try integer("accuracy_m")
        let source: AlarmLocated.Source = try word("source")
        let name = try string("name")
        return AlarmLocated(place: place, accuracyMetres: accuracy, name: name, road: try road(), source: source)
    }

    mutating func tierRaised() throws(LineError) -> TierRaised {
        TierRaised(
            tier: try integer("tier"), name: try string("name"), reason: try word("reason"),
            onSceneWithinMilliseconds: try optionalInteger("on_scene_within_ms"),
            watch: try bool("watch", without: false), by: try doer(),
            projectedMilliseconds: try optionalInteger("projected_ms"))
    }

    private mutating func alternativeChoice() throws(LineError) -> AlternativeChoice? {
        guard let chosen = try optionalInteger("alternative") else { return nil }
        var offers: [AlternativeChoice.Offer] = []
        try each("alternatives") { (fields: inout LineFields) throws(LineError) in
            offers.append(
                AlternativeChoice.Offer(
                    wanted: try fields.integer("wanted"), found: try fields.integer("found"),
                    lastEtaMilliseconds: try fields.optionalInteger("eta_ms")))
        }
        return AlternativeChoice(chosen: chosen, offers: offers)
    }

    mutating func unitsRanked() throws(LineError) -> UnitsRanked {
        let tier = try integer("tier")
        let requirement = try integer("requirement")
        var candidates: [Candidate] = []
        try each("candidates") { (fields: inout LineFields) throws(LineError) in
            candidates.append(
                Candidate(
                    unit: try fields.id("unit"), etaMilliseconds: try fields.integer("eta_ms"),
                    distanceMetres: try fields.integer("distance_m"),
                    fixAgeMilliseconds: try fields.integer("fix_age_ms"),
                    handicap: Handicap(
                        carriagewayMilliseconds: try fields.optionalInteger("carriageway_ms") ?? 0,
                        beatMilliseconds: try fields.optionalInteger("beat_ms") ?? 0,
                        isResting: try fields.bool("standby", without: false))))
        }
        let excluded = try exclusionCounts()
        var nearest: [ExcludedUnit] = []
        try each("nearest_excluded") { (fields: inout LineFields) throws(LineError) in
            nearest.append(
                ExcludedUnit(
                    unit: try fields.id("unit"), distanceMetres: try fields.integer("distance_m"),
                    reason: try fields.word("reason")))
        }
        let isDegraded = try bool("degraded", without: false)
        let choice = try alternativeChoice()
        return UnitsRanked(
            tier: tier, requirement: requirement, candidates: candidates, excluded: excluded,
            nearestExcluded: nearest, evidence: .hash(try string("input_hash")), isDegraded: isDegraded,
            choice: choice)
    }

    mutating func exclusionCounts() throws(LineError) -> ExclusionCounts {
        var excluded = ExclusionCounts()
        for (name, count) in try counts("excluded") {
            guard let reason = ExclusionReason(rawValue: name) else {
                throw LineError.badField("excluded", what: "an unknown word \(name)")
            }
            excluded[reason] = count
        }
        return excluded
    }

    mutating func shortfall() throws(LineError) -> Shortfall {
        Shortfall(
            tier: try integer("tier"), requirement: try integer("requirement"), wanted: try integer("wanted"),
            found: try integer("found"), excluded: try exclusionCounts(),
            isSpared: try bool("spared", without: false))
    }

    private mutating func briefing() throws(LineError) -> Briefing {
        let address = try optionalString("address")
        return Briefing(
            address: address, road: try road(), cameras: try texts("cameras"), hazards: try texts("hazards"),
            channel: try optionalString("channel"))
    }

    private mutating func road() throws(LineError) -> RoadReference? {
        guard let text = try optionalString("road") else { return nil }
        return RoadReference(
            road: text, chainage: try optionalString("chainage"), direction: try optionalString("direction"))
    }

    mutating func floodFigures() throws(LineError) -> FloodFigures {
        FloodFigures(
            waiting: try integer("waiting"), open: try integer("open"), onDuty: try integer("on_duty"),
            free: try integer("free"))
    }

    mutating func standDownReason() throws(LineError) -> StandDownReason {
        let word = try string("reason")
        switch word {
        case "closed": return .closed
        case "dispatcher": return .dispatcher
        case "reclassified": return .reclassified
        case "live": return .live
        case "left_exercise": return .leftExercise
        case "out_of_service": return .outOfService
        case "preempted": return .preempted(by: try id("by_incident"))
        case "swapped": return .swapped(for: try id("by_unit"))
        default: throw LineError.badField("reason", what: "an unknown word \(word)")
        }
    }

    mutating func orderIssued() throws(LineError) -> OrderIssued {
        OrderIssued(
            order: try id("order"), tier: try integer("tier"), requirement: try integer("requirement"),
            unit: try id("unit"), etaMilliseconds: try integer("eta_ms"), distanceMetres: try integer("distance_m"),
            bearingDegrees: try integer("bearing_deg"), instructions: try optionalString("instructions"),
            ackWithinMilliseconds: try integer("ack_within_ms"),
            nudgeAfterMilliseconds: try optionalInteger("nudge_after_ms"), round: try integer("round"),
            senseMicroseconds: try integer("sense_us"), debounceMicroseconds: try integer("debounce_us"),
            decideMicroseconds: try integer("decide_us"), isDegraded: try bool("degraded", without: false),
            isUnconfirmed: try bool("unconfirmed", without: false), by: try doer(),
            alternative: try optionalInteger("alternative"), briefing: try briefing(),
            related: try names("related"), recent: try recentAlarm())
    }

    mutating func orderEmitted() throws(LineError) -> OrderEmitted {
        OrderEmitted(
            order: try id("order"), journalMicroseconds: try integer("journal_us"),
            emitMicroseconds: try integer("emit_us"), totalMicroseconds: try integer("total_us"),
            budgetMilliseconds: try integer("budget_ms"), isDurable: try bool("order_durable"))
    }
}
