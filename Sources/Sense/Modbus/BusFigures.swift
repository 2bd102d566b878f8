public import CallpointCore

/// What was counted on a bus since the start.
public struct BusFigures: Sendable, Hashable {
    /// Rounds of reading.
    public var rounds: UInt64 = 0
    /// From the begin of one round to the begin of the next, the last time.
    public var lastRound: Duration?
    /// The longest of these since the port was opened.
    public var longestRound: Duration = .zero
    /// Bytes that came without having been asked for, or that were no answer.
    public var strayBytes: UInt64 = 0
    /// Coils that are not yet as they are wanted.
    public var coilsPending = 0
    /// The slaves, by address.
    public var slaves: [Slave] = []

    /// One slave.
    public struct Slave: Sendable, Hashable {
        /// Its address.
        public var number: Int
        /// Whether it answers; nil while it has neither answered nor failed to since the port was opened.
        public var isOnline: Bool?
        /// Answers.
        public var answers: UInt64 = 0
        /// Requests without an answer in time.
        public var silences: UInt64 = 0
        /// Requests with something else than an answer.
        public var garbled: UInt64 = 0
        /// Answers that say no: exceptions.
        public var refusals: UInt64 = 0
        /// When it answered last.
        public var answeredAt: Instant?
        /// The longest time that it took to answer, the bytes on the wire included.
        public var slowest: Duration = .zero

        init(number: Int) { self.number = number }

        mutating func note(_ outcome: PollPlan.Outcome, from began: Instant, to ended: Instant) {
            switch outcome {
            case .answered: answers += 1
            case .refused: refusals += 1
            case .garbled: garbled += 1
            case .silent: silences += 1
            }
            guard outcome == .answered else { return }
            answeredAt = ended
            slowest = max(slowest, ended - began)
        }
    }

    init() {}

    mutating func adopt(_ numbers: [Int]) {
        slaves = numbers.map { number in slaves.first { $0.number == number } ?? Slave(number: number) }
    }

    mutating func note(
        _ outcome: PollPlan.Outcome, of request: BusRequest, from began: Instant, to ended: Instant
    ) {
        guard let index = slaves.firstIndex(where: { $0.number == request.slave }) else { return }
        slaves[index].note(outcome, from: began, to: ended)
    }

    mutating func take(_ plan: PollPlan) {
        rounds = plan.rounds
        coilsPending = plan.coils.pendingCount
        lastRound = plan.lastRound
        longestRound = plan.longestRound
        for index in slaves.indices {
            let health = plan.slaves.first { $0.number == slaves[index].number }?.health
            slaves[index].isOnline = health == .online ? true : health == .offline ? false : nil
        }
    }
}
