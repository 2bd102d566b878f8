import EventCodec

/// The daemon's `incidents` reply for people: unclaimed first, then by priority, then the oldest.
struct IncidentsView {
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

    /// A heading for each incident, and a row for each of its orders.
    func lines(_ reply: JSON) -> [String] {
        let incidents = IncidentsView.sorted(reply["incidents"] ?? .array([]))
        guard !incidents.isEmpty else { return [say(.noIncidents)] }
        return incidents.enumerated().flatMap { index, incident in
            (index > 0 ? [""] : []) + lines(of: incident)
        }
    }

    /// Unclaimed first, then by priority, then the oldest.
    static func sorted(_ incidents: JSON) -> [JSON] {
        func key(_ incident: JSON) -> (Int, String, Int64) {
            (incident["acknowledged_by"]?.string == nil ? 0 : 1, incident.text("priority"), -incident.count("age_ms"))
        }
        return (incidents.array ?? []).sorted { key($0) < key($1) }
    }

    private func claimer(_ incident: JSON) -> String? {
        guard let token = incident["acknowledged_by"]?.string else { return nil }
        return TextWidth.plain(name(token) ?? token)
    }

    /// Who watches it, or that somebody has to.
    private func watcher(_ incident: JSON) -> String {
        guard let token = incident["watched_by"]?.string else { return say(.watched) }
        return say(.watchedBy, TextWidth.plain(name(token) ?? token))
    }

    private func lines(of incident: JSON) -> [String] {
        let claimer = claimer(incident)
        var facts = [
            measures.age(milliseconds: incident.count("age_ms")),
            say(.tierOf, String(incident.count("tier")), String(incident.count("tiers"))),
        ]
        if incident.count("presses") > 1 { facts.append(say(.presses, String(incident.count("presses")))) }
        facts.append(claimer.map { say(.claimedBy, $0) } ?? say(.unclaimed))
        if incident["watch"]?.bool == true { facts.append(watcher(incident)) }
        if let left = incident["held_ms"]?.integer { facts.append(say(.heldStill, measures.age(milliseconds: left))) }
        if isShort(incident) { facts.append(say(.tooFew)) }
        if let kind = incident["kind"]?.string, kind != "panic" { facts.insert(say.word(kind), at: 0) }
        if incident["silent"]?.bool == true { facts.insert(say(.silentAlarm), at: 0) }
        let related = (incident["related"]?.array ?? []).compactMap(\.string)
        if !related.isEmpty {
            facts.append(say(.alsoAt, related.map(TextWidth.plain).joined(separator: say(.comma))))
        }
        if let known = incident["verification"]?.string, known != "unverified" { facts.append(say.word(known)) }
        if let recent = incident["recent"], recent != .null {
            facts.append(
                say(
                    .recently, measures.age(milliseconds: recent.count("ago_ms")),
                    TextWidth.plain(recent.text("incident")), say.word(recent.text("disposition"))))
        }
        if incident["dispatch"]?.bool == false { facts.append(say(.nobodyIsSent)) }
        let links = (incident["linked"]?.array ?? []).compactMap(\.string)
        if !links.isEmpty { facts.append(say(.linkedTo, links.map(TextWidth.plain).joined(separator: say(.comma)))) }
        if let given = incident["handed_off"], given != .null {
            let reference = given.text("reference")
            facts.append(
                say(.handedTo, TextWidth.plain(given.text("contact")), TextWidth.plain(name(reference) ?? reference)))
        }
        let isPlayed = incident.text("mode") == "exercise"
        if isPlayed { facts.append("[\(say(.markExercise))]") }
        let title = "\(isPlayed ? "◇" : "▲") \(incident.text("priority")) \(incident.text("incident"))"
        let place = "\(incident.text("call_point")) \(incident.text("name"))"
        let heading =
            (isPlayed ? Style.test : claimer == nil ? .emergency : .bold).paint(title, isColoured: isColoured)
            + "  \(place.trimmed)  " + facts.joined(separator: say(.comma))
        var table = Table(Array(repeating: Table.Column(title: ""), count: 5))
        table.indent = 2
        for order in incident["orders"]?.array ?? [] { table.add(row(order)) }
        return [heading] + table.lines(isColoured: isColoured)
    }

    private func isShort(_ incident: JSON) -> Bool {
        switch incident["shortfall"] {
        case .bool(let isShort): isShort
        case .integer(let missing): missing > 0
        case .array(let missing): !missing.isEmpty
        default: false
        }
    }

    /// When a unit that is delayed says that it will be there; nothing where it has not, or the time has passed.
    private func delay(_ order: JSON) -> String {
        let expected = order.count("expected_ms")
        return expected > 0 ? say(.delayedThereIn, measures.clock(seconds: (expected + 500) / 1_000)) : ""
    }

    private func row(_ order: JSON) -> [Table.Cell] {
        let state = order.text("state")
        let style: Style =
            switch state {
            case "acknowledged", "en_route", "staging", "on_scene": .good
            case "declined", "timed_out", "conflicted", "preempted", "swapped": .trouble
            case "clear", "stood_down": .dim
            default: .bold
            }
        return [
            Table.Cell(text: "t\(order.count("tier"))"), Table.Cell(text: order.text("unit")),
            Table.Cell(text: say.word(state), style: style),
            Table.Cell(
                text: measures.distance(metres: order.count("distance_m")) + " "
                    + measures.clock(seconds: order.count("eta_s"))),
            Table.Cell(text: say(.orderedAgo, measures.age(milliseconds: order.count("age_ms"))), style: .dim),
            Table.Cell(text: delay(order), style: .trouble),
        ]
    }
}
