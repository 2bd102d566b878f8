import CallpointCore
import EventCodec

/// Where every batch stands between the engine, the journal and the event log. Shared, under the monitor's lock.
///
/// Sequence numbers rise and nothing overtakes: five marks say it all. What has
/// been submitted, is durable, is written to the file, is visible, and what the
/// log's thread has been asked to write without waiting.
struct Flow {
    /// A batch that the journal has not yet got.
    struct Queued {
        var batch: Batch
        var submittedAt: Instant
    }

    /// A batch that nobody may see yet.
    struct Pending {
        var first: Int64
        var through: Int64
        var submittedAt: Instant
        /// When the journal had it, or when it was given to the log's thread without that.
        var releasedAt: Instant?
    }

    let options: RecordOptions

    /// For the journal, in order. Bounded: see `trim`.
    var queue: [Queued] = []
    var queuedLines = 0
    var queuedBytes = 0
    /// Whether something in the queue should be written now.
    var isDue = false
    /// The journal holds a group of batches in its hands.
    var isCommitting = false
    /// For the event log, in order: lines after `writtenThrough`, as far as memory goes.
    var unwritten: [EncodedLine] = []
    var unwrittenBytes = 0
    /// For whoever waits to see them.
    var pending: [Pending] = []

    var submittedThrough: Int64
    var durable: DurableLines
    var writtenThrough: Int64
    var visibleThrough: Int64
    /// The log's thread writes up to here without waiting for the journal.
    var releasedThrough: Int64
    /// The journal will never hold lines up to this one that it does not hold now.
    var lostThrough: Int64 = 0
    /// The last line that was shown before it was durable.
    var shownEarlyThrough: Int64 = 0

    var trouble = Trouble()
    var reports: [RecordReport] = []
    var isClosing = false
    /// The journal's thread did not end in time; the log's thread ends without it.
    var isGivenUp = false
    var isJournalDone = false
    var isLogDone = false
    /// The event log's file is to be opened anew.
    var wantsReopen = false

    /// A flow that goes on after `head`, which has been shown. `durableThrough` is less where the journal could not take
    /// over yet what only the event log held.
    init(options: RecordOptions, head: Int64, durableThrough: Int64, writtenThrough: Int64) {
        self.options = options
        submittedThrough = head
        durable = DurableLines(through: durableThrough)
        if durableThrough < head { shownEarlyThrough = head }
        visibleThrough = head
        releasedThrough = writtenThrough
        self.writtenThrough = writtenThrough
    }

    /// The journal will hold nothing after this line but what waits for it, and nothing before it but what it holds.
    var durableThrough: Int64 { durable.through }

    /// The record is behind, or one of its files fails.
    var isDegraded: Bool { trouble.since != nil }

    /// What `submit` does under the lock; whether the journal is to be woken, and whether the log is.
    mutating func submit(_ batch: Batch, at now: Instant) -> (wakesJournal: Bool, wakesLog: Bool) {
        guard let first = batch.lines.first, let last = batch.lines.last else { return (false, false) }
        precondition(first.sequence == submittedThrough + 1, "batches go on where the last one ended")
        submittedThrough = last.sequence
        queue.append(Queued(batch: batch, submittedAt: now))
        pending.append(Pending(first: first.sequence, through: last.sequence, submittedAt: now))
        for line in batch.lines {
            queuedBytes += line.bytes.count + (line.ranking?.count ?? 0)
            unwrittenBytes += line.bytes.count
            unwritten.append(line)
        }
        queuedLines += batch.lines.count
        trimQueue()
        trimUnwritten()
        if isDegraded { release(through: last.sequence, at: now) }
        let wakes = batch.isUrgent && !isDue
        isDue = isDue || batch.isUrgent
        return (wakes, isDegraded)
    }

    /// Lets the log's thread write up to a line without waiting for the journal any longer.
    mutating func release(through sequence: Int64, at now: Instant) {
        releasedThrough = max(releasedThrough, sequence)
        for index in pending.indices where pending[index].through <= sequence && pending[index].releasedAt == nil {
            pending[index].releasedAt = now
        }
    }

    /// Everything that waits for the journal.
    mutating func takeQueue() -> [Queued] {
        defer {
            queue.removeAll(keepingCapacity: true)
            queuedLines = 0
            queuedBytes = 0
            isDue = false
        }
        return queue
    }

    /// A group that could not be written goes back to where it was.
    mutating func putBack(_ group: [Queued]) {
        queue.insert(contentsOf: group, at: 0)
        for item in group {
            queuedLines += item.batch.lines.count
            queuedBytes += item.batch.lines.reduce(0) { $0 + $1.bytes.count + ($1.ranking?.count ?? 0) }
        }
        trimQueue()
    }

    /// At the bound the oldest rankings go first: only their hashes are in the
    /// chain. Then the oldest batches are given up for the journal, named, and shown all the same.
    private mutating func trimQueue() {
        guard queuedLines > options.backlogLines || queuedBytes > options.backlogBytes else { return }
        for index in queue.indices where queuedBytes > options.backlogBytes {
            for line in queue[index].batch.lines.indices {
                queuedBytes -= queue[index].batch.lines[line].ranking?.count ?? 0
                queue[index].batch.lines[line].ranking = nil
            }
        }
        var dropped = 0
        while queuedLines > options.backlogLines || queuedBytes > options.backlogBytes, dropped < queue.count {
            let lines = queue[dropped].batch.lines
            queuedLines -= lines.count
            queuedBytes -= lines.reduce(0) { $0 + $1.bytes.count }
            dropped += 1
        }
        guard dropped > 0, let first = queue[0].batch.lines.first?.sequence,
            let last = queue[dropped - 1].batch.lines.last?.sequence
        else { return }
        queue.removeFirst(dropped)
        lostThrough = max(lostThrough, last)
        if let end = lost.last, end.upperBound + 1 == first {
            lost[lost.count - 1] = end.lowerBound...last
        } else {
            lost.append(first...last)
        }
        durable.lose(first...last)
        reports.append(
            .lost(
                from: first, through: last,
                reason: "the journal cannot be written and \(options.backlogLines) lines wait already"))
    }

    /// Lines that the journal's thread must take note of as lost.
    var lost: [ClosedRange<Int64>] = []

    /// At the bound the oldest lines are forgotten; they come from the journal when the file works again.
    private mutating func trimUnwritten() {
        var dropped = 0
        while unwritten.count - dropped > options.backlogLines || unwrittenBytes > options.backlogBytes,
            dropped < unwritten.count
        {
            unwrittenBytes -= unwritten[dropped].bytes.count
            dropped += 1
        }
        if dropped > 0 { unwritten.removeFirst(dropped) }
    }

    /// Lines up to this one are in the file.
    mutating func wrote(through sequence: Int64) {
        writtenThrough = max(writtenThrough, sequence)
        let count = unwritten.prefix { $0.sequence <= sequence }.count
        for line in unwritten[..<count] { unwrittenBytes -= line.bytes.count }
        unwritten.removeFirst(count)
        durable.forget(through: min(writtenThrough, visibleThrough))
    }

    /// Tells of every batch up to a line that it may be seen.
    mutating func show(through sequence: Int64, inFile: Bool, at now: Instant) {
        var count = 0
        while count < pending.count, pending[count].through <= sequence {
            let batch = pending[count]
            let isDurable = durable.holds(batch.first...batch.through)
            let releasedAt = batch.releasedAt ?? now
            if !isDurable {
                shownEarlyThrough = max(shownEarlyThrough, batch.through)
                trouble.early += Int(batch.through - batch.first + 1)
            }
            reports.append(
                .visible(
                    RecordReport.Visible(
                        through: batch.through, isDurable: isDurable, inFile: inFile,
                        journalMicroseconds: Int((releasedAt - batch.submittedAt).microseconds),
                        emitMicroseconds: Int((now - releasedAt).microseconds), at: now)))
            visibleThrough = batch.through
            count += 1
        }
        pending.removeFirst(count)
        durable.forget(through: min(writtenThrough, visibleThrough))
    }
}
