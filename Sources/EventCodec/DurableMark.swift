/// The mark of a line that was shown before it was durable: `,"durable":false` before its closing brace.
///
/// It is no part of the line that the hash covers, so that the journal's line
/// and the event log's can be told to be the same one.
public enum DurableMark {
    static let tail = Array(#","durable":false}"#.utf8)

    /// The line with its mark.
    public static func add(to line: [UInt8]) -> [UInt8] {
        var marked = line
        guard marked.popLast() == UInt8(ascii: "}") else { return line }
        marked.append(contentsOf: tail)
        return marked
    }

    /// Whether a line carries the mark.
    public static func isOn(_ line: UnsafeRawBufferPointer) -> Bool {
        line.count > tail.count && line[(line.count - tail.count)...].elementsEqual(tail)
    }

    /// Whether a line carries the mark.
    public static func isOn(_ line: [UInt8]) -> Bool { line.withUnsafeBytes { isOn($0) } }

    /// The line without its mark: what the journal holds. A line without one comes back as it is.
    public static func strip(from line: [UInt8]) -> [UInt8] {
        guard isOn(line) else { return line }
        return line.dropLast(tail.count) + [UInt8(ascii: "}")]
    }
}
