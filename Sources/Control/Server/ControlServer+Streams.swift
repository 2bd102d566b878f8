public import CallpointCore
public import EventCodec
import LinuxIO

extension ControlServer {
    /// Takes a new line of the log, for subscribers and for the ring. Costs no system call but one wake-up:
    /// the lines are sent in the next turn.
    ///
    /// `line` is without its end. Sequences rise by one; a line that does not follow the last empties the ring.
    public func publish(sequence: Int64, generation: String, line: [UInt8]) {
        head = EventPosition(generation: generation, sequence: sequence)
        ring.append(HistoryLine(head, bytes: line))
        guard !hasNews else { return }
        hasNews = true
        news.ring()
    }

    /// Sends an object to all subscribers that keep up, as `{"heartbeat":…}`: the head's hash, say.
    public func heartbeat(_ object: JSON, at now: Instant) {
        let line = JSON.object([JSON.Member("heartbeat", object)]).bytes
        for connection in Array(connections.values) where connection.stream?.isSubscription == true {
            guard connection.stream?.isReplied == true, connection.waiting < limits.outputBytes / 2 else { continue }
            connection.append(line)
            settle(connection, at: now)
        }
    }

    /// Chunks of history that connections wait for, each handed out once.
    public func takeHistoryWants() -> [HistoryWant] {
        defer { wants = [] }
        return wants
    }

    /// Answers a want, with lines in the order of the log. `isEnd` says that the journal holds no further match
    /// now. Harmless where the connection has gone.
    public func supply(_ want: HistoryWant, _ lines: [HistoryLine], isEnd: Bool, at now: Instant) {
        guard let connection = waiter(for: want) else { return }
        if let claimed = connection.stream?.claimed {
            connection.stream?.claimed = nil
            if let first = lines.first, first.position.sequence == claimed.sequence, first.position != claimed {
                return refuse(connection, ControlServer.otherLog(claimed, first.position))
            }
        }
        connection.stream?.take(lines, isEnd: isEnd, byteLimit: limits.chunkBytes)
        let hasNothing = connection.stream?.pending.isEmpty == true && lines.isEmpty
        if hasNothing, let stream = connection.stream, stream.isSubscription, ring[stream.cursor + 1] == nil,
            stream.cursor < head.sequence
        {
            // What is not in the ring and not yet in the journal is on its way to the disk.
            connection.stream?.source = .retrying(
                at: now.microseconds + Int64(limits.historyRetryMilliseconds) * 1_000)
        }
        pump(connection, at: now)
    }

    /// Answers a want that cannot be met: the history does not answer. The stream ends with the failure.
    public func fail(_ want: HistoryWant, _ failure: ControlFailure, at now: Instant) {
        guard let connection = waiter(for: want) else { return }
        refuse(connection, failure)
    }

    private func waiter(for want: HistoryWant) -> Connection? {
        guard let connection = connections[want.connection.number],
            connection.stream?.source == .waiting(serial: want.serial)
        else { return nil }
        return connection
    }

    private func refuse(_ connection: Connection, _ failure: ControlFailure) {
        guard let stream = connection.stream else { return }
        connection.stream = nil
        connection.append(ControlServer.line(id: stream.id, .failed(failure)))
        settle(connection, at: nil)
    }

    private static func otherLog(_ claimed: EventPosition, _ ours: EventPosition) -> ControlFailure {
        ControlFailure(
            .refused, "Event \(claimed.sequence) of this log is \(ours), not \(claimed).",
            remedy: "This is another log than the one you followed. Subscribe from `start` or `now`.")
    }

    // MARK: beginning

    /// Begins a subscription; throws where it cannot be.
    func subscribe(_ connection: Connection, id: JSON, from start: StreamStart) throws(ControlFailure) {
        try checkFree(connection)
        let ofAccount = connections.values.count {
            $0.stream?.isSubscription == true && $0.caller.uid == connection.caller.uid
        }
        guard subscriberCount < limits.subscribers, ofAccount < limits.subscribersPerAccount else {
            throw ControlFailure(
                .busy, "There are \(ofAccount) subscribers of this account, \(subscriberCount) in all.",
                remedy: "End one, or read events.jsonl.")
        }
        var claimed: EventPosition?
        let cursor: Int64
        switch start {
        case .start: cursor = 0
        case .now: cursor = head.sequence
        case .after(let position):
            cursor = position.sequence
            guard cursor <= head.sequence else {
                throw ControlFailure(
                    .refused, "The log ends at \(head), before \(position).",
                    remedy: "This is another log than the one you followed. Subscribe from `start` or `now`.")
            }
            let ours = cursor == head.sequence ? head : ring[cursor]?.position
            if let ours, ours != position, cursor > 0 { throw ControlServer.otherLog(position, ours) }
            if ours == nil, cursor > 0 { claimed = position }
        }
        connection.stream = LineStream(subscription: id, after: cursor, claimed: claimed)
        if claimed == nil { confirm(connection) }
    }

    /// Begins to answer a question; throws where the connection is streaming already.
    func ask(_ connection: Connection, id: JSON, _ query: EventQuery) throws(ControlFailure) {
        try checkFree(connection)
        connection.stream = LineStream(question: query, id: id)
    }

    private func checkFree(_ connection: Connection) throws(ControlFailure) {
        guard connection.stream != nil else { return }
        throw ControlFailure(
            .refused, "This connection has a stream of events already.", remedy: "Open another connection for this one."
        )
    }

    private func confirm(_ connection: Connection) {
        guard let stream = connection.stream, !stream.isReplied else { return }
        connection.stream?.isReplied = true
        connection.append(
            ControlServer.line(
                id: stream.id,
                .done([
                    JSON.Member("gen", .string(head.generation)), JSON.Member("seq", .integer(head.sequence)),
                    JSON.Member("after", .integer(stream.cursor)),
                ])))
    }

    // MARK: going on

    /// Moves lines into a connection's output, as many as this turn allows and fit, and sends them.
    func pump(_ connection: Connection, at now: Instant) {
        guard !connection.isClosed else { return }
        var budget = limits.streamBytesPerTurn
        var hasMore = false
        while connection.stream != nil, let line = nextLine(connection) {
            let fits = connection.waiting == 0 || connection.waiting + line.bytes.count < limits.outputBytes
            guard fits, budget > 0 else {
                hasMore = true
                break
            }
            hand(line, to: connection)
            budget -= line.bytes.count
        }
        settle(connection, at: now)
        // Where something still waits, the room for it will wake the loop.
        if hasMore, !connection.isClosed, connection.waiting == 0 { revisit(connection) }
    }

    /// The next line of a stream without taking it; asks for history where that has it, and finishes a
    /// question that has all its lines.
    private func nextLine(_ connection: Connection) -> HistoryLine? {
        guard let stream = connection.stream else { return nil }
        if let line = stream.pending.first {
            confirm(connection)
            return line
        }
        switch stream.source {
        case .waiting, .retrying: return nil
        case .ended:
            finish(connection, stream)
            return nil
        case .deciding: break
        }
        if stream.isSubscription, stream.claimed == nil {
            confirm(connection)
            if stream.cursor >= head.sequence { return nil }
            if let line = ring[stream.cursor + 1] { return line }
        }
        let serial = takeSerial()
        connection.stream?.source = .waiting(serial: serial)
        wants.append(
            HistoryWant(
                connection: connection.id, serial: serial, query: stream.query(chunkLines: limits.chunkLines),
                byteLimit: limits.chunkBytes))
        return nil
    }

    private func hand(_ line: HistoryLine, to connection: Connection) {
        guard var stream = connection.stream else { return }
        if !stream.pending.isEmpty { stream.pending.removeFirst() }
        let sequence = line.position.sequence
        if stream.isSubscription, sequence > stream.cursor + 1 {
            let gap: JSON = ["after": .integer(stream.cursor), "next": .integer(sequence)]
            connection.append(JSON.object([JSON.Member("gap", gap)]).bytes)
        }
        stream.cursor = sequence
        stream.count += 1
        if stream.firstSequence == nil { stream.firstSequence = sequence }
        connection.stream = stream
        connection.append(line.bytes)
        counts.lines += 1
    }

    private func finish(_ connection: Connection, _ stream: LineStream) {
        connection.stream = nil
        var members = [JSON.Member("count", .integer(Int64(stream.count)))]
        if let first = stream.firstSequence {
            members.append(JSON.Member("first", .integer(first)))
            members.append(JSON.Member("last", .integer(stream.cursor)))
        }
        members.append(JSON.Member("more", .bool(stream.hasMore)))
        connection.append(ControlServer.line(id: stream.id, .done(members)))
    }
}
