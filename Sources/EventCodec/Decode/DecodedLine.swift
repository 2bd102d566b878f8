public import CallpointCore

/// A line read back.
public struct DecodedLine: Sendable, Hashable {
    /// The start that wrote it.
    public var generation: String
    /// Its place in the chain; 1….
    public var sequence: Int64
    /// The event. A ranking's evidence is its hash.
    public var event: Event
    /// The hash of the line before, 32 bytes, as this line gives it.
    public var previousHash: [UInt8]
    /// Its own hash, 32 bytes, as it gives it; `EventDecoder.verifyHash` tells whether it is right.
    public var hash: [UInt8]
    /// Whether it was shown before it was durable.
    public var isMarkedNotDurable: Bool

    /// A line from its parts.
    public init(
        generation: String, sequence: Int64, event: Event, previousHash: [UInt8], hash: [UInt8],
        isMarkedNotDurable: Bool
    ) {
        self.generation = generation
        self.sequence = sequence
        self.event = event
        self.previousHash = previousHash
        self.hash = hash
        self.isMarkedNotDurable = isMarkedNotDurable
    }

    /// The chain's head after this line.
    public var head: ChainHead { ChainHead(generation: generation, sequence: sequence, hash: hash) }
}
