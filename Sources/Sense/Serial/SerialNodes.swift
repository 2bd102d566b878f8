public import CallpointCore

/// What the nodes behind one serial input mean: which call point speaks, and whether to believe it.
///
/// Pure. Whether a press is a repeat is not decided here: the core knows the
/// stamps that the journal holds, across restarts too.
public struct SerialNodes: Sendable {
    /// Most unknown addresses that are told apart; further ones are counted together.
    public static let unknownLimit = 256
    /// The same complaint about the same node or address comes at most so often.
    static let complaintInterval: Duration = .seconds(60)
    /// The input that all of them speak over.
    public let input: InputName
    private var nodes: [String: SerialNode] = [:]
    private var unknown: [String: Instant] = [:]
    private var complainedOfManyAt: Instant?
    private var noise: NoiseGauge
    private var isListening = false
    /// No node has anything to do before; nil for never.
    private var nodesDueAt: Instant?
    private var farewells: [Input.Body] = []

    /// What was counted since the start.
    public private(set) var counters = Counters()

    /// What became of whole sentences.
    public struct Counters: Sendable, Hashable {
        /// Handed to the core.
        public var signals: UInt64 = 0
        /// Refused: the node has a key, and the mac is wrong or missing.
        public var forged: UInt64 = 0
        /// Refused: no call point has this address.
        public var unknownAddress: UInt64 = 0
    }

    /// One node, for `callpoint status`.
    public struct NodeStatus: Sendable, Hashable {
        /// Its address on the input.
        public var address: String
        /// Whose button it is.
        public var callPoint: CallPointID
        /// Whether it must prove who it is.
        public var isKeyed: Bool
        /// When it was last heard and believed; nil for never since the start.
        public var heardAt: Instant?
        /// When it last said that it is pressed, repeats too; nil for never since the start.
        public var pressedAt: Instant?
        /// What it said last.
        public var state: Signal.State?
        /// How many sentences in its name were refused.
        public var forged: UInt64
        /// What is wrong with it now, as far as supervision has said so.
        public var faults: [DeviceFault.Kind]
    }

    /// Nodes by address, and their keys. One that says nothing for `silenceLimit` is offline; nil: silence is not
    /// watched.
    public init(
        input: InputName, callPoints: [String: CallPointID], keys: NodeKeys = NodeKeys(), silenceLimit: Duration? = nil
    ) {
        self.input = input
        noise = NoiseGauge(input: input, expected: "sentences")
        reconfigure(callPoints: callPoints, keys: keys, silenceLimit: silenceLimit)
    }

    /// Takes over another site file's nodes and keys; what was heard of those that stay is kept. Faults of those that
    /// go are restored at the next `tick`.
    public mutating func reconfigure(
        callPoints: [String: CallPointID], keys: NodeKeys, silenceLimit: Duration?
    ) {
        let before = nodes
        nodes = [:]
        for (address, callPoint) in callPoints {
            let known = before[address]
            let isSame = known?.callPoint == callPoint
            var node =
                known.flatMap { isSame ? $0 : nil }
                ?? SerialNode(
                    place: "\(input)/\(address)", callPoint: callPoint, input: input, limit: silenceLimit, before: known
                )
            node.key = keys[input, address]
            node.silenceLimit = silenceLimit
            nodes[address] = node
            unknown[address] = nil
        }
        for address in before.keys.sorted() where before[address]?.callPoint != nodes[address]?.callPoint {
            var gone = before[address]
            farewells += gone?.retire("\(input)/\(address) is not that call point's node any more.") ?? []
        }
        // Each node is looked at in the next tick.
        if isListening { nodesDueAt = Instant(microseconds: 0) }
    }

    /// All nodes, by address.
    public var status: [NodeStatus] {
        nodes.sorted { $0.key < $1.key }.map { address, node in
            NodeStatus(
                address: address, callPoint: node.callPoint, isKeyed: node.key != nil, heardAt: node.heardAt,
                pressedAt: node.pressedAt, state: node.state, forged: node.forged, faults: node.standing)
        }
    }

    /// What a whole sentence means, or that it is refused.
    public mutating func take(_ sentence: Sentence, edgeAt: Instant, readAt: Instant) -> [Input.Body] {
        guard let node = nodes[sentence.address] else { return refuseUnknown(sentence.address, at: readAt) }
        if let key = node.key, !sentence.isSealed(with: key) { return refuseForged(sentence, at: readAt) }
        counters.signals += 1
        let faults = nodes[sentence.address]?.hear(sentence, at: readAt) ?? []
        if let due = nodes[sentence.address]?.nextDeadline { nodesDueAt = nodesDueAt.map { min($0, due) } ?? due }
        return [
            .signal(
                Signal(
                    callPoint: node.callPoint, input: input, state: sentence.state, stamp: sentence.stamp,
                    authentication: node.key == nil ? .none : .mac, edgeAt: edgeAt, readAt: readAt))
        ] + faults
    }

    private mutating func refuseForged(_ sentence: Sentence, at instant: Instant) -> [Input.Body] {
        counters.forged += 1
        guard var node = nodes[sentence.address] else { return [] }
        defer { nodes[sentence.address] = node }
        node.forged += 1
        if let last = node.complainedAt, instant - last < SerialNodes.complaintInterval { return [] }
        node.complainedAt = instant
        let what = sentence.seal == nil ? "has no mac" : "has a wrong mac"
        let detail =
            "\(input)/\(sentence.address): a sentence (\(sentence.state.letter)) \(what) and was refused, "
            + "\(node.forged) so far. Load the key of this call point into its node, "
            + "or look for a stranger on the line."
        return [.fault(DeviceFault(input: input, callPoint: node.callPoint, kind: .forged, detail: detail))]
    }

    private mutating func refuseUnknown(_ address: String, at instant: Instant) -> [Input.Body] {
        counters.unknownAddress += 1
        if let last = unknown[address], instant - last < SerialNodes.complaintInterval { return [] }
        if unknown[address] == nil, unknown.count >= SerialNodes.unknownLimit {
            unknown = unknown.filter { instant - $0.value < SerialNodes.complaintInterval }
        }
        guard unknown[address] != nil || unknown.count < SerialNodes.unknownLimit else {
            return complainOfManyAddresses(at: instant)
        }
        unknown[address] = instant
        let detail =
            "\(input): a node with address \(address) speaks, and no call point has it. Give a call point "
            + "`button: {input: \(input), address: \"\(address)\"}`, or correct the address in the node."
        return [.fault(DeviceFault(input: input, kind: .unknownAddress, detail: detail))]
    }

    private mutating func complainOfManyAddresses(at instant: Instant) -> [Input.Body] {
        if let last = complainedOfManyAt, instant - last < SerialNodes.complaintInterval { return [] }
        complainedOfManyAt = instant
        let detail =
            "\(input): more than \(SerialNodes.unknownLimit) unknown addresses within a minute; further ones are "
            + "only counted. Look for noise or a stranger on the line."
        return [.fault(DeviceFault(input: input, kind: .unknownAddress, detail: detail))]
    }
}

// MARK: - Noise

extension SerialNodes {
    /// Something on the line was no sentence of ours. Another talker's whole sentence is no noise: a GPS
    /// receiver may share the line.
    public mutating func reject(_ reason: SentenceDecoder.Rejection, at instant: Instant) -> [Input.Body] {
        guard reason != .talker else { return [] }
        return noise.reject(reason.rawValue, at: instant)
    }
}

// MARK: - Time

extension SerialNodes {
    /// Takes over the faults of nodes that a run before has said, and that stand; once, before the line is open. Those
    /// of call points that have no node here any more are restored at the next `tick`.
    public mutating func recall(_ standing: [DeviceFault]) {
        for fault in standing where fault.input == input && [.offline, .stuck, .chatter].contains(fault.kind) {
            guard let callPoint = fault.callPoint else { continue }
            if let address = nodes.first(where: { $0.value.callPoint == callPoint })?.key {
                nodes[address]?.recall(fault.kind)
            } else {
                let detail = "\(callPoint) has no node on \(input) any more."
                farewells.append(
                    .restored(DeviceFault(input: input, callPoint: callPoint, kind: fault.kind, detail: detail)))
            }
        }
    }

    /// The line is open: from here on a node's silence counts.
    public mutating func listen(at instant: Instant) {
        isListening = true
        for address in nodes.keys { nodes[address]?.listen(at: instant) }
        nodesDueAt = nodes.values.lazy.compactMap(\.nextDeadline).min()
    }

    /// The line is gone: that is said of the input, and tells nothing of the nodes.
    public mutating func lost(at instant: Instant) {
        isListening = false
        for address in nodes.keys { nodes[address]?.forget() }
    }

    /// Lets everything that is due happen: the line has become quiet, a node silent, a button stuck.
    public mutating func tick(at instant: Instant) -> [Input.Body] {
        var bodies = farewells + noise.tick(at: instant)
        farewells = []
        guard let due = nodesDueAt, instant >= due else { return bodies }
        for address in nodes.keys.sorted() {
            if isListening { nodes[address]?.listen(at: instant) }
            bodies += nodes[address]?.tick(at: instant) ?? []
        }
        nodesDueAt = nodes.values.lazy.compactMap(\.nextDeadline).min()
        return bodies
    }

    /// When `tick` may have something to do; nil for never. What nodes have to wait for may wait for the whole second,
    /// when the port looks after itself anyway.
    public var nextDeadline: Instant? {
        guard farewells.isEmpty else { return Instant(microseconds: 0) }
        let seconds = nodesDueAt.map { Instant(microseconds: ($0.microseconds + 999_999) / 1_000_000 * 1_000_000) }
        return [noise.nextDeadline, seconds].compactMap { $0 }.min()
    }

    /// What restores the faults of all nodes that stand: the input is closed for good.
    public mutating func retire() -> [Input.Body] {
        var bodies = farewells
        farewells = []
        for address in nodes.keys.sorted() {
            bodies += nodes[address]?.retire("\(input)/\(address) is not supervised any more.") ?? []
        }
        return bodies
    }
}
