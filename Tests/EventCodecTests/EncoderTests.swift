import CallpointCore
import EventCodec
import Testing

struct EncoderTests {
    @Test func `a line has the members of the contract, in its order`() {
        let line = SampleLines.line(SampleLines.raised)
        let zeros = String(repeating: "0", count: 64)
        let config = String(repeating: "ab", count: 32)
        let unsealed = #"""
            {"v":1,"gen":"7c1e","seq":48211,"ts":"2026-04-12T14:03:07.412+08:00","mono_us":8812044101,\#
            "type":"alarm.raised","severity":"alert","incident":"NS-03-7c1e-0007","call_point":"NS-0412",\#
            "mode":"live","priority":"P1","input":"panel/17","address":"0412","counter":9,"boot":2,"auth":"mac",\#
            "plan":"street","config_hash":"\#(config)","edge_us":8812023000,"msg":"NS-0412 pressed",\#
            "prev":"\#(zeros)"
            """#
        let hash = Digest.sha256(Array((unsealed + "}").utf8))
        #expect(String(decoding: line.bytes, as: UTF8.self) == unsealed + #","hash":"\#(Digest.hex(hash))"}"#)
        #expect(line.hash == hash)
        #expect(line.generation == "7c1e" && line.sequence == 48_211 && line.incident == "NS-03-7c1e-0007")
    }

    @Test func `a ranking and an order have the fields of the contract`() {
        let ranked = String(decoding: SampleLines.line(SampleLines.ranked).bytes, as: UTF8.self)
        #expect(
            ranked.contains(
                #""candidates":[{"unit":"M-17","eta_s":94,"eta_ms":93600,"distance_m":612,"fix_age_ms":2100}],"#
                    + #""excluded":{"busy":9,"stale":2},"nearest_excluded":[{"unit":"V-03","distance_m":210,"#
                    + #""reason":"busy"}],"input_hash":"cdcd"#))
        let issued = String(decoding: SampleLines.line(SampleLines.issued).bytes, as: UTF8.self)
        #expect(
            issued.contains(
                #""order":"NS-03-7c1e-0007/1/M-17/1","tier":1,"requirement":1,"unit":"M-17","eta_s":94,"#
                    + #""eta_ms":93600,"distance_m":612,"bearing_deg":231,"instructions":"Go to the call point.","#
                    + #""ack_within_ms":30000,"round":0,"sense_us":41,"debounce_us":20000,"decide_us":6,"msg":""#))
    }

    @Test func `each line holds the hash of the line before, and numbers have no gap`() throws {
        var encoder = EventEncoder(head: ChainHead(generation: "a1"))
        var generated = GeneratedEvents(seed: 3)
        var previous = [UInt8](repeating: 0, count: 32)
        for number in 1...100 {
            let line = encoder.encode(generated.event(generated.pick(EventType.allCases)))
            let decoded = try EventDecoder.decode(line.bytes)
            #expect(decoded.previousHash == previous && decoded.sequence == Int64(number))
            #expect(encoder.head == ChainHead(generation: "a1", sequence: Int64(number), hash: line.hash))
            previous = line.hash
        }
    }

    @Test func `mode stands where an incident or a call point does, and in every test`() throws {
        func mode(_ incident: IncidentID?, _ callPoint: CallPointID?, _ mode: Event.Mode) throws -> String? {
            var event = SampleLines.event(.clockStepped(milliseconds: 1), incident: incident, callPoint: callPoint)
            event.mode = mode
            return try JSON.parse(SampleLines.line(event).bytes)["mode"]?.string
        }
        #expect(try mode(nil, nil, .live) == nil)
        #expect(try mode("NS-03-7c1e-0007", nil, .live) == "live")
        #expect(try mode(nil, "NS-0412", .live) == "live")
        #expect(try mode(nil, nil, .test) == "test")
    }

    @Test func `a time that is not to be believed is said to be so`() throws {
        var event = SampleLines.event(.clockStepped(milliseconds: 1))
        #expect(try JSON.parse(SampleLines.line(event).bytes)["time_ok"] == nil)
        event.wall.isTrusted = false
        #expect(try JSON.parse(SampleLines.line(event).bytes)["time_ok"] == false)
    }

    @Test(arguments: [(0, 0), (499, 0), (500, 1), (93_499, 93), (93_500, 94)])
    func `seconds of an arrival are rounded, milliseconds are kept`(milliseconds: Int, seconds: Int) throws {
        guard case .orderIssued(var issued) = SampleLines.issued.body else { return }
        issued.etaMilliseconds = milliseconds
        let line = try JSON.parse(SampleLines.line(SampleLines.event(.orderIssued(issued))).bytes)
        #expect(line["eta_s"]?.integer == Int64(seconds) && line["eta_ms"]?.integer == Int64(milliseconds))
    }

    @Test func `a test wakes nobody`() {
        var event = SampleLines.raised
        #expect(event.severity == .alert)
        event.mode = .test
        #expect(event.severity == .notice)
    }

    @Test(arguments: [(250_000, "within"), (250_001, "exceeded")])
    func `the verdict is the budget's`(total: Int, verdict: String) throws {
        let ledger = OrderEmitted(
            order: "NS-03-7c1e-0007/1/M-17/1", journalMicroseconds: 118, emitMicroseconds: 9,
            totalMicroseconds: total, budgetMilliseconds: 250, isDurable: true)
        let line = try JSON.parse(SampleLines.line(SampleLines.event(.orderEmitted(ledger))).bytes)
        #expect(line["verdict"]?.string == verdict)
        #expect(line["unit"] == "M-17")
    }

    @Test(arguments: EventType.allCases)
    func `every type has a sentence for people`(type: EventType) throws {
        var generated = GeneratedEvents(seed: 11)
        let message = try JSON.parse(SampleLines.line(generated.event(type)).bytes)["msg"]?.string ?? ""
        #expect(message.contains(" "))
    }
}
