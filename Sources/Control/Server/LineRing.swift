/// The newest lines of the log, for subscribers that keep up.
///
/// Bounded by lines and by bytes; the oldest make way. The sequences in it
/// have no gap: a line that does not follow the last one empties it first,
/// and subscribers read what lies between from the journal.
struct LineRing {
    private let lineLimit: Int
    private let byteLimit: Int
    private var lines: [HistoryLine] = []
    private var first = 0
    private(set) var byteCount = 0

    init(lines: Int, bytes: Int) {
        lineLimit = lines
        byteLimit = bytes
    }

    var count: Int { lines.count - first }

    /// The oldest sequence that it holds.
    var oldest: Int64? { count > 0 ? lines[first].position.sequence : nil }

    mutating func append(_ line: HistoryLine) {
        if let last = lines.last, last.position.sequence + 1 != line.position.sequence {
            lines.removeAll(keepingCapacity: true)
            first = 0
            byteCount = 0
        }
        lines.append(line)
        byteCount += line.bytes.count
        while count > lineLimit || (byteCount > byteLimit && count > 1) {
            byteCount -= lines[first].bytes.count
            lines[first].bytes = []
            first += 1
        }
        // Moves the rest to the front once for every `lineLimit` lines, not for each.
        if first >= lineLimit {
            lines.removeFirst(first)
            first = 0
        }
    }

    /// The line with this sequence, where it is still held.
    subscript(sequence: Int64) -> HistoryLine? {
        guard let oldest, sequence >= oldest, sequence - oldest < Int64(count) else { return nil }
        return lines[first + Int(sequence - oldest)]
    }
}
