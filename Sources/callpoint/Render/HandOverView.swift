import EventCodec

/// What a shift hands to the next, for people.
struct HandOverView {
    let say: Wording
    var isColoured = false
    /// The text behind a token, where somebody knows it.
    var name: (String) -> String? = { _ in nil }
    private var measures: Measures { Measures(say: say) }

    init(say: Wording, isColoured: Bool = false, name: @escaping (String) -> String? = { _ in nil }) {
        self.say = say
        self.isColoured = isColoured
        self.name = name
    }

    /// The list; each part says so where there is nothing.
    func lines(_ status: JSON, incidents: JSON, units: JSON) -> [String] {
        let heading = "\(status.text("site"))  \(status.text("site_name"))".trimmed
        return [Style.bold.paint(say(.handOverOf, heading), isColoured: isColoured)]
            + part(.incidentsHeading, open(incidents), nothing: .noIncidents)
            + part(.faults, faults(status), nothing: .noFaults)
            + part(.bypasses, bypasses(status), nothing: .noBypasses)
            + part(.unitsHeading, absent(units), nothing: .allUnitsAvailable) + walkTest(status)
    }

    /// The same for programs: what a plain reading of three replies would have to sort out.
    func json(_ status: JSON, incidents: JSON, units: JSON) -> JSON {
        [
            "site": .string(status.text("site")), "degraded": .bool(status["degraded"]?.bool == true),
            "incidents": .array(IncidentsView.sorted(incidents)), "faults": status["faults"] ?? .array([]),
            "bypasses": status["bypasses"] ?? .array([]), "walk_test": status["walk_test"] ?? .null,
            "units": .array(notAvailable(units)),
        ]
    }

    private func part(_ title: Phrase, _ lines: [String], nothing: Phrase) -> [String] {
        ["", Style.dim.paint(say(title), isColoured: isColoured)]
            + (lines.isEmpty ? [say(nothing)] : lines).map { "  " + $0 }
    }

    private func open(_ incidents: JSON) -> [String] { IncidentsView.sorted(incidents).flatMap(lines) }

    private func lines(of incident: JSON) -> [String] {
        let title =
            "\(incident.text("priority")) \(incident.text("incident"))  \(incident.text("call_point")) "
            + "\(incident.text("name"))"
        let isUnclaimed = incident["acknowledged_by"]?.string == nil
        let facts = [
            measures.age(milliseconds: incident.count("age_ms")),
            say.word("waits.\(incident.text("waits_for"))"),
            isUnclaimed ? say(.unclaimed) : say(.claimedBy, person(incident.text("acknowledged_by"))),
        ]
        return [
            (isUnclaimed ? Style.emergency : .bold).paint(title.trimmed, isColoured: isColoured),
            "  " + (facts + more(incident)).joined(separator: say(.comma)),
        ]
    }

    /// What else the next shift has to know of an incident.
    private func more(_ incident: JSON) -> [String] {
        var facts: [String] = []
        if incident.text("mode") == "exercise" { facts.append("[\(say(.markExercise))]") }
        if incident["watch"]?.bool == true {
            facts.append(
                incident["watched_by"]?.string.map { say(.watchedBy, person($0)) } ?? say(.nobodyWatches))
        }
        if let left = incident["held_ms"]?.integer { facts.append(say(.heldStill, measures.age(milliseconds: left))) }
        if let given = incident["handed_off"], given != .null {
            facts.append(say(.handedTo, TextWidth.plain(given.text("contact")), person(given.text("reference"))))
        }
        let related = (incident["related"]?.array ?? []).compactMap(\.string)
        if !related.isEmpty {
            facts.append(say(.alsoAt, related.map(TextWidth.plain).joined(separator: say(.comma))))
        }
        if let known = incident["verification"]?.string, known != "unverified" { facts.append(say.word(known)) }
        let links = (incident["linked"]?.array ?? []).compactMap(\.string)
        if !links.isEmpty { facts.append(say(.linkedTo, links.map(TextWidth.plain).joined(separator: say(.comma)))) }
        let unheard = (incident["notices"]?.array ?? []).filter { $0["unanswered"]?.bool == true }
        if !unheard.isEmpty {
            facts.append(say(.notHeardBy, unheard.map { $0.text("contact") }.joined(separator: say(.comma))))
        }
        let bound = (incident["orders"]?.array ?? []).filter { Self.live.contains($0.text("state")) }
        return facts + bound.map { "\($0.text("unit")) \(say.word($0.text("state")))" }
    }

    private static let live: Set<String> = ["issued", "acknowledged", "en_route", "staging", "on_scene"]

    private func person(_ token: String) -> String { TextWidth.plain(name(token) ?? token) }

    private func faults(_ status: JSON) -> [String] {
        (status["faults"]?.array ?? []).map { fault in
            let place = [fault.text("call_point"), fault.text("input")].filter { !$0.isEmpty }.joined(separator: " ")
            let since = measures.age(milliseconds: fault.count("since_ms"))
            let isBypassed = fault["bypassed"]?.bool == true
            return "\(place)  \(say.word(fault.text("kind")))  \(since)\(isBypassed ? "  [\(say(.bypassed))]" : "")"
        }
    }

    private func bypasses(_ status: JSON) -> [String] {
        guard let bypasses = status["bypasses"], bypasses.array?.isEmpty == false else { return [] }
        return BypassesView(say: say, isColoured: isColoured, name: name).lines(bypasses)
    }

    private func notAvailable(_ units: JSON) -> [JSON] {
        (units.array ?? []).filter { $0.text("status") != "available" || $0["stale"]?.bool == true }
    }

    private func absent(_ units: JSON) -> [String] {
        notAvailable(units).map { unit in
            let state = unit.text("status") == "available" ? "stale" : unit.text("status")
            return "\(unit.text("unit")) \(unit.text("call_sign"))".trimmed + "  " + say.word(state)
        }
    }

    private func walkTest(_ status: JSON) -> [String] {
        guard let walk = status["walk_test"], walk != .null else { return [] }
        let text = say(.walkIsOpen, measures.age(milliseconds: walk.count("left_ms")))
        return ["", Style.dim.paint(say(.walkTest), isColoured: isColoured), "  " + text]
    }
}
