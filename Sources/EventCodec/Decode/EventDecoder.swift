import CallpointCore

/// Reads lines of the event log and of the journal back into events.
///
/// It reads whatever `EventEncoder` can write, and crashes on nothing.
public enum EventDecoder {
    /// The event on a line, which has no line end; a `durable` mark is read and taken off.
    ///
    /// Fields that are not known are passed over, because fields are only ever
    /// added. Does not check the hash: see `verifyHash`.
    public static func decode(_ line: UnsafeRawBufferPointer) throws(LineError) -> DecodedLine {
        var fields = try readable(line)
        let generation = try fields.string("gen")
        let sequence = try fields.integer("seq")
        let stamp = try fields.rawString("ts")
        let at = Instant(microseconds: Int64(try fields.integer("mono_us")))
        let typeName = try fields.string("type")
        guard let type = EventType(named: typeName) else { throw LineError.unknownType(typeName) }
        let isTrusted = try fields.bool("time_ok", without: true)
        guard let wall = WallTime(stamp: stamp, isTrusted: isTrusted) else {
            throw LineError.badField("ts", what: "should be a time like 2026-04-12T14:03:07.412+08:00")
        }
        let incident: IncidentID? = try fields.optionalID("incident")
        let callPoint: CallPointID? = try fields.optionalID("call_point")
        let mode: Event.Mode = fields.has("mode") ? try fields.word("mode") : .live
        let body = try fields.body(type, callPoint: callPoint)
        return DecodedLine(
            generation: generation, sequence: Int64(sequence),
            event: Event(at: at, wall: wall, incident: incident, callPoint: callPoint, mode: mode, body),
            previousHash: try fields.digest("prev"), hash: try fields.digest("hash"),
            isMarkedNotDurable: DurableMark.isOn(line))
    }

    /// The event on a line.
    public static func decode(_ line: [UInt8]) throws(LineError) -> DecodedLine {
        let result = line.withUnsafeBytes { buffer in
            Result { () throws(LineError) -> DecodedLine in try decode(buffer) }
        }
        return try result.get()
    }

    /// What every line says of itself, for readers that pass over events of types they do not know.
    public static func envelope(_ line: UnsafeRawBufferPointer) throws(LineError) -> LineEnvelope {
        var fields = try readable(line)
        return LineEnvelope(
            generation: try fields.string("gen"), sequence: Int64(try fields.integer("seq")),
            type: try fields.string("type"), incident: try fields.optionalID("incident"),
            previousHash: try fields.digest("prev"), hash: try fields.digest("hash"),
            isMarkedNotDurable: DurableMark.isOn(line))
    }

    /// What every line says of itself.
    public static func envelope(_ line: [UInt8]) throws(LineError) -> LineEnvelope {
        let result = line.withUnsafeBytes { buffer in
            Result { () throws(LineError) -> LineEnvelope in try envelope(buffer) }
        }
        return try result.get()
    }

    /// Whether the hash at a line's end is the hash of the line, marked or not.
    public static func verifyHash(_ line: UnsafeRawBufferPointer) -> Bool {
        let length = lengthWithoutMark(line)
        guard hasSeal(line, length: length) else { return false }
        let digits = length - Digest.length * 2 - 2
        let covered = digits - seal.count
        let given = HexDigest.bytes(UnsafeRawBufferPointer(rebasing: line[digits..<(length - 2)]))
        return given == Digest.sha256(UnsafeRawBufferPointer(rebasing: line[..<covered]), then: UInt8(ascii: "}"))
    }

    /// Whether the hash at a line's end is the hash of the line, marked or not.
    public static func verifyHash(_ line: [UInt8]) -> Bool { line.withUnsafeBytes { verifyHash($0) } }

    /// The members of a line of a length and a version that this program reads.
    private static func readable(_ line: UnsafeRawBufferPointer) throws(LineError) -> LineFields {
        guard line.count <= EncodedLine.emittedByteLimit else { throw LineError.tooLong(bytes: line.count) }
        var fields = try LineFields(line: line)
        let version = try fields.integer("v")
        guard version == 1 else { throw LineError.unknownVersion(Int64(version)) }
        guard hasSeal(line, length: lengthWithoutMark(line)) else {
            throw LineError.badField("hash", what: "should stand at the end of the line")
        }
        return fields
    }

    private static let seal = Array(#","hash":""#.utf8)

    /// Bytes of the line without its mark; the closing brace counts.
    private static func lengthWithoutMark(_ line: UnsafeRawBufferPointer) -> Int {
        DurableMark.isOn(line) ? line.count - DurableMark.tail.count + 1 : line.count
    }

    /// Whether the hash is the last member. With a mark, what stands where the brace would is the mark's comma.
    private static func hasSeal(_ line: UnsafeRawBufferPointer, length: Int) -> Bool {
        let start = length - seal.count - Digest.length * 2 - 2
        guard start > 0 else { return false }
        return line[start..<start + seal.count].elementsEqual(seal) && line[length - 2] == UInt8(ascii: "\"")
            && (length < line.count || line[length - 1] == UInt8(ascii: "}"))
    }
}

extension EventType {
    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The type of a name. Its raw value's initializer compares with forty names in turn.
    init?(named name: String) {
        guard let type = Self.byName[name] else { return nil }
        self = type
    }
}
