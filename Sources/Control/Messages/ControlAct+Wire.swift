import CallpointCore
import EventCodec

extension ControlAct {
    /// Longest reason or note in bytes.
    static let textLimit = 1_000
    /// Longest name of a person in bytes.
    static let nameLimit = 64

    /// The fields of an act; the verb is known to be one.
    init(_ name: String, _ fields: RequestFields) throws(ControlFailure) {
        let via = try fields.optionalText("via", limit: 16) ?? "cli"
        guard
            via.utf8.allSatisfy({ byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            })
        else {
            throw fields.wrong(
                "via", "is `\(via)`", remedy: "Give lower-case letters, digits and hyphens: cli, radio, console.")
        }
        self.init(
            try Self.deed(name, fields), via: via, actingFor: try fields.optionalText("as", limit: Self.nameLimit))
    }

    private static func deed(_ name: String, _ fields: RequestFields) throws(ControlFailure) -> Deed {
        switch name {
        case "acknowledge": return .acknowledge(IncidentID(try fields.text("incident")))
        case "accept": return .answer(try reference(fields), .accept)
        case "decline":
            return .answer(
                try reference(fields), .decline(reason: try fields.optionalText("reason", limit: Self.textLimit)))
        case "en_route": return .answer(try reference(fields), .enRoute)
        case "on_scene": return .answer(try reference(fields), .onScene)
        case "clear": return .answer(try reference(fields), .clear)
        case "unit_status":
            return .status(UnitID(try fields.text("unit")), try fields.word("status", as: UnitStatus.self))
        case "close":
            return .close(
                IncidentID(try fields.text("incident")), try fields.word("disposition", as: Disposition.self),
                note: try fields.optionalText("note", limit: Self.textLimit))
        default: return .test(CallPointID(try fields.text("call_point")))
        }
    }

    private static func reference(_ fields: RequestFields) throws(ControlFailure) -> OrderReference {
        switch (try fields.optionalText("order"), try fields.optionalText("unit")) {
        case (let order?, nil):
            let reference = OrderReference.order(OrderID(order))
            guard reference.unit != nil else {
                throw fields.wrong(
                    "order", "is `\(order)`", remedy: "An order is named like NS-03-7c1e-0007/1/M-17/1.")
            }
            return reference
        case (nil, let unit?): return .unit(UnitID(unit))
        default: throw fields.wrong("order", "or the field `unit` must be given", remedy: "Give one of the two.")
        }
    }

    /// The fields as the wire writes them.
    var members: [JSON.Member] {
        var members: [JSON.Member] = []
        switch deed {
        case .acknowledge(let incident): members.append(JSON.Member("incident", .string(incident.text)))
        case .answer(let reference, let reply):
            switch reference {
            case .order(let order): members.append(JSON.Member("order", .string(order.text)))
            case .unit(let unit): members.append(JSON.Member("unit", .string(unit.text)))
            }
            if case .decline(let reason?) = reply { members.append(JSON.Member("reason", .string(reason))) }
        case .status(let unit, let status):
            members.append(JSON.Member("unit", .string(unit.text)))
            members.append(JSON.Member("status", .string(status.rawValue)))
        case .close(let incident, let disposition, let note):
            members.append(JSON.Member("incident", .string(incident.text)))
            members.append(JSON.Member("disposition", .string(disposition.rawValue)))
            if let note { members.append(JSON.Member("note", .string(note))) }
        case .test(let callPoint): members.append(JSON.Member("call_point", .string(callPoint.text)))
        }
        members.append(JSON.Member("via", .string(via)))
        if let actingFor { members.append(JSON.Member("as", .string(actingFor))) }
        return members
    }
}
