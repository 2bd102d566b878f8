public import CallpointCore
import EventCodec

/// Reads the journal's lines while the daemon runs: from another thread, or from another program.
///
/// Each call opens what it needs and closes it again, so that no reader stands
/// in the way of the journal's own work for longer than one call.
public final class History: Sendable {
    private let directory: String

    /// The history under a state directory.
    public init(stateDirectory: String) { directory = "\(stateDirectory)/journal" }

    /// One line of the past.
    public struct Line: Sendable, Hashable {
        /// The word of the start that wrote it.
        public var generation: String
        /// Its sequence number.
        public var sequence: Int64
        /// The exact bytes, without a line end.
        public var bytes: [UInt8]
    }

    /// At most `limit` lines from a sequence number on, in order; fewer only at the end of the record.
    ///
    /// Where retention has dropped the first ones, it begins with the oldest that is left.
    public func lines(from sequence: Int64, limit: Int) throws(RecordError) -> [Line] {
        var found: [Line] = []
        let segments = try segments()
        for (index, segment) in segments.enumerated() where found.count < limit {
            if index + 1 < segments.count, segments[index + 1].first <= sequence { continue }
            let room = limit - found.count
            try read(segment.path) { (connection) throws(SQLiteError) in
                let statement = try connection.prepare(
                    "SELECT \(SegmentRow.columns) FROM events WHERE seq>=? ORDER BY seq LIMIT ?")
                statement.bind(1, max(sequence, (found.last?.sequence ?? 0) + 1))
                statement.bind(2, Int64(room))
                while try statement.step() { found.append(Self.line(SegmentRow(statement))) }
            }
        }
        return found
    }

    /// The lines of an incident in order, the newest `limit` of them at most.
    public func lines(of incident: IncidentID, limit: Int = 10_000) throws(RecordError) -> [Line] {
        var found: [Line] = []
        var earliest = Int64.max
        // Newest first: an incident that is open, or was not long ago, is found without reading the rest.
        for segment in try segments().reversed() where found.count < limit {
            var isOpened = false
            var part: [Line] = []
            try read(segment.path) { (connection) throws(SQLiteError) in
                for table in ["snapshot", "events"] {
                    let statement = try connection.prepare(
                        "SELECT \(SegmentRow.columns) FROM \(table) WHERE incident=? AND seq<? ORDER BY seq")
                    statement.bind(1, incident.text)
                    statement.bind(2, earliest)
                    while try statement.step() {
                        let row = SegmentRow(statement)
                        // One that was opened again began before that.
                        isOpened = isOpened || row.opens > 0 && !Self.isReopening(row)
                        if part.last?.sequence ?? 0 < row.sequence { part.append(Self.line(row)) }
                    }
                }
            }
            found = part + found
            earliest = found.first?.sequence ?? earliest
            if isOpened { break }
        }
        return Array(found.suffix(limit))
    }

    /// The whole input of a ranking by its SHA-256 (32 bytes); nil where it was not kept.
    public func ranking(hash: [UInt8]) throws(RecordError) -> [UInt8]? {
        try first { (connection) throws(SQLiteError) in
            let statement = try connection.prepare("SELECT bytes FROM rankings WHERE hash=?")
            statement.bind(1, blob: hash)
            return try statement.step() ? Array(statement.blob(0)) : nil
        }
    }

    /// The name or text behind a token; nil where it was erased or never stored.
    public func text(_ token: TextToken) throws(RecordError) -> String? {
        try first { (connection) throws(SQLiteError) in try SideTables.text(token.text, in: connection)?.text }
    }

    /// The site file with a hash; nil where no segment holds it any more.
    public func configuration(hash: String) throws(RecordError) -> StoredConfiguration? {
        try first { (connection) throws(SQLiteError) in
            try SideTables.configurations(in: connection).first { $0.hash == hash }
        }
    }

    /// The first answer that is not nil, asking the newest segment first.
    private func first<T>(
        _ ask: (SQLiteConnection) throws(SQLiteError) -> T?
    ) throws(RecordError) -> T? {
        for segment in try segments().reversed() {
            var answer: T?
            try read(segment.path) { (connection) throws(SQLiteError) in answer = try ask(connection) }
            if let answer { return answer }
        }
        return nil
    }

    /// Visits the row of one line, wherever it stands; false where no segment holds it.
    @discardableResult
    func visitRow(_ sequence: Int64, _ body: (SegmentRow) -> Void) throws(RecordError) -> Bool {
        for segment in try segments().reversed() {
            var isFound = false
            try read(segment.path) { (connection) throws(SQLiteError) in
                for table in ["events", "snapshot"] where !isFound {
                    let statement = try connection.prepare(
                        "SELECT \(SegmentRow.columns) FROM \(table) WHERE seq=?")
                    statement.bind(1, sequence)
                    guard try statement.step() else { continue }
                    body(SegmentRow(statement))
                    isFound = true
                }
            }
            if isFound { return true }
        }
        return false
    }

    private static func isReopening(_ row: SegmentRow) -> Bool {
        LineFrame.text(of: "type", in: row.line) == EventType.incidentReopened.rawValue
    }

    private static func line(_ row: SegmentRow) -> Line {
        Line(generation: row.generation, sequence: row.sequence, bytes: Array(row.line))
    }

    private func segments() throws(RecordError) -> [(path: String, first: Int64)] {
        do { return try SegmentName.list(in: directory) } catch {
            throw RecordError(
                path: directory, what: "the journal cannot be read: \(error)",
                remedy: "Give the state directory that the daemon runs with, and read it as its user or group.")
        }
    }

    /// A segment that retention drops between the listing and the opening has nothing to say, and is no error.
    private func read(
        _ path: String, _ body: (SQLiteConnection) throws(SQLiteError) -> Void
    ) throws(RecordError) {
        do throws(SQLiteError) {
            let connection = try SQLiteConnection(path: path, access: .readOnly)
            connection.waitForLocks(milliseconds: 1_000)
            try body(connection)
        } catch {
            guard Files.size(of: path) != nil else { return }
            throw RecordError(
                path: path, what: error.reason, remedy: "Run `callpoint verify` to see what can still be read.")
        }
    }
}
