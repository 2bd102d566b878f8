import CallpointCore
import CallpointTesting
import EventCodec
import Sense
import Testing

private let start = Instant(microseconds: 1_000)

private func outputs(_ line: String) -> [SentenceDecoder.Output] {
    var decoder = SentenceDecoder()
    return decoder.feed(Array(line.utf8), at: start)
}

/// A line with the right checksum around any text.
private func framed(_ text: String) -> String {
    "$\(text)*\(Digest.hex([text.utf8.reduce(0, ^)]))\n"
}

private let press = Sentence(address: "0413", counter: 17, state: .pressed, boot: 3)

@Suite struct `Decoding a stream of sentences` {
    @Test(arguments: ["\r\n", "\n", "\r", "\n\r", "\r\n\r\n"])
    func `a line may end in CR LF, LF or CR`(end: String) {
        #expect(outputs("$PALRM,0413,17,P,3*21" + end) == [.sentence(press, edgeAt: start)])
    }

    @Test(arguments: [
        ("P", Signal.State.pressed), ("R", .released), ("T", .tamperOpen), ("t", .tamperClosed), ("H", .heartbeat),
        ("L", .lowBattery),
    ])
    func `each letter has its state`(letter: String, state: Signal.State) {
        #expect(
            outputs(framed("PALRM,a9Z,4294967295,\(letter),0")) == [
                .sentence(Sentence(address: "a9Z", counter: .max, state: state, boot: 0), edgeAt: start)
            ])
    }

    @Test(arguments: [
        ("$PALRM,0413,17,P*3F\n", SentenceDecoder.Rejection.checksum),
        ("$PALRM,0413,17,P*3G\n", .format),
        ("$PALRM,0413,17,P*3E3E\n", .format),
        ("$PALRM,0413,17,P*3\n", .cut),
        ("$PALRM,0413,17,P\n", .cut),
        ("$\n", .cut),
        ("$*00\n", .talker),
        (framed("GPRMC,081836,A"), .talker),
        (framed("palrm,0413,17,P"), .talker),
        (framed("PALRM,0413,17"), .format),
        (framed("PALRM,0413,17,P,3,CF5F597C1E513A7F,9"), .format),
        (framed("PALRA,0413"), .format),
        (framed("PALRM,,17,P"), .address),
        (framed("PALRM,04-13,17,P"), .address),
        (framed("PALRM,南山,17,P"), .address),
        (framed("PALRM,12345678901234567,17,P"), .address),
        (framed("PALRM,0413,,P"), .counter),
        (framed("PALRM,0413,-1,P"), .counter),
        (framed("PALRM,0413,4294967296,P"), .counter),
        (framed("PALRM,0413,00000000017,P"), .counter),
        (framed("PALRM,0413,17,p"), .state),
        (framed("PALRM,0413,17,"), .state),
        (framed("PALRM,0413,17,PP"), .state),
        (framed("PALRM,0413,17,P,"), .boot),
        (framed("PALRM,0413,17,P,x"), .boot),
        (framed("PALRM,0413,17,P,,CF5F597C1E513A7F"), .boot),
        (framed("PALRM,0413,17,P,3,CF5F597C1E513A7"), .mac),
        (framed("PALRM,0413,17,P,3,CF5F597C1E513A7G"), .mac),
        ("123456789\n", .noise),
    ])
    func `what is no sentence is rejected for its reason and counted`(
        line: String, reason: SentenceDecoder.Rejection
    ) {
        var decoder = SentenceDecoder()
        #expect(decoder.feed(Array(line.utf8), at: start) == [.rejected(reason)])
        #expect(decoder.counters[reason] == 1)
        #expect(decoder.counters.rejections.reduce(0, +) == 1)
        // And the very next sentence is read.
        #expect(decoder.feed(press.bytes, at: start) == [.sentence(press, edgeAt: start)])
        #expect(decoder.counters[.pressed] == 1)
    }

    @Test func `checksum and mac may be written in either case`() {
        let line = "$PALRM,0413,17,P,3,cf5f597c1e513a7f*"
        let sum = Digest.hex([line.utf8.dropFirst().dropLast().reduce(0, ^)])
        guard case .sentence(let sentence, _)? = outputs(line + sum + "\n").first else {
            Issue.record("no sentence")
            return
        }
        #expect(sentence.isSealed(with: Array(0..<16)))
    }

    @Test func `a seal covers the bytes as the node wrote them`() throws {
        let covered = Array("PALRM,0413,0017,P,03".utf8)
        let mac = Digest.hex(Sentence.mac(over: covered, key: [1, 2, 3]))
        guard case .sentence(let sentence, _)? = outputs(framed("PALRM,0413,0017,P,03,\(mac)")).first else {
            Issue.record("no sentence")
            return
        }
        #expect(sentence.counter == 17)
        #expect(sentence.boot == 3)
        #expect(sentence.isSealed(with: [1, 2, 3]))
        #expect(!sentence.isSealed(with: [1, 2, 4]))
    }

    @Test func `an echoed answer is known and is no rejection`() {
        var decoder = SentenceDecoder()
        let answer = Sentence.answer(to: press.stamp)
        #expect(decoder.feed(answer, at: start) == [.answer(address: "0413", counter: 17)])
        #expect(decoder.counters.echoes == 1)
    }

    @Test func `a dollar sign begins anew`() {
        #expect(
            outputs("$PALRM,0413,1$PALRM,0413,17,P,3*21\r\n") == [.rejected(.cut), .sentence(press, edgeAt: start)])
    }

    @Test func `a sentence of 128 bytes is read to its end and one of 129 is overlong`() {
        let longest = "$" + String(repeating: "x", count: 124) + "*"
        #expect(outputs(longest + "00\n") == [.rejected(.talker)])
        #expect(outputs(longest + "000\n") == [.rejected(.overlong)])
        #expect(outputs("$" + String(repeating: "x", count: 127)) == [])
        #expect(outputs("$" + String(repeating: "x", count: 128)) == [.rejected(.overlong)])
    }

    @Test func `a few bytes between sentences are a turn-around and no rejection`() {
        var decoder = SentenceDecoder()
        let outputs = decoder.feed([0, 255] + press.bytes + [0] + press.bytes, at: start)
        #expect(outputs.count == 2)
        #expect(decoder.counters.noiseBytes == 3)
        #expect(decoder.counters[.noise] == 0)
    }

    @Test func `noise without end is rejected every 128 bytes`() {
        var decoder = SentenceDecoder()
        let outputs = decoder.feed([UInt8](repeating: 0x55, count: 1_280), at: start)
        #expect(outputs == [SentenceDecoder.Output](repeating: .rejected(.noise), count: 10))
        #expect(decoder.counters.noiseBytes == 1_280)
    }

    @Test func `the edge is when the dollar sign was read`() {
        var decoder = SentenceDecoder()
        let bytes = press.bytes
        #expect(decoder.feed(Array(bytes[..<5]), at: start) == [])
        let later = start + .milliseconds(3)
        #expect(decoder.feed(Array(bytes[5...]), at: later) == [.sentence(press, edgeAt: start)])
    }

    @Test func `two halves ten seconds apart do not make a sentence`() {
        var decoder = SentenceDecoder()
        let bytes = press.bytes
        _ = decoder.feed(Array(bytes[..<5]), at: start)
        let outputs = decoder.feed(Array(bytes[5...]), at: start + .microseconds(10_000_001))
        #expect(outputs == [.rejected(.cut), .rejected(.noise)])
    }

    @Test func `a lost port's half sentence is forgotten`() {
        var decoder = SentenceDecoder()
        _ = decoder.feed(Array(press.bytes[..<5]), at: start)
        decoder.reset()
        #expect(decoder.feed(press.bytes, at: start) == [.sentence(press, edgeAt: start)])
    }
}

@Suite struct `Any stream of bytes` {
    /// Sentences, damaged sentences and noise, one after the other.
    private func stream(_ dice: inout SeededGenerator, pieces: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<pieces {
            let sentence = Sentence(
                address: "\(Int.random(in: 0...9_999, using: &dice))", counter: .random(in: 0...99, using: &dice),
                state: Signal.State.allCases.randomElement(using: &dice) ?? .pressed,
                boot: Bool.random(using: &dice) ? 7 : nil)
            var piece = Bool.random(using: &dice) ? sentence.bytes : sentence.sealed(with: [1, 2, 3]).bytes
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: piece[Int.random(in: piece.indices, using: &dice)] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 1: piece.removeSubrange(Int.random(in: piece.indices, using: &dice)...)
            case 2: piece = (0..<Int.random(in: 0...300, using: &dice)).map { _ in .random(in: 0...255, using: &dice) }
            default: break
            }
            bytes += piece
        }
        return bytes
    }

    @Test(arguments: 0..<50)
    func `gives the same however it is cut into reads`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        let bytes = stream(&dice, pieces: 40)
        var whole = SentenceDecoder()
        let expected = whole.feed(bytes, at: start)
        var parts = SentenceDecoder()
        var outputs: [SentenceDecoder.Output] = []
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + Int.random(in: 1...40, using: &dice))
            outputs += parts.feed(Array(bytes[at..<end]), at: start)
            at = end
        }
        #expect(outputs == expected, "seed \(seed)")
        #expect(parts.counters == whole.counters, "seed \(seed)")
        let byByte = bytes.reduce(into: (SentenceDecoder(), [SentenceDecoder.Output]())) { state, byte in
            state.1 += state.0.feed([byte], at: start)
        }
        #expect(byByte.1 == expected, "seed \(seed)")
    }

    /// Whether some `$…*hh` of the stream with a right checksum carries this text, found the simple way.
    private func carries(_ bytes: [UInt8], _ sentence: Sentence) -> Bool {
        let tail = ",\(sentence.counter),\(sentence.state.letter)"
        return bytes.indices.contains { dollar in
            guard bytes[dollar] == UInt8(ascii: "$"), let star = bytes[dollar...].firstIndex(of: UInt8(ascii: "*")),
                star + 2 < bytes.count,
                let sum = Digest.bytes(hex: String(decoding: bytes[(star + 1)...(star + 2)], as: UTF8.self))?.first
            else { return false }
            let text = bytes[(dollar + 1)..<star]
            return text.reduce(0, ^) == sum
                && String(decoding: text, as: UTF8.self).hasPrefix("PALRM,\(sentence.address)\(tail)")
        }
    }

    @Test(arguments: 0..<50)
    func `yields no sentence whose checksum is wrong`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed &+ 1_000)
        let bytes = stream(&dice, pieces: 40)
        var decoder = SentenceDecoder()
        for case .sentence(let sentence, _) in decoder.feed(bytes, at: start) {
            #expect(carries(bytes, sentence), "seed \(seed): \(sentence)")
        }
    }

    @Test func `a million random bytes raise nothing and the next sentence is read`() {
        var dice = SeededGenerator(seed: 20_260_412)
        var decoder = SentenceDecoder()
        let alphabet = Array("$PALRM,0413,17,*3E\r\nPRTtHL".utf8)
        for round in 0..<100 {
            let noise = (0..<10_000).map { _ in
                round % 2 == 0 ? UInt8.random(in: 0...255, using: &dice) : alphabet.randomElement(using: &dice) ?? 0
            }
            for case .sentence(let sentence, _) in decoder.feed(noise, at: start) {
                #expect(carries(noise, sentence), "round \(round)")
            }
            #expect(decoder.feed(press.bytes, at: start).last == .sentence(press, edgeAt: start))
        }
    }

    @Test func `one flipped bit anywhere never makes another sentence`() {
        let bytes = press.bytes
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                var decoder = SentenceDecoder()
                for case .sentence(let sentence, _) in decoder.feed(damaged + [10], at: start) {
                    #expect(sentence == press, "byte \(index), bit \(bit)")
                }
            }
        }
    }
}
