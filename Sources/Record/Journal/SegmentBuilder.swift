import EventCodec
import Glibc
import EventCodec
import LinuxIO

/// A segment in the making: a file of another name, which becomes part of the chain by one rename.
///
/// It may be fed in pieces, so that the journal's thread can stop between two of
/// them when a press comes in. Nothing is synced before the end: until the
/// rename the file is nobody's record.
final class SegmentBuilder {
    private let directory: String
    private let connection: SQLiteConnection
    private let isInMemory: Bool
    private let snapshot: SQLiteStatement
    private let event: SQLiteStatement
    private var configurations: [StoredConfiguration] = []
    private var needed: Set<String> = []
    private var tokens: Set<String> = []
    /// The event with the highest number.
    private var newest: (sequence: Int64, hash: [UInt8])?
    private var neighbours: SQLiteStatement?

    /// An empty segment in a directory, or in memory where no directory can be written.
    init(directory: String, isInMemory: Bool = false) throws(SegmentError) {
        self.directory = directory
        self.isInMemory = isInMemory
        let path = isInMemory ? ":memory:" : "\(directory)/\(SegmentName.unfinished)"
        if !isInMemory { SegmentName.remove(path) }
        do throws(SQLiteError) {
            connection = try SQLiteConnection(path: path, access: .create)
            try connection.execute("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
            try connection.execute("PRAGMA cache_size=-1024; PRAGMA temp_store=MEMORY")
            try connection.execute(SegmentSchema.tables)
            let columns = "(\(SegmentRow.columns)) VALUES(\(SegmentRow.places))"
            snapshot = try connection.prepare("INSERT OR IGNORE INTO snapshot\(columns)")
            event = try connection.prepare("INSERT OR IGNORE INTO events\(columns)")
            try connection.execute("BEGIN")
        } catch { throw .sqlite(error) }
    }

    /// Site files that lines may name; those that a line of the snapshot does name, and the newest, are carried.
    func offer(_ configurations: [StoredConfiguration]) {
        self.configurations = configurations
        if let newest = configurations.last { needed.insert(newest.hash) }
    }

    /// The offered site files that the segment carries.
    var carriedConfigurations: [StoredConfiguration] { configurations.filter { needed.contains($0.hash) } }

    /// Adds a line of the state before the segment's first event.
    func add(snapshot row: SegmentRow) throws(SQLiteError) {
        try insert(row, with: snapshot)
        tokens.formUnion(SideTables.tokens(in: row.line))
        for configuration in configurations
        where !needed.contains(configuration.hash) && Self.contains(row.line, configuration.hash) {
            needed.insert(configuration.hash)
        }
    }

    /// Adds an event; one with the same number that is there already stays, and so do its neighbours: whoever came
    /// first is believed, and a line that the chain of hashes does not join to them is not taken.
    ///
    /// - Returns: whether an event of that number is there now, and joined to its neighbours.
    @discardableResult
    func add(event row: SegmentRow) throws(SQLiteError) -> Bool {
        guard let frame = LineFrame(row.line) else { return false }
        if let newest, row.sequence > newest.sequence {
            guard row.sequence > newest.sequence + 1 || frame.previous == newest.hash else { return false }
        } else if newest != nil {
            guard try joins(frame) else { return false }
        }
        try insert(row, with: event)
        if row.sequence > newest?.sequence ?? 0 { newest = (row.sequence, frame.hash) }
        return true
    }

    /// Whether an event fits in where others are already.
    private func joins(_ frame: LineFrame) throws(SQLiteError) -> Bool {
        if neighbours == nil {
            neighbours = try connection.prepare("SELECT seq, line FROM events WHERE seq BETWEEN ? AND ?")
        }
        guard let statement = neighbours else { return true }
        statement.bind(1, frame.sequence - 1)
        statement.bind(2, frame.sequence + 1)
        defer { statement.reset() }
        while try statement.step() {
            guard let other = LineFrame(statement.blob(1)) else { continue }
            switch statement.integer(0) - frame.sequence {
            case -1: if frame.previous != other.hash { return false }
            case 0: return frame.hash == other.hash
            default: if other.previous != frame.hash { return false }
            }
        }
        return true
    }

    private func insert(_ row: SegmentRow, with statement: SQLiteStatement) throws(SQLiteError) {
        statement.bind(1, row.sequence)
        statement.bind(2, row.generation)
        statement.bind(3, row.incident)
        statement.bind(4, Int64(row.opens))
        statement.bind(5, row.keys)
        statement.bind(6, lasting: row.line)
        statement.bind(7, row.sum)
        try statement.run()
    }

    /// Numbers that are missing between the first event and the last.
    func eventGaps() throws(SQLiteError) -> [ClosedRange<Int64>] {
        let statement = try connection.prepare("SELECT seq FROM events ORDER BY seq")
        var gaps: [ClosedRange<Int64>] = []
        var last: Int64?
        while try statement.step() {
            let sequence = statement.integer(0)
            if let last, sequence > last + 1 { gaps.append((last + 1)...(sequence - 1)) }
            last = sequence
        }
        return gaps
    }

    /// The first event's number and the head of the chain before it; nil where there is no event.
    func firstEvent() throws(SQLiteError) -> (sequence: Int64, previous: ChainHead?)? {
        let statement = try connection.prepare("SELECT \(SegmentRow.columns) FROM events ORDER BY seq LIMIT 1")
        guard try statement.step() else { return nil }
        let row = SegmentRow(statement)
        guard row.sequence > 1, let frame = LineFrame(row.line) else { return (row.sequence, nil) }
        return (
            row.sequence,
            ChainHead(generation: row.generation, sequence: row.sequence - 1, hash: frame.previous)
        )
    }

    /// Carries what stands beside the lines from an earlier segment: words of
    /// starts, texts that the snapshot names (or all of them), and the site files needed.
    func carry(from earlier: SQLiteConnection, allTexts: Bool = false) throws(SQLiteError) {
        try carry(generations: SideTables.generations(in: earlier))
        if allTexts {
            let statement = try earlier.prepare("SELECT token FROM texts")
            while try statement.step() { if let token = statement.text(0) { tokens.insert(token) } }
        }
        for token in tokens.sorted() {
            if let text = try SideTables.text(token, in: earlier) { try SideTables.write(text, to: connection) }
        }
        for configuration in configurations where allTexts || needed.contains(configuration.hash) {
            try SideTables.write(configuration, to: connection)
        }
    }

    /// Notes the words of earlier starts.
    func carry(generations: Set<String>) throws(SQLiteError) {
        let statement = try connection.prepare("INSERT OR IGNORE INTO generations(gen) VALUES(?)")
        for word in generations.sorted() {
            statement.bind(1, word)
            try statement.run()
        }
    }

    /// Makes what has been added durable and gives the segment its place in
    /// the chain. Returns its path; the builder is of no use afterwards.
    func finish(_ opening: SegmentOpening, wallMilliseconds: Int64) throws(SegmentError) -> String {
        try seal(opening, wallMilliseconds)
        let path = "\(directory)/\(SegmentName.file(first: opening.first))"
        do throws(SystemError) {
            try Files.sync(file: connection.path)
            // One of the same name never got an event that anybody was told of,
            // and the rest of it has been copied. Retries must not pile up files.
            SegmentName.remove(path)
            guard rename(connection.path, path) == 0 else { throw SystemError("rename", on: connection.path) }
            try Files.sync(directory: directory)
        } catch { throw .system(error) }
        return path
    }

    /// The segment itself, where no directory can be written: it serves a recovery and is never appended to.
    func finishInMemory(_ opening: SegmentOpening) throws(SegmentError) -> Segment {
        try seal(opening, 0)
        return try Segment(path: connection.path, on: connection, log: nil)
    }

    private func seal(_ opening: SegmentOpening, _ wallMilliseconds: Int64) throws(SegmentError) {
        do throws(SQLiteError) {
            for (key, value) in SegmentMeta.rows(opening, wallMilliseconds: wallMilliseconds) {
                try SegmentMeta.write(key, value, to: connection)
            }
            try connection.execute("COMMIT")
        } catch { throw .sqlite(error) }
    }

    private static func contains(_ line: UnsafeRawBufferPointer, _ text: String) -> Bool {
        line.firstIndex(of: Array(text.utf8)) != nil
    }
}
