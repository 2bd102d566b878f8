/// Takes every line out of a segment that is still as it was written, whatever else is wrong with the file.
struct Salvage {
    /// Lines that were taken.
    private(set) var lines = 0
    /// Whether the snapshot may lack a line.
    private(set) var isSnapshotDamaged = false
    private(set) var meta: SegmentMeta?

    /// Rows asked for at once, while nothing goes wrong.
    private static let stride: Int64 = 256
    /// Numbers in a row without a line, after which nothing more is expected.
    private static let reach: Int64 = 16_384

    /// Reads a file and adds what is whole to the builder. Never throws what the
    /// file says: an unreadable file gives nothing.
    init(
        _ path: String, first: Int64, into builder: SegmentBuilder, _ progress: () -> Void = {}
    ) throws(SegmentError) {
        guard let connection = try? SQLiteConnection(path: path, access: .readWrite) else {
            isSnapshotDamaged = true
            return
        }
        connection.waitForLocks(milliseconds: 20)
        meta = try? SegmentMeta(reading: connection)
        if let configurations = try? SideTables.configurations(in: connection) { builder.offer(configurations) }
        try? builder.carry(from: connection, allTexts: true)
        do throws(SQLiteError) {
            isSnapshotDamaged = try takeSnapshot(connection, into: builder) || meta == nil
            try takeEvents(connection, from: first, into: builder, progress)
        } catch { throw .sqlite(error) }
    }

    /// Returns whether something in it could not be read or was changed. Throws what the builder says.
    private mutating func takeSnapshot(
        _ connection: SQLiteConnection, into builder: SegmentBuilder
    ) throws(SQLiteError) -> Bool {
        guard
            let statement = try? connection.prepare("SELECT \(SegmentRow.columns) FROM snapshot ORDER BY seq")
        else { return true }
        var isDamaged = false
        while true {
            guard let hasRow = try? statement.step() else { return true }
            guard hasRow else { return isDamaged }
            let row = SegmentRow(statement)
            guard row.isIntact else {
                isDamaged = true
                continue
            }
            try builder.add(snapshot: row)
            lines += 1
        }
    }

    /// In ranges while the file answers, one by one where it does not.
    private mutating func takeEvents(
        _ connection: SQLiteConnection, from first: Int64, into builder: SegmentBuilder, _ progress: () -> Void
    ) throws(SQLiteError) {
        guard
            let range = try? connection.prepare(
                "SELECT \(SegmentRow.columns) FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq")
        else { return }
        var start = first
        var lastFound = first
        while start - lastFound <= Self.reach {
            progress()
            let end = start + Self.stride - 1
            if try !take(range, start, end, into: builder, &lastFound) {
                for sequence in start...end { _ = try take(range, sequence, sequence, into: builder, &lastFound) }
            }
            start = end + 1
        }
    }

    private mutating func take(
        _ statement: SQLiteStatement, _ first: Int64, _ last: Int64, into builder: SegmentBuilder,
        _ lastFound: inout Int64
    ) throws(SQLiteError) -> Bool {
        statement.bind(1, first)
        statement.bind(2, last)
        defer { statement.reset() }
        while true {
            guard let hasRow = try? statement.step() else { return false }
            guard hasRow else { return true }
            let row = SegmentRow(statement)
            guard row.isIntact else { continue }
            try builder.add(event: row)
            lines += 1
            lastFound = max(lastFound, row.sequence)
        }
    }
}
