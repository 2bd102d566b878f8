import EventCodec

/// The list of a walk test for people.
struct ChecklistView {
    let say: Wording
    var isColoured = false
    var name: (String) -> String?
    private var measures: Measures { Measures(say: say) }

    init(say: Wording, isColoured: Bool = false, name: @escaping (String) -> String? = { _ in nil }) {
        self.say = say
        self.isColoured = isColoured
        self.name = name
    }

    /// Whether every call point of a list was seen.
    static func isWhole(_ reply: JSON) -> Bool { (reply["rows"]?.array ?? []).allSatisfy { $0["seen"]?.bool == true } }

    /// What the walk test is, and a line for each call point.
    func lines(_ reply: JSON) -> [String] {
        guard reply.text("state") != "none" else { return [say(.noWalkTest)] }
        let rows = reply["rows"]?.array ?? []
        let titles: [(Phrase, Bool)] = [
            (.callPoint, false), (.placeName, false), (.seenAt, false), (.sense, true), (.debounce, true),
            (.total, true), (.released, true), (.faultsSeen, false), (.who, false),
        ]
        var table = Table(titles.map { Table.Column(title: say($0.0), isRight: $0.1) })
        for row in rows { table.add(cells(row)) }
        return [heading(reply, rows)] + table.lines(isColoured: isColoured)
    }

    private func heading(_ reply: JSON, _ rows: [JSON]) -> String {
        let started = String(reply.text("started_ts").prefix(19).map { $0 == "T" ? " " : $0 })
        let seen = String(rows.count { $0["seen"]?.bool == true })
        let end =
            reply.text("state") == "open"
            ? say(.walkIsOpen, measures.age(milliseconds: reply.count("left_ms")))
            : say(reply.text("ending") == "expired" ? .walkExpired : .walkStopped)
        return say(.walkOf, started, person(reply)) + say(.comma) + end + say(.comma)
            + say(.seenOf, seen, String(rows.count))
    }

    private func person(_ row: JSON) -> String { name(row.text("by")).map(TextWidth.plain) ?? row.text("by") }

    private func cells(_ row: JSON) -> [Table.Cell] {
        let isSeen = row["seen"]?.bool == true
        let isAsked = row["asked"]?.bool == true
        let faults = (row["faults"]?.array ?? []).compactMap { $0.string.map(say.word) }.joined(separator: say(.comma))
        var cells = [
            Table.Cell(
                text: (isSeen ? "✓ " : isAsked ? "◇ " : "· ") + row.text("call_point"),
                style: isSeen ? .good : isAsked ? .test : .plain),
            Table.Cell(text: row.text("name")),
        ]
        guard isSeen else {
            let missing = Table.Cell(text: say(isAsked ? .markAsked : .notSeen), style: isAsked ? .test : .trouble)
            return cells + [missing] + Array(repeating: Table.Cell(text: ""), count: 4) + [Table.Cell(text: faults)]
        }
        func stage(_ field: String) -> String {
            row[field]?.integer.map { measures.milliseconds(microseconds: $0) } ?? "—"
        }
        let held = row["held_ms"]?.integer.map { measures.limit(milliseconds: $0) }
        cells.append(Table.Cell(text: String(row.text("seen_ts").dropFirst(11).prefix(12))))
        cells += ["sense_us", "debounce_us", "total_us"].map { Table.Cell(text: stage($0)) }
        cells.append(Table.Cell(text: held ?? say(.notSeen), style: held == nil ? .trouble : .plain))
        return cells + [Table.Cell(text: faults), Table.Cell(text: person(row))]
    }
}

/// The list of a walk test as a table for a spreadsheet.
///
/// RFC 4180 in UTF-8 with a byte order mark, without which spreadsheets take 中文 for something else.
struct ChecklistTable {
    var name: (String) -> String?

    static let columns = [
        "call_point", "name", "seen_at", "input", "sense_us", "debounce_us", "total_us", "released", "held_ms",
        "tamper_seen", "faults_seen", "by", "incident",
    ]

    /// The whole file.
    func bytes(_ reply: JSON) -> [UInt8] {
        let rows = (reply["rows"]?.array ?? []).map { row in
            let faults = (row["faults"]?.array ?? []).compactMap(\.string)
            let person = row.text("by")
            let isSeen = row["seen"]?.bool == true
            return [
                row.text("call_point"), row.text("name"), row.text("seen_ts"), row.text("input"),
                figure(row, "sense_us"), figure(row, "debounce_us"), figure(row, "total_us"),
                isSeen ? yes(row["released"]?.bool == true) : "", figure(row, "held_ms"),
                yes(faults.contains("tamper")), faults.joined(separator: " "), name(person) ?? person,
                row.text("incident"),
            ]
        }
        let text = ([ChecklistTable.columns] + rows).map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
        return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    }

    private func figure(_ row: JSON, _ name: String) -> String { row[name]?.integer.map { String($0) } ?? "" }

    private func yes(_ isSo: Bool) -> String { isSo ? "yes" : "no" }

    /// In quotes where it must be. What a spreadsheet would take for a formula is made text.
    private func field(_ text: String) -> String {
        var text = text
        if let first = text.first, "=+-@\t".contains(first) { text = "'" + text }
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
