import CallpointCore
import EventCodec
import Testing

@testable import Control

struct VerbTests {
    static let verbs: [ControlVerb] = [
        .hello, .status, .units(near: nil), .units(near: "NS-0412"), .incidents, .incident("NS-03-7c1e-0007"),
        .subscribe(.now), .subscribe(.start), .subscribe(.after(EventPosition(generation: "7c1e", sequence: 48_211))),
        .events(EventQuery(part: .newestBefore(.max), limit: 20)),
        .events(EventQuery(part: .newestBefore(500), limit: 20)),
        .events(EventQuery(incident: "I-1", types: ["order.*"], sinceMilliseconds: 5, part: .firstAfter(9), limit: 7)),
        .ranking(hash: String(repeating: "ab", count: 32)), .names(["p:0011223344556677"]),
        .act(ControlAct(.acknowledge("I-1"))), .act(ControlAct(.answer(.unit("M-17"), .accept), via: "radio")),
        .act(ControlAct(.answer(.order("NS-03-7c1e-0007/1/M-17/1"), .decline(reason: "刹车坏了")), actingFor: "李雷")),
        .act(ControlAct(.answer(.unit("M-17"), .decline(reason: nil)))),
        .act(ControlAct(.answer(.unit("M-17"), .enRoute))), .act(ControlAct(.answer(.unit("M-17"), .staging))),
        .act(ControlAct(.answer(.unit("M-17"), .delayed(.seconds(600), reason: "the bridge is closed")))),
        .act(ControlAct(.answer(.unit("M-17"), .delayed(.seconds(1), reason: nil)))),
        .act(ControlAct(.answer(.unit("M-17"), .onScene))),
        .act(ControlAct(.answer(.unit("M-17"), .clear))), .act(ControlAct(.status("M-17", .offDuty))),
        .act(ControlAct(.close("I-1", .cancelledEnRoute, note: "caller went home"))),
        .act(ControlAct(.test("NS-0412"))), .inputs, .walkTest(nil), .walkTest("NS-0412"),
        .act(ControlAct(.bypass("NS-0412", .tamper, for: .seconds(7_200), reason: "新玻璃"), via: "console")),
        .act(ControlAct(.bypass("NS-0412", nil, for: .seconds(60), reason: nil))),
        .act(ControlAct(.endBypass("NS-0412", nil))), .act(ControlAct(.endBypass("NS-0412", .lowBattery))),
        .act(ControlAct(.startWalkTest([], for: .seconds(1_800)))),
        .act(ControlAct(.startWalkTest(["NS-0412", "NS-0413"], for: .seconds(60)), actingFor: "李雷")),
        .act(ControlAct(.ask("NS-0412", for: .seconds(120)))), .act(ControlAct(.withdrawAsk)),
        .act(ControlAct(.stopWalkTest)),
        .act(ControlAct(.direct(.hold("I-1", for: .seconds(300), reason: "警员已在门口")), via: "radio")),
        .act(ControlAct(.direct(.release("I-1")))), .act(ControlAct(.direct(.raise("I-1")), actingFor: "李雷")),
        .act(ControlAct(.direct(.order("I-1", "V-03")))),
        .act(ControlAct(.direct(.standDown(.unit("M-17"))))),
        .act(ControlAct(.direct(.standDown(.order("NS-03-7c1e-0007/1/M-17/1"))))),
        .act(ControlAct(.direct(.watch("I-1")))), .act(ControlAct(.direct(.note("I-1", "在公交站等")))),
        .act(ControlAct(.direct(.confirm("I-1", .video)), via: "console")),
        .act(ControlAct(.direct(.answerNotice("I-1", "city-command")))),
        .act(ControlAct(.direct(.moveUp("keji", accepts: true)))),
        .act(ControlAct(.direct(.moveUp("keji", accepts: false)))),
        .act(ControlAct(.direct(.assist(.unit("M-17"))), via: "radio")),
        .act(ControlAct(.direct(.report(.callPoint("NS-0412"), .telephone, plan: nil, note: "有人打架")), via: "phone")),
        .act(
            ControlAct(
                .direct(
                    .report(
                        .point(latitude: 22.54, longitude: 113.93, datum: .gcj02, accuracyMetres: 300), .camera,
                        plan: "street", note: nil)))),
        .act(ControlAct(.exercise(.start(["M-17", "V-03"], for: .seconds(600))), actingFor: "李雷")),
        .act(ControlAct(.exercise(.join("M-17")))), .act(ControlAct(.exercise(.leave("M-17")), via: "radio")),
        .act(ControlAct(.exercise(.press("NS-0412")))), .act(ControlAct(.exercise(.stop))),
        .act(ControlAct(.direct(.reopen("I-1", reason: "他又回来了")))),
        .act(ControlAct(.direct(.reclassify("I-1", "medical", note: "有人晕倒")))),
        .act(ControlAct(.direct(.reclassify("I-1", "medical", note: nil)), via: "radio")),
        .act(ControlAct(.direct(.link("I-1", "I-2")))), .act(ControlAct(.direct(.unlink("I-1", "I-2")))),
        .act(ControlAct(.direct(.split("I-1", at: nil, note: nil)))),
        .act(ControlAct(.direct(.split("I-1", at: .callPoint("NS-0413"), note: "马路对面")))),
        .act(ControlAct(.direct(.handOff("I-1", "city-command", reference: "110-2026-118842")))),
    ]

    @Test(arguments: verbs)
    func `what a client writes is what the server reads`(verb: ControlVerb) throws {
        let wire = try JSON.parse(verb.request(id: 1).bytes)
        #expect(try ControlVerb(request: wire) == verb)
        #expect(ControlVerb.names.contains(verb.name))
    }

    @Test func `every verb is tried by the table above`() {
        #expect(Set(VerbTests.verbs.map(\.name)) == Set(ControlVerb.names))
    }

    @Test(arguments: [
        (#"[1]"#, "A request is a JSON object on one line. Write {\"id\":1,\"do\":\"status\"}."),
        (#"{"do":"statsu"}"#, "There is no verb `statsu`. Did you mean `status`?"),
        (
            #"{"do":"close","incident":"I-1","dispositon":"genuine"}"#,
            "`close` has no field `dispositon`. Did you mean `disposition`?"
        ),
        (#"{"do":"close","incident":"I-1"}"#, "`close`: the field `disposition` is missing. Add it."),
        (
            #"{"do":"close","incident":"I-1","disposition":"genuin"}"#,
            "`close`: the field `disposition` is `genuin`. Did you mean `genuine`? Give one of: genuine, "
                + "false-accidental, false-malicious, test, duplicate, cancelled-en-route, unfounded."
        ),
        (
            #"{"do":"acknowledge","incident":7}"#,
            "`acknowledge`: the field `incident` is not a string. Write it in quotes."
        ),
        (
            #"{"do":"acknowledge","incident":"a","incident":"b"}"#,
            "The field `incident` stands twice. Write each field once."
        ),
        (#"{"do":"acknowledge","incident":""}"#, "`acknowledge`: the field `incident` has 0 bytes. Give 1…128 bytes."),
        (
            #"{"do":"acknowledge","incident":"a\nb"}"#,
            "`acknowledge`: the field `incident` has a control character in it. Write it on one line, as plain text."
        ),
        (#"{"do":"accept"}"#, "`accept`: the field `order` or the field `unit` must be given. Give one of the two."),
        (
            #"{"do":"accept","order":"M-17"}"#,
            "`accept`: the field `order` is `M-17`. An order is named like NS-03-7c1e-0007/1/M-17/1."
        ),
        (
            #"{"do":"accept","unit":"M-17","via":"Radio 4"}"#,
            "`accept`: the field `via` is `Radio 4`. Give lower-case letters, digits and hyphens: cli, radio, console."
        ),
        (
            #"{"do":"subscribe","from":"yesterday"}"#,
            "`subscribe`: the field `from` is `yesterday`. Give `now`, `start`, or the last event you have, like `7c1e:48211`."
        ),
        (
            #"{"do":"events","limit":501}"#,
            "`events`: the field `limit` is not a whole number of its range. Give 1…500, without quotes."
        ),
        (
            #"{"do":"events","from":"start","before":5}"#,
            "`events`: the field `before` cannot stand beside `from`. Give one of the two."
        ),
        (
            #"{"do":"ranking","hash":"abc"}"#,
            "`ranking`: the field `hash` is not a hash. Give the 64 hex digits of `input_hash` in `units.ranked`."
        ),
        (
            #"{"do":"bypass","call_point":"NS-0412","kind":"tampr"}"#,
            "`bypass`: the field `kind` is `tampr`. Did you mean `tamper`? Give one of: offline, tamper, stuck, chatter, "
                + "line, door, mains, low_battery, forged, replayed, unknown_address, noise, key."
        ),
        (
            #"{"do":"walktest_ask","call_point":"NS-0412","for_ms":"2min"}"#,
            "`walktest_ask`: the field `for_ms` is not a whole number of its range. Give 0…100000000, without quotes."
        ),
        (#"{"do":"walktest_ask"}"#, "`walktest_ask`: the field `call_point` is missing. Add it."),
        (
            #"{"do":"report","call_point":"A","source":"split"}"#,
            "`report`: the field `source` is `split`. Use the verb `split` for that."
        ),
        (#"{"do":"names","tokens":[]}"#, "`names`: the field `tokens` is missing or empty. Give [\"p:…\"]."),
        (
            #"{"do":"names","tokens":[1]}"#,
            "`names`: the field `tokens` holds something that is not a string of 1…128 bytes. Write [\"…\", \"…\"]."
        ),
    ])
    func `a wrong request is told what is wrong and what to do`(request: String, text: String) throws {
        let json = try JSON.parse(request)
        let failure = #expect(throws: ControlFailure.self) { try ControlVerb(request: json) }
        #expect(failure?.code == .invalid)
        #expect(failure?.description == text)
    }

    @Test func `what is left out of maintenance has its defaults`() throws {
        func act(_ request: String) throws -> ControlVerb { try ControlVerb(request: JSON.parse(request)) }
        #expect(
            try act(#"{"do":"bypass","call_point":"A"}"#)
                == .act(ControlAct(.bypass("A", nil, for: .seconds(3_600), reason: nil))))
        #expect(
            try act(#"{"do":"walktest_start"}"#) == .act(ControlAct(.startWalkTest([], for: .seconds(1_800)))))
        #expect(
            try act(#"{"do":"walktest_ask","call_point":"A"}"#) == .act(ControlAct(.ask("A", for: .seconds(120)))))
    }

    @Test func `a reason is bounded`() throws {
        let text = String(repeating: "长", count: 334)
        let json = ControlVerb.act(ControlAct(.answer(.unit("M-17"), .decline(reason: text)))).request(id: 1)
        #expect(throws: ControlFailure.self) { try ControlVerb(request: json) }
    }

    @Test(arguments: [
        ("7c1e:48211", true), ("a-b:0", true), ("48211", false), (":1", false), ("7c1e:-1", false), ("7c1e:x", false),
        ("7c 1e:1", false), ("abcdefghijklmnopq:1", false), ("7c1e:1:2", false),
    ])
    func `a position is a generation and a number`(text: String, isOne: Bool) {
        #expect((EventPosition(text) != nil) == isOne)
        if let position = EventPosition(text) { #expect(position.description == text) }
    }

    @Test func `a type with a star stands for all that begin so`() {
        let query = EventQuery(types: ["order.*", "alarm.raised"], part: .firstAfter(0), limit: 1)
        #expect(query.wants(type: "order.issued"))
        #expect(query.wants(type: "alarm.raised"))
        #expect(!query.wants(type: "alarm.closed"))
        #expect(!query.wants(type: "orders"))
    }
}
