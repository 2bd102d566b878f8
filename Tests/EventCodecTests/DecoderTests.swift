import CallpointCore
import CallpointTesting
import EventCodec
import Testing

struct DecoderTests {
    private func text(_ event: Event) -> String { String(decoding: SampleLines.line(event).bytes, as: UTF8.self) }

    private func error(_ line: String) -> LineError? {
        do throws(LineError) {
            _ = try EventDecoder.decode(Array(line.utf8))
            return nil
        } catch { return error }
    }

    @Test func `a marked line is read as the line of the journal, and is known to be marked`() throws {
        let line = SampleLines.line(SampleLines.raised)
        let decoded = try EventDecoder.decode(line.markedBytes)
        #expect(decoded.isMarkedNotDurable)
        #expect(decoded.event == SampleLines.raised)
        #expect(EventDecoder.verifyHash(line.markedBytes))
        #expect(String(decoding: line.markedBytes, as: UTF8.self).hasSuffix(#"","durable":false}"#))
        #expect(DurableMark.strip(from: line.markedBytes) == line.bytes)
        #expect(DurableMark.strip(from: line.bytes) == line.bytes)
        #expect(DurableMark.isOn(line.markedBytes) && !DurableMark.isOn(line.bytes))
    }

    @Test func `a line that was read back is the line that was written`() throws {
        let line = SampleLines.line(SampleLines.raised)
        #expect(EncodedLine(try EventDecoder.decode(line.bytes), line: line.markedBytes) == line)
    }

    @Test func `fields that nobody knows are passed over`() throws {
        let added = text(SampleLines.raised).replacing(
            #""msg":"#, with: #""later":[{"a":[1,2.5e3,null]},"x\n"],"also":{"deep":{}},"msg":"#)
        #expect(try EventDecoder.decode(Array(added.utf8)).event == SampleLines.raised)
    }

    @Test func `a type that nobody knows can be passed over, and its place in the chain is known`() throws {
        let line = text(SampleLines.raised).replacing("alarm.raised", with: "alarm.dreamt")
        #expect(error(line) == .unknownType("alarm.dreamt"))
        let envelope = try EventDecoder.envelope(Array(line.utf8))
        #expect(envelope.type == "alarm.dreamt" && envelope.sequence == 48_211 && envelope.generation == "7c1e")
        #expect(envelope.incident == "NS-03-7c1e-0007" && envelope.previousHash == [UInt8](repeating: 0, count: 32))
    }

    @Test(arguments: [
        (#""v":1"#, #""v":2"#, LineError.unknownVersion(2)),
        (#""v":1,"#, "", .missingField("v")),
        (#""seq":48211"#, #""seq":"48211""#, .badField("seq", what: "should be a whole number of 64 bits")),
        (#""seq":48211"#, #""seq":1e3"#, .badField("seq", what: "should be a whole number of 64 bits")),
        (
            #""seq":48211"#, #""seq":92233720368547758070"#,
            .badField("seq", what: "should be a whole number of 64 bits")
        ),
        ("2026-04-12", "2026-02-30", .badField("ts", what: "should be a time like 2026-04-12T14:03:07.412+08:00")),
        (#""mode":"live""#, #""mode":"dead""#, .badField("mode", what: "an unknown word dead")),
        (#""priority":"P1""#, #""priority":"P9""#, .badField("priority", what: "an unknown word P9")),
        (#""input":"panel/17","#, "", .missingField("input")),
        (#""counter":9"#, #""counter":4294967296"#, .badField("counter", what: "should be 0…4294967295")),
        (#""counter":9,"#, "", .missingField("counter")),
        (#""prev":"0"#, #""prev":"g"#, .badField("prev", what: "should be 64 lower-case hex digits")),
        (#""hash":""#, #""hush":""#, .badField("hash", what: "should stand at the end of the line")),
        (#""gen":"#, #""gen":"7c1e","gen":"#, .malformed(offset: 32, what: "a member that stands there twice")),
        ("NS-0412 pressed", "NS-0412\npressed", .malformed(offset: 415, what: "a control character in a string")),
        (#"{"v""#, #"["v""#, .malformed(offset: 0, what: "an object should stand here")),
    ])
    func `a line that is wrong is named with what is wrong`(old: String, new: String, expected: LineError) {
        let line = text(SampleLines.raised).replacing(old, with: new, maxReplacements: 1)
        #expect(error(line) == expected)
    }

    @Test func `what is wrong within a list is named with its place`() {
        let line = text(SampleLines.ranked).replacing(#""eta_ms":93600,"#, with: "")
        #expect(error(line) == .missingField("candidates[0].eta_ms"))
        let word = text(SampleLines.ranked).replacing(#""busy":9"#, with: #""tired":9"#)
        #expect(error(word) == .badField("excluded", what: "an unknown word tired"))
    }

    @Test func `a line that is too long or too deep is refused`() {
        #expect(error(String(repeating: " ", count: 4_097)) == .tooLong(bytes: 4_097))
        let deep = String(repeating: "[", count: 2_000)
        let line = text(SampleLines.raised).replacing(#""msg":"#, with: #""deep":\#(deep),"msg":"#)
        guard case .malformed(_, let what) = error(line) else {
            Issue.record("a deep line was read")
            return
        }
        #expect(what == "nested deeper than 32 levels")
    }

    @Test(arguments: [SampleLines.raised, SampleLines.ranked, SampleLines.issued])
    func `no torn line is read, and none crashes`(event: Event) {
        let line = SampleLines.line(event)
        for whole in [line.bytes, line.markedBytes] {
            for length in 0..<whole.count {
                let torn = Array(whole.prefix(length))
                #expect(throws: LineError.self) { try EventDecoder.decode(torn) }
                #expect(!EventDecoder.verifyHash(torn))
            }
        }
    }

    @Test(arguments: [SampleLines.raised, SampleLines.ranked, SampleLines.issued])
    func `every flipped bit is seen by the hash, and none crashes`(event: Event) {
        let line = SampleLines.line(event)
        for index in line.bytes.indices {
            for bit in 0..<8 {
                var flipped = line.bytes
                flipped[index] ^= 1 << bit
                _ = try? EventDecoder.decode(flipped)
                _ = try? EventDecoder.envelope(flipped)
                #expect(!EventDecoder.verifyHash(flipped))
            }
        }
    }

    @Test func `bytes at random crash nothing`() {
        var numbers = SeededGenerator(seed: 99)
        let whole = SampleLines.line(SampleLines.ranked).bytes
        let alphabet = Array(#"{}[]",:\0123456789.eE+-truefalsn u"#.utf8) + [0, 0xC3, 0xE2, 0xFF]
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0...Int.random(in: 0..<6, using: &numbers) {
                let index = Int.random(in: 0..<bytes.count, using: &numbers)
                bytes[index] = alphabet[Int.random(in: 0..<alphabet.count, using: &numbers)]
            }
            _ = try? EventDecoder.decode(bytes)
        }
    }
}
