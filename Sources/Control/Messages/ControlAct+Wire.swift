import CallpointCore
import EventCodec

extension ControlAct {
    /// Longest reason or note in bytes.
    static let textLimit = 1_000
    /// Bytes of a call-taking centre's number for an incident.
    static let referenceLimit = 64
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
        case "staging": return .answer(try reference(fields), .staging)
        case "delayed":
            return .answer(
                try reference(fields),
                .delayed(
                    .milliseconds(try fields.integer("eta_ms", in: 0...100_000_000)),
                    reason: try fields.optionalText("reason", limit: Self.textLimit)))
        case "on_scene": return .answer(try reference(fields), .onScene)
        case "clear": return .answer(try reference(fields), .clear)
        case "unit_status":
            return .status(UnitID(try fields.text("unit")), try fields.word("status", as: UnitStatus.self))
        case "close":
            return .close(
                IncidentID(try fields.text("incident")), try fields.word("disposition", as: Disposition.self),
                note: try fields.optionalText("note", limit: Self.textLimit))
        case "test": return .test(CallPointID(try fields.text("call_point")))
        default:
            if let direction = try Direction(name, fields) { return .direct(direction) }
            if let act = try ExerciseAct(name, fields) { return .exercise(act) }
            return try maintenance(name, fields)
        }
    }

    private static func maintenance(_ name: String, _ fields: RequestFields) throws(ControlFailure) -> Deed {
        switch name {
        case "bypass":
            return .bypass(
                CallPointID(try fields.text("call_point")), try kind(fields),
                for: try duration(fields, without: Bypass.standardDuration),
                reason: try fields.optionalText("reason", limit: Self.textLimit))
        case "bypass_end": return .endBypass(CallPointID(try fields.text("call_point")), try kind(fields))
        case "walktest_start":
            let named = try fields.optionalTexts("call_points", most: WalkTest.nameLimit) ?? []
            return .startWalkTest(
                named.map(CallPointID.init), for: try duration(fields, without: WalkTest.standardDuration))
        case "walktest_ask":
            return .ask(
                CallPointID(try fields.text("call_point")),
                for: try duration(fields, without: WalkTest.Ask.standardDuration))
        case "walktest_withdraw": return .withdrawAsk
        default: return .stopWalkTest
        }
    }

    /// A kind of fault; nil for `all`, and where it is missing.
    private static func kind(_ fields: RequestFields) throws(ControlFailure) -> DeviceFault.Kind? {
        guard try fields.optionalText("kind") ?? "all" != "all" else { return nil }
        return try fields.word("kind", as: DeviceFault.Kind.self)
    }

    /// Ranges are the engine's: it says in words what is wrong with one.
    static func duration(
        _ fields: RequestFields, without standard: Duration
    ) throws(ControlFailure) -> Duration {
        try fields.optionalInteger("for_ms", in: 0...100_000_000).map { .milliseconds($0) } ?? standard
    }

    static func reference(_ fields: RequestFields) throws(ControlFailure) -> OrderReference {
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
            members.append(Self.member(reference))
            if case .delayed(let wait, _) = reply { members.append(JSON.Member("eta_ms", .integer(wait.milliseconds))) }
            switch reply {
            case .decline(let reason?), .delayed(_, let reason?): members.append(JSON.Member("reason", .string(reason)))
            default: break
            }
        case .status(let unit, let status):
            members.append(JSON.Member("unit", .string(unit.text)))
            members.append(JSON.Member("status", .string(status.rawValue)))
        case .close(let incident, let disposition, let note):
            members.append(JSON.Member("incident", .string(incident.text)))
            members.append(JSON.Member("disposition", .string(disposition.rawValue)))
            if let note { members.append(JSON.Member("note", .string(note))) }
        case .test(let callPoint): members.append(JSON.Member("call_point", .string(callPoint.text)))
        case .direct(let direction): members = direction.members
        case .exercise(let act): members = act.members
        default: members = maintenanceMembers
        }
        members.append(JSON.Member("via", .string(via)))
        if let actingFor { members.append(JSON.Member("as", .string(actingFor))) }
        return members
    }

    /// An order or a unit, as the wire names it.
    static func member(_ reference: OrderReference) -> JSON.Member {
        switch reference {
        case .order(let order): JSON.Member("order", .string(order.text))
        case .unit(let unit): JSON.Member("unit", .string(unit.text))
        }
    }

    private var maintenanceMembers: [JSON.Member] {
        func kind(_ kind: DeviceFault.Kind?) -> JSON.Member { .init("kind", .string(kind?.rawValue ?? "all")) }
        func limit(_ duration: Duration) -> JSON.Member { .init("for_ms", .integer(duration.milliseconds)) }
        switch deed {
        case .bypass(let callPoint, let fault, let duration, let reason):
            return [.init("call_point", .string(callPoint.text)), kind(fault), limit(duration)]
                + (reason.map { [.init("reason", .string($0))] } ?? [])
        case .endBypass(let callPoint, let fault): return [.init("call_point", .string(callPoint.text)), kind(fault)]
        case .startWalkTest(let callPoints, let duration):
            return [.init("call_points", .array(callPoints.map { .string($0.text) })), limit(duration)]
        case .ask(let callPoint, let duration): return [.init("call_point", .string(callPoint.text)), limit(duration)]
        default: return []
        }
    }
}
