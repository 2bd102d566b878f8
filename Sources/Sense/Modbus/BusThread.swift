import CallpointCore
import Glibc
import LinuxIO

/// The thread behind a bus: opens the port, asks as the plan says, and tells the loop what is new.
///
/// It waits in system calls, which is why it is a thread: an answer takes as long as its bytes do, 15 ms at 9,600 baud.
struct BusThread {
    /// A port that is not there is tried again so often.
    static let retryInterval: Duration = .milliseconds(500)
    /// One that was lost soon after it opened is tried less often, so that a loose plug floods no log.
    static let flappingInterval: Duration = .milliseconds(1_500)
    private static let shortLife: Duration = .seconds(5)
    /// The bus that a new site file replaces may hold the port until its last request is over and its lamps are out.
    static let handoverLimit: Duration = .seconds(2)
    /// How long lamps may take to go out at the end.
    static let darkLimit: Duration = .seconds(1)
    /// Whether the path still leads to the port is looked at so often; figures are published with it.
    private static let checkInterval: Duration = .seconds(1)

    private let line: BusLine
    private let shared: BusShared
    private let clock: @Sendable () -> Instant
    private var wiring: BusWiring
    private var plan: PollPlan
    private var levels: BusLevels
    private var counts: BusCounts
    private var figures = BusFigures()
    private var isTold = false
    /// Stray bytes of the times before this one that the port was open.
    private var strayBefore: UInt64 = 0

    init(line: BusLine, wiring: BusWiring, shared: BusShared, clock: @escaping @Sendable () -> Instant) {
        self.line = line
        self.shared = shared
        self.clock = clock
        self.wiring = wiring
        plan = PollPlan(layout: wiring.layout, interval: line.interval, timing: line.timing)
        levels = BusLevels(inputs: wiring.contacts.map(\.address))
        counts = BusCounts(wiring.contacts.map(\.address))
        figures.adopt(wiring.layout.slaves.map(\.number))
    }

    /// Until the bus is closed.
    mutating func run() {
        defer { shared.end() }
        let startedAt = clock()
        while true {
            let attemptAt = clock()
            var next = attemptAt + BusThread.retryInterval
            do throws(BusPort.OpenFailure) {
                var port = try BusPort(line)
                guard let reason = serve(&port) else { return }
                lost("\(line.path) was lost: \(reason)")
                if clock() - attemptAt < BusThread.shortLife { next = clock() + BusThread.flappingInterval }
            } catch {
                if error.isHeld, clock() - startedAt < BusThread.handoverLimit {
                    next = clock() + .milliseconds(20)
                } else if !isTold {
                    lost(error.text)
                }
            }
            while clock() < next {
                if obey().isClosing { return }
                shared.rest(next - clock())
            }
        }
    }

    private mutating func lost(_ detail: String) {
        isTold = true
        strayBefore = figures.strayBytes
        levels.forgetAll()
        shared.report([.lost(detail: detail, at: clock())])
    }

    /// Takes in what the loop wants.
    private mutating func obey() -> BusShared.Orders {
        let orders = shared.takeOrders(at: clock())
        if let renewed = orders.wiring {
            let kept = Set(Set(renewed.contacts).intersection(wiring.contacts).map(\.address))
            let gone = wiring.lamps.filter { lamp in !renewed.lamps.contains { $0.address == lamp.address } }
            wiring = renewed
            plan.adopt(
                renewed.layout, dark: Dictionary(gone.map { ($0.address, $0.isActiveLow) }) { first, _ in first })
            levels.adopt(renewed.contacts.map(\.address), keeping: kept)
            counts.adopt(renewed.contacts.map(\.address), keeping: kept)
            figures.adopt(renewed.layout.slaves.map(\.number))
        }
        for (coil, isOn) in orders.wanted { plan.want(coil, isOn: isOn) }
        for coil in orders.pulses { plan.pulse(coil) }
        return orders
    }
}

// MARK: - While the port is open

extension BusThread {
    /// Asks round after round; why the port is gone, or nil when the bus was closed.
    private mutating func serve(_ port: inout BusPort) -> String? {
        isTold = false
        plan.portOpened()
        publish(port)
        shared.report([.opened(detail: detail(of: port), at: clock())])
        var checkAt = clock() + BusThread.checkInterval
        while true {
            let orders = obey()
            if orders.isClosing {
                darken(&port)
                return nil
            }
            let now = clock()
            if now >= checkAt {
                checkAt = now + BusThread.checkInterval
                publish(port)
                if let reason = port.reasonPathLeadsElsewhere(line.path) { return reason }
            }
            guard !orders.isFull else {
                shared.rest(.milliseconds(5))
                continue
            }
            switch plan.next(at: now) {
            case .rest(let until): shared.rest(min(until, checkAt) - now)
            case .ask(let request): if let reason = ask(request, of: &port) { return reason }
            }
        }
    }

    /// Asks once and tells what is new; why the port is gone, or nil.
    private mutating func ask(_ request: BusRequest, of port: inout BusPort) -> String? {
        let began = clock()
        let ending = port.ask(request, within: plan.timing.limit(of: request))
        let ended = clock()
        switch ending {
        case .lost(let reason): return reason
        case .over(let outcome):
            figures.note(outcome, of: request, from: began, to: ended)
            let changes = plan.note(outcome, of: request, from: began, to: ended)
            var reports = changes.map(BusReport.change)
            if outcome == .garbled { reports.append(.garbled(at: ended)) }
            for change in changes { forget(change) }
            if outcome == .answered, case .read(let span) = request.action {
                reports += news(of: span, from: port, slave: request.slave, at: ended)
            }
            shared.report(reports)
            return nil
        }
    }

    private mutating func news(
        of span: BusSpan, from port: borrowing BusPort, slave: Int, at instant: Instant
    ) -> [BusReport] {
        guard span.table == .bits else {
            return counts.take(port.registers(of: span), of: span, slave: slave, at: instant).map(BusReport.count)
        }
        return levels.take(port.inputs(of: span), of: span, slave: slave, at: instant).map(BusReport.sample)
    }

    private mutating func forget(_ change: PollPlan.Change) {
        switch change {
        case .offline(let slave, _): levels.forget(slave: slave)
        case .refused(let slave, let span, _): levels.forget(slave: slave, span)
        default: break
        }
    }

    /// Puts all lamps out, as far as their slaves answer and the time goes.
    private mutating func darken(_ port: inout BusPort) {
        let end = clock() + BusThread.darkLimit
        for lamp in wiring.lamps { plan.want(lamp.address, isOn: lamp.isActiveLow) }
        while let request = plan.nextDark(at: clock()) {
            let began = clock()
            usleep(UInt32(clamping: plan.timing.gap.microseconds))
            let limit = plan.timing.limit(of: request)
            guard began + limit < end, case .over(let outcome) = port.ask(request, within: limit) else { return }
            _ = plan.note(outcome, of: request, from: began, to: clock())
        }
    }

    private mutating func publish(_ port: borrowing BusPort) {
        figures.strayBytes = strayBefore + port.strayBytes
        figures.take(plan)
        shared.publish(figures)
    }

    private func detail(of port: borrowing BusPort) -> String {
        let parity = line.parity == .none ? "no" : line.parity.rawValue
        let text = "\(line.path) at \(line.baud) baud, \(parity) parity"
        switch port.switchesDirection {
        case nil: return text
        case true?: return "\(text), RS-485"
        case false?: return "\(text); its driver has no RS-485 mode, so that the adapter has to switch direction itself"
        }
    }
}
