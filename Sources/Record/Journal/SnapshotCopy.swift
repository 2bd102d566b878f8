/// Fills a new segment's snapshot from one source after another until nothing is missing.
struct SnapshotCopy {
    /// The lines that no source has given yet, rising.
    private(set) var missing: [Int64]

    init(_ wanted: [Int64]) { missing = wanted }

    /// Takes what a segment still gives. Its errors are the reason why there are other sources.
    mutating func copy(from segment: Segment, to builder: SegmentBuilder) {
        missing.removeAll { sequence in
            var isCopied = false
            _ = try? segment.visit(sequence) { (row) throws(SQLiteError) in
                guard row.isIntact else { return }
                try builder.add(snapshot: row)
                isCopied = true
            }
            return isCopied
        }
    }

    /// Takes what the other segments give.
    mutating func copy(from history: History?, to builder: SegmentBuilder) {
        guard let history, !missing.isEmpty else { return }
        missing.removeAll { sequence in
            var isCopied = false
            _ = try? history.visitRow(sequence) { row in
                guard row.isIntact else { return }
                isCopied = (try? builder.add(snapshot: row)) != nil
            }
            return isCopied
        }
    }

    /// Takes what the event log gives; what the lines mean, the options say.
    mutating func copyFromEventLog(of options: RecordOptions, to builder: SegmentBuilder) {
        guard let first = missing.first, let last = missing.last else { return }
        var found: Set<Int64> = []
        let wanted = Set(missing)
        try? EventLogFiles.visit(in: options.logDirectory, after: first - 1) { frame, line in
            if wanted.contains(frame.sequence) {
                let canonical = frame.canonical(line)
                canonical.withUnsafeBytes { bytes in
                    let row = SegmentRow(frame, bytes, meaning: options.meaning(bytes))
                    if (try? builder.add(snapshot: row)) != nil { found.insert(frame.sequence) }
                }
            }
            return frame.sequence < last
        }
        missing.removeAll { found.contains($0) }
    }
}
