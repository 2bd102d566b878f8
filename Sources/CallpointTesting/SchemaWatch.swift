public import CallpointCore
import EventCodec

/// Writes the events of a run as one chain, and holds each line against the event log's contract.
public struct SchemaWatch: Sendable {
    /// Read once: a simulation makes thousands of watches.
    private static let events = Result { try SchemaValidator.events() }
    private let schema: SchemaValidator
    private var encoder: EventEncoder

    /// A watch over a run of a generation.
    public init(generation: String = "7c1e") throws {
        schema = try Self.events.get()
        encoder = EventEncoder(head: ChainHead(generation: generation))
    }

    /// What is wrong with the lines of the next events: what the schema does not
    /// allow, and fields that do not come back as they were. Empty where all is well.
    public mutating func breaches(of events: [Event]) -> [String] {
        events.flatMap { event in
            let line = encoder.encode(event)
            return breaches(of: event, line: line).map { "\($0) in \(String(decoding: line.bytes, as: UTF8.self))" }
        }
    }

    private func breaches(of event: Event, line: EncodedLine) -> [String] {
        do {
            let decoded = try EventDecoder.decode(line.bytes)
            let same = decoded.event == Self.withHash(event, of: line)
            return schema.violations(in: try JSON.parse(line.bytes)) + (same ? [] : ["comes back as another event"])
        } catch { return ["\(error)"] }
    }

    /// A ranking that was read back holds the hash of what it weighed.
    private static func withHash(_ event: Event, of line: EncodedLine) -> Event {
        guard case .unitsRanked(var ranked) = event.body, let record = line.ranking else { return event }
        ranked.evidence = .hash(RankingRecord.hash(record))
        var event = event
        event.body = .unitsRanked(ranked)
        return event
    }
}
