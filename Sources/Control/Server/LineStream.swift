import EventCodec

/// Event lines on their way to one connection: a subscription, or the answer to a question.
struct LineStream {
    /// What the reply will be called.
    let id: JSON
    let purpose: Purpose
    /// The last sequence that was handed over; the next line is the first after it.
    var cursor: Int64
    var source = Source.deciding
    /// Lines of history that wait for room in the output.
    var pending: ArraySlice<HistoryLine> = []
    /// The event that the subscriber says it has, until the log has shown that it is the same one.
    var claimed: EventPosition?
    /// Whether a subscriber has its reply.
    var isReplied = false
    /// Lines handed over.
    var count = 0
    /// The first line handed over.
    var firstSequence: Int64?
    /// Whether more matches exist than were asked for.
    var hasMore = false

    enum Purpose {
        case subscription
        case question(EventQuery)
    }

    /// Where the next lines come from.
    enum Source: Equatable {
        /// Not known yet: the ring, where it has them, else history.
        case deciding
        /// A want was handed to the daemon, or waits to be.
        case waiting(serial: UInt64)
        /// History had nothing yet; asked again at this time, in microseconds.
        case retrying(at: Int64)
        /// All lines of a question are here.
        case ended
    }

    /// A subscription to what comes after a sequence.
    init(subscription id: JSON, after cursor: Int64, claimed: EventPosition?) {
        self.id = id
        purpose = .subscription
        self.cursor = cursor
        self.claimed = claimed
    }

    /// The answer to a question.
    init(question query: EventQuery, id: JSON) {
        self.id = id
        purpose = .question(query)
        isReplied = true
        cursor =
            switch query.part {
            case .firstAfter(let sequence): sequence
            case .newestBefore: 0
            }
    }

    var isSubscription: Bool {
        if case .subscription = purpose { true } else { false }
    }

    /// What is to be asked of the history next, in a chunk of at most so many lines.
    func query(chunkLines: Int) -> EventQuery {
        switch purpose {
        case .subscription:
            // The event that the subscriber has is read too, to see that it is the one we have.
            return EventQuery(part: .firstAfter(claimed == nil ? cursor : cursor - 1), limit: chunkLines)
        case .question(var query):
            switch query.part {
            case .firstAfter:
                query.part = .firstAfter(cursor)
                query.limit = min(query.limit - count, chunkLines)
                return query
            case .newestBefore: return query
            }
        }
    }

    /// Takes a chunk; what is beyond `byteLimit` is left out, to be asked for again.
    /// A question from the end keeps its newest lines, and says that there are more.
    mutating func take(_ lines: [HistoryLine], isEnd: Bool, byteLimit: Int) {
        var isEnd = isEnd
        if case .question(let query) = purpose, case .newestBefore = query.part {
            let kept = Self.prefix(of: lines.reversed(), byteLimit: byteLimit)
            pending = ArraySlice(lines.suffix(min(kept, query.limit)))
            hasMore = !isEnd || pending.count < lines.count
            source = .ended
            return
        }
        let fresh = lines.filter { $0.position.sequence > cursor }
        let kept = Self.prefix(of: fresh, byteLimit: byteLimit)
        if kept < fresh.count { isEnd = false }
        pending = fresh.prefix(kept)
        source = .deciding
        guard case .question(let query) = purpose else { return }
        if count + pending.count >= query.limit {
            hasMore = !isEnd || count + pending.count > query.limit
            pending = pending.prefix(query.limit - count)
            source = .ended
        } else if isEnd {
            source = .ended
        }
    }

    private static func prefix(of lines: [HistoryLine], byteLimit: Int) -> Int {
        var bytes = 0
        for (index, line) in lines.enumerated() {
            bytes += line.bytes.count
            if bytes > byteLimit, index > 0 { return index }
        }
        return lines.count
    }
}
