import CallpointCore
import EventCodec

/// A line as a segment holds it. The bytes are SQLite's, until the statement steps on.
struct SegmentRow {
    var sequence: Int64
    var generation: String
    var incident: String?
    var opens: Int
    /// The keys under which a later line replaces it, one a line; nil where it has none.
    var keys: String?
    var line: UnsafeRawBufferPointer
    /// A sum over the columns beside the line, which the line's hash does not cover.
    var sum: Int64

    var keepKeys: [Substring] { keys.map { $0.split(separator: "\n") } ?? [] }

    init(
        sequence: Int64, generation: String, incident: String?, opens: Int, keys: String?, line: UnsafeRawBufferPointer
    ) {
        self.sequence = sequence
        self.generation = generation
        self.incident = incident
        self.opens = opens
        self.keys = keys
        self.line = line
        sum = Self.sum(generation: generation, incident: incident, opens: opens, keys: keys)
    }

    /// A row from a `SELECT` of `columns`.
    init(_ statement: SQLiteStatement) {
        sequence = statement.integer(0)
        generation = statement.text(1) ?? ""
        incident = statement.text(2)
        opens = Int(statement.integer(3))
        keys = statement.text(4)
        line = statement.blob(5)
        sum = statement.integer(6)
    }

    /// A line that only the event log held.
    init(_ frame: LineFrame, _ line: UnsafeRawBufferPointer, meaning: LineMeaning) {
        sequence = frame.sequence
        generation = frame.generation
        incident = meaning.incident?.text
        opens = meaning.opens
        keys = Self.joined(meaning.keepKeys)
        self.line = line
        sum = Self.sum(generation: generation, incident: incident, opens: opens, keys: keys)
    }

    static let columns = "seq, gen, incident, opens, keys, line, sum"
    static let places = "?,?,?,?,?,?,?"

    /// FNV-1a over the columns: against bit rot, not against people.
    static func sum(generation: String, incident: String?, opens: Int, keys: String?) -> Int64 {
        var state: UInt32 = 2_166_136_261
        func add(_ text: String?) {
            for byte in (text ?? "").utf8 { state = (state ^ UInt32(byte)) &* 16_777_619 }
            state = (state ^ (text == nil ? 0x101 : 0x100)) &* 16_777_619
        }
        add(generation)
        add(incident)
        add(keys)
        state = (state ^ UInt32(truncatingIfNeeded: opens)) &* 16_777_619
        return Int64(state)
    }

    static func joined(_ keys: [String]) -> String? {
        switch keys.count {
        case 0: nil
        case 1: keys[0]
        default: keys.joined(separator: "\n")
        }
    }

    /// The line's frame where its bytes are whole and the row's columns are those it was stored with; else nil.
    var intactFrame: LineFrame? {
        guard let frame = LineFrame(line), frame.sequence == sequence, !frame.isMarked,
            frame.generation == generation,
            sum == Self.sum(generation: generation, incident: incident, opens: opens, keys: keys),
            frame.isIntact(line)
        else { return nil }
        return frame
    }

    /// Whether nothing in the row has changed since it was stored.
    var isIntact: Bool { intactFrame != nil }
}
