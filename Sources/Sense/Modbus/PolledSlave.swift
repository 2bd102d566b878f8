import CallpointCore

/// What a poll plan knows of one slave.
struct PolledSlave: Sendable, Hashable {
    /// Rounds in which a slave that has missed a request is asked one thing only.
    ///
    /// An answer that comes too late looks like that to the next question, if it is as long. Asked one thing and
    /// nothing else until its answers come in time again, a slave cannot be misunderstood.
    static let cautiousRounds = 2

    /// Its address, 1…247.
    let number: Int
    private(set) var spans: [Span] = []
    private(set) var health = Health.unknown
    /// Requests in a row that it did not answer.
    private(set) var misses = 0
    /// The last round in which it was asked something; 0 for never.
    var askedInRound: UInt64 = 0
    /// When it was asked something last; nil for never.
    var askedAt: Instant?
    private var caution = 0
    private var cautiousSpan = 0

    /// Whether a slave answers.
    enum Health: Sendable, Hashable { case unknown, online, offline }

    /// Inputs that are read together, and how often in a row that was refused.
    struct Span: Sendable, Hashable {
        var span: BusSpan
        var refusals = 0
    }

    init(number: Int) { self.number = number }

    /// Whether it answers now.
    var isHeard: Bool { misses == 0 && health == .online }

    /// Whether its lamps may be written: a slave that is read first has to have answered.
    var takesWrites: Bool { caution == 0 && misses == 0 && (health == .online || spans.isEmpty) }

    /// The first span to read, of those from an index on; nil where there is no more.
    func span(from index: Int) -> Int? {
        guard caution > 0, cautiousSpan < spans.count else { return index < spans.count ? index : nil }
        return index <= cautiousSpan ? cautiousSpan : nil
    }

    /// Nothing is known of it but what to ask.
    mutating func portOpened() {
        let spans = spans.map(\.span)
        self = PolledSlave(number: number)
        adopt(spans)
    }

    mutating func adopt(_ spans: [BusSpan]) {
        let before = self.spans
        self.spans = spans.map { span in before.first { $0.span == span } ?? Span(span: span) }
        cautiousSpan = 0
    }

    mutating func roundBegins() {
        if misses == 0 { caution = max(0, caution - 1) }
    }

    mutating func heard() -> [PollPlan.Change] {
        misses = 0
        guard health != .online else { return [] }
        health = .online
        return [.online(slave: number)]
    }

    mutating func missed(_ outcome: PollPlan.Outcome, _ action: BusRequest.Action) -> [PollPlan.Change] {
        misses += 1
        caution = PolledSlave.cautiousRounds
        if case .read(let span) = action { cautiousSpan = spans.firstIndex { $0.span == span } ?? 0 }
        guard misses >= PollPlan.missLimit, health != .offline else { return [] }
        health = .offline
        for index in spans.indices { spans[index].refusals = 0 }
        return [.offline(slave: number, outcome)]
    }

    mutating func refused(_ span: BusSpan, code: Int) -> [PollPlan.Change] {
        guard let index = spans.firstIndex(where: { $0.span == span }) else { return [] }
        spans[index].refusals += 1
        return spans[index].refusals == PollPlan.missLimit ? [.refused(slave: number, span, code: code)] : []
    }

    mutating func accepted(_ span: BusSpan) -> [PollPlan.Change] {
        guard let index = spans.firstIndex(where: { $0.span == span }) else { return [] }
        let wasRefused = spans[index].refusals >= PollPlan.missLimit
        spans[index].refusals = 0
        return wasRefused ? [.accepted(slave: number, span)] : []
    }
}
