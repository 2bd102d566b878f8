public import CallpointCore

/// An event as the exact bytes that the journal holds, and what the journal must know of it.
public struct EncodedLine: Sendable, Hashable {
    /// The start's short random word; with `sequence` it names the event for ever.
    public var generation: String
    /// Counts events without a gap, over restarts too; 1….
    public var sequence: Int64
    /// The line: JSON without a line end and without a `durable` mark, at most `byteLimit` bytes.
    public var bytes: [UInt8]
    /// SHA-256 over the line without its `hash`, 32 bytes.
    public var hash: [UInt8]
    /// The incident, where it belongs to one: kept while that is open.
    public var incident: IncidentID?
    /// Whether this event opens its incident (+1), ends it (−1), or neither (0).
    public var opens: Int
    /// What this event is the last word on. A snapshot holds, for each key, the
    /// last line that carries it; empty for an event that no later state needs
    /// once its incident is closed. See `Event.keepKeys`.
    public var keepKeys: [String]
    /// What a ranking weighed, as `RankingRecord` writes it, where the event
    /// is one and brought that along: for the journal to keep after the emission.
    public var ranking: [UInt8]?

    /// Most bytes of a line as it stands in the event log, with its mark and its line end.
    public static let emittedByteLimit = 4_096
    /// Most bytes of `bytes`: with the mark (16) and a line end it stays within 4 KiB.
    public static let byteLimit = 4_079

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

    /// A line that was read back, for a journal that takes it over; `line` are
    /// its bytes as they were read, with or without a mark.
    public init(_ decoded: DecodedLine, line: [UInt8]) {
        self.init(
            generation: decoded.generation, sequence: decoded.sequence, bytes: DurableMark.strip(from: line),
            hash: decoded.hash, incident: decoded.event.incident, opens: decoded.event.opens,
            keepKeys: decoded.event.keepKeys)
    }

    /// The line as it is emitted before it is durable: with `"durable":false` at its end.
    public var markedBytes: [UInt8] { DurableMark.add(to: bytes) }
}
