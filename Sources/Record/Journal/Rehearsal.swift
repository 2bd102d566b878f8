import CSQLite
import EventCodec

/// Walks the way of a commit through SQLite, in memory, so that the processor knows it when a press needs it.
///
/// A press comes after minutes of nothing. What it then costs is not work but
/// memory that has gone cold: the same insert took 60 µs cold and 15 µs warm.
/// The thread that will commit walks this way while the engine decides.
final class Rehearsal {
    private let connection: SQLiteConnection
    private let begin: SQLiteStatement
    private let insert: SQLiteStatement
    private let commit: SQLiteStatement
    private let line = [UInt8](repeating: UInt8(ascii: "x"), count: 600)
    private var sequence: Int64 = 0

    /// Lines in one rehearsal: about as many as a press has.
    private static let lines = 4
    /// Rows after which they are overwritten, so that memory stays as it is.
    private static let rows: Int64 = 64

    init() throws(SQLiteError) {
        connection = try SQLiteConnection(path: ":memory:", access: .create)
        try connection.execute(SegmentSchema.tables)
        begin = try connection.prepare("BEGIN IMMEDIATE")
        insert = try connection.prepare(
            "INSERT OR REPLACE INTO events(\(SegmentRow.columns)) VALUES(\(SegmentRow.places))")
        commit = try connection.prepare("COMMIT")
    }

    /// Once through. Nothing depends on how it ends.
    func run() {
        do throws(SQLiteError) {
            try begin.run()
            for _ in 0..<Self.lines { try write() }
            try commit.run()
        } catch { connection.rollBack() }
    }

    private func write() throws(SQLiteError) {
        sequence = sequence % Self.rows + 1
        insert.bind(1, sequence)
        insert.bind(2, "none")
        insert.bind(3, nil)
        insert.bind(4, 0)
        insert.bind(5, nil)
        insert.bind(7, SegmentRow.sum(generation: "none", incident: nil, opens: 0, keys: nil))
        let code = line.withUnsafeBytes { bytes in
            insert.bind(6, lasting: bytes)
            return insert.runForCode()
        }
        guard code == SQLITE_DONE else { throw connection.error(code, insert.sql) }
    }
}
