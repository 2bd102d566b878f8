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
    /// More rejections than this within a minute are a fault of the line.
    public static let noiseLimit = 20
    /// Over this long rejections are counted together, and without one for this long the line is right again.
    static let noiseWindow: Duration = .seconds(60)

    /// The input that all of them speak over.
    public let input: InputName
    private var nodes: [String: Node] = [:]
    private var unknown: [String: Instant] = [:]
    private var complainedOfManyAt: Instant?
    /// When the last 21 rejections were, oldest first.
    private var rejections: [Instant] = []
    private var isNoisy = false

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

    private struct Node: Sendable {
        var callPoint: CallPointID
        var key: [UInt8]?
        var heardAt: Instant?
        var pressedAt: Instant?
        var state: Signal.State?
        var forged: UInt64 = 0
        var complainedAt: Instant?
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
        /// What it then said.
        public var state: Signal.State?
        /// How many sentences in its name were refused.
        public var forged: UInt64
    }

    /// Nodes by address, and their keys.
    public init(input: InputName, callPoints: [String: CallPointID], keys: NodeKeys = NodeKeys()) {
        self.input = input
        reconfigure(callPoints: callPoints, keys: keys)
    }

    /// Takes over another site file's nodes and keys; what was heard of those that stay is kept.
    public mutating func reconfigure(callPoints: [String: CallPointID], keys: NodeKeys) {
        var renewed: [String: Node] = [:]
        for (address, callPoint) in callPoints {
            var node = nodes[address] ?? Node(callPoint: callPoint)
            node.callPoint = callPoint
            node.key = keys[input, address]
            renewed[address] = node
            unknown[address] = nil
        }
        nodes = renewed
    }

    /// All nodes, by address.
    public var status: [NodeStatus] {
        nodes.sorted { $0.key < $1.key }.map { address, node in
            NodeStatus(
                address: address, callPoint: node.callPoint, isKeyed: node.key != nil, heardAt: node.heardAt,
                pressedAt: node.pressedAt, state: node.state, forged: node.forged)
        }
    }

    /// What a whole sentence means, or that it is refused.
    public mutating func take(_ sentence: Sentence, edgeAt: Instant, readAt: Instant) -> [Input.Body] {
        guard let node = nodes[sentence.address] else { return refuseUnknown(sentence.address, at: readAt) }
        if let key = node.key, !sentence.isSealed(with: key) { return refuseForged(sentence, at: readAt) }
        counters.signals += 1
        nodes[sentence.address]?.heardAt = readAt
        if sentence.state == .pressed { nodes[sentence.address]?.pressedAt = readAt }
        nodes[sentence.address]?.state = sentence.state
        return [
            .signal(
                Signal(
                    callPoint: node.callPoint, input: input, state: sentence.state, stamp: sentence.stamp,
                    authentication: node.key == nil ? .none : .mac, edgeAt: edgeAt, readAt: readAt))
        ]
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
        rejections.append(instant)
        if rejections.count > SerialNodes.noiseLimit + 1 { rejections.removeFirst() }
        guard !isNoisy, rejections.count > SerialNodes.noiseLimit, let oldest = rejections.first,
            instant - oldest <= SerialNodes.noiseWindow
        else { return [] }
        isNoisy = true
        let detail =
            "\(input): more than \(SerialNodes.noiseLimit) pieces within a minute are no sentences, the last for its "
            + "\(reason.rawValue). Check baud rate, wiring and screen of the line."
        return [.fault(DeviceFault(input: input, kind: .noise, detail: detail))]
    }

    /// Whether the line has become quiet.
    public mutating func tick(at instant: Instant) -> [Input.Body] {
        guard let deadline = nextDeadline, instant >= deadline else { return [] }
        isNoisy = false
        rejections.removeAll(keepingCapacity: true)
        return [
            .restored(
                DeviceFault(input: input, kind: .noise, detail: "\(input): a minute without noise."))
        ]
    }

    /// When `tick` has something to do; nil while the line is right.
    public var nextDeadline: Instant? {
        guard isNoisy, let last = rejections.last else { return nil }
        return last + SerialNodes.noiseWindow
    }
}
