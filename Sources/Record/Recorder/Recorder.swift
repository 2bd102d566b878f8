public import CallpointCore
import EventCodec
import LinuxIO

/// The record as the daemon sees it: batches go in, reports come out, and nothing blocks on a disk.
///
/// Used by one thread, the engine's. Behind it stand two threads: one commits
/// to the journal and then writes the event log; the other writes to the event
/// log what could not wait. A line is in the file once, in order, whoever wrote it.
public final class Recorder {
    private let options: RecordOptions
    private let clock: @Sendable () -> Instant
    private let wakeup: Wakeup
    private let file: EventLogFile
    private var flow: Monitor<Flow>?
    private var journal: Journal?
    private var marker: StartMarker?
    private var journalThread: Thread?
    private var logThread: Thread?

    /// How long `close` waits for the disks.
    public static let closeLimit = Duration.seconds(2)

    /// A recorder that has opened nothing yet. `clock` is asked from any thread.
    public init(options: RecordOptions, clock: @escaping @Sendable () -> Instant) throws(RecordError) {
        self.options = options
        self.clock = clock
        file = EventLogFile(path: "\(options.logDirectory)/\(EventLogFiles.name)")
        do { wakeup = try Wakeup() } catch {
            throw RecordError(
                path: options.stateDirectory, what: "\(error)",
                remedy: "Allow the daemon more descriptors (LimitNOFILE).")
        }
    }

    /// Merges journal and event log, and visits every line that the state is made of, in order. Call it once, first.
    ///
    /// The bytes are the recorder's until `visit` returns. Whatever the files
    /// are like, it arms: what it could not believe stands in the result. It
    /// throws only where a directory is not there. `prepared` is called before
    /// the first line, with the site files that lines may name: nobody need keep the lines until then.
    public func recover(
        prepared: (_ configurations: [StoredConfiguration]) -> Void = { _ in },
        _ visit: (_ line: UnsafeRawBufferPointer) -> Void
    ) throws(RecordError) -> Recovery {
        for directory in [options.stateDirectory, options.logDirectory] where Files.size(of: directory) == nil {
            throw RecordError(
                path: directory, what: "no such directory", remedy: "Make it, or name another with --state and --log.")
        }
        let run = RecoveryRun(options)
        run.run(file, prepared: prepared, visit)
        marker = run.marker
        let journal = Journal(run.journal, options: options, clock: clock)
        self.journal = journal
        let monitor = Monitor(
            Flow(
                options: options, head: run.result.head?.sequence ?? 0, durableThrough: run.result.durableThrough,
                writtenThrough: run.writtenThrough))
        flow = monitor
        if run.journal.unadopted.isEmpty {
            journal.prepare()
        } else {
            let now = clock()
            monitor.withLock { state in
                state.queue = run.journal.unadopted.map { Flow.Queued(batch: $0, submittedAt: now) }
                state.isDue = true
            }
        }
        return run.result
    }

    /// Starts the threads; from now on batches are taken.
    public func start() throws(RecordError) {
        guard let flow, let journal else {
            throw RecordError(path: options.stateDirectory, what: "not recovered", remedy: "Call recover first.")
        }
        let history = History(stateDirectory: options.stateDirectory)
        let emitter = Emitter(flow, file: file, history: history, clock: clock)
        let journalLoop = JournalThread(journal, flow, emitter, wakeup, options: options, clock: clock)
        let logLoop = LogThread(flow, emitter, wakeup, options: options, clock: clock)
        do throws(SystemError) {
            journalThread = try Thread(name: "journal") { journalLoop.run() }
            logThread = try Thread(name: "event-log") { logLoop.run() }
        } catch {
            throw RecordError(path: options.stateDirectory, what: "\(error)", remedy: "Allow the daemon more threads.")
        }
        self.journal = nil
    }

    /// The start is over, and the next one need know nothing of it: everything works, or it was given up in words.
    ///
    /// Until this is called a start counts as one that failed, if it ends by a fault of the program's own.
    public func startIsOver() { marker.take()?.clear() }

    /// Readable when reports wait.
    public var descriptor: Int32 { wakeup.descriptor }

    /// Takes a batch; never blocks on the disk.
    ///
    /// Its lines go on where the last batch ended. A batch that is not urgent
    /// goes with the next urgent one, or after the flush delay, by `tick`.
    public func submit(_ batch: Batch, at now: Instant) {
        guard let flow else { return }
        let (wakesJournal, wakesLog) = flow.withLock { $0.submit(batch, at: now) }
        if wakesJournal { flow.signal(.journal) }
        if wakesLog { flow.signal(.log) }
    }

    /// When `tick` must be called; nil while nothing waits.
    public var nextDeadline: Instant? { flow?.withLock { $0.nextDeadline } }

    /// Hands on what has waited long enough: held batches to the journal, overdue ones to the event log.
    public func tick(at now: Instant) {
        guard let flow else { return }
        let (wakesJournal, wakesLog) = flow.withLock { $0.tick(at: now) }
        if wakesJournal { flow.signal(.journal) }
        if wakesLog { flow.signal(.log) }
        if flow.withLock({ !$0.reports.isEmpty }) { wakeup.ring() }
    }

    /// What happened since the last call, oldest first.
    public func takeReports() -> [RecordReport] {
        wakeup.clear()
        return flow?.withLock { state in
            defer { state.reports = [] }
            return state.reports
        } ?? []
    }

    /// Opens the event log anew, after a rotation. Without this a rotation is noticed within a second.
    public func reopenLog() { flow?.withLock { $0.wantsReopen = true } }

    /// Writes what waits, for at most 2 s, and ends the threads. A thread that
    /// hangs in the disk is left behind: the process ends anyway.
    public func close() {
        guard let flow, journalThread != nil else { return }
        flow.withLock { $0.isClosing = true }
        flow.signal(.journal)
        waitForEnd(flow, Self.closeLimit) { $0.isJournalDone }
        flow.withLock { $0.isGivenUp = true }
        flow.signal(.log)
        waitForEnd(flow, .milliseconds(500)) { $0.isLogDone }
        let (isJournalDone, isLogDone) = flow.withLock { ($0.isJournalDone, $0.isLogDone) }
        if isJournalDone { journalThread.take()?.join() }
        if isLogDone { logThread.take()?.join() }
        self.flow = nil
    }

    private func waitForEnd(_ flow: Monitor<Flow>, _ limit: Duration, _ isDone: (Flow) -> Bool) {
        let deadline = MonotonicClock().now + limit
        flow.waitForEnd { state -> (Void?, Duration?) in
            let now = MonotonicClock().now
            return isDone(state) || now >= deadline ? ((), nil) : (nil, deadline - now)
        }
    }
}
