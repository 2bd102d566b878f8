public import CallpointCore

/// Decides which slave of a bus is asked next, what, and when.
///
/// Pure: time comes in, requests go out, so that every promise about a dead slave is tested in virtual time. A bus
/// is one pair of wires with one request on it at a time: what a silent slave costs, all the others pay. So:
///
/// * A **round** begins every `interval`, or right after the last one where that took longer, and reads every slave
///   that answered last time.
/// * One that did not is asked after all the others, and a round waits in vain for such slaves once at most. (Where
///   n slaves fall silent during one round, that round alone is n time-outs longer.)
/// * After `missLimit` misses in a row a slave is **offline**. Offline slaves are asked in turn, and a wait in vain
///   is followed by a pause nine times as long: all of them together take a tenth of the bus's time at most. When one
///   answers the pause is over for all, so that a mended cable brings everybody back at once. While nobody at all
///   answers there is no pause: nobody is slowed.
/// * A round writes one coil, and others in the time that it leaves over. A coil that resets a latch comes first, and is
///   written off right after it was written on.
/// * A slave that has lamps and nothing else has one of them written again as it is every `proofInterval`: else it would be
///   dead unnoticed until a lamp is to change.
public struct PollPlan: Sendable {
    /// Misses in a row after which a slave is offline.
    public static let missLimit = 3
    /// How long a wait in vain is not repeated, in times of its own length.
    public static let pauseFactor = 9
    /// A slave that has lamps and nothing else is asked at least so often.
    public static let proofInterval: Duration = .seconds(10)

    /// What to do now.
    public enum Step: Sendable, Hashable {
        /// Ask this, wait `BusTiming.limit(of:)` at most, and note how it ended.
        case ask(BusRequest)
        /// Nothing until then, unless a coil is wanted otherwise meanwhile.
        case rest(until: Instant)
    }

    /// How a request ended.
    public enum Outcome: Sendable, Hashable {
        /// With the answer.
        case answered
        /// With an exception, by its code: the slave lives, and has not what was asked for.
        case refused(code: Int)
        /// With bytes that are no answer to it.
        case garbled
        /// With nothing in time.
        case silent
    }

    /// What is different after a request.
    public enum Change: Sendable, Hashable {
        /// A slave answers, for the first time since the port was opened or since it was offline.
        case online(slave: Int)
        /// A slave has missed `missLimit` requests in a row, the last one like this.
        case offline(slave: Int, Outcome)
        /// A slave has said `missLimit` times in a row that it cannot read these inputs.
        case refused(slave: Int, BusSpan, code: Int)
        /// It can after all.
        case accepted(slave: Int, BusSpan)
        /// A slave says that it cannot write this coil.
        case coilRefused(BusAddress, code: Int)
        /// It can after all.
        case coilAccepted(BusAddress)
    }

    /// From the begin of one round to that of the next, where there is time.
    public let interval: Duration
    /// How long things take on the line.
    public let timing: BusTiming
    /// Rounds that have begun.
    public private(set) var rounds: UInt64 = 0
    /// From the begin of the round before this one to the begin of this one.
    public private(set) var lastRound: Duration?
    /// The longest of these since the port was opened.
    public private(set) var longestRound: Duration = .zero

    private(set) var slaves: [PolledSlave] = []
    /// Those that the site file has; others are there, at the end, until their lamps are dark.
    private var listed: Set<Int> = []
    private(set) var coils = CoilTable()
    private var phase = Phase.rest
    /// Where the round stands: in `slaves`, and in the spans of that one.
    private var cursor = (slave: 0, span: 0)
    private var roundBegan: Instant?
    private var dueAt: Instant?
    /// Whether this round has waited in vain for a slave that was silent before.
    private var hasWaitedInVain = false
    private var pauseUntil: Instant?
    private var quietUntil: Instant?

    private enum Phase { case reads, revisits, write, rest }

    /// A plan for a port that is opened now.
    public init(layout: BusLayout, interval: Duration, timing: BusTiming) {
        self.interval = interval
        self.timing = timing
        adopt(layout)
    }

    /// The port was opened: all slaves are asked, and none is known to answer. What coils are to be stays.
    public mutating func portOpened() {
        for index in slaves.indices {
            slaves[index].portOpened()
            coils.forget(slave: slaves[index].number)
        }
        phase = .rest
        (roundBegan, dueAt, pauseUntil, quietUntil) = (nil, nil, nil, nil)
        longestRound = .zero
    }

    /// Takes over another site file's slaves; what is known of those that stay is kept. `dark` are the coils that go, and
    /// the level that each is given once before.
    public mutating func adopt(_ layout: BusLayout, dark: [BusAddress: Bool] = [:]) {
        coils.adopt(layout.coils, resets: layout.resets, dark: dark)
        let before = slaves
        listed = Set(layout.slaves.map(\.number))
        slaves = layout.slaves.map { slave in
            var polled = before.first { $0.number == slave.number } ?? PolledSlave(number: slave.number)
            polled.adopt(slave.spans)
            return polled
        }
        for var slave in before where !listed.contains(slave.number) && coils.hasParting(of: slave.number) {
            slave.adopt([])
            slaves.append(slave)
        }
        cursor = (0, 0)
    }

    /// Says how a coil is to be; of several words before it could be written, the last counts.
    public mutating func want(_ coil: BusAddress, isOn: Bool) { coils.want(coil, isOn: isOn) }

    /// Has a latch reset: its coil is written 1 as soon as a coil can be written, before any lamp, and 0 right after. A
    /// slave that falls silent before that is not reset: what its latch holds then is to be read first.
    public mutating func pulse(_ coil: BusAddress) { coils.pulse(coil) }
}

// MARK: - What is next

extension PollPlan {
    /// What to do now.
    public mutating func next(at now: Instant) -> Step {
        if let quiet = quietUntil, now < quiet { return .rest(until: quiet) }
        if let request = coils.unfinished(at: now, where: takesWrites) { return .ask(request) }
        while true {
            switch phase {
            case .reads:
                if let request = nextRead() { return .ask(request) }
                phase = .revisits
            case .revisits:
                if let request = nextRevisit(at: now) { return .ask(request) }
                phase = .write
            case .write:
                phase = .rest
                if let request = pendingWrite(at: now) { return .ask(request) }
            case .rest:
                guard let due = dueAt, now < due else {
                    beginRound(at: now)
                    continue
                }
                // The time that a round leaves over is for lamps, as long as the next one begins when it should.
                if let request = pendingWrite(at: now), now + timing.expected(request) <= due { return .ask(request) }
                return .rest(until: due)
            }
        }
    }

    private mutating func beginRound(at now: Instant) {
        rounds += 1
        if let began = roundBegan {
            lastRound = now - began
            longestRound = max(longestRound, now - began)
        }
        roundBegan = now
        // A round that begins late does not move those after it, unless a whole one was lost.
        let grid = dueAt ?? now
        dueAt = (now - grid < interval ? grid : now) + interval
        cursor = (0, 0)
        hasWaitedInVain = false
        for index in slaves.indices { slaves[index].roundBegins() }
        phase = .reads
    }

    /// The next span of a slave that answered last time.
    private mutating func nextRead() -> BusRequest? {
        while cursor.slave < slaves.count {
            let slave = slaves[cursor.slave]
            guard slave.misses == 0, let index = slave.span(from: cursor.span) else {
                cursor = (cursor.slave + 1, 0)
                continue
            }
            cursor.span = index + 1
            return BusRequest(slave: slave.number, action: .read(slave.spans[index].span))
        }
        return nil
    }

    /// A silent slave, where this round may still wait for one: first those that perhaps only missed something.
    private func nextRevisit(at now: Instant) -> BusRequest? {
        guard !hasWaitedInVain else { return nil }
        let isPaused = (pauseUntil.map { now < $0 } ?? false) && slaves.contains(where: \.isHeard)
        let candidates = slaves.filter { slave in
            slave.misses > 0 && slave.askedInRound != rounds && !(slave.health == .offline && isPaused)
        }
        let inTurn = candidates.sorted { a, b in
            let (isOfflineA, isOfflineB) = (a.health == .offline, b.health == .offline)
            return isOfflineA == isOfflineB ? a.askedInRound < b.askedInRound : isOfflineB
        }
        for slave in inTurn {
            if let index = slave.span(from: 0) {
                return BusRequest(slave: slave.number, action: .read(slave.spans[index].span))
            }
            // It has lamps and nothing else: writing one shows whether it is there.
            if let write = coils.pending(at: now, where: { $0 == slave.number }) { return write }
        }
        return nil
    }

    /// The next coil to write when nothing else is to be done any more.
    func nextDark(at now: Instant) -> BusRequest? { coils.pending(at: now, where: takesWrites) }

    private func pendingWrite(at now: Instant) -> BusRequest? {
        coils.pending(at: now, where: takesWrites) ?? proof(at: now)
    }

    /// A slave that has lamps and nothing else is asked by nobody while they stay as they are: one is written again as
    /// it is, to see whether it is there.
    private func proof(at now: Instant) -> BusRequest? {
        for slave in slaves where slave.spans.isEmpty && slave.isHeard {
            guard let asked = slave.askedAt, now - asked >= PollPlan.proofInterval else { continue }
            if let write = coils.again(slave: slave.number) { return write }
        }
        return nil
    }

    private func takesWrites(_ number: Int) -> Bool { slaves.contains { $0.number == number && $0.takesWrites } }
}

// MARK: - How it ended

extension PollPlan {
    /// Notes how a request ended that began and was over at these times.
    public mutating func note(
        _ outcome: Outcome, of request: BusRequest, from began: Instant, to ended: Instant
    ) -> [Change] {
        quietUntil = ended + timing.gap
        defer { slaves.removeAll { !listed.contains($0.number) && !coils.hasParting(of: $0.number) } }
        guard let index = slaves.firstIndex(where: { $0.number == request.slave }) else { return [] }
        slaves[index].askedInRound = rounds
        slaves[index].askedAt = began
        switch outcome {
        case .answered, .refused:
            let changes = slaves[index].heard()
            if !changes.isEmpty { pauseUntil = nil }
            return changes + take(outcome, of: request, by: index, at: ended)
        case .garbled, .silent:
            if slaves[index].misses > 0 { hasWaitedInVain = true }
            if slaves[index].health == .offline { pauseUntil = ended + (ended - began) * PollPlan.pauseFactor }
            // Whoever was away may have started anew, with its lamps as they are after a start.
            coils.forget(slave: request.slave)
            return slaves[index].missed(outcome, request.action)
        }
    }

    private mutating func take(
        _ outcome: Outcome, of request: BusRequest, by index: Int, at ended: Instant
    ) -> [Change] {
        switch (request.action, outcome) {
        case (.read(let span), .refused(let code)): return slaves[index].refused(span, code: code)
        case (.read(let span), _): return slaves[index].accepted(span)
        case (.write(let coil, _), .refused(let code)):
            return coils.refused(BusAddress(slave: request.slave, number: coil), code: code, at: ended)
        case (.write(let coil, let isOn), _):
            return coils.written(BusAddress(slave: request.slave, number: coil), isOn: isOn)
        }
    }
}
