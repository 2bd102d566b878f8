/// Reads a journal from its oldest line to its newest and writes nothing: a state directory, a journal's own directory, or
/// one segment file; of this machine or copied from another, while a daemon writes it or long after.
public struct JournalReader: Sendable {
    /// A segment file.
    public struct Segment: Sendable, Hashable {
        /// Its path.
        public let path: String
        /// The first event's number.
        public let first: Int64
        /// The number at which the next segment goes on; `Int64.max` for the newest.
        public let end: Int64
        /// Its name without the directory.
        public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    /// Oldest first; one at least.
    public let segments: [Segment]
    /// The last line when the journal was opened: what is written later is not read.
    public let through: Int64

    /// Rows that are read at a time: no read transaction of ours stays open for longer.
    static let pageRows: Int64 = 2_000

    /// Opens a journal, or says why there is none.
    public init(path: String) throws(RecordError) {
        let found = try Self.find(path)
        var list: [Segment] = []
        for (place, segment) in found.enumerated() {
            let end = place + 1 < found.count ? found[place + 1].first : .max
            list.append(Segment(path: segment.path, first: segment.first, end: end))
        }
        segments = list
        through = list.last.flatMap { try? Self.last(in: $0) } ?? 0
    }

    private static func find(_ path: String) throws(RecordError) -> [(path: String, first: Int64)] {
        for directory in [path + "/journal", path] {
            guard let found = try? SegmentName.list(in: directory), !found.isEmpty else { continue }
            return found
        }
        let meta: SegmentMeta
        do throws(SQLiteError) { meta = try SegmentMeta(reading: open(path)) } catch {
            throw RecordError(
                path: path, what: "there is no journal: \(error.reason)",
                remedy: "Give a state directory or a segment file, and read it as the daemon's user or group.")
        }
        guard meta.schema == SegmentSchema.version else {
            throw RecordError(
                path: path, what: "its schema is \(meta.schema), which this program does not know",
                remedy: "Read it with the version that wrote it.")
        }
        return [(path, meta.opening.first)]
    }

    /// Where no `-shm` file stands beside a segment, nobody has it open for writing: it is read as it is, with its
    /// write-ahead log where it was copied with one, and nothing is made beside it.
    static func open(_ path: String) throws(SQLiteError) -> SQLiteConnection {
        let isWritten = Files.size(of: path + "-shm") != nil
        let connection = try SQLiteConnection(path: path, access: isWritten ? .readOnly : .unchanging)
        connection.waitForLocks(milliseconds: 1_000)
        return connection
    }

    private static func last(in segment: Segment) throws(SQLiteError) -> Int64 {
        let connection = try open(segment.path)
        return try connection.number("SELECT max(seq) FROM events") ?? segment.first - 1
    }

    enum Table: String { case snapshot, events }

    /// Visits the lines of one table of a segment in order, those that the next segment holds anew not among them.
    func visit(
        _ segment: Segment, _ table: Table, _ body: (SegmentRow) -> Void
    ) throws(RecordError) {
        var next: Int64 = .min
        let end = table == .events ? min(segment.end - 1, through) : .max
        while true {
            var count: Int64 = 0
            try reading(segment) { (connection) throws(SQLiteError) in
                let statement = try connection.prepare(
                    "SELECT \(SegmentRow.columns) FROM \(table.rawValue) WHERE seq>=? AND seq<=? ORDER BY seq LIMIT ?")
                statement.bind(1, next)
                statement.bind(2, end)
                statement.bind(3, Self.pageRows)
                while try statement.step() {
                    let row = SegmentRow(statement)
                    count += 1
                    next = row.sequence + 1
                    body(row)
                }
            }
            if count < Self.pageRows { return }
        }
    }

    /// The site files that a segment holds, in the order in which they were stored.
    func configurations(of segment: Segment) throws(RecordError) -> [StoredConfiguration] {
        var found: [StoredConfiguration] = []
        try reading(segment) { (connection) throws(SQLiteError) in
            found = try SideTables.configurations(in: connection)
        }
        return found
    }

    /// What a segment says of lines before it that no copy holds.
    func opening(of segment: Segment) throws(RecordError) -> SegmentOpening {
        var found: SegmentOpening?
        try reading(segment) { (connection) throws(SQLiteError) in
            found = try SegmentMeta(reading: connection).opening
        }
        return found ?? SegmentOpening(first: segment.first, runningSeconds: 0, shown: 0)
    }

    /// What a ranking weighed, under the hash that its line names; nil where it was not kept. It is written a moment after
    /// its line, and so may stand in the next segment.
    public func ranking(hash: [UInt8], near segment: Segment) throws(RecordError) -> [UInt8]? {
        guard let place = segments.firstIndex(of: segment) else { return nil }
        for near in segments[place...].prefix(2) {
            var bytes: [UInt8]?
            try reading(near) { (connection) throws(SQLiteError) in
                let statement = try connection.prepare("SELECT bytes FROM rankings WHERE hash=?")
                statement.bind(1, blob: hash)
                if try statement.step() { bytes = Array(statement.blob(0)) }
            }
            if let bytes { return bytes }
        }
        return nil
    }

    private func reading(
        _ segment: Segment, _ body: (SQLiteConnection) throws(SQLiteError) -> Void
    ) throws(RecordError) {
        do throws(SQLiteError) { try body(Self.open(segment.path)) } catch {
            throw RecordError(
                path: segment.path, what: error.reason, remedy: "Run `callpoint verify` to see what can still be read.")
        }
    }
}
