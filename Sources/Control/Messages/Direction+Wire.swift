import CallpointCore
import EventCodec

extension ControlAct.Direction {
    /// The word after `do` on the wire.
    var name: String {
        switch self {
        case .hold: "hold"
        case .release: "release"
        case .raise: "raise"
        case .order: "order"
        case .standDown: "stand_down"
        case .watch: "watch"
        case .note: "note"
        case .answerNotice: "notice_acknowledge"
        case .assist: "assist"
        }
    }

    /// The fields that a verb takes; nil for a verb of another kind.
    static func fields(of name: String) -> [String]? {
        switch name {
        case "hold": ["incident", "for_ms", "reason", "via", "as"]
        case "release", "raise", "watch": ["incident", "via", "as"]
        case "order": ["incident", "unit", "via", "as"]
        case "stand_down", "assist": ["order", "unit", "via", "as"]
        case "note": ["incident", "note", "via", "as"]
        case "notice_acknowledge": ["incident", "contact", "via", "as"]
        default: nil
        }
    }

    /// Reads the fields of a verb; nil for a verb of another kind.
    init?(_ name: String, _ fields: RequestFields) throws(ControlFailure) {
        func incident() throws(ControlFailure) -> IncidentID { IncidentID(try fields.text("incident")) }
        switch name {
        case "hold":
            self = .hold(
                try incident(), for: try ControlAct.duration(fields, without: Engine.standardHold),
                reason: try fields.text("reason", limit: ControlAct.textLimit))
        case "release": self = .release(try incident())
        case "raise": self = .raise(try incident())
        case "order": self = .order(try incident(), UnitID(try fields.text("unit")))
        case "stand_down": self = .standDown(try ControlAct.reference(fields))
        case "watch": self = .watch(try incident())
        case "note": self = .note(try incident(), try fields.text("note", limit: ControlAct.textLimit))
        case "notice_acknowledge": self = .answerNotice(try incident(), ContactID(try fields.text("contact")))
        case "assist": self = .assist(try ControlAct.reference(fields))
        default: return nil
        }
    }

    /// The fields as the wire writes them.
    var members: [JSON.Member] {
        switch self {
        case .hold(let incident, let duration, let reason):
            [
                .init("incident", .string(incident.text)), .init("for_ms", .integer(duration.milliseconds)),
                .init("reason", .string(reason)),
            ]
        case .release(let incident), .raise(let incident), .watch(let incident):
            [.init("incident", .string(incident.text))]
        case .order(let incident, let unit):
            [.init("incident", .string(incident.text)), .init("unit", .string(unit.text))]
        case .standDown(let reference), .assist(let reference): [ControlAct.member(reference)]
        case .note(let incident, let note):
            [.init("incident", .string(incident.text)), .init("note", .string(note))]
        case .answerNotice(let incident, let contact):
            [.init("incident", .string(incident.text)), .init("contact", .string(contact.text))]
        }
    }
}
