import EventCodec

/// Checks the journal's segments from the oldest to the newest.
final class JournalWalk {
    private let desk: VerifyDesk
    /// The last line that was read, and whether its hash can be believed.
    private var head: ChainHead?
    private var isHeadWhole = false

    private static let restore = "The event log may hold it as it was written; compare before you trust either."

    init(_ desk: VerifyDesk) { self.desk = desk }

    func walk(_ segments: [(path: String, first: Int64)]) {
        for (index, segment) in segments.enumerated() {
            desk.summary.segments += 1
            do throws(SQLiteError) { try walk(segment.path, segments[..<index], segments[(index + 1)...]) } catch {
                desk.report(
                    .unreadable, segment.path, nil, "the segment cannot be read any further: \(error.reason)",
                    "Copy it away; a restart of the daemon sets it aside and goes on with the event log.")
                isHeadWhole = false
            }
        }
        desk.summary.head = head
    }

    private func walk(
        _ path: String, _ earlier: ArraySlice<(path: String, first: Int64)>,
        _ later: ArraySlice<(path: String, first: Int64)>
    ) throws(SQLiteError) {
        let connection = try SQLiteConnection(path: path, access: .readOnly)
        connection.waitForLocks(milliseconds: 1_000)
        let meta = try SegmentMeta(reading: connection)
        guard meta.schema == SegmentSchema.version else {
            desk.report(
                .unreadable, path, nil, "its schema is \(meta.schema), which this program does not know",
                "Verify it with the version that wrote it.")
            return
        }
        join(meta.opening, path)
        var expected = meta.opening.first
        let end = later.first?.first ?? .max
        let successor = JournalCursor(Array(later))
        try each(connection, "events", path) { row in
            if row.sequence < end {
                event(row, path, &expected, meta.opening.gaps)
            } else {
                writtenAgain(row, path, successor)
            }
        }
        let cursor = JournalCursor(Array(earlier))
        try each(connection, "snapshot", path) { row in snapshot(row, path, cursor) }
        try rankings(connection, path)
        try structure(connection, path)
    }

    /// Whether the segment goes on where the one before ended.
    private func join(_ opening: SegmentOpening, _ path: String) {
        defer { head = opening.previous ?? head }
        guard let head else {
            isHeadWhole = opening.previous != nil
            return
        }
        if opening.first > head.sequence + 1 {
            let gap = (head.sequence + 1)...(opening.first - 1)
            isHeadWhole = false
            missing(gap, path, isKnown: opening.gaps.contains { $0.overlaps(gap) })
        } else if opening.first <= head.sequence {
            desk.report(
                .reordered, path, opening.first,
                "the segment begins with line \(opening.first), but the one before it goes to \(head.sequence)",
                "Two segments hold the same lines; keep both and ask who copied them.")
        } else if let previous = opening.previous, isHeadWhole, previous.hash != head.hash {
            desk.report(
                .rewritten, path, opening.first,
                "the segment does not go on from line \(head.sequence) of the one before it",
                "One of the two was written anew. " + Self.restore)
        }
    }

    private func missing(_ gap: ClosedRange<Int64>, _ path: String, isKnown: Bool) {
        let lines = gap.count == 1 ? "line \(gap.lowerBound) is" : "lines \(gap.lowerBound) to \(gap.upperBound) are"
        if isKnown {
            desk.report(
                .lost, path, gap.lowerBound, "\(lines) in no copy, as was found and noted at the time",
                "Nothing can be done now; the notes of that start say why.")
        } else {
            desk.report(.deleted, path, gap.lowerBound, "\(lines) missing", Self.restore)
        }
    }

    private func event(
        _ row: SegmentRow, _ path: String, _ expected: inout Int64, _ gaps: [ClosedRange<Int64>]
    ) {
        desk.summary.journalLines += 1
        desk.read(row.line.count, of: path)
        desk.summary.first = desk.summary.first ?? row.sequence
        if row.sequence > expected {
            let gap = expected...(row.sequence - 1)
            missing(gap, path, isKnown: gaps.contains(gap))
            isHeadWhole = false
        }
        expected = row.sequence + 1
        guard let frame = row.intactFrame else {
            complain(row, "line", path)
            head = ChainHead(generation: row.generation, sequence: row.sequence)
            isHeadWhole = false
            return
        }
        if isHeadWhole, let head, head.hash != frame.previous {
            desk.report(
                .rewritten, "\(path) seq \(row.sequence)", row.sequence,
                "line \(row.sequence) does not follow line \(head.sequence): one of them was written anew",
                Self.restore)
        }
        head = ChainHead(generation: row.generation, sequence: row.sequence, hash: frame.hash)
        isHeadWhole = true
    }

    /// A segment that was given up after an error may hold its last lines all the same. They were not
    /// believed and stand in the next one too: the same, or something is wrong.
    private func writtenAgain(_ row: SegmentRow, _ path: String, _ successor: JournalCursor) {
        desk.read(row.line.count, of: path)
        guard let frame = row.intactFrame, frame.hash == successor.hash(of: row.sequence) else {
            desk.report(
                .disagrees, "\(path) seq \(row.sequence)", row.sequence,
                "line \(row.sequence) is not what the next segment holds in its place", Self.restore)
            return
        }
    }

    /// Says in which way a row is not as it was stored.
    private func complain(_ row: SegmentRow, _ noun: String, _ path: String) {
        let place = "\(path) seq \(row.sequence)"
        if let frame = LineFrame(row.line), frame.isIntact(row.line), frame.sequence != row.sequence {
            desk.report(
                .reordered, place, row.sequence, "\(noun) \(row.sequence) holds line \(frame.sequence)", Self.restore)
        } else if let frame = LineFrame(row.line), frame.isIntact(row.line) {
            desk.report(
                .edited, place, row.sequence, "what stands beside \(noun) \(row.sequence) was changed",
                "The line itself is as it was written.")
        } else {
            desk.report(.edited, place, row.sequence, "\(noun) \(row.sequence) was changed", Self.restore)
        }
    }

    private func snapshot(_ row: SegmentRow, _ path: String, _ earlier: JournalCursor) {
        desk.read(row.line.count, of: path)
        guard row.isIntact else { return complain(row, "snapshot line", path) }
        let original = earlier.hash(of: row.sequence)
        if let original, original != LineFrame(row.line)?.hash {
            desk.report(
                .disagrees, "\(path) seq \(row.sequence)", row.sequence,
                "snapshot line \(row.sequence) is another than the event that it is a copy of", Self.restore)
        }
    }

    private func rankings(_ connection: SQLiteConnection, _ path: String) throws(SQLiteError) {
        let statement = try connection.prepare("SELECT hash, bytes FROM rankings")
        while try statement.step() {
            let hash = Array(statement.blob(0))
            desk.read(statement.blob(1).count, of: path)
            if Digest.sha256(statement.blob(1)) != hash {
                desk.report(
                    .edited, path, nil, "the ranking \(Digest.hex(hash)) was changed",
                    "The line that names it is not concerned.")
            }
        }
    }

    /// What SQLite finds wrong with its own tables.
    private func structure(_ connection: SQLiteConnection, _ path: String) throws(SQLiteError) {
        let statement = try connection.prepare("PRAGMA quick_check(1)")
        guard try statement.step(), let answer = statement.text(0), answer != "ok" else { return }
        desk.report(
            .unreadable, path, nil, "the file is damaged: \(answer)",
            "Copy it away; a restart of the daemon sets it aside and goes on with the event log.")
    }

    private func each(
        _ connection: SQLiteConnection, _ table: String, _ path: String, _ body: (SegmentRow) -> Void
    ) throws(SQLiteError) {
        let statement = try connection.prepare("SELECT \(SegmentRow.columns) FROM \(table) ORDER BY seq")
        while try statement.step() { body(SegmentRow(statement)) }
    }
}
