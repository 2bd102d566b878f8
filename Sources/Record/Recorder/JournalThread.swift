import CallpointCore
import EventCodec
import LinuxIO

/// The thread that owns the journal: it commits, shows, and tidies up while nobody waits.
///
/// `@unchecked Sendable`: the journal is touched by this thread alone once
/// `run` has begun, and by nobody before that but the one who starts it.
final class JournalThread: @unchecked Sendable {
    private let journal: Journal
    private let flow: Monitor<Flow>
    private let emitter: Emitter
    private let wakeup: Wakeup
    private let options: RecordOptions
    private let clock: @Sendable () -> Instant
    private var retryAt: Instant?
    private var idleAt: Instant?

    /// How soon a lock of another program's is tried again.
    private static let lockRetry = Duration.milliseconds(5)

    init(
        _ journal: Journal, _ flow: Monitor<Flow>, _ emitter: Emitter, _ wakeup: Wakeup, options: RecordOptions,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.journal = journal
        self.flow = flow
        self.emitter = emitter
        self.wakeup = wakeup
        self.options = options
        self.clock = clock
        idleAt = clock() + options.idleDelay
    }

    private enum Step {
        case commit([Flow.Queued])
        case lose([ClosedRange<Int64>])
        case idle
        case finish
    }

    func run() {
        while true {
            switch next() {
            case .commit(let group): commit(group)
            case .lose(let ranges): for range in ranges { journal.lose(range) }
            case .idle:
                idleAt = journal.idle()
                report(journal.takeNotes())
            case .finish:
                journal.close()
                report(journal.takeNotes())
                flow.withLock { $0.isJournalDone = true }
                flow.signal(.log)
                flow.signalEnd()
                return
            }
        }
    }

    private func next() -> Step {
        flow.wait(.journal) { state in
            journal.shown = state.writtenThrough
            if !state.lost.isEmpty {
                defer { state.lost = [] }
                return (.lose(state.lost), nil)
            }
            // A journal that fails gets no second chance while the daemon ends.
            if state.isClosing, state.queue.isEmpty || retryAt != nil { return (.finish, nil) }
            let isWanted = !state.queue.isEmpty && (state.isDue || state.isClosing || retryAt != nil)
            if isWanted, retryAt == nil || clock() >= (retryAt ?? clock()) {
                state.isCommitting = true
                return (.commit(state.takeQueue()), nil)
            }
            let now = clock()
            let patience = [isWanted ? retryAt : nil, idleAt].compactMap { $0 }.min().map { $0 - now }
            if let idleAt, idleAt <= now { return (.idle, nil) }
            return (nil, patience)
        }
    }

    private func commit(_ group: [Flow.Queued]) {
        let outcome = journal.commit(group.map(\.batch))
        let now = clock()
        let failure = journal.takeFailure()
        switch outcome {
        case .durable:
            retryAt = nil
            flow.withLock { state in
                if let failure { state.fail(journal: failure, at: now) }
                state.committed(through: group.last?.batch.lines.last?.sequence ?? 0, at: now)
            }
            emitter.emitAfterCommit()
            journal.restartLogUnderLoad()
        case .waits(let reason, let isBusy):
            retryAt = now + (isBusy ? Self.lockRetry : options.retryInterval)
            flow.withLock { state in
                state.isCommitting = false
                state.putBack(group)
                // A lock that is gone in a moment is no trouble until somebody has waited too long.
                if isBusy { state.trouble.lock = reason } else { state.fail(journal: reason, at: now) }
            }
            flow.signal(.log)
        }
        idleAt = clock() + options.idleDelay
        let notes = journal.takeNotes()
        flow.withLock { state in
            state.settle(at: now)
            state.reports += notes.map { .note($0) }
        }
        wakeup.ring()
    }

    private func report(_ notes: [String]) {
        guard !notes.isEmpty else { return }
        flow.withLock { $0.reports += notes.map { .note($0) } }
        wakeup.ring()
    }
}
