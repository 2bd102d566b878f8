import CallpointCore
import LinuxIO

/// The thread that writes to the event log what could not wait for the journal, and what could not be written before.
final class LogThread: Sendable {
    private let flow: Monitor<Flow>
    private let emitter: Emitter
    private let wakeup: Wakeup
    private let options: RecordOptions
    private let clock: @Sendable () -> Instant

    init(
        _ flow: Monitor<Flow>, _ emitter: Emitter, _ wakeup: Wakeup, options: RecordOptions,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.flow = flow
        self.emitter = emitter
        self.wakeup = wakeup
        self.options = options
        self.clock = clock
    }

    func run() {
        var retryAt: Instant?
        while true {
            let isLast = flow.wait(.log) { state -> (Bool?, Duration?) in
                if state.isJournalDone || state.isGivenUp {
                    state.release(through: state.submittedThrough, at: clock())
                    return (true, nil)
                }
                guard state.writtenThrough < max(state.releasedThrough, state.durableThrough) else {
                    // A failed file with nothing to write is believed when the next line is in it.
                    return (nil, nil)
                }
                guard let due = retryAt else { return (false, nil) }
                let now = clock()
                return due <= now ? (false, nil) : (nil, due - now)
            }
            emitter.emit()
            let now = clock()
            let isBehind = flow.withLock { state in
                state.settle(at: now)
                return state.writtenThrough < max(state.releasedThrough, state.durableThrough)
            }
            retryAt = isBehind ? now + options.retryInterval : nil
            wakeup.ring()
            if isLast { break }
        }
        flow.withLock { $0.isLogDone = true }
        flow.signalEnd()
    }
}
