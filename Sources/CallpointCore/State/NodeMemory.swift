/// What has been heard of one serial node, so that a repeat is told from a press.
struct NodeMemory: Sendable, Hashable {
    /// A sentence that was heard.
    struct Heard: Sendable, Hashable {
        var counter: UInt32
        var boot: UInt32?
        /// What it said: a node that lost its count may send the same number with another message.
        var state: Signal.State
        var at: Instant
    }

    /// The latest first; at most `limit`.
    private(set) var heard: [Heard] = []
    /// The highest pair of boot and counter that the node has sent; asked only of keyed nodes.
    private(set) var highest: (boot: UInt32, counter: UInt32)?

    /// A node has few sentences under way at once.
    static let limit = 8
    /// A sentence with the same address, boot, counter and state is a repeat for so long after it was last heard.
    static let repeatWindow: Duration = .seconds(120)

    mutating func hear(_ stamp: NodeStamp, _ state: Signal.State, at instant: Instant) {
        heard.removeAll { $0.counter == stamp.counter && $0.boot == stamp.boot && $0.state == state }
        heard.insert(Heard(counter: stamp.counter, boot: stamp.boot, state: state, at: instant), at: 0)
        if heard.count > NodeMemory.limit { heard.removeLast() }
        let pair = NodeMemory.pair(stamp)
        if highest.map({ $0 < pair }) ?? true { highest = pair }
    }

    /// Whether a sentence was heard already. In doubt it was not: an alarm raised twice does less
    /// harm than one not raised.
    func isRepeat(_ stamp: NodeStamp, _ state: Signal.State, at instant: Instant) -> Bool {
        heard.contains { known in
            known.counter == stamp.counter && known.boot == stamp.boot && known.state == state
                && instant - known.at <= NodeMemory.repeatWindow
        }
    }

    /// Whether this very message is among the last that were heard, however long ago.
    func holds(_ stamp: NodeStamp, _ state: Signal.State) -> Bool {
        heard.contains { $0.counter == stamp.counter && $0.boot == stamp.boot && $0.state == state }
    }

    /// Whether a keyed sentence does not rise above what was heard: the same one again, or a recording.
    func isBelow(_ stamp: NodeStamp) -> Bool {
        highest.map { NodeMemory.pair(stamp) <= $0 } ?? false
    }

    /// Whether something above a keyed sentence was heard; where not, its pair is the one that was heard last.
    func isAbove(_ stamp: NodeStamp) -> Bool {
        highest.map { NodeMemory.pair(stamp) < $0 } ?? false
    }

    /// A keyed node that counts no starts must let its counter rise for ever.
    private static func pair(_ stamp: NodeStamp) -> (boot: UInt32, counter: UInt32) {
        (stamp.boot ?? 0, stamp.counter)
    }

    static func == (a: NodeMemory, b: NodeMemory) -> Bool {
        a.heard == b.heard && a.highest?.boot == b.highest?.boot && a.highest?.counter == b.highest?.counter
    }

    func hash(into hasher: inout Hasher) { hasher.combine(heard) }
}

/// Names a node: the same address on two inputs is two nodes.
struct NodeName: Sendable, Hashable {
    var input: InputName
    var address: String
}
