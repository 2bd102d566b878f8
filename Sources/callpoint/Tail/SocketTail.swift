import ArgumentParser
import Control
import EventCodec

/// `tail` over the control socket.
struct SocketTail {
    let path: String
    let filter: EventFilter
    let printer: Printer
    private var say: Wording { printer.say }

    /// Shows the last `count` events, or all since the filter's time; then what happens, with `follow`.
    func run(count: Int, follow: Bool) throws {
        // Signals are taken before the first line, so that Ctrl-C always ends with the proof.
        let signals = follow ? try SignalDescriptor() : nil
        let client = try ControlClient(path: path)
        let end = try newest(client)
        if filter.sinceMilliseconds != nil {
            try forward(client, through: end)
        } else if count > 0 {
            try backward(client, through: end, count: count)
        }
        if let signals { try self.follow(from: end, signals) }
        if printer.proof.missing > 0 { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    /// The last event that the history holds: what is older comes from there, what is newer from the subscription.
    private func newest(_ client: ControlClient) throws -> EventPosition? {
        var found: EventPosition?
        let query = EventQuery(part: .newestBefore(.max), limit: 1)
        _ = try client.request(.events(query)) { position, _ in found = position }
        return found
    }

    private func forward(_ client: ControlClient, through end: EventPosition?) throws {
        guard let end else { return }
        var cursor: Int64 = 0
        var hasMore = true
        while hasMore {
            let query = filter.query(.firstAfter(cursor), limit: EventQuery.forwardLimit)
            let reply = try client.request(.events(query)) { position, line in
                guard position.sequence <= end.sequence, let event = EventLine(line) else { return }
                printer.show(event, line)
            }
            cursor = reply["last"]?.integer ?? end.sequence
            hasMore = reply["more"]?.bool == true && cursor < end.sequence
        }
    }

    /// Pages back until there are enough: a page is bounded, so that nobody's question is a burden on the daemon.
    private func backward(_ client: ControlClient, through end: EventPosition?, count: Int) throws {
        guard let end else { return }
        var pages: [[(EventLine, [UInt8])]] = []
        var found = 0
        var before = end.sequence + 1
        var hasMore = true
        while found < count, hasMore {
            var page: [(EventLine, [UInt8])] = []
            let limit = min(count - found, EventQuery.backwardLimit)
            let reply = try client.request(.events(filter.query(.newestBefore(before), limit: limit))) { _, line in
                if let event = EventLine(line) { page.append((event, line)) }
            }
            guard let first = reply["first"]?.integer else { break }
            before = first
            found += page.count
            hasMore = reply["more"]?.bool == true && first > 1
            pages.append(page)
        }
        for (event, line) in pages.reversed().joined() {
            // Between lines that were chosen there are others, so only a choice of all of them proves anything.
            if filter.isOpen { printer.count(event.position.sequence) }
            printer.show(event, line)
        }
    }

    private func follow(from end: EventPosition?, _ signals: borrowing SignalDescriptor) throws {
        let follower = EventFollower(path: path, from: end.map { .after($0) } ?? .start)
        if let end, printer.proof.last == nil { printer.proof = SequenceProof(after: end.sequence) }
        var isLost = false
        while true {
            let step = try follower.next(timeoutMilliseconds: -1, waker: signals.number)
            switch step {
            case .event(let position, let line):
                printer.count(position.sequence)
                guard let event = EventLine(line), filter.wants(event) else { continue }
                printer.show(event, line)
            case .disconnected(let why, _):
                if !isLost { Output.say("! " + say(.lostDaemon, TextWidth.plain(why))) }
                isLost = true
            case .connected:
                if isLost { Output.say("· " + say(.connectedAgain, follower.last?.description ?? "0")) }
                isLost = false
            case .gap, .heartbeat: continue
            case .idle:
                guard signals.wait(milliseconds: 0) else { continue }
                return Output.say(printer.proof.summary(say))
            }
        }
    }
}
