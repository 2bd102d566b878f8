public import CallpointCore

/// Writes events as the lines of one chain, each with the hash of the line before.
public struct EventEncoder: Sendable {
    /// The last line that was written.
    public private(set) var head: ChainHead

    /// An encoder that goes on from a head.
    public init(head: ChainHead) { self.head = head }

    /// The event as the next line of the chain.
    public mutating func encode(_ event: Event) -> EncodedLine {
        var writer = JSONWriter()
        writer.raw("{}")
        let hash = Digest.sha256(writer.bytes)
        head.sequence += 1
        head.hash = hash
        return EncodedLine(
            generation: head.generation, sequence: head.sequence, bytes: writer.bytes, hash: hash,
            incident: event.incident, opens: 0, keepKeys: [])
    }
}
