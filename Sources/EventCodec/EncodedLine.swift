public import CallpointCore

/// An event as the exact bytes that the journal holds, and what the journal must know of it.
public struct EncodedLine: Sendable, Hashable {
    /// The start's short random word; with `sequence` it names the event for ever.
    public var generation: String
    /// Counts events without a gap, over restarts too; 1….
    public var sequence: Int64
    /// The line: JSON without a line end and without a `durable` mark, at most 4,096 bytes.
    public var bytes: [UInt8]
    /// SHA-256 over the line without its `hash`, 32 bytes.
    public var hash: [UInt8]
    /// The incident, where it belongs to one: kept while that is open.
    public var incident: IncidentID?
    /// Whether this event opens its incident (+1), ends it (−1), or neither (0).
    public var opens: Int
    /// Events with the same key replace each other in a snapshot; empty for an
    /// event that no later state needs once its incident is closed.
    public var keepKeys: [String]
    /// The whole input of a ranking, for `units.ranked`: written behind, under its hash.
    public var ranking: [UInt8]?

    /// A line from its parts.
    public init(
        generation: String, sequence: Int64, bytes: [UInt8], hash: [UInt8], incident: IncidentID?, opens: Int,
        keepKeys: [String], ranking: [UInt8]? = nil
    ) {
        self.generation = generation
        self.sequence = sequence
        self.bytes = bytes
        self.hash = hash
        self.incident = incident
        self.opens = opens
        self.keepKeys = keepKeys
        self.ranking = ranking
    }
}
