/// Reads lines of the event log and of the journal back into events.
public enum EventDecoder {
    /// The event on a line, which has no line end; a `durable` mark is read and taken off.
    ///
    /// Fields that are not known are passed over, because fields are only ever
    /// added. Does not check the hash: see `verifyHash`.
    public static func decode(_ line: UnsafeRawBufferPointer) throws(LineError) -> DecodedLine {
        throw .malformed(offset: 0, what: "not built")
    }

    /// The event on a line.
    public static func decode(_ line: [UInt8]) throws(LineError) -> DecodedLine {
        let result = line.withUnsafeBytes { buffer in
            Result { () throws(LineError) -> DecodedLine in try decode(buffer) }
        }
        return try result.get()
    }

    /// Whether the hash at a line's end is the hash of the line, marked or not.
    public static func verifyHash(_ line: UnsafeRawBufferPointer) -> Bool { false }

    /// Whether the hash at a line's end is the hash of the line, marked or not.
    public static func verifyHash(_ line: [UInt8]) -> Bool { line.withUnsafeBytes { verifyHash($0) } }
}
