import CallpointCore
import EventCodec
import Sense

/// What must hold of the sentence decoder, and of the nodes behind it, whatever stands on the line.
public enum SentenceProperties {
    /// A key of one of the nodes; the corpus holds sentences that are sealed with it.
    static let key = Array("a fuzzer's key, for node K9 alone".utf8)
    /// Addresses that call points have.
    static let callPoints: [String: CallPointID] = ["0413": "NS-0413", "A": "NS-A", "K9": "NS-K9"]
    private static let input: InputName = "field"

    /// Holds everything against one input; throws what does not hold.
    public static func check(_ bytes: [UInt8]) throws(Violation) {
        let script = SentenceScript(bytes)
        let expected = plainly(script)
        var decoder = SentenceDecoder()
        var outputs: [SentenceDecoder.Output] = []
        for read in script.reads {
            outputs += decoder.feed(read.bytes, at: read.at)
            try hold(decoder.heldByteCount <= 128, "\(decoder.heldByteCount) bytes are held, and 128 are enough")
        }
        try holdEqual(sentences(in: outputs), expected)
        try checkCut(script, outputs)
        let end = script.instant(of: script.line.count)
        try checkResynchronisation(decoder, at: end)
        try checkNodes(outputs, script: script)
    }

    // MARK: - The decoder

    /// A sentence as it was on the line, and when its first byte was read.
    private struct Heard: Equatable {
        var stamp: NodeStamp
        var state: Signal.State
        var mac: [UInt8]?
        var covered: [UInt8]?
        var edgeAt: Instant
    }

    private static func sentences(in outputs: [SentenceDecoder.Output]) -> [Heard] {
        outputs.compactMap { output in
            guard case .sentence(let sentence, let edgeAt) = output else { return nil }
            return Heard(
                stamp: sentence.stamp, state: sentence.state, mac: sentence.seal?.mac,
                covered: sentence.seal?.covered, edgeAt: edgeAt)
        }
    }

    /// What a plain reading of the whole line finds: no press that is not there, and none left out but those whose
    /// halves were read too long after one another.
    private static func plainly(_ script: SentenceScript) -> [Heard] {
        PlainReading(script.line).pieces.compactMap { piece in
            let begun = script.instant(of: piece.begins)
            guard script.instant(of: piece.ends) - begun <= .seconds(10) else { return nil }
            let stamp = NodeStamp(address: piece.address, counter: piece.counter, boot: piece.boot)
            return Heard(
                stamp: stamp, state: state(of: piece.letter), mac: piece.mac.flatMap { Digest.bytes(hex: $0) },
                covered: piece.mac.map { _ in piece.covered }, edgeAt: begun)
        }
    }

    private static func state(of letter: UInt8) -> Signal.State {
        switch letter {
        case UInt8(ascii: "P"): .pressed
        case UInt8(ascii: "R"): .released
        case UInt8(ascii: "T"): .tamperOpen
        case UInt8(ascii: "t"): .tamperClosed
        case UInt8(ascii: "H"): .heartbeat
        default: .lowBattery
        }
    }

    private static func holdEqual(_ heard: [Heard], _ expected: [Heard]) throws(Violation) {
        guard heard != expected else { return }
        let place = zip(heard, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(heard.count, expected.count)
        let seen = heard.indices.contains(place) ? "\(heard[place])" : "nothing"
        let wanted = expected.indices.contains(place) ? "\(expected[place])" : "nothing"
        throw Violation("sentence \(place) came out as \(seen), and the line says \(wanted)")
    }

    /// However a line is cut into reads, the same comes out of it; without pauses, that is: they carry meaning.
    private static func checkCut(_ script: SentenceScript, _ outputs: [SentenceDecoder.Output]) throws(Violation) {
        guard script.pause == .zero else { return }
        var decoder = SentenceDecoder()
        var single: [SentenceDecoder.Output] = []
        let instant = script.instant(of: 0)
        let most = script.line.withUnsafeBytes { line in
            line.indices.reduce(0) { most, place in
                decoder.feed(UnsafeRawBufferPointer(rebasing: line[place...place]), at: instant, into: &single)
                return max(most, decoder.heldByteCount)
            }
        }
        try hold(most <= 128, "\(most) bytes are held, and 128 are enough")
        try hold(single == outputs, "byte by byte came \(single), in reads of \(script.readSize) came \(outputs)")
    }

    /// Whatever stood on the line, the next whole sentence is read, with a line's end before it or without.
    private static func checkResynchronisation(_ decoder: SentenceDecoder, at end: Instant) throws(Violation) {
        let next = Sentence(address: "0413", counter: 4_000_000_000, state: .pressed, boot: 9)
        for before in [[], [UInt8(ascii: "\n")]] {
            var decoder = decoder
            let outputs = decoder.feed(before + next.bytes, at: end)
            let heard = sentences(in: outputs)
            try hold(
                heard.last?.stamp == next.stamp && heard.last?.state == .pressed,
                "after this line the next sentence is not read: \(outputs)")
        }
    }

    // MARK: - The nodes

    /// A call point speaks only by a sentence with its address, with the right seal where it has a key, and the number
    /// of complaints is bounded.
    private static func checkNodes(
        _ outputs: [SentenceDecoder.Output], script: SentenceScript
    ) throws(Violation) {
        var keys = NodeKeys()
        keys[input, "K9"] = key
        var nodes = SerialNodes(input: input, callPoints: callPoints, keys: keys)
        var complaints: Set<DeviceFault> = []
        let end = script.instant(of: script.line.count)
        for output in outputs {
            switch output {
            case .sentence(let sentence, let edgeAt):
                let bodies = nodes.take(sentence, edgeAt: edgeAt, readAt: end)
                try checkBodies(bodies, after: sentence, &complaints)
            case .rejected(let reason):
                for case .fault(let fault) in nodes.reject(reason, at: end) { try complain(fault, &complaints) }
            case .answer: break
            }
        }
        // One for each unknown address up to the limit, one for those beyond, one of a forged seal, one of noise.
        try hold(complaints.count <= SerialNodes.unknownLimit + 3, "\(complaints.count) complaints in one instant")
    }

    private static func checkBodies(
        _ bodies: [Input.Body], after sentence: Sentence, _ complaints: inout Set<DeviceFault>
    ) throws(Violation) {
        var signals = 0
        for body in bodies {
            switch body {
            case .signal(let signal):
                signals += 1
                try hold(
                    signal.callPoint == callPoints[sentence.address] && signal.state == sentence.state
                        && signal.stamp == sentence.stamp, "\(sentence) became \(signal)")
            case .fault(let fault): try complain(fault, &complaints)
            default: throw Violation("a sentence became \(body)")
            }
        }
        let isKnown = callPoints[sentence.address] != nil
        let isBelieved = isKnown && (sentence.address != "K9" || isSealed(sentence))
        try hold(signals == (isBelieved ? 1 : 0), "\(sentence) was believed \(signals) times")
    }

    /// Everything is taken at one instant here, so that the same complaint may not come twice.
    private static func complain(
        _ fault: DeviceFault, _ complaints: inout Set<DeviceFault>
    ) throws(Violation) {
        try hold(complaints.insert(fault).inserted, "said twice in one instant: \(fault.detail)")
    }

    private static func isSealed(_ sentence: Sentence) -> Bool {
        guard let seal = sentence.seal else { return false }
        return Array(Digest.hmacSHA256(seal.covered, key: key).prefix(8)) == seal.mac
    }
}
