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
        case .confirm: "confirm"
        case .answerNotice: "notice_acknowledge"
        case .assist: "assist"
        case .report: "report"
        case .reopen: "reopen"
        case .reclassify: "reclassify"
        case .link: "link"
        case .unlink: "unlink"
        case .split: "split"
        case .handOff: "hand_off"
        case .moveUp: "moveup"
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
        case "confirm": ["incident", "state", "via", "as"]
        case "report":
            ["call_point", "lat", "lon", "datum", "accuracy_m", "source", "plan", "note", "kind", "via", "as"]
        case "notice_acknowledge": ["incident", "contact", "via", "as"]
        case "reopen": ["incident", "reason", "via", "as"]
        case "reclassify": ["incident", "plan", "note", "via", "as"]
        case "link", "unlink": ["incident", "other", "via", "as"]
        case "split":
            ["incident", "call_point", "lat", "lon", "datum", "accuracy_m", "note", "via", "as"]
        case "hand_off": ["incident", "contact", "reference", "via", "as"]
        case "moveup": ["beat", "answer", "via", "as"]
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
        case "confirm": self = .confirm(try incident(), try fields.word("state", as: Verification.self))
        case "notice_acknowledge": self = .answerNotice(try incident(), ContactID(try fields.text("contact")))
        case "moveup":
            self = .moveUp(
                BeatID(try fields.text("beat")),
                accepts: try fields.word("answer", as: ControlAct.MoveUpAnswer.self) == .accept)
        case "assist": self = .assist(try ControlAct.reference(fields))
        case "report":
            self = .report(
                try ControlAct.ReportedPlace(fields), try fields.reportSource(),
                plan: try fields.optionalText("plan").map(PlanName.init),
                note: try fields.optionalText("note", limit: ControlAct.textLimit),
                kind: fields.value("kind") == nil ? .panic : try fields.word("kind", as: AlarmKind.self))
        default:
            guard let change = try Self.change(name, fields) else { return nil }
            self = change
        }
    }

    /// Reads the fields of a verb that changes an incident itself; nil for a verb of another kind.
    private static func change(_ name: String, _ fields: RequestFields) throws(ControlFailure) -> Self? {
        func incident(_ field: String = "incident") throws(ControlFailure) -> IncidentID {
            IncidentID(try fields.text(field))
        }
        switch name {
        case "reopen":
            return .reopen(try incident(), reason: try fields.text("reason", limit: ControlAct.textLimit))
        case "reclassify":
            return .reclassify(
                try incident(), PlanName(try fields.text("plan")),
                note: try fields.optionalText("note", limit: ControlAct.textLimit))
        case "link": return .link(try incident(), try incident("other"))
        case "unlink": return .unlink(try incident(), try incident("other"))
        case "split":
            let isPlaced = ["call_point", "lat", "lon"].contains { fields.value($0) != nil }
            return .split(
                try incident(), at: isPlaced ? try ControlAct.ReportedPlace(fields) : nil,
                note: try fields.optionalText("note", limit: ControlAct.textLimit))
        case "hand_off":
            return .handOff(
                try incident(), ContactID(try fields.text("contact")),
                reference: try fields.text("reference", limit: ControlAct.referenceLimit))
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
        case .confirm(let incident, let verification):
            [
                .init("incident", .string(incident.text)), .init("state", .string(verification.rawValue)),
            ]
        case .report(let place, let source, let plan, let note, let kind):
            place.members + [.init("source", .string(source.rawValue))]
                + (plan.map { [.init("plan", .string($0.text))] } ?? []) + Self.member(note)
                + (kind == .panic ? [] : [.init("kind", .string(kind.rawValue))])
        case .moveUp(let beat, let accepts):
            [
                .init("beat", .string(beat.text)),
                .init("answer", .string((accepts ? ControlAct.MoveUpAnswer.accept : .dismiss).rawValue)),
            ]
        case .answerNotice(let incident, let contact):
            [.init("incident", .string(incident.text)), .init("contact", .string(contact.text))]
        case .reopen(let incident, let reason):
            [.init("incident", .string(incident.text)), .init("reason", .string(reason))]
        case .reclassify(let incident, let plan, let note):
            [.init("incident", .string(incident.text)), .init("plan", .string(plan.text))] + Self.member(note)
        case .link(let incident, let other), .unlink(let incident, let other):
            [.init("incident", .string(incident.text)), .init("other", .string(other.text))]
        case .split(let incident, let place, let note):
            [.init("incident", .string(incident.text))] + (place?.members ?? []) + Self.member(note)
        case .handOff(let incident, let contact, let reference):
            [
                .init("incident", .string(incident.text)), .init("contact", .string(contact.text)),
                .init("reference", .string(reference)),
            ]
        }
    }

    private static func member(_ note: String?) -> [JSON.Member] {
        note.map { [.init("note", .string($0))] } ?? []
    }
}

extension RequestFields {
    /// Who or what reports an incident: what a person may name.
    fileprivate func reportSource() throws(ControlFailure) -> AlarmReported.Source {
        let source = try word("source", as: AlarmReported.Source.self)
        guard AlarmReported.Source.reportable.contains(source) else {
            throw wrong("source", "is `\(source.rawValue)`", remedy: "Use the verb `split` for that.")
        }
        return source
    }
}

extension ControlAct {
    /// What a dispatcher says of a unit that could move up.
    enum MoveUpAnswer: String, CaseIterable { case accept, dismiss }
}

extension ControlAct.ReportedPlace {
    /// Accuracy where nobody says how exact a place is, in metres: a street corner that a caller names.
    static let usualAccuracyMetres = 100

    init(_ fields: RequestFields) throws(ControlFailure) {
        let (latitude, longitude) = (try fields.optionalDegrees("lat"), try fields.optionalDegrees("lon"))
        switch (try fields.optionalText("call_point"), latitude, longitude) {
        case (let callPoint?, nil, nil): self = .callPoint(CallPointID(callPoint))
        case (nil, let latitude?, let longitude?):
            let accuracy = try fields.optionalInteger("accuracy_m", in: 1...10_000)
            let datum = fields.value("datum") == nil ? nil : try fields.word("datum", as: Datum.self)
            self = .point(
                latitude: latitude, longitude: longitude, datum: datum,
                accuracyMetres: accuracy.map { Int($0) } ?? Self.usualAccuracyMetres)
        default:
            throw fields.wrong(
                "call_point", "or the fields `lat` and `lon` must be given", remedy: "Give one place, not two.")
        }
    }

    var members: [JSON.Member] {
        switch self {
        case .callPoint(let callPoint): [.init("call_point", .string(callPoint.text))]
        case .point(let latitude, let longitude, let datum, let accuracy):
            [
                .init("lat", .number(latitude)), .init("lon", .number(longitude)),
                .init("accuracy_m", .integer(Int64(accuracy))),
            ] + (datum.map { [.init("datum", .string($0.rawValue))] } ?? [])
        }
    }
}
