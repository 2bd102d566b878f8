import CSQLite
import CallpointCore
import EventCodec

/// One segment file, open for writing: the journal's newest.
final class Segment {
    let path: String
    /// The first event's sequence number.
    let first: Int64
    let connection: SQLiteConnection
    private let insert: SQLiteStatement
    private let event: SQLiteStatement
    private let snapshotLine: SQLiteStatement
    private let begin: SQLiteStatement
    private let commit: SQLiteStatement
    private let schema: Int64
    private let isComplete: Bool
    private var generation: String?

    /// Opens a complete segment, or explains why it cannot be believed.
    ///
    /// `log` is the pages that its write-ahead log is grown to; nil leaves the
    /// database as it is (one in memory has no log).
    init(path: String, on existing: SQLiteConnection? = nil, log pages: Int?) throws(SegmentError) {
        self.path = path
        do throws(SQLiteError) {
            if let existing {
                connection = existing
            } else {
                connection = try SQLiteConnection(path: path, access: .readWrite)
            }
            connection.waitForLocks(milliseconds: 20)
            let meta = try SegmentMeta(reading: connection)
            first = meta.opening.first
            schema = meta.schema
            isComplete = meta.isComplete
            try connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0")
            try connection.execute("PRAGMA cache_size=-1024; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0")
            connection.countFrames()
            connection.keepLogOnClose(true)
            begin = try connection.prepare("BEGIN IMMEDIATE")
            commit = try connection.prepare("COMMIT")
            insert = try connection.prepare("INSERT INTO events(\(SegmentRow.columns)) VALUES(\(SegmentRow.places))")
            event = try connection.prepare("SELECT \(SegmentRow.columns) FROM events WHERE seq=?")
            snapshotLine = try connection.prepare("SELECT \(SegmentRow.columns) FROM snapshot WHERE seq=?")
        } catch { throw .sqlite(error) }
        guard schema == SegmentSchema.version else { throw SegmentError.unknownSchema(path, schema) }
        guard isComplete else { throw SegmentError.unfinished(path) }
        if let pages { try growLog(to: pages) }
    }

    /// Writes the write-ahead log to its full length once, so that later
    /// commits overwrite blocks that are there and need no change of the file's own data.
    private func growLog(to pages: Int) throws(SegmentError) {
        do throws(SQLiteError) {
            let wanted = pages * 4_120
            if (Files.size(of: path + "-wal") ?? 0) < wanted {
                try connection.execute("PRAGMA synchronous=OFF")
                let touch = try connection.prepare("UPDATE meta SET value = value + 1 WHERE key = 'grown'")
                while connection.logFrames < pages { try touch.run() }
                try connection.execute("PRAGMA synchronous=FULL")
            }
            try restartLog()
        } catch { throw .sqlite(error) }
    }

    /// Copies the log into the database, and has the next commit overwrite it from its beginning.
    func restartLog() throws(SQLiteError) {
        try connection.checkpoint(.restart)
        // The first commit after a restart syncs the log's header as well; better now than under an alarm.
        try connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'grown'")
    }

    /// Writes batches in one transaction, durable when this returns.
    func append(_ batches: some Sequence<Batch>) throws(SQLiteError) {
        do throws(SQLiteError) {
            try begin.run()
            for batch in batches {
                for line in batch.lines { try write(line) }
                if !batch.texts.isEmpty || !batch.configurations.isEmpty { try write(sideTables: batch) }
            }
            try commit.run()
        } catch {
            connection.rollBack()
            throw error
        }
    }

    private func write(_ line: EncodedLine) throws(SQLiteError) {
        if generation != line.generation { try note(generation: line.generation) }
        insert.bind(1, line.sequence)
        insert.bind(3, line.incident?.text)
        insert.bind(4, Int64(line.opens))
        let keys = SegmentRow.joined(line.keepKeys)
        insert.bind(5, keys)
        insert.bind(
            7,
            SegmentRow.sum(
                generation: line.generation, incident: line.incident?.text, opens: line.opens, keys: keys))
        // No copy: SQLite reads the line's own bytes, which stay until the statement is reset.
        let code = line.bytes.withUnsafeBytes { bytes in
            insert.bind(6, lasting: bytes)
            return insert.runForCode()
        }
        guard code == SQLITE_DONE else { throw connection.error(code, insert.sql) }
    }

    private func note(generation word: String) throws(SQLiteError) {
        let statement = try connection.prepare("INSERT OR IGNORE INTO generations(gen) VALUES(?)")
        statement.bind(1, word)
        try statement.run()
        insert.bind(2, word)
        generation = word
    }

    private func write(sideTables batch: Batch) throws(SQLiteError) {
        for text in batch.texts { try SideTables.write(text, to: connection) }
        for configuration in batch.configurations { try SideTables.write(configuration, to: connection) }
    }

    /// Writes a line that only the event log held; a line that is there already stays as it is.
    func adopt(_ rows: [(frame: LineFrame, bytes: [UInt8], meaning: LineMeaning)]) throws(SQLiteError) {
        do throws(SQLiteError) {
            try begin.run()
            for row in rows {
                try write(
                    EncodedLine(
                        generation: row.frame.generation, sequence: row.frame.sequence, bytes: row.bytes,
                        hash: row.frame.hash, incident: row.meaning.incident, opens: row.meaning.opens,
                        keepKeys: row.meaning.keepKeys))
            }
            try commit.run()
        } catch {
            connection.rollBack()
            throw error
        }
    }

    /// Visits one line by its number, from the events or the snapshot; false where neither holds it.
    func visit(_ sequence: Int64, _ body: (SegmentRow) throws(SQLiteError) -> Void) throws(SQLiteError) -> Bool {
        for statement in [event, snapshotLine] {
            statement.bind(1, sequence)
            defer { statement.reset() }
            if try statement.step() {
                try body(SegmentRow(statement))
                return true
            }
        }
        return false
    }

    /// Writes rows of `meta`.
    func set(_ values: [(SegmentSchema.Key, String)]) throws(SQLiteError) {
        do throws(SQLiteError) {
            try begin.run()
            for (key, value) in values { try SegmentMeta.write(key, value, to: connection) }
            try commit.run()
        } catch {
            connection.rollBack()
            throw error
        }
    }

    /// Writes rankings under their hashes.
    func write(rankings: [[UInt8]]) throws(SQLiteError) {
        do throws(SQLiteError) {
            try begin.run()
            let statement = try connection.prepare("INSERT OR IGNORE INTO rankings(hash, bytes) VALUES(?,?)")
            for bytes in rankings {
                statement.bind(1, blob: Digest.sha256(bytes))
                statement.bind(2, blob: bytes)
                try statement.run()
            }
            try commit.run()
        } catch {
            connection.rollBack()
            throw error
        }
    }

    /// Folds a closed segment's log into it, so that it is one plain file that anybody may read.
    func fold() throws(SQLiteError) {
        try connection.checkpoint(.truncate)
        connection.keepLogOnClose(false)
        try connection.execute("PRAGMA journal_mode=DELETE")
    }

    /// Bytes on the disk, write-ahead log included where it stands for lines.
    var bytes: Int { (Files.size(of: path) ?? 0) + connection.logFrames * 4_120 }
}
