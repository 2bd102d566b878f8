import CallpointCore
import Glibc
import LinuxIO
import Synchronization

/// What a bus's thread tells the loop.
enum BusReport: Sendable, Hashable {
    /// The port is open.
    case opened(detail: String, at: Instant)
    /// The port is gone, or was never there.
    case lost(detail: String, at: Instant)
    /// What became different.
    case change(PollPlan.Change)
    /// Bytes came that were no answer.
    case garbled(at: Instant)
    /// A level.
    case sample(BusLevels.Sample)
    /// A count.
    case count(BusCounts.Reading)
}

/// What a bus's thread and the loop share.
final class BusShared: Sendable {
    /// Most reports that wait. At the bound no slave is asked until the loop has taken them: a level is not lost by
    /// that, a press that ends meanwhile is. The answers of one request may stand beyond it.
    static let reportLimit = 4_096

    private struct State {
        var reports: [BusReport] = []
        /// How coils are to be, as far as the thread has not taken it; one word a coil.
        var wanted: [BusAddress: Bool] = [:]
        /// Latches to be reset; each once.
        var pulses: Set<BusAddress> = []
        var wiring: BusWiring?
        var isClosing = false
        var figures = BusFigures()
        var aliveAt: Instant
    }

    /// Readable while there are reports.
    let reported: Wakeup
    private let asked: Wakeup
    private let ended: Wakeup
    private let state: Mutex<State>

    init(at instant: Instant) throws(SystemError) {
        reported = try Wakeup()
        asked = try Wakeup()
        ended = try Wakeup()
        state = Mutex(State(aliveAt: instant))
    }
}

// MARK: - The loop's side

extension BusShared {
    /// What the thread has told since the last call.
    func takeReports() -> [BusReport] {
        reported.clear()
        return state.withLock { state in
            defer { state.reports = [] }
            return state.reports
        }
    }

    func want(_ coil: BusAddress, isOn: Bool) {
        state.withLock { $0.wanted[coil] = isOn }
        asked.ring()
    }

    /// Has a latch reset.
    func pulse(_ coil: BusAddress) {
        state.withLock { _ = $0.pulses.insert(coil) }
        asked.ring()
    }

    func adopt(_ wiring: BusWiring) {
        state.withLock { $0.wiring = wiring }
        asked.ring()
    }

    func close() {
        state.withLock { $0.isClosing = true }
        asked.ring()
    }

    /// Waits for the thread's end; whether it came.
    func hasEnded(within milliseconds: Int32) -> Bool { BusShared.waits(for: ended, milliseconds) }

    var figures: BusFigures { state.withLock { $0.figures } }

    /// When the thread last went round.
    var aliveAt: Instant { state.withLock { $0.aliveAt } }

    private static func waits(for wakeup: Wakeup, _ milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, milliseconds) > 0
    }
}

// MARK: - The thread's side

extension BusShared {
    /// What the loop wants, since the last call.
    struct Orders {
        var wanted: [BusAddress: Bool]
        var pulses: Set<BusAddress>
        var wiring: BusWiring?
        var isClosing: Bool
        /// Whether the loop has to take reports first.
        var isFull: Bool
    }

    func takeOrders(at instant: Instant) -> Orders {
        state.withLock { state in
            state.aliveAt = instant
            defer {
                state.wanted = [:]
                state.pulses = []
                state.wiring = nil
            }
            return Orders(
                wanted: state.wanted, pulses: state.pulses, wiring: state.wiring, isClosing: state.isClosing,
                isFull: state.reports.count >= BusShared.reportLimit)
        }
    }

    func report(_ reports: [BusReport]) {
        guard !reports.isEmpty else { return }
        state.withLock { $0.reports += reports }
        reported.ring()
    }

    func publish(_ figures: BusFigures) { state.withLock { $0.figures = figures } }

    /// Waits until the loop wants something or the time is up.
    func rest(_ duration: Duration) {
        let milliseconds = (duration.microseconds + 999) / 1_000
        if BusShared.waits(for: asked, Int32(clamping: max(0, milliseconds))) { asked.clear() }
    }

    func end() { ended.ring() }
}
