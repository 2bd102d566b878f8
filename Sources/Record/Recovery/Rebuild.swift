import EventCodec

/// A segment made from what is whole in several copies: rows of a bad segment, the segments before it, the event log.
struct Rebuild {
    let segment: Segment
    private(set) var notes: [String] = []

    /// Bytes of the event log that are read for a journal that is lost altogether, the newest files first.
    static let eventLogBytes = 256 << 20

    init(
        _ options: RecordOptions, _ directory: String, isInMemory: Bool, salvaging bad: (path: String, first: Int64)?,
        first: Int64?, earlier: [(path: String, first: Int64)], lastInLog: LineFrame?
    ) throws(SegmentError) {
        let builder = try SegmentBuilder(directory: directory, isInMemory: isInMemory)
        var start = first ?? 1
        var meta: SegmentMeta?
        var needsSnapshot = first != nil
        if let bad {
            let salvage = try Salvage(bad.path, first: bad.first, into: builder, options.progress)
            notes.append("\(bad.path): \(salvage.lines) whole lines taken out of it")
            needsSnapshot = salvage.isSnapshotDamaged
            meta = salvage.meta
        }
        if first == nil { start = Self.oldest(in: options, &notes) }
        if needsSnapshot {
            try Self.fillSnapshot(before: start, from: earlier, options, builder)
        }
        var refused: [Int64] = []
        let read = try Self.fill(options, after: start - 1, through: .max) { (row) throws(SQLiteError) in
            if try !builder.add(event: row) { refused.append(row.sequence) }
        }
        if read > 0 { notes.append("\(options.logDirectory): \(read) lines read for the new segment") }
        if let first = refused.first {
            notes.append(
                "\(options.logDirectory): \(refused.count) lines, the first of them \(first), do not fit to the lines round them "
                    + "and stay in the event log only. Run `callpoint verify`.")
        }
        let opening = try Self.opening(builder, start, meta, earlier, lastInLog)
        for gap in opening.gaps {
            notes.append(
                "lines \(gap.lowerBound) to \(gap.upperBound) are whole in no copy and are missing from now on")
        }
        if isInMemory {
            segment = try builder.finishInMemory(opening)
        } else {
            let path = try builder.finish(opening, wallMilliseconds: 0)
            segment = try Segment(path: path, log: options.writeAheadPages)
        }
    }

    /// Where to begin in an event log that is all there is.
    private static func oldest(in options: RecordOptions, _ notes: inout [String]) -> Int64 {
        guard let files = try? EventLogFiles.list(in: options.logDirectory) else { return 1 }
        var bytes = 0
        var first: Int64 = 1
        for (index, file) in files.enumerated().reversed() {
            bytes += Files.size(of: file.path) ?? 0
            if bytes > eventLogBytes, index + 1 < files.count {
                notes.append("\(file.path): not read, the newer files of the event log are enough to go on")
                return first
            }
            first = file.first
        }
        return first
    }

    /// The state before a line, from the newest segment before it that can be read, and from the event log.
    private static func fillSnapshot(
        before start: Int64, from earlier: [(path: String, first: Int64)], _ options: RecordOptions,
        _ builder: SegmentBuilder
    ) throws(SegmentError) {
        for candidate in earlier.reversed() {
            guard let segment = try? Segment(path: candidate.path, log: nil),
                let check = try? SegmentCheck(segment, options.progress)
            else { continue }
            builder.offer(check.configurations)
            var copy = SnapshotCopy(check.live.sequences)
            copy.copy(from: segment, to: builder)
            do throws(SQLiteError) { try builder.carry(from: segment.connection) } catch { throw .sqlite(error) }
            return try fillState(after: check.head?.sequence ?? 0, before: start, options, builder)
        }
        try fillState(after: 0, before: start, options, builder)
    }

    /// Adds the event log's lines of a range to the snapshot: all of them, for replayed in order they give the state.
    private static func fillState(
        after: Int64, before start: Int64, _ options: RecordOptions, _ builder: SegmentBuilder
    ) throws(SegmentError) {
        guard after + 1 < start else { return }
        _ = try fill(options, after: after, through: start - 1) { (row) throws(SQLiteError) in
            try builder.add(snapshot: row)
        }
    }

    private static func fill(
        _ options: RecordOptions, after: Int64, through: Int64, _ add: (SegmentRow) throws(SQLiteError) -> Void
    ) throws(SegmentError) -> Int {
        var failure: SQLiteError?
        var count = 0
        try? EventLogFiles.visit(in: options.logDirectory, after: after) { frame, line in
            guard frame.sequence <= through else { return false }
            options.progress()
            frame.canonical(line).withUnsafeBytes { bytes in
                let row = SegmentRow(frame, bytes, meaning: options.meaning(bytes))
                do throws(SQLiteError) { try add(row) } catch { failure = error }
            }
            count += 1
            return failure == nil
        }
        if let failure { throw .sqlite(failure) }
        return count
    }

    /// What the new segment says of itself: its first event and the head before it.
    private static func opening(
        _ builder: SegmentBuilder, _ start: Int64, _ meta: SegmentMeta?, _ earlier: [(path: String, first: Int64)],
        _ lastInLog: LineFrame?
    ) throws(SegmentError) -> SegmentOpening {
        let running = meta?.runningSeconds ?? 0
        do throws(SQLiteError) {
            let gaps = try builder.eventGaps()
            if let event = try builder.firstEvent() {
                let missing = event.sequence > start ? [start...(event.sequence - 1)] : []
                return SegmentOpening(
                    first: event.sequence, previous: event.previous, runningSeconds: running,
                    shown: meta?.opening.shown ?? 0, gaps: missing + gaps)
            }
        } catch { throw .sqlite(error) }
        // No event at all: the chain goes on after the last line that anybody knows of.
        var heads: [ChainHead] = []
        if let previous = meta?.opening.previous { heads.append(previous) }
        if let lastInLog {
            heads.append(
                ChainHead(generation: lastInLog.generation, sequence: lastInLog.sequence, hash: lastInLog.hash))
        }
        if let newest = earlier.last, let segment = try? Segment(path: newest.path, log: nil),
            let head = (try? SegmentCheck(segment))?.head
        {
            heads.append(head)
        }
        let head = heads.max { $0.sequence < $1.sequence }
        return SegmentOpening(
            first: max(start, (head?.sequence ?? 0) + 1), previous: head, runningSeconds: running,
            shown: meta?.opening.shown ?? 0)
    }
}
