import CallpointCore
import Control
import EventCodec
import Record
import Sense

/// What one turn of the loop has decided, on its way to the record.
struct Turn {
    var lines: [EncodedLine] = []
    var configurations: [StoredConfiguration] = []
    /// Whether somebody waits for it: anything but the ledgers of orders that are visible already.
    var isUrgent = false
}

/// A line that the record has, and that nobody has seen.
struct UnseenLine {
    var line: EncodedLine
    /// The order that it gives, live or in a test: its ledger is written when it is visible.
    var order: OrderID?
}

/// A reply that a person waits for.
struct PendingReply {
    var connection: ConnectionID
    var id: JSON
    var members: [JSON.Member]
    /// Once everything up to here is visible, the person may know.
    var through: Int64
}

/// What a device holds until everything up to a line is visible: a latch, its press.
struct Receipt {
    var input: InputName
    /// The device's own number for it.
    var owed: UInt64
    var through: Int64
}

extension Daemon {
    /// Lets the engine take in an input, now, and writes down what follows.
    func feed(_ body: Input.Body) {
        record(engine.handle(Input(at: timeLine.now, wall: wall.now(), body)))
    }

    /// Encodes events as the next lines of the chain; `flush` hands them to the record.
    func record(_ events: [Event]) {
        for event in events {
            let line = encoder.encode(stamped(event))
            turn.lines.append(line)
            lastEventAt = event.at
            if !event.isBookkeeping { turn.isUrgent = true }
            lamps.note(event, sequence: line.sequence)
            unseen.append(UnseenLine(line: line, order: order(givenBy: event)))
        }
    }

    /// Stamps an order with the time that deciding took: the core has no clock.
    private func stamped(_ event: Event) -> Event {
        var event = event
        let elapsed = Int(timeLine.now.microseconds - event.at.microseconds)
        switch event.body {
        case .orderIssued(var issued):
            issued.decideMicroseconds = elapsed
            event.body = .orderIssued(issued)
        case .testOrdered(var ordered):
            ordered.decideMicroseconds = elapsed
            event.body = .testOrdered(ordered)
        default: break
        }
        return event
    }

    private func order(givenBy event: Event) -> OrderID? {
        switch event.body {
        case .orderIssued(let issued), .testOrdered(let issued): issued.order
        default: nil
        }
    }

    /// Hands the turn's lines to the record as one batch.
    func flush() {
        guard !turn.lines.isEmpty else { return }
        recorder.submit(
            Batch(
                lines: turn.lines, texts: people.takeFresh(), configurations: turn.configurations,
                isUrgent: turn.isUrgent),
            at: timeLine.now)
        turn = Turn()
    }

    /// Takes in what a device said. A node's sentence is answered once all that is known by now is durable.
    func take(_ bodies: [Input.Body], from input: InputName) {
        for body in bodies {
            guard case .signal(let signal) = body, let stamp = signal.stamp else {
                feed(body)
                continue
            }
            let message = NodeMessage(input: input, stamp: stamp)
            feed(.signal(answers.believed(signal, as: message)))
            guard signal.state != .heartbeat, !engine.hasRefusedSignal else { continue }
            answers.wait(message, through: encoder.head.sequence)
        }
        for owed in devices[input]?.takeOwed() ?? [] {
            receipts.append(Receipt(input: input, owed: owed, through: encoder.head.sequence))
        }
        sendAnswers()
        sendReceipts()
    }

    /// Lets devices go of what they held until what it led to was visible.
    func sendReceipts() {
        while let receipt = receipts.first, receipt.through <= visibleThrough {
            _ = receipts.removeFirst()
            devices[receipt.input]?.receive(receipt.owed, at: timeLine.now)
        }
    }

    /// Answers the nodes whose press is durable.
    func sendAnswers() {
        while let message = answers.takeDue(durableThrough: durableThrough) {
            devices[message.input]?.answer(message.stamp)
        }
    }

    /// Takes in what the record says.
    func settle(_ reports: [RecordReport]) {
        for report in reports {
            switch report {
            case .visible(let visible): show(visible)
            case .durable(let through): durableThrough = max(durableThrough, through)
            case .degraded(let reason, let waited):
                journalState = JournalState(isDegraded: true, reason: reason)
                feed(.journalDegraded(reason: reason, waitedMilliseconds: waited))
            case .restored(let behind, let milliseconds):
                journalState = JournalState()
                feed(.journalRestored(behind: behind, milliseconds: milliseconds))
            case .lost(let from, let through, let reason):
                answers.lose(from...through)
                let text = "lines \(from) to \(through) will not be in the journal: \(reason)"
                Console.say(text)
                feed(.journalDegraded(reason: text, waitedMilliseconds: 0))
            case .note(let text): Console.say(text)
            }
        }
        sendAnswers()
        sendReplies()
    }

    /// Shows lines to subscribers, and gives the ledgers of their orders to the engine.
    private func show(_ visible: RecordReport.Visible) {
        if visible.isDurable { durableThrough = max(durableThrough, visible.through) }
        visibleThrough = max(visibleThrough, visible.through)
        var orders: [OrderID] = []
        while let unseenLine = unseen.first, unseenLine.line.sequence <= visible.through {
            _ = unseen.removeFirst()
            let line = unseenLine.line
            control?.publish(
                sequence: line.sequence, generation: line.generation,
                line: visible.isDurable ? line.bytes : DurableMark.add(to: line.bytes))
            if let order = unseenLine.order { orders.append(order) }
        }
        showLamps()
        sendReceipts()
        guard !orders.isEmpty else { return }
        let emission = Emission(
            orders: orders, journalMicroseconds: visible.journalMicroseconds,
            emitMicroseconds: visible.emitMicroseconds, visibleAt: visible.at, isDurable: visible.isDurable)
        let events = engine.handle(Input(at: timeLine.now, wall: wall.now(), .emitted(emission)))
        for case .orderEmitted(let ledger) in events.map(\.body) { latency.add(microseconds: ledger.totalMicroseconds) }
        record(events)
    }

    private func sendReplies() {
        while let reply = replies.first, reply.through <= visibleThrough {
            _ = replies.removeFirst()
            control?.reply(reply.connection, id: reply.id, .done(reply.members), at: timeLine.now)
        }
    }
}
