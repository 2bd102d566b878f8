import CallpointCore
import EventCodec
import LinuxIO

/// The chain of segments, as the one who writes it sees it. One thread at a time.
///
/// A failed segment is never written again nor believed: the chain goes on in
/// a new one within the same call.
final class Journal {
    let directory: String
    let options: RecordOptions
    let clock: @Sendable () -> Instant
    /// The segment that is written; nil while none can be.
    var segment: Segment?
    /// What failed, and is read once more for the snapshot of the next.
    private var failed: Segment?
    /// Closed by a rotation, and not yet folded into one file.
    var retired: Segment?
    private(set) var live: LiveLines
    /// The last line that is durable.
    private(set) var head: ChainHead?
    var configurations: [StoredConfiguration]
    private var gaps: [ClosedRange<Int64>] = []
    var rankings: [[UInt8]] = []
    var rankingBytes = 0
    private var busySince: Instant?
    /// Why no segment could be started, and when to try again.
    private var startFailure: (error: SegmentError, delay: Duration, retryAt: Instant)?
    var rotation: Rotation?
    var running: RunningTime
    /// The event log holds every line up to this one; the emitter says so.
    var shown: Int64
    private var failure: String?
    /// What a person should know, since it was last taken.
    var notes: [String] = []
    var nextRotation: Instant
    var nextRetention: Instant
    var nextMark: Instant

    /// Another program's lock is waited for so long; then the chain goes on in a new segment.
    static let lockLimit = Duration.seconds(2)
    /// The longest time between two attempts to start a segment.
    static let longestRetry = Duration.seconds(4)
    /// Rankings that may wait to be written; beyond that they are written at once.
    static let rankingsLimit = 8 << 20
    /// How often the running time and the event log's progress are noted.
    static let markInterval = Duration.seconds(600)

    /// What became of a commit.
    enum Outcome: Sendable, Hashable {
        case durable
        /// Not written; to be tried again, soon where only a lock stood in the way.
        case waits(reason: String, isBusy: Bool)
    }

    /// A journal that goes on from what a recovery found.
    init(_ found: RecoveredJournal, options: RecordOptions, clock: @escaping @Sendable () -> Instant) {
        directory = found.directory
        self.options = options
        self.clock = clock
        segment = found.isWritable ? found.segment : nil
        failed = found.isWritable ? nil : found.segment
        live = found.live
        head = found.head
        configurations = found.configurations
        shown = found.shown
        let now = clock()
        running = RunningTime(before: found.runningSeconds, from: now)
        let openFor = Duration.seconds(found.runningSeconds - found.openedAtSeconds)
        nextRotation = now + max(.zero, options.segmentAge - openFor)
        nextRetention = now
        nextMark = now + Self.markInterval
    }

    /// Writes batches so that they are durable when this returns, or says why not.
    func commit(_ batches: [Batch]) -> Outcome {
        guard let firstLine = batches.lazy.compactMap(\.lines.first).first else { return .durable }
        for isRetry in [false, true] {
            do throws(SegmentError) {
                let segment = try writable(for: firstLine)
                do throws(SQLiteError) { try segment.append(batches) } catch { throw .sqlite(error) }
                accept(batches)
                return .durable
            } catch {
                switch error.kind {
                case .full: return .waits(reason: "\(directory): no space is left", isBusy: false)
                case .busy where !isLockedTooLong(): return .waits(reason: "\(error)", isBusy: true)
                case .busy, .failed:
                    if isRetry || segment == nil { return .waits(reason: "\(error)", isBusy: false) }
                    abandon("\(error)")
                }
            }
        }
        return .waits(reason: "\(directory): no segment can be written", isBusy: false)
    }

    private func writable(for line: EncodedLine) throws(SegmentError) -> Segment {
        if let segment { return segment }
        if let startFailure, clock() < startFailure.retryAt { throw startFailure.error }
        do throws(SegmentError) {
            let started = try startSegment(first: line.sequence, previous: Self.head(before: line))
            startFailure = nil
            return started
        } catch {
            // Making a segment writes more than a line: a disk that fails is not to be filled with attempts.
            let delay = min(startFailure.map { $0.delay + $0.delay } ?? options.retryInterval, Self.longestRetry)
            startFailure = (error, delay, clock() + delay)
            throw error
        }
    }

    /// Has a segment ready before the first batch comes, where that is possible now.
    func prepare() {
        guard segment == nil, live.sequences.isEmpty || failed != nil else { return }
        do throws(SegmentError) {
            _ = try startSegment(first: (head?.sequence ?? 0) + 1, previous: head)
        } catch { notes.append("\(error): lines wait in memory until a segment can be made") }
    }

    private func accept(_ batches: [Batch]) {
        busySince = nil
        for batch in batches {
            for line in batch.lines {
                live.note(
                    sequence: line.sequence, incident: line.incident?.text, opens: line.opens, keys: line.keepKeys)
                if let ranking = line.ranking {
                    rankings.append(ranking)
                    rankingBytes += ranking.count
                }
            }
            if let last = batch.lines.last {
                head = ChainHead(generation: last.generation, sequence: last.sequence, hash: last.hash)
            }
            configurations += batch.configurations.filter { new in !configurations.contains { $0.hash == new.hash } }
        }
        if rankingBytes > Self.rankingsLimit { _ = writeRankings() }
    }

    private func isLockedTooLong() -> Bool {
        let now = clock()
        let since = busySince ?? now
        busySince = since
        return now - since > Self.lockLimit
    }

    /// Lines that the journal will never hold: the next segment says so.
    func lose(_ lines: ClosedRange<Int64>) {
        gaps.append(lines)
        // The chain cannot go on in this segment as if nothing were missing.
        if let segment { failed = segment }
        segment = nil
        rotation = nil
    }

    /// Leaves the segment as it is for ever.
    func abandon(_ reason: String) {
        let path = segment?.path ?? directory
        notes.append("\(path): given up after an error, the record goes on in a new segment: \(reason)")
        failure = reason
        failed = segment
        segment = nil
        rotation = nil
        busySince = nil
    }

    /// Starts a segment whose first event is the next line, with a snapshot from the best source there is.
    private func startSegment(first: Int64, previous: ChainHead?) throws(SegmentError) -> Segment {
        let builder = try SegmentBuilder(directory: directory)
        builder.offer(configurations)
        noteLost()
        let wanted = live.sequences
        var snapshot = SnapshotCopy(wanted)
        if let failed { snapshot.copy(from: failed, to: builder) }
        snapshot.copy(from: History(stateDirectory: options.stateDirectory), to: builder)
        snapshot.copyFromEventLog(of: options, to: builder)
        if let missing = snapshot.missing.first {
            notes.append(
                "\(directory): \(snapshot.missing.count) lines of open incidents, from \(missing) on, are in no file "
                    + "that can be read. They are lost with the next restart.")
        }
        if let failed { try? builder.carry(from: failed.connection) }
        let opening = SegmentOpening(
            first: first, previous: previous, runningSeconds: running.seconds(at: clock()), shown: shown, gaps: gaps)
        let path = try builder.finish(opening, wallMilliseconds: MonotonicClock.wallMilliseconds)
        let started = try open(path)
        segment = started
        failed = nil
        // What a recovery could only hold in memory stands in a file now.
        SettingAside(in: directory).end()
        gaps = []
        nextRotation = clock() + options.segmentAge
        return started
    }

    /// What the journal has lost was shown all the same: as far as the event log holds it, the next snapshot does too.
    private func noteLost() {
        for gap in gaps {
            try? EventLogFiles.visit(in: options.logDirectory, after: gap.lowerBound - 1) { frame, line in
                guard frame.sequence <= gap.upperBound else { return false }
                let meaning = frame.canonical(line).withUnsafeBytes { options.meaning($0) }
                live.note(
                    sequence: frame.sequence, incident: meaning.incident?.text, opens: meaning.opens,
                    keys: meaning.keepKeys)
                return true
            }
        }
    }

    /// Opens a segment that was just made, or has it never have been: what is
    /// newest on the disk must be what is written.
    func open(_ path: String) throws(SegmentError) -> Segment {
        do throws(SegmentError) { return try Segment(path: path, log: options.writeAheadPages) } catch {
            SegmentName.remove(path)
            if Files.size(of: path) != nil { abandon("\(path) can neither be opened nor removed") }
            throw error
        }
    }

    /// The chain's head before a line, as the line itself says.
    private static func head(before line: EncodedLine) -> ChainHead? {
        guard line.sequence > 1, let frame = line.bytes.withUnsafeBytes({ LineFrame($0) }) else { return nil }
        return ChainHead(generation: line.generation, sequence: line.sequence - 1, hash: frame.previous)
    }

    /// What a person should know, once.
    func takeNotes() -> [String] {
        defer { notes = [] }
        return notes
    }

    /// Why a segment was given up since this was last asked; nil where none was.
    func takeFailure() -> String? {
        defer { failure = nil }
        return failure
    }
}
