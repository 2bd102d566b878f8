public import CallpointCore

/// Finds sentences in a stream of bytes that may be noise.
///
/// Pure: bytes and their time go in, sentences and rejections come out, and
/// the same stream gives the same result however it was cut into reads. A `$`
/// always begins a sentence anew, so that noise costs at most the sentence it hit.
public struct SentenceDecoder: Sendable {
    /// Longest sentence from `$` to before its end, in bytes; longer is rejected as soon as it is.
    public static let lengthLimit = 128
    /// A sentence that takes longer to arrive than this is two halves that do not belong together.
    public static let patience: Duration = .seconds(10)
    /// A run of noise up to this many bytes is a line's turn-around, counted in bytes but no rejection.
    static let turnAroundLimit = 8

    /// What the decoder has counted since it began; kept over `reset`.
    public private(set) var counters = Counters()

    /// The sentence under way, from `$` on; empty between sentences.
    private var buffer: [UInt8] = []
    private var beganAt = Instant(microseconds: 0)
    /// Bytes of the run of noise under way.
    private var noiseRun = 0

    /// A decoder that has seen nothing.
    public init() { buffer.reserveCapacity(SentenceDecoder.lengthLimit) }

    /// What came out.
    public enum Output: Sendable, Hashable {
        /// A whole sentence with a right checksum, and when its `$` was read.
        case sentence(Sentence, edgeAt: Instant)
        /// An answer to a node, which a node reads and a half-duplex line echoes.
        case answer(address: String, counter: UInt32)
        /// Something that is no sentence.
        case rejected(Rejection)
    }

    /// Why bytes are no sentence.
    public enum Rejection: String, Sendable, Hashable, CaseIterable, Error {
        /// Bytes outside of a sentence.
        case noise
        /// More bytes than a sentence may have.
        case overlong
        /// It ended, or another began, or its rest stayed away, before it was whole.
        case cut
        /// The checksum is not that of the text.
        case checksum
        /// Not fields and a checksum of two hex digits, or too many fields or too few.
        case format
        /// Another talker's sentence, `$GPRMC` say.
        case talker
        /// Not 1…16 letters and digits.
        case address
        /// Not a whole number up to 4,294,967,295.
        case counter
        /// No state that is known.
        case state
        /// Not a whole number up to 4,294,967,295.
        case boot
        /// Not 16 hex digits.
        case mac
    }

    /// What was found, by kind.
    public struct Counters: Sendable, Hashable {
        /// Whole sentences by state, in the order of `Signal.State.allCases`.
        public var sentences = [UInt64](repeating: 0, count: Signal.State.allCases.count)
        /// Answers read: our own, echoed by a half-duplex line.
        public var echoes: UInt64 = 0
        /// Rejections, in the order of `Rejection.allCases`.
        public var rejections = [UInt64](repeating: 0, count: Rejection.allCases.count)
        /// Bytes outside of sentences, line ends not counted.
        public var noiseBytes: UInt64 = 0

        /// How many whole sentences said this.
        public subscript(state: Signal.State) -> UInt64 { sentences[Signal.State.allCases.firstIndex(of: state) ?? 0] }
        /// How often something was rejected for this.
        public subscript(reason: Rejection) -> UInt64 { rejections[Rejection.allCases.firstIndex(of: reason) ?? 0] }
    }

    /// Bytes of the sentence under way, which is all that is remembered of the line: at most `lengthLimit`.
    public var heldByteCount: Int { buffer.count }

    /// Forgets the sentence under way: the port was lost. Counters stay.
    public mutating func reset() {
        buffer.removeAll(keepingCapacity: true)
        noiseRun = 0
    }

    /// Takes bytes that were read at an instant and adds what they complete to `outputs`.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer, at instant: Instant, into outputs: inout [Output]) {
        if !buffer.isEmpty, instant - beganAt > SentenceDecoder.patience { reject(.cut, into: &outputs) }
        for byte in bytes { take(byte, at: instant, into: &outputs) }
    }

    /// Takes bytes that were read at an instant; what they complete.
    public mutating func feed(_ bytes: [UInt8], at instant: Instant) -> [Output] {
        var outputs: [Output] = []
        bytes.withUnsafeBytes { feed($0, at: instant, into: &outputs) }
        return outputs
    }

    private mutating func take(_ byte: UInt8, at instant: Instant, into outputs: inout [Output]) {
        switch byte {
        case UInt8(ascii: "$"):
            if !buffer.isEmpty { reject(.cut, into: &outputs) }
            endNoise(into: &outputs)
            buffer.append(byte)
            beganAt = instant
        case 13, 10:
            if buffer.isEmpty { endNoise(into: &outputs) } else { finish(into: &outputs) }
        default:
            if buffer.isEmpty {
                noise(into: &outputs)
            } else if buffer.count == SentenceDecoder.lengthLimit {
                reject(.overlong, into: &outputs)
            } else {
                buffer.append(byte)
            }
        }
    }

    private mutating func noise(into outputs: inout [Output]) {
        counters.noiseBytes += 1
        noiseRun += 1
        // Noise without an end still shows: every so many bytes count as one rejection.
        if noiseRun == SentenceDecoder.lengthLimit { endNoise(into: &outputs) }
    }

    private mutating func endNoise(into outputs: inout [Output]) {
        let isRejection = noiseRun > SentenceDecoder.turnAroundLimit
        noiseRun = 0
        if isRejection { reject(.noise, into: &outputs) }
    }

    private mutating func reject(_ reason: Rejection, into outputs: inout [Output]) {
        buffer.removeAll(keepingCapacity: true)
        counters.rejections[Rejection.allCases.firstIndex(of: reason) ?? 0] += 1
        outputs.append(.rejected(reason))
    }

    private mutating func finish(into outputs: inout [Output]) {
        do {
            let text = try SentenceDecoder.checkedText(of: buffer[...])
            let output = try SentenceDecoder.parse(text, edgeAt: beganAt)
            buffer.removeAll(keepingCapacity: true)
            switch output {
            case .sentence(let sentence, _):
                counters.sentences[Signal.State.allCases.firstIndex(of: sentence.state) ?? 0] += 1
            case .answer: counters.echoes += 1
            case .rejected: break
            }
            outputs.append(output)
        } catch {
            reject(error, into: &outputs)
        }
    }
}

// MARK: - Parsing

extension SentenceDecoder {
    /// What stands between `$` and `*`, where the checksum after it is right.
    static func checkedText(of sentence: ArraySlice<UInt8>) throws(Rejection) -> ArraySlice<UInt8> {
        guard let star = sentence.lastIndex(of: UInt8(ascii: "*")) else { throw .cut }
        let digits = sentence[(star + 1)...]
        guard digits.count >= 2 else { throw .cut }
        guard digits.count == 2, let sum = hexBytes(digits)?.first else { throw .format }
        let text = sentence[(sentence.startIndex + 1)..<star]
        guard Sentence.checksum(of: text) == sum else { throw .checksum }
        return text
    }

    /// The meaning of a text whose checksum was right.
    static func parse(_ text: ArraySlice<UInt8>, edgeAt: Instant) throws(Rejection) -> Output {
        let fields = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard let talker = fields.first else { throw .format }
        if talker.elementsEqual("PALRA".utf8) {
            guard fields.count == 3 else { throw .format }
            return .answer(address: try address(fields[1]), counter: try number(fields[2], else: .counter))
        }
        guard talker.elementsEqual("PALRM".utf8) else { throw .talker }
        guard (4...6).contains(fields.count) else { throw .format }
        guard fields[3].count == 1, let letter = fields[3].first, let state = Signal.State(letter: letter) else {
            throw .state
        }
        var sentence = Sentence(
            address: try address(fields[1]), counter: try number(fields[2], else: .counter), state: state)
        if fields.count > 4 { sentence.boot = try number(fields[4], else: .boot) }
        if fields.count > 5 {
            guard fields[5].count == Sentence.macLength * 2, let mac = hexBytes(fields[5]) else { throw .mac }
            sentence.seal = Sentence.Seal(mac: mac, covered: Array(text[..<(fields[5].startIndex - 1)]))
        }
        return .sentence(sentence, edgeAt: edgeAt)
    }

    private static func address(_ field: ArraySlice<UInt8>) throws(Rejection) -> String {
        guard isAddress(field) else { throw .address }
        return String(decoding: field, as: UTF8.self)
    }

    /// Whether bytes are an address: 1…16 letters and digits.
    static func isAddress(_ field: some Collection<UInt8>) -> Bool {
        (1...16).contains(field.count)
            && field.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    }

    private static func number(
        _ field: ArraySlice<UInt8>, else reason: Rejection
    ) throws(Rejection) -> UInt32 {
        guard (1...10).contains(field.count) else { throw reason }
        var value: UInt64 = 0
        for byte in field {
            guard (48...57).contains(byte) else { throw reason }
            value = value * 10 + UInt64(byte - 48)
        }
        guard let number = UInt32(exactly: value) else { throw reason }
        return number
    }

    /// Bytes from hex digits of either case; nil where it is not hex or of odd length.
    private static func hexBytes(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            let value: UInt8
            switch digit {
            case 48...57: value = digit - 48
            case 65...70: value = digit - 55
            case 97...102: value = digit - 87
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
