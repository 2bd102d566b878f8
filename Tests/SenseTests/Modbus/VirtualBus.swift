import CallpointCore
import Sense

/// A bus in virtual time: slaves that answer, are slow, garble, refuse or are dead, and the plan that asks them.
struct VirtualBus {
    var plan: PollPlan
    private(set) var now = Instant(microseconds: 0)
    /// Slaves that say nothing at all.
    var dead: Set<Int> = []
    /// Slaves whose answers are spoilt.
    var garbling: Set<Int> = []
    /// What slaves answer instead of inputs: an exception's code.
    var refusing: [Int: Int] = [:]
    /// Coils that their slaves refuse.
    var refusedCoils: Set<BusAddress> = []
    /// How long a slave thinks.
    var thinking: Duration = .milliseconds(5)

    /// Everything that was asked, in its order.
    private(set) var asked: [Asked] = []
    private(set) var changes: [(at: Instant, change: PollPlan.Change)] = []

    /// A request, and when it was on the bus.
    struct Asked {
        var request: BusRequest
        var from: Instant
        var to: Instant
        var outcome: PollPlan.Outcome
        var round: UInt64
    }

    /// A bus with a layout of its own.
    init(
        _ layout: BusLayout, interval: Duration = .milliseconds(50),
        timing: BusTiming = BusTiming(baud: 9_600, hasParity: true, timeout: .milliseconds(100))
    ) {
        plan = PollPlan(layout: layout, interval: interval, timing: timing)
    }

    /// A bus of slaves 1…n with eight inputs each.
    init(slaves: Int, coils: [BusAddress] = [], baud: Int = 9_600) {
        let inputs = (1...slaves).flatMap { slave in (0..<8).map { BusAddress(slave: slave, number: $0) } }
        self.init(
            BusLayout(inputs: inputs, coils: coils),
            timing: BusTiming(baud: baud, hasParity: true, timeout: .milliseconds(100)))
    }

    /// Lets the bus work for a while; `meanwhile` is called before each step.
    mutating func run(for duration: Duration, meanwhile: (inout VirtualBus) -> Void = { _ in }) {
        let end = now + duration
        while now < end {
            meanwhile(&self)
            switch plan.next(at: now) {
            case .rest(let until): now = max(min(until, end), now + .microseconds(1))
            case .ask(let request): ask(request)
            }
        }
    }

    private mutating func ask(_ request: BusRequest) {
        let outcome = outcome(of: request)
        let limit = plan.timing.limit(of: request)
        let takes = outcome == .silent ? limit : min(limit, limit - plan.timing.timeout + thinking)
        asked.append(Asked(request: request, from: now, to: now + takes, outcome: outcome, round: plan.rounds))
        let noted = plan.note(outcome, of: request, from: now, to: now + takes)
        now = now + takes
        changes += noted.map { (now, $0) }
    }

    private func outcome(of request: BusRequest) -> PollPlan.Outcome {
        if dead.contains(request.slave) { return .silent }
        if garbling.contains(request.slave) { return .garbled }
        switch request.action {
        case .read: return refusing[request.slave].map { .refused(code: $0) } ?? .answered
        case .write(let coil, _):
            let isRefused = refusedCoils.contains(BusAddress(slave: request.slave, number: coil))
            return isRefused ? .refused(code: 2) : .answered
        }
    }
}

// MARK: - What can be seen of it

extension VirtualBus {
    func since(_ instant: Instant) -> [Asked] { asked.filter { $0.from >= instant } }

    /// How long a slave's inputs were at most not looked at, from the end of one answer to that of the next.
    func longestGap(of slave: Int, since instant: Instant) -> Duration {
        let reads = asked.filter {
            $0.to >= instant && $0.request.slave == slave && $0.outcome == .answered && $0.isRead
        }
        return zip(reads, reads.dropFirst()).map { $1.to - $0.to }.max() ?? .seconds(1_000_000)
    }

    /// How long the bus waited in vain.
    func vain(since instant: Instant) -> Duration {
        since(instant).filter { $0.outcome == .silent }.reduce(.zero) { $0 + ($1.to - $1.from) }
    }

    /// What was asked in each round, oldest first.
    func rounds(since instant: Instant) -> [[Asked]] {
        Dictionary(grouping: since(instant), by: \.round).sorted { $0.key < $1.key }.map(\.value)
    }

    var writes: [Asked] { asked.filter { !$0.isRead } }
}

extension VirtualBus.Asked {
    var isRead: Bool {
        guard case .read = request.action else { return false }
        return true
    }

    /// The coil that is written.
    var coil: Int? {
        guard case .write(let coil, _) = request.action else { return nil }
        return coil
    }

    /// The level that a write gives its coil.
    var isOn: Bool? {
        guard case .write(_, let isOn) = request.action else { return nil }
        return isOn
    }
}
