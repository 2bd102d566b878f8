import CallpointCore
import EventCodec
import Glibc
import LinuxIO

/// Writes lines to the event log in order, each once, whichever thread comes first.
///
/// `@unchecked Sendable`: the file is touched only while `lock` is held, and
/// everything else lies in the monitor. The file's lock is never waited for
/// while the monitor's is held.
final class Emitter: @unchecked Sendable {
    private let flow: Monitor<Flow>
    private let file: EventLogFile
    private let history: History
    private let clock: @Sendable () -> Instant
    private let lock: UnsafeMutablePointer<pthread_mutex_t>

    init(_ flow: Monitor<Flow>, file: EventLogFile, history: History, clock: @escaping @Sendable () -> Instant) {
        self.flow = flow
        self.file = file
        self.history = history
        self.clock = clock
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    /// The journal's thread, after a commit: it must not wait for a file that
    /// stalls, so that it leaves the lines to the log's thread where that is at work.
    func emitAfterCommit() {
        let isTroubled = flow.withLock { $0.trouble.file != nil }
        if !isTroubled, pthread_mutex_trylock(lock) == 0 {
            write()
            pthread_mutex_unlock(lock)
            return
        }
        let now = clock()
        flow.withLock { state in
            state.release(through: state.durableThrough, at: now)
            if isTroubled { state.show(through: state.durableThrough, inFile: false, at: now) }
        }
        flow.signal(.log)
    }

    /// The log's thread: writes what need not wait, or must be tried again.
    func emit() {
        pthread_mutex_lock(lock)
        write()
        pthread_mutex_unlock(lock)
    }

    fileprivate enum Next {
        case lines([EncodedLine])
        /// Memory has let go of these; the journal has them.
        case fromJournal(after: Int64)
        case nothing
    }

    private func write() {
        if flow.withLock({ state in
            defer { state.wantsReopen = false }
            return state.wantsReopen
        }) {
            file.reopen()
        }
        while true {
            let (next, durable) = flow.withLock { ($0.nextToWrite(), $0.durable) }
            switch next {
            case .nothing: return
            case .lines(let lines):
                guard append(lines, durable) else { return }
            case .fromJournal(let after):
                guard catchUp(after: after) else { return }
            }
        }
    }

    private func append(_ lines: [EncodedLine], _ durable: DurableLines) -> Bool {
        let (written, error) = file.append(lines[...], durable, at: clock())
        let now = clock()
        flow.withLock { state in
            if written > 0 { state.wrote(through: lines[written - 1].sequence) }
            state.show(through: state.writtenThrough, inFile: true, at: now)
            if let error {
                state.fail(file: "\(error)", at: now)
                state.show(through: max(state.releasedThrough, state.durableThrough), inFile: false, at: now)
            } else {
                state.trouble.file = nil
            }
        }
        return error == nil
    }

    /// Writes lines that memory has let go of, as far as they go on without a gap; what no copy holds is passed over.
    private func catchUp(after: Int64) -> Bool {
        guard let some = try? history.lines(from: after + 1, limit: 256) else { return false }
        let run = zip(some, (after + 1)...).prefix { $0.sequence == $1 }.map(\.0)
        guard !run.isEmpty else {
            return flow.withLock { state in
                let held = [some.first?.sequence, state.unwritten.first?.sequence].compactMap { $0 }
                guard after < state.lostThrough, let next = held.min() else { return false }
                state.wrote(through: next - 1)
                return true
            }
        }
        let lines = run.map { line in
            EncodedLine(
                generation: line.generation, sequence: line.sequence, bytes: line.bytes, hash: [], incident: nil,
                opens: 0, keepKeys: [])
        }
        return append(lines, DurableLines(through: .max))
    }
}

extension Flow {
    /// What the event log lacks and may have now.
    fileprivate func nextToWrite() -> Emitter.Next {
        let target = max(releasedThrough, durableThrough)
        guard writtenThrough < target else { return .nothing }
        guard let first = unwritten.first, first.sequence == writtenThrough + 1 else {
            return .fromJournal(after: writtenThrough)
        }
        let end = unwritten.firstIndex { $0.sequence > target } ?? unwritten.endIndex
        return .lines(Array(unwritten[..<min(end, 1_024)]))
    }
}
