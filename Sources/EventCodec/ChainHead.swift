/// The last line of the chain of hashes: what the next line goes on from.
public struct ChainHead: Sendable, Hashable {
    /// The generation that lines from here on carry: the short random word of
    /// this start. A new start takes over `sequence` and `hash` and sets its own.
    public var generation: String
    /// The sequence number of the last line; 0 before the first.
    public var sequence: Int64
    /// The hash of the last line, 32 bytes; all zero before the first.
    public var hash: [UInt8]

    /// A head from its parts. Without a sequence and a hash it stands before the first line of all.
    public init(
        generation: String, sequence: Int64 = 0, hash: [UInt8] = Array(repeating: 0, count: Digest.length)
    ) {
        precondition(hash.count == Digest.length, "a whole SHA-256")
        self.generation = generation
        self.sequence = sequence
        self.hash = hash
    }
}
