import Control
import EventCodec

/// One line of the log, read for people: fields by name, and nothing that steers a terminal.
///
/// It reads what is there and does not insist: a log of a newer version has
/// types and fields that this program does not know, and is shown all the same.
struct EventLine {
    let json: JSON
    let position: EventPosition

    /// A line of the log; nil where it is not one.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSON.parse(bytes), let sequence = json["seq"]?.integer,
            let generation = json["gen"]?.string
        else { return nil }
        self.json = json
        position = EventPosition(generation: generation, sequence: sequence)
    }

    var type: String { json["type"]?.string ?? "?" }
    var incident: String? { json["incident"]?.string }
    var isTest: Bool { json["mode"]?.string == "test" }
    /// The controller's own time line, in microseconds.
    var microseconds: Int64 { json["mono_us"]?.integer ?? 0 }
    var stamp: String { json["ts"]?.string ?? "" }

    /// `2026-04-12` in the site's own time.
    var day: String { String(stamp.prefix(10)) }

    /// `14:03:07.412` in the site's own time.
    var time: String { stamp.utf8.count >= 23 ? String(stamp.dropFirst(11).prefix(12)) : "--:--:--.---" }

    /// A text; empty where there is none.
    func text(_ name: String) -> String { optionalText(name) ?? "" }

    /// A text; nil where there is none.
    func optionalText(_ name: String) -> String? { json[name]?.string.map(TextWidth.plain) }

    /// A whole number; nil where there is none.
    func number(_ name: String) -> Int64? { json[name]?.integer }

    func flag(_ name: String) -> Bool { json[name]?.bool ?? false }

    /// The part of an order's id that people say: its unit.
    var unit: String { text("unit") }
}

extension JSON {
    /// A text member for people; empty where there is none.
    func text(_ name: String) -> String { self[name]?.string.map(TextWidth.plain) ?? "" }

    /// A whole number; 0 where there is none.
    func count(_ name: String) -> Int64 { self[name]?.integer ?? 0 }
}
