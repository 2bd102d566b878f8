import CallpointTesting
import EventCodec
import Testing

struct SchemaTests {
    private func json(_ text: String) throws -> JSON { try JSON.parse(text) }

    @Test func `the schema names the types that the codec names`() throws {
        // A line of any other type breaks the rule on types alone; one of these breaks only what it lacks.
        let schema = try SchemaValidator.events()
        for type in EventType.allCases {
            let found = schema.violations(in: .object([JSON.Member("type", .string(type.rawValue))]))
            #expect(!found.contains { $0.hasPrefix("$.type") })
        }
        #expect(schema.violations(in: ["type": "alarm.dreamt"]).contains { $0.hasPrefix("$.type") })
    }

    @Test(arguments: [
        (#""seq":48211"#, #""seq":"48211""#, "$.seq"), (#""seq":48211"#, #""seq":0"#, "$.seq"),
        ("2026-04-12T", "2026-04-12 ", "$.ts"), (#""counter":9,"#, "", "$: has address and no counter"),
        (#""plan":"street","#, "", "$: has no plan"), (#""mode":"live""#, #""mode":"dead""#, "$.mode"),
        (#""auth":"mac""#, #""auth":"maybe""#, "$.auth"), (#""prev":"0"#, #""prev":"F"#, "$.prev"),
        ("NS-03-7c1e-0007", "NS-03-7c1e-7", "$.incident"), (#""v":1"#, #""v":2"#, "$.v"),
    ])
    func `a line that breaks the contract is told where`(old: String, new: String, place: String) throws {
        let schema = try SchemaValidator.events()
        let text = String(decoding: SampleLines.line(SampleLines.raised).bytes, as: UTF8.self)
        #expect(schema.violations(in: try json(text)).isEmpty)
        let broken = text.replacing(old, with: new, maxReplacements: 1)
        let found = schema.violations(in: try json(broken))
        #expect(found.count == 1 && found[0].hasPrefix(place), "\(found)")
    }

    @Test func `a line about an incident or a call point says whether it is a test`() throws {
        let schema = try SchemaValidator.events()
        let text = String(decoding: SampleLines.line(SampleLines.raised).bytes, as: UTF8.self)
        let broken = try json(text.replacing(#""mode":"live","#, with: ""))
        #expect(
            schema.violations(in: broken) == ["$: has incident and no mode", "$: has call_point and no mode"])
    }

    @Test func `what is wrong within a list is told with its place`() throws {
        let schema = try SchemaValidator.events()
        let text = String(decoding: SampleLines.line(SampleLines.ranked).bytes, as: UTF8.self)
        let broken = text.replacing(#""fix_age_ms":2100"#, with: #""fix_age_ms":-1"#)
            .replacing(#""busy":9"#, with: #""tired":9"#)
        #expect(
            schema.violations(in: try json(broken)) == [
                "$.candidates[0].fix_age_ms: -1 is less than 0.0", "$.excluded.tired: nothing may stand here",
            ])
    }

    @Test(arguments: [
        (#"{"properties":{"a":{"oneOf":[]}}}"#, "#/properties/a/oneOf"),
        (#"{"$defs":{"a":{"format":"date"}}}"#, "#/$defs/a/format"),
        (##"{"$ref":"#/$defs/b"}"##, "#/$ref"), (#"{"items":{"type":"float"}}"#, "#/items/type"),
        (#"{"allOf":[{"pattern":"^(a|b)$"}]}"#, "#/allOf/0/pattern"),
        (#"{"if":{"pattern":"a"}}"#, "#/if/pattern"), (#"{"then":3}"#, "#/then"),
    ])
    func `a schema that says more than the validator holds is refused`(schema: String, place: String) throws {
        let text = try json(schema)
        #expect {
            try SchemaValidator(schema: text)
        } throws: {
            "\($0)".hasPrefix(place + ":")
        }
    }

    @Test(arguments: [
        ("^[0-9a-f]{3}$", "0af", true), ("^[0-9a-f]{3}$", "0ag", false), ("^[0-9a-f]{3}$", "0aff", false),
        ("^a.+z$", "abzz", true), ("^a.+z$", "az", false), ("^a*$", "", true), ("^x{1,2}y{0,}$", "xxyyy", true),
        ("^x{1,2}$", "xxx", false), ("^.+/[1-9][0-9]*$", "a/b/10", true), ("^.+/[1-9][0-9]*$", "a/b/01", false),
        ("^[+-]1\\.5$", "-1.5", true), ("^[+-]1\\.5$", "-125", false),
    ])
    func `patterns hold whole texts`(pattern: String, text: String, holds: Bool) throws {
        let validator = try SchemaValidator(schema: .object([JSON.Member("pattern", .string(pattern))]))
        #expect(validator.violations(in: .string(text)).isEmpty == holds)
    }
}
