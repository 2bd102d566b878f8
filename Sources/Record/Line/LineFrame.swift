import EventCodec

/// The frame of a line, read from its bytes and nothing else: who it is, and how it is chained.
///
/// `{"v":1,"gen":"7c1e","seq":48211,…,"prev":"<64 hex>","hash":"<64 hex>"}`, with `,"durable":false` before the
/// last brace where the line was shown before it was durable. Journal, event
/// log, recovery and verifier all read lines with this one type.
public struct LineFrame: Sendable, Hashable {
    /// The start's word.
    public var generation: String
    /// The sequence number.
    public var sequence: Int64
    /// The hash of the line before, 32 bytes.
    public var previous: [UInt8]
    /// The line's own hash as it says, 32 bytes.
    public var hash: [UInt8]
    /// Whether it carries the mark of a line shown before it was durable.
    public var isMarked: Bool
    /// The bytes before `,"hash"`: with a closing brace they are what the hash is over.
    var bodyLength: Int

    static let mark = Array(#","durable":false}"#.utf8)
    private static let opening = Array(#"{"v":1,"gen":""#.utf8)
    private static let sequenceKey = Array(#"","seq":"#.utf8)
    private static let previousKey = Array(#","prev":""#.utf8)
    private static let hashKey = Array(#"","hash":""#.utf8)
    private static let digits = 64

    /// The frame of a line without its line end; nil where it has none.
    public init?(_ line: UnsafeRawBufferPointer) {
        isMarked = Self.ends(line, with: Self.mark)
        let end = isMarked ? line.count - Self.mark.count : line.count - 1
        guard end > 0, isMarked || line[end] == UInt8(ascii: "}") else { return nil }
        guard let (generation, sequence) = Self.head(of: line) else { return nil }
        self.generation = generation
        self.sequence = sequence
        // From the end: `"`, 64 digits, `","hash":"`, 64 digits, `,"prev":"`.
        let hashStart = end - 1 - Self.digits
        let previousStart = hashStart - Self.hashKey.count - Self.digits
        let bodyEnd = previousStart - Self.previousKey.count
        guard bodyEnd > 0, line[end - 1] == UInt8(ascii: "\""),
            Self.matches(line, at: hashStart - Self.hashKey.count, Self.hashKey),
            Self.matches(line, at: bodyEnd, Self.previousKey),
            let hash = Self.digest(line, at: hashStart), let previous = Self.digest(line, at: previousStart)
        else { return nil }
        self.hash = hash
        self.previous = previous
        bodyLength = hashStart - Self.hashKey.count + 1
    }

    /// Whether the line's bytes are those that its hash was made of.
    public func isIntact(_ line: UnsafeRawBufferPointer) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: bodyLength + 1, alignment: 1) { body in
            body.copyMemory(from: UnsafeRawBufferPointer(rebasing: line[0..<bodyLength]))
            body[bodyLength] = UInt8(ascii: "}")
            return Digest.sha256(UnsafeRawBufferPointer(body)) == hash
        }
    }

    /// The line as the journal holds it: without the mark.
    func canonical(_ line: UnsafeRawBufferPointer) -> [UInt8] {
        guard isMarked else { return Array(line) }
        return Array(line[0..<(line.count - Self.mark.count)]) + [UInt8(ascii: "}")]
    }

    private static func head(of line: UnsafeRawBufferPointer) -> (String, Int64)? {
        guard matches(line, at: 0, opening) else { return nil }
        let start = opening.count
        guard let quote = line[start...].prefix(33).firstIndex(of: UInt8(ascii: "\"")), quote > start,
            matches(line, at: quote, sequenceKey)
        else { return nil }
        var sequence: Int64 = 0
        var at = quote + sequenceKey.count
        let first = at
        while at < line.count, case 48...57 = line[at], at - first < 18 {
            sequence = sequence * 10 + Int64(line[at] - 48)
            at += 1
        }
        guard at > first, at < line.count, line[at] == UInt8(ascii: ",") else { return nil }
        return (String(decoding: line[start..<quote], as: UTF8.self), sequence)
    }

    private static func ends(_ line: UnsafeRawBufferPointer, with bytes: [UInt8]) -> Bool {
        line.count >= bytes.count && matches(line, at: line.count - bytes.count, bytes)
    }

    private static func matches(_ line: UnsafeRawBufferPointer, at start: Int, _ bytes: [UInt8]) -> Bool {
        guard start >= 0, start + bytes.count <= line.count else { return false }
        for index in bytes.indices where line[start + index] != bytes[index] { return false }
        return true
    }

    /// 32 bytes from 64 lower-case hex digits.
    private static func digest(_ line: UnsafeRawBufferPointer, at start: Int) -> [UInt8]? {
        guard start >= 0, start + digits <= line.count else { return nil }
        var isHex = true
        let bytes = [UInt8](unsafeUninitializedCapacity: digits / 2) { bytes, count in
            for index in 0..<(digits / 2) {
                let high = nibble(line[start + 2 * index])
                let low = nibble(line[start + 2 * index + 1])
                isHex = isHex && (high | low) < 16
                bytes[index] = high << 4 | low & 15
            }
            count = digits / 2
        }
        return isHex ? bytes : nil
    }

    /// What a hex digit stands for; 255 for any other byte.
    @inline(__always)
    private static func nibble(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 48...57: byte - 48
        case 97...102: byte - 87
        default: 255
        }
    }

    /// The text of a top-level key near the line's start, where it holds no escape.
    static func text(of key: StaticString, in line: UnsafeRawBufferPointer) -> String? {
        let pattern = Array("\"\(key)\":\"".utf8)
        guard let at = line.firstIndex(of: pattern) else { return nil }
        let start = at + pattern.count
        guard let end = line[start...].firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }),
            line[end] == UInt8(ascii: "\"")
        else { return nil }
        return String(decoding: line[start..<end], as: UTF8.self)
    }
}
