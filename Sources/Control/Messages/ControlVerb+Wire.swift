import CallpointCore
public import EventCodec

extension ControlVerb {
    /// Reads a request's verb and fields; `json` is the whole request.
    ///
    /// Throws `invalid` with the field's name, or the nearest verb where it does not know this one.
    /// A field that the verb does not know is an error too: `dispositon` must not close an incident as nothing.
    public init(request json: JSON) throws(ControlFailure) {
        guard let members = json.object else {
            throw ControlFailure(
                .invalid, "A request is a JSON object on one line.", remedy: "Write {\"id\":1,\"do\":\"status\"}.")
        }
        guard let name = json["do"]?.string else {
            throw ControlFailure(
                .invalid, "The request has no field `do`.",
                remedy: "Name a verb: \(ControlVerb.names.joined(separator: ", ")).")
        }
        let fields = try RequestFields(members, verb: name, known: ControlVerb.fields(of: name))
        if let verb = try ControlVerb.reading(name, fields) {
            self = verb
        } else {
            self = .act(try ControlAct(name, fields))
        }
    }

    /// The fields that a verb takes; throws where there is no such verb.
    private static func fields(of name: String) throws(ControlFailure) -> [String] {
        switch name {
        case "hello", "status", "inputs", "incidents": return []
        case "walktest": return ["call_point"]
        case "units": return ["near"]
        case "incident": return ["incident"]
        case "subscribe": return ["from"]
        case "events": return ["incident", "types", "from", "before", "since_ms", "limit"]
        case "ranking": return ["hash"]
        case "names": return ["tokens"]
        case "acknowledge": return ["incident", "via", "as"]
        case "accept", "en_route", "staging", "on_scene", "clear": return ["order", "unit", "via", "as"]
        case "decline": return ["order", "unit", "reason", "via", "as"]
        case "delayed": return ["order", "unit", "eta_ms", "reason", "via", "as"]
        case "unit_status": return ["unit", "status", "via", "as"]
        case "close": return ["incident", "disposition", "note", "via", "as"]
        case "test": return ["call_point", "via", "as"]
        case "bypass": return ["call_point", "kind", "for_ms", "reason", "via", "as"]
        case "bypass_end": return ["call_point", "kind", "via", "as"]
        case "walktest_start": return ["call_points", "for_ms", "via", "as"]
        case "walktest_ask": return ["call_point", "for_ms", "via", "as"]
        case "walktest_withdraw", "walktest_stop": return ["via", "as"]
        default:
            if let fields = ControlAct.Direction.fields(of: name) { return fields }
            if let fields = ControlAct.ExerciseAct.fields(of: name) { return fields }
            let hint = NearestWord.nearest(to: name, among: names).map { "Did you mean `\($0)`?" }
            throw ControlFailure(
                .invalid, "There is no verb `\(name.prefix(64))`.",
                remedy: hint ?? "The verbs are: \(names.joined(separator: ", ")).")
        }
    }

    /// The verbs that only look; nil for an act.
    private static func reading(_ name: String, _ fields: RequestFields) throws(ControlFailure) -> ControlVerb? {
        switch name {
        case "hello": return .hello
        case "status": return .status
        case "inputs": return .inputs
        case "walktest": return .walkTest(try fields.optionalText("call_point").map(CallPointID.init))
        case "units": return .units(near: try fields.optionalText("near").map(CallPointID.init))
        case "incidents": return .incidents
        case "incident": return .incident(IncidentID(try fields.text("incident")))
        case "subscribe":
            let from = try fields.optionalText("from") ?? "now"
            guard let start = StreamStart(from) else {
                throw fields.wrong(
                    "from", "is `\(from)`",
                    remedy: "Give `now`, `start`, or the last event you have, like `7c1e:48211`.")
            }
            return .subscribe(start)
        case "events": return .events(try EventQuery(fields))
        case "ranking":
            let hash = try fields.text("hash")
            guard hash.utf8.count == 64, Digest.bytes(hex: hash) != nil else {
                throw fields.wrong(
                    "hash", "is not a hash", remedy: "Give the 64 hex digits of `input_hash` in `units.ranked`.")
            }
            return .ranking(hash: hash.lowercased())
        case "names":
            guard let tokens = try fields.optionalTexts("tokens", most: tokenLimit), !tokens.isEmpty else {
                throw fields.wrong("tokens", "is missing or empty", remedy: "Give [\"p:…\"].")
            }
            return .names(tokens.map(TextToken.init))
        default: return nil
        }
    }

    /// The request as one JSON object, with the caller's name for it.
    public func request(id: JSON) -> JSON {
        var members = [JSON.Member("id", id), JSON.Member("do", .string(name))]
        switch self {
        case .hello, .status, .inputs, .incidents: break
        case .walkTest(let callPoint):
            if let callPoint { members.append(JSON.Member("call_point", .string(callPoint.text))) }
        case .units(let near):
            if let near { members.append(JSON.Member("near", .string(near.text))) }
        case .incident(let incident): members.append(JSON.Member("incident", .string(incident.text)))
        case .subscribe(let start): members.append(JSON.Member("from", .string(start.text)))
        case .events(let query): members += query.members
        case .ranking(let hash): members.append(JSON.Member("hash", .string(hash)))
        case .names(let tokens): members.append(JSON.Member("tokens", .array(tokens.map { .string($0.text) })))
        case .act(let act): members += act.members
        }
        return .object(members)
    }
}

extension EventQuery {
    /// The fields of `events`.
    init(_ fields: RequestFields) throws(ControlFailure) {
        let since = try fields.optionalInteger("since_ms", in: 0...Int64.max)
        let part = try Self.part(fields, since: since)
        var most = EventQuery.backwardLimit
        if case .firstAfter = part { most = EventQuery.forwardLimit }
        self.init(
            incident: try fields.optionalText("incident").map(IncidentID.init),
            types: try fields.optionalTexts("types", most: 32) ?? [],
            sinceMilliseconds: since, part: part,
            limit: Int(try fields.optionalInteger("limit", in: 1...Int64(most)) ?? 100))
    }

    /// Forward from `from` or from a time, else back from `before` or from the end.
    private static func part(_ fields: RequestFields, since: Int64?) throws(ControlFailure) -> Part {
        let before = try fields.optionalInteger("before", in: 1...Int64.max)
        guard let from = try fields.optionalText("from") else {
            if let before { return .newestBefore(before) }
            return since == nil ? .newestBefore(.max) : .firstAfter(0)
        }
        guard before == nil else {
            throw fields.wrong("before", "cannot stand beside `from`", remedy: "Give one of the two.")
        }
        switch StreamStart(from) {
        case .start: return .firstAfter(0)
        case .after(let position): return .firstAfter(position.sequence)
        case .now, nil:
            throw fields.wrong(
                "from", "is `\(from)`", remedy: "Give `start`, or the last event you have, like `7c1e:48211`.")
        }
    }

    /// The fields as the wire writes them.
    var members: [JSON.Member] {
        var members: [JSON.Member] = []
        if let incident { members.append(JSON.Member("incident", .string(incident.text))) }
        if !types.isEmpty { members.append(JSON.Member("types", .array(types.map { .string($0) }))) }
        if let sinceMilliseconds { members.append(JSON.Member("since_ms", .integer(sinceMilliseconds))) }
        switch part {
        case .firstAfter(0): members.append(JSON.Member("from", "start"))
        case .firstAfter(let sequence): members.append(JSON.Member("from", .string("any:\(sequence)")))
        case .newestBefore(.max): break
        case .newestBefore(let sequence): members.append(JSON.Member("before", .integer(sequence)))
        }
        members.append(JSON.Member("limit", .integer(Int64(limit))))
        return members
    }
}
