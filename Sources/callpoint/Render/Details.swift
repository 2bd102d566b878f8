import EventCodec

/// What happened, in words, for one event.
struct Details {
    let say: Wording
    let measures: Measures
    let name: (String) -> String?

    func text(_ event: EventLine) -> String {
        switch event.type.prefix(while: { $0 != "." }) {
        case "alarm", "incident": incident(event)
        case "tier", "units", "shortfall", "notice": tier(event)
        case "order", "test": order(event)
        case "bypass", "walktest", "exercise": maintenance(event)
        case "coverage", "moveup": coverage(event)
        case "unit": unit(event)
        case "flood": flood(event)
        default: system(event)
        }
    }

    /// A person's name where it is known, else the token.
    func person(_ event: EventLine, _ field: String = "actor") -> String {
        let token = event.text(field)
        return name(token).map(TextWidth.plain) ?? token
    }

    /// `by anowak` or `by anowak, radio`.
    func by(_ event: EventLine) -> String {
        let via = event.text("via")
        let person = person(event)
        guard !person.isEmpty else { return say.word(via) }
        return via.isEmpty || via == "cli" ? say(.by, person) : say(.byVia, person, say.word(via))
    }

    func joined(_ parts: String?...) -> String {
        parts.compactMap { $0?.isEmpty == false ? $0 : nil }.joined(separator: "  ")
    }

    private func incident(_ event: EventLine) -> String {
        let place = event.text("call_point")
        switch event.type {
        case "alarm.raised":
            return joined(
                place, nature(event), say(.pressed), event.optionalText("linked").map { say(.linkedTo, $0) },
                event.text("auth") == "none" ? say(.unproven) : nil, recent(event))
        case "alarm.reported":
            return joined(
                place, nature(event), event.text("name"), say.word(event.text("source")), event.optionalText("unit"),
                event.flag("degraded")
                    ? say(.fixOld, measures.age(milliseconds: Int64(event.number("fix_age_ms") ?? 0))) : nil,
                by(event),
                event.optionalText("note").map { "“\(text(of: $0))”" },
                event.optionalText("linked").map { say(.linkedTo, $0) })
        case "alarm.related":
            return joined(
                place, say(.pressed),
                say(
                    .awayFrom, measures.distance(metres: event.number("distance_m") ?? 0),
                    String(event.number("presses") ?? 0)))
        case "alarm.verified":
            return joined(
                say.word(event.text("state")), event.optionalText("other_call_point"),
                event.optionalText("other_incident"), event.optionalText("actor").map { _ in by(event) })
        case "alarm.repeated": return joined(place, say(.pressedAgain, String(event.number("presses") ?? 0)))
        case "alarm.located":
            let road = [event.text("road"), event.text("chainage"), say.word(event.text("direction"))]
            return joined(
                event.text("name"), road.filter { !$0.isEmpty }.joined(separator: " "),
                event.number("accuracy_m").map { "±" + measures.distance(metres: $0) })
        case "alarm.restored":
            return joined(place, say(.heldFor, measures.limit(milliseconds: event.number("held_ms") ?? 0)))
        case "alarm.closed":
            let note = event.optionalText("note").map { "“\(name($0).map(TextWidth.plain) ?? $0)”" }
            return joined(say.word(event.text("disposition")), by(event), note)
        case "incident.acknowledged": return by(event)
        case "incident.linked", "incident.unlinked":
            return joined(event.text("linked"), event.optionalText("actor").map { _ in by(event) })
        case "incident.held", "incident.released", "incident.watch", "incident.note", "incident.split",
            "incident.reopened", "incident.reclassified", "incident.handed_off":
            return direction(event)
        default: return event.text("msg")
        }
    }

    /// What the alarm is about where it is no panic button's, and what must be known of it at once.
    private func nature(_ event: EventLine) -> String {
        joined(
            event.optionalText("kind").map { say.word($0) }, event.flag("silent") ? "[\(say(.silentAlarm))]" : nil,
            event.json["dispatch"]?.bool == false ? "[\(say(.nobodyIsSent))]" : nil)
    }

    /// What ended at the place not long ago.
    func recent(_ event: EventLine) -> String? {
        guard let incident = event.optionalText("recent_incident") else { return nil }
        return say(
            .recently, measures.age(milliseconds: event.number("recent_ago_ms") ?? 0), TextWidth.plain(incident),
            say.word(event.text("recent_disposition")))
    }

    /// The other call points of the order's incident.
    private func related(_ event: EventLine) -> String? {
        let points = (event.json["related"]?.array ?? []).compactMap(\.string)
        return points.isEmpty ? nil : say(.alsoAt, points.map(TextWidth.plain).joined(separator: say(.comma)))
    }

    private func flood(_ event: EventLine) -> String {
        let figures = ["waiting", "open", "free", "on_duty"].map { String(event.number($0) ?? 0) }
        let lasted = event.number("lasted_ms").map {
            say(.floodLasted, measures.limit(milliseconds: $0), String(event.number("peak") ?? 0))
        }
        return joined(lasted, say(.floodWaiting, figures[0], figures[1], figures[2], figures[3]))
    }

    private func tier(_ event: EventLine) -> String {
        switch event.type {
        case "tier.raised":
            let within = event.number("on_scene_within_ms").map {
                say(.onSceneWithin, measures.limit(milliseconds: $0))
            }
            return joined(
                event.text("name"), say.word(event.text("reason")), projected(event), within,
                event.flag("watch") ? say(.watched) : nil,
                event.optionalText("actor").map { _ in by(event) })
        case "units.ranked": return ranking(event)
        case "shortfall":
            return joined(
                say(
                    .shortfall, String(event.number("wanted") ?? 0), String(event.number("found") ?? 0)),
                event.flag("spared") ? say(.spared) : nil, excluded(event))
        case "notice.sent":
            return joined(
                event.text("contact"), say(.byChannel, event.text("channel")), say.word(event.text("reason")))
        case "notice.acknowledged": return joined(event.text("contact"), by(event))
        default: return event.text("msg")
        }
    }

    private func ranking(_ event: EventLine) -> String {
        let candidates = (event.json["candidates"]?.array ?? []).map { unit in
            let distance = measures.distance(metres: unit.count("distance_m"))
            let text = "\(unit.text("unit")) \(distance) \(measures.clock(seconds: unit.count("eta_s")))"
            return handicap(unit).map { "\(text) [\($0)]" } ?? text
        }
        let nearer = (event.json["nearest_excluded"]?.array ?? []).map {
            "\($0.text("unit")) \(say.word($0.text("reason")))"
        }
        let out = nearer.isEmpty ? nil : "(" + say(.nearerButOut, nearer.joined(separator: say(.comma))) + ")"
        return joined(
            candidates.isEmpty ? say(.nobodyFits) : candidates.joined(separator: " | "), out,
            alternative(event), event.flag("degraded") ? "[\(say(.onLastFixes))]" : nil)
    }

    /// What is held against a unit that can come: `other carriageway, 1:30 of it`.
    func handicap(_ unit: JSON) -> String? {
        func span(_ name: String) -> String? {
            unit[name]?.integer.map { measures.clock(seconds: $0 / 1_000) }
        }
        let held = [
            span("carriageway_ms").map { say(.otherSide, $0) }, span("beat_ms").map { say(.otherBeat, $0) },
            unit["standby"]?.bool == true ? say.word("standby") : nil,
        ]
        let told = held.compactMap { $0 }
        return told.isEmpty ? nil : told.joined(separator: say(.comma))
    }

    /// `first there in 4:10`, where that is why a tier was raised.
    private func projected(_ event: EventLine) -> String? {
        event.number("projected_ms").map { say(.firstThereIn, measures.clock(seconds: $0 / 1_000)) }
    }

    /// `alternative 2: 1 of 2 | 1 of 1 8:20`: which was chosen, and what each could come to.
    func alternative(_ event: EventLine) -> String? {
        guard let chosen = event.number("alternative") else { return nil }
        let offers = (event.json["alternatives"]?.array ?? []).map { offer in
            let found = say(.foundOf, String(offer.count("found")), String(offer.count("wanted")))
            return offer["eta_s"] == nil ? found : "\(found) \(measures.clock(seconds: offer.count("eta_s")))"
        }
        return say(.alternative, String(chosen), offers.joined(separator: " | "))
    }

    /// `2 stale, 9 busy`, in the order of the log.
    func excluded(_ event: EventLine) -> String {
        (event.json["excluded"]?.object ?? []).map { member in
            say(.countOf, String(member.value.integer ?? 0), say.word(member.name))
        }.joined(separator: say(.comma))
    }

    private func order(_ event: EventLine) -> String {
        switch event.type {
        case "order.issued", "test.ordered":
            let within = measures.limit(milliseconds: event.number("ack_within_ms") ?? 0)
            let place =
                measures.distance(metres: event.number("distance_m") ?? 0) + " "
                + measures.clock(seconds: event.number("eta_s") ?? 0)
            return joined(
                event.unit, place, event.type == "order.issued" ? say(.answerWithin, within) : say(.nobodySent),
                briefing(event), related(event), recent(event),
                event.flag("degraded") ? "[\(say(.onLastFixes))]" : nil,
                event.optionalText("actor").map { _ in say(.byName) + say(.comma) + by(event) })
        case "order.emitted", "test.finished": return joined(event.unit, ledger(event))
        case "order.acknowledged": return joined(event.unit, by(event), event.flag("late") ? say(.late) : nil)
        case "order.declined":
            return joined(event.unit, by(event), event.optionalText("reason").map { "“\(name($0) ?? $0)”" })
        case "order.timed_out":
            return joined(event.unit, say(.noAnswerWithin, measures.limit(milliseconds: event.number("after_ms") ?? 0)))
        case "order.reassigned": return "\(event.unit) → \(event.text("new_unit"))"
        case "order.nudged":
            let span = measures.limit(milliseconds: event.number("after_ms") ?? 0)
            return joined(event.unit, say(.calledAgainAfter, span))
        case "order.stood_down":
            return joined(
                event.unit, say.word(event.text("reason")),
                event.optionalText("by_incident") ?? event.optionalText("by_unit"),
                event.optionalText("actor").map { _ in by(event) })
        case "order.conflicted": return event.unit
        case "test.pressed", "test.released": return askedPress(event)
        case "test.started": return joined(event.text("call_point"), by(event), event.text("plan"))
        default: return event.text("msg")
        }
    }

    /// What travels with an order beside its instructions: address, post at the road, hazards, cameras, channel.
    func briefing(_ event: EventLine) -> String? {
        func list(_ name: String) -> String? {
            let texts = (event.json[name]?.array ?? []).compactMap(\.string).map(TextWidth.plain)
            return texts.isEmpty ? nil : texts.joined(separator: say(.comma))
        }
        let road = [event.text("road"), event.text("chainage"), say.word(event.text("direction"))]
        let text = joined(
            event.optionalText("address"), road.filter { !$0.isEmpty }.joined(separator: " "),
            list("hazards").map { "⚠ " + $0 }, list("cameras").map { say(.camerasAre, $0) },
            event.optionalText("channel").map { say(.channelIs, $0) })
        return text.isEmpty ? nil : text
    }

    /// `20.2 of 250 ms, durable`.
    private func ledger(_ event: EventLine) -> String {
        let total = measures.milliseconds(microseconds: event.number("total_us") ?? 0)
        let budget = String(event.number("budget_ms") ?? 0)
        let isWithin = event.text("verdict") != "exceeded"
        let durable = event.json["order_durable"]?.bool == false ? say(.shownBeforeDurable) : say(.durable)
        return say(isWithin ? .withinBudget : .beyondBudget, total, budget) + say(.comma) + durable
    }

    private func unit(_ event: EventLine) -> String {
        switch event.type {
        case "unit.status": joined(event.unit, say.word(event.text("status")), by(event))
        case "unit.delayed":
            joined(
                event.unit,
                say(.delayedThereIn, measures.clock(seconds: ((event.number("eta_ms") ?? 0) + 500) / 1_000)), by(event),
                event.optionalText("reason").map { "“\(name($0) ?? $0)”" })
        default: joined(event.unit, by(event))
        }
    }

    private func system(_ event: EventLine) -> String {
        let subject = event.optionalText("call_point") ?? event.optionalText("device_call_point") ?? event.text("input")
        switch event.type {
        case "device.fault", "device.restored":
            return joined(
                subject, say.word(event.text("kind")), event.flag("bypassed") ? "[\(say(.bypassed))]" : nil,
                event.text("detail"))
        case "input.up", "input.down": return joined(subject, event.text("detail"))
        case "journal.degraded": return joined(say(.behind), event.text("reason"))
        case "journal.restored": return say(.keepsUp, String(event.number("behind") ?? 0))
        case "positions.stalled": return say(.silentFor, measures.age(milliseconds: event.number("newest_age_ms") ?? 0))
        case "positions.resumed": return say(.backAfter, measures.age(milliseconds: event.number("silent_ms") ?? 0))
        case "clock.stepped": return say(.clockSet, String(event.number("step_ms") ?? 0))
        case "clock.epoch": return say(.generation, event.text("generation"))
        case "config.loaded":
            return say(
                .siteLoaded, event.text("file"), String(event.number("call_points") ?? 0),
                String(event.number("units") ?? 0)) + planTimes(event)
        case "config.refused":
            return say(.siteRefused, event.text("file"), String(event.number("mistakes") ?? 0)) + " "
                + event.text("first")
        case "daemon.started":
            return say(.started, event.text("version"), String(event.number("open_incidents") ?? 0))
        case "daemon.stopping": return say(.stopping, event.text("reason"))
        default: return "\(event.type)  \(event.text("msg"))"
        }
    }

    private func planTimes(_ event: EventLine) -> String {
        guard let permille = event.number("plan_times_permille"), permille != 1_000 else { return "" }
        return "  [" + say(.planTimes, measures.factor(permille: permille)) + "]"
    }
}

extension Measures {
    /// A factor from thousandths: `0.1`, `2`.
    func factor(permille: Int64) -> String {
        guard permille % 1_000 != 0 else { return String(permille / 1_000) }
        var digits = String(permille % 1_000 + 1_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(permille / 1_000).\(digits)"
    }
}
