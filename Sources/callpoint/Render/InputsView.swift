import EventCodec

/// The daemon's `inputs` reply for people: a line for each wire and node.
struct InputsView {
    let say: Wording
    var isColoured = false
    private var measures: Measures { Measures(say: say) }

    /// A heading for each input, and its wires and nodes beneath.
    func lines(_ reply: JSON) -> [String] {
        let inputs = reply["inputs"]?.array ?? []
        return inputs.enumerated().flatMap { index, input in (index == 0 ? [] : [""]) + lines(of: input) }
    }

    private func lines(of input: JSON) -> [String] {
        let state = input.text("state")
        let style: Style = state == "up" ? .good : .trouble
        let heading = [
            style.paint("\(input.text("name"))  \(say.word(state))", isColoured: isColoured), input.text("kind"),
            input.text("detail").isEmpty ? input.text("path") : input.text("detail"),
        ]
        let points = input["points"]?.array ?? []
        guard !points.isEmpty else { return [heading.joined(separator: "  ")] }
        let titles: [(Phrase, Bool)] = [
            (.place, false), (.callPoint, false), (.role, false), (.level, false), (.state, false), (.edges, true),
            (.bounces, true), (.shortPulses, true), (.gaps, true), (.seen, true), (.pressedAgo, true),
            (.faults, false),
        ]
        var table = Table(titles.map { Table.Column(title: say($0.0), isRight: $0.1) })
        table.indent = 2
        for point in points { table.add(cells(point)) }
        return [heading.joined(separator: "  ")] + table.lines(isColoured: isColoured)
            + points.compactMap(trouble)
    }

    private func cells(_ point: JSON) -> [Table.Cell] {
        let role = point.text("role")
        let isPressed = role == "button" && point["active"]?.bool == true || point.text("said") == "pressed"
        let isAsked = point["asked"]?.bool == true
        return [
            Table.Cell(text: point.text("place")),
            Table.Cell(text: point.text("call_point") + (isAsked ? " ◇" : ""), style: isAsked ? .test : .plain),
            Table.Cell(text: say.word("role." + role)), Table.Cell(text: level(point)),
            Table.Cell(text: state(point, role), style: isPressed ? .emergency : .plain),
            count(point, "edges"), count(point, "bounces"), count(point, "short_pulses"), count(point, "gaps"),
            Table.Cell(text: age(point, "seen_ms")), Table.Cell(text: age(point, "pressed_ms")), faults(point),
        ]
    }

    private func level(_ point: JSON) -> String {
        guard let level = point["level"]?.bool else { return "—" }
        return level ? "1" : "0"
    }

    /// What counts, in the words of what it tells of.
    private func state(_ point: JSON, _ role: String) -> String {
        if let said = point["said"]?.string { return say.word("said." + said) }
        guard let isActive = point["active"]?.bool else { return "—" }
        return say.word("\(isActive ? "active" : "idle").\(role)")
    }

    private func count(_ point: JSON, _ name: String) -> Table.Cell {
        Table.Cell(text: point.text("role") == "node" ? "" : String(point.count(name)))
    }

    private func age(_ point: JSON, _ name: String) -> String {
        point[name]?.integer.map { measures.age(milliseconds: $0) } ?? "—"
    }

    private func faults(_ point: JSON) -> Table.Cell {
        let standing = (point["faults"]?.array ?? []).compactMap { $0.string.map(say.word) }
        let bypassed = (point["bypassed"]?.array ?? []).compactMap { $0.string.map { "[\(say.word($0))]" } }
        let text = (standing + bypassed).joined(separator: say(.comma))
        return Table.Cell(text: text, style: standing.isEmpty ? .dim : .trouble)
    }

    private func trouble(_ point: JSON) -> String? {
        point["trouble"]?.string.map { "    ! \(point.text("place")): \(TextWidth.plain($0))" }
    }
}
