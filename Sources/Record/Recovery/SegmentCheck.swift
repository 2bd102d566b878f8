import EventCodec

/// Reads a whole segment and believes it only if every line in it is whole and in its place.
struct SegmentCheck {
    private(set) var live = LiveLines()
    private(set) var head: ChainHead?
    private(set) var generations: Set<String>
    private(set) var configurations: [StoredConfiguration]
    let meta: SegmentMeta

    /// Throws at the first line that is not as it was written.
    init(_ segment: Segment, _ progress: () -> Void = {}) throws(SegmentError) {
        do throws(SQLiteError) {
            meta = try SegmentMeta(reading: segment.connection)
            generations = try SideTables.generations(in: segment.connection)
            configurations = try SideTables.configurations(in: segment.connection)
        } catch { throw .sqlite(error) }
        head = meta.opening.previous
        try walk(segment, "snapshot") { _, _ in
            progress()
            return nil
        }
        var expected = meta.opening.first
        var previous = head?.hash
        let gaps = meta.opening.gaps
        try walk(segment, "events") { row, frame in
            progress()
            if let gap = gaps.first(where: { $0.lowerBound == expected && $0.upperBound + 1 == row.sequence }) {
                expected = gap.upperBound + 1
                previous = nil
            }
            guard row.sequence == expected else { return "line \(expected) is missing" }
            if let previous, frame.previous != previous { return "line \(row.sequence) does not follow the one before" }
            expected += 1
            previous = frame.hash
            return nil
        }
    }

    private mutating func walk(
        _ segment: Segment, _ table: String, _ complaint: (SegmentRow, LineFrame) -> String?
    ) throws(SegmentError) {
        do throws(SQLiteError) {
            let statement = try segment.connection.prepare(
                "SELECT \(SegmentRow.columns) FROM \(table) ORDER BY seq")
            while try statement.step() {
                let row = SegmentRow(statement)
                guard let frame = row.intactFrame else {
                    problem = "\(table) line \(row.sequence) is not as it was written"
                    break
                }
                problem = complaint(row, frame)
                if problem != nil { break }
                note(row, frame, isEvent: table == "events")
            }
        } catch { throw .sqlite(error) }
        if let problem { throw .changed(segment.path, problem) }
    }

    private var problem: String?

    private mutating func note(_ row: SegmentRow, _ frame: LineFrame, isEvent: Bool) {
        live.note(row)
        generations.insert(row.generation)
        guard isEvent else { return }
        head = ChainHead(generation: row.generation, sequence: row.sequence, hash: frame.hash)
    }
}
