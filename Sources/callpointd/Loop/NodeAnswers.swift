import CallpointCore

/// Which message of which node.
struct NodeMessage: Hashable {
    var input: InputName
    var stamp: NodeStamp
}

/// Answers that nodes wait for: each goes out once the journal holds its press, and none where it does not.
///
/// A press whose lines the journal gives up at its backlog's bound is not answered. Its node repeats, and the repeat
/// counts as a new press, which the journal can hold: in doubt an alarm is told twice, and no node waits for ever.
struct NodeAnswers {
    /// Answers that wait at most; beyond that the oldest is dropped, and its node repeats.
    static let limit = 4_096

    private var waiting = Queue<Waiting>()
    /// Messages that led to lines which the journal has lost; at most `limit`.
    private var lost: Set<NodeMessage> = []
    /// The highest line for which an answer was dropped at the bound: what it was for is forgotten.
    private var droppedThrough: Int64 = 0
    /// There are lost messages that nobody remembers: every repeat may be one, and counts as new.
    private var isBlind = false

    private struct Waiting {
        var message: NodeMessage
        /// Once everything up to here is durable, the node may know.
        var through: Int64
    }

    /// The signal as the engine is to take it: as a new one where the journal has lost what the same message led to.
    func believed(_ signal: Signal, as message: NodeMessage) -> Signal {
        var signal = signal
        signal.isUnrecorded = isBlind || lost.contains(message)
        return signal
    }

    /// Answers a message when all lines up to one are durable.
    mutating func wait(_ message: NodeMessage, through: Int64) {
        lost.remove(message)
        if waiting.count >= Self.limit, let dropped = waiting.removeFirst() { droppedThrough = dropped.through }
        waiting.append(Waiting(message: message, through: through))
    }

    /// The next message that may be answered, each once.
    mutating func takeDue(durableThrough: Int64) -> NodeMessage? {
        guard let first = waiting.first, first.through <= durableThrough else { return nil }
        return waiting.removeFirst()?.message
    }

    /// The journal will never hold these lines.
    mutating func lose(_ lines: ClosedRange<Int64>) {
        waiting.removeAll { answer in
            let isLost = lines.contains(answer.through)
            if isLost { lost.insert(answer.message) }
            return isLost
        }
        // A repeat waits for a later line, and for the same press.
        waiting.removeAll { lost.contains($0.message) }
        if lines.lowerBound <= droppedThrough || lost.count > Self.limit {
            isBlind = true
            lost = []
        }
    }
}
