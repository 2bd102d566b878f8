import CallpointCore

/// The fields of the core's nouns, as they stand in every event that has them.
extension LineWriter {
    mutating func fields(_ epoch: ClockEpoch) {
        name("generation", epoch.generation)
        name("boot_id", epoch.bootID)
        integer("monotonic_us", epoch.monotonicMicroseconds)
        if let gap = epoch.gapMilliseconds { integer("gap_ms", gap) }
    }

    mutating func fields(_ summary: ConfigurationSummary) {
        text("file", summary.file)
        name("config_hash", summary.hash)
        integer("call_points", summary.callPoints)
        integer("units", summary.units)
        integer("plan_times_permille", summary.planTimesPermille)
    }

    /// A fault's call point is the event's own, and stands apart only where it is not.
    mutating func fields(_ fault: DeviceFault, _ stamp: NodeStamp?, of callPoint: CallPointID?) {
        word("kind", fault.kind.rawValue)
        name("input", fault.input)
        if fault.callPoint != callPoint {
            if let other = fault.callPoint {
                name("device_call_point", other)
            } else {
                member("device_call_point")
                json.raw("null")
            }
        }
        fields(stamp)
        flag("bypassed", fault.isBypassed)
        text("detail", fault.detail)
    }

    mutating func fields(_ stamp: NodeStamp?) {
        guard let stamp else { return }
        name("address", stamp.address)
        integer("counter", Int64(stamp.counter))
        if let boot = stamp.boot { integer("boot", Int64(boot)) }
    }

    mutating func fields(_ actor: TextToken, _ via: String) {
        name("actor", actor)
        text("via", via)
    }

    /// Only what is not as with a panic button: so were all lines before there were kinds.
    mutating func fields(_ nature: AlarmNature) {
        if nature.kind != .panic { word("kind", nature.kind.rawValue) }
        flag("silent", nature.isSilent)
        guard !nature.isDispatched else { return }
        member("dispatch")
        json.raw("false")
    }

    mutating func fields(_ raised: AlarmRaised) {
        word("priority", raised.priority.text)
        fields(raised.nature)
        name("input", raised.input)
        fields(raised.stamp)
        word("auth", raised.authentication.rawValue)
        name("plan", raised.plan)
        name("config_hash", raised.configuration)
        name("linked", raised.linked)
        integer("edge_us", raised.edgeAt.microseconds)
        flag("by_level", raised.origin == .level)
        name("schedule", raised.schedule)
        fields(raised.recent)
    }

    mutating func fields(_ located: AlarmLocated) {
        member("lat")
        json.degrees(e7: located.place.latitudeE7)
        member("lon")
        json.degrees(e7: located.place.longitudeE7)
        word("datum", Datum.wgs84.rawValue)
        integer("accuracy_m", located.accuracyMetres)
        word("source", located.source.rawValue)
        text("name", located.name)
        guard let road = located.road else { return }
        text("road", road.road)
        if let chainage = road.chainage { text("chainage", chainage) }
        if let direction = road.direction { text("direction", direction) }
    }

    mutating func fields(_ raised: TierRaised) {
        integer("tier", raised.tier)
        text("name", raised.name)
        word("reason", raised.reason.rawValue)
        if let within = raised.onSceneWithinMilliseconds { integer("on_scene_within_ms", within) }
        flag("watch", raised.watch)
        if let projected = raised.projectedMilliseconds { integer("projected_ms", projected) }
        fields(raised.by)
    }

    mutating func fields(_ ranked: UnitsRanked, inputHash: String) {
        integer("tier", ranked.tier)
        integer("requirement", ranked.requirement)
        list("candidates", ranked.candidates, leftOut: "candidates_left_out") { line, candidate in
            line.json.raw("{\"unit\":")
            line.quotedName(candidate.unit.text)
            line.eta(candidate.etaMilliseconds)
            line.integer("distance_m", candidate.distanceMetres)
            line.integer("fix_age_ms", candidate.fixAgeMilliseconds)
            line.fields(candidate.handicap)
            line.json.raw("}")
        }
        fields(ranked.excluded)
        list("nearest_excluded", ranked.nearestExcluded, leftOut: "nearest_excluded_left_out") { line, unit in
            line.json.raw("{\"unit\":")
            line.quotedName(unit.unit.text)
            line.integer("distance_m", unit.distanceMetres)
            line.word("reason", unit.reason.rawValue)
            line.json.raw("}")
        }
        flag("degraded", ranked.isDegraded)
        if let choice = ranked.choice { fields(choice) }
        name("input_hash", inputHash)
    }

    private mutating func fields(_ handicap: Handicap) {
        if handicap.carriagewayMilliseconds != 0 { integer("carriageway_ms", handicap.carriagewayMilliseconds) }
        if handicap.beatMilliseconds != 0 { integer("beat_ms", handicap.beatMilliseconds) }
        flag("standby", handicap.isResting)
    }

    private mutating func fields(_ choice: AlternativeChoice) {
        integer("alternative", choice.chosen)
        list("alternatives", choice.offers, leftOut: "alternatives_left_out") { line, offer in
            line.json.raw("{\"wanted\":")
            line.json.integer(Int64(offer.wanted))
            line.integer("found", offer.found)
            if let eta = offer.lastEtaMilliseconds { line.eta(eta) }
            line.json.raw("}")
        }
    }

    /// Only the reasons that hold for somebody.
    mutating func fields(_ excluded: ExclusionCounts) {
        member("excluded")
        json.raw("{")
        var isFirst = true
        for (reason, count) in zip(ExclusionReason.allCases, excluded.counts) where count != 0 {
            isFirst ? json.raw("\"") : json.raw(",\"")
            isFirst = false
            rawWord(reason.rawValue)
            json.raw("\":")
            json.integer(Int64(count))
        }
        json.raw("}")
    }

    mutating func fields(_ figures: FloodFigures) {
        integer("waiting", figures.waiting)
        integer("open", figures.open)
        integer("on_duty", figures.onDuty)
        integer("free", figures.free)
    }

    /// Why a unit is called back, and for whom.
    mutating func fields(_ reason: StandDownReason) {
        word("reason", reason.word)
        switch reason {
        case .closed, .dispatcher, .reclassified, .live, .leftExercise, .outOfService: break
        case .preempted(let incident): name("by_incident", incident)
        case .swapped(let unit): name("by_unit", unit)
        }
    }

    mutating func fields(_ order: OrderID, _ unit: UnitID) {
        name("order", order)
        name("unit", unit)
    }

    mutating func fields(_ issued: OrderIssued) {
        name("order", issued.order)
        integer("tier", issued.tier)
        integer("requirement", issued.requirement)
        if let alternative = issued.alternative { integer("alternative", alternative) }
        name("unit", issued.unit)
        eta(issued.etaMilliseconds)
        integer("distance_m", issued.distanceMetres)
        integer("bearing_deg", issued.bearingDegrees)
        if let instructions = issued.instructions { text("instructions", instructions) }
        fields(issued.briefing)
        integer("ack_within_ms", issued.ackWithinMilliseconds)
        if let nudge = issued.nudgeAfterMilliseconds { integer("nudge_after_ms", nudge) }
        integer("round", issued.round)
        integer("sense_us", issued.senseMicroseconds)
        integer("debounce_us", issued.debounceMicroseconds)
        integer("decide_us", issued.decideMicroseconds)
        flag("degraded", issued.isDegraded)
        flag("unconfirmed", issued.isUnconfirmed)
        fields(issued.by)
        fields(related: issued.related)
        fields(issued.recent)
    }

    private mutating func fields(_ briefing: Briefing) {
        if let address = briefing.address { text("address", address) }
        if let road = briefing.road {
            text("road", road.road)
            if let chainage = road.chainage { text("chainage", chainage) }
            if let direction = road.direction { text("direction", direction) }
        }
        if !briefing.cameras.isEmpty { texts("cameras", briefing.cameras, leftOut: "cameras_left_out") }
        if !briefing.hazards.isEmpty { texts("hazards", briefing.hazards, leftOut: "hazards_left_out") }
        if let channel = briefing.channel { text("channel", channel) }
    }

    private mutating func texts(_ name: StaticString, _ texts: [String], leftOut: StaticString) {
        list(name, texts, leftOut: leftOut) { line, text in
            line.quote()
            line.say(text: text)
            line.quote()
        }
    }

    mutating func fields(_ ledger: OrderEmitted) {
        fields(ledger.order, ledger.order.unit)
        integer("journal_us", ledger.journalMicroseconds)
        integer("emit_us", ledger.emitMicroseconds)
        integer("total_us", ledger.totalMicroseconds)
        integer("budget_ms", ledger.budgetMilliseconds)
        word("verdict", ledger.isWithinBudget ? "within" : "exceeded")
        member("order_durable")
        ledger.isDurable ? json.raw("true") : json.raw("false")
    }

    /// A list, as far as the limits allow, and how many of it are left out.
    mutating func list<Element>(
        _ name: StaticString, _ elements: [Element], leftOut: StaticString,
        _ write: (inout LineWriter, Element) -> Void
    ) {
        member(name)
        json.raw("[")
        for (index, element) in elements.prefix(limits.list).enumerated() {
            if index > 0 { json.raw(",") }
            write(&self, element)
        }
        json.raw("]")
        if elements.count > limits.list { integer(leftOut, elements.count - limits.list) }
    }
}
