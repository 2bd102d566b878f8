public import CallpointCore

/// Writes events as the lines of one chain, each with the hash of the line before.
///
/// It stands on the way from a press to its orders: it appends to one array
/// of bytes and asks the C library for nothing.
public struct EventEncoder: Sendable {
    /// The last line that was written.
    public private(set) var head: ChainHead

    /// An encoder that goes on from a head.
    public init(head: ChainHead) { self.head = head }

    /// The event as the next line of the chain, at most `EncodedLine.byteLimit` bytes.
    ///
    /// Texts that would not fit end in `…`, lists say how many are left out,
    /// and `texts_cut` counts what was cut.
    public mutating func encode(_ event: Event) -> EncodedLine {
        let sequence = head.sequence + 1
        let evidence = Evidence(of: event)
        var bytes: [UInt8] = []
        for limits in LineLimits.steps {
            bytes = unsealed(event, sequence: sequence, limits: limits, inputHash: evidence.hash)
            if bytes.count + Self.sealLength <= EncodedLine.byteLimit { break }
        }
        let hash = Digest.sha256(bytes)
        var writer = JSONWriter(continuing: bytes)
        writer.bytes.removeLast()
        writer.raw(",\"hash\":\"")
        writer.hex(hash)
        writer.raw("\"}")
        head.sequence = sequence
        head.hash = hash
        return EncodedLine(
            generation: head.generation, sequence: sequence, bytes: writer.bytes, hash: hash,
            incident: event.incident, opens: event.opens, keepKeys: event.keepKeys, ranking: evidence.record)
    }

    /// Bytes that the hash adds to a line: `,"hash":"…"` with 64 digits.
    static let sealLength = 74

    /// The line without its hash: what the hash covers.
    private func unsealed(_ event: Event, sequence: Int64, limits: LineLimits, inputHash: String) -> [UInt8] {
        var line = LineWriter(limits: limits)
        line.json.raw("{\"v\":1,\"gen\":")
        line.quotedName(head.generation)
        line.integer("seq", sequence)
        line.member("ts")
        line.quote()
        line.json.stamp(event.wall)
        line.quote()
        line.integer("mono_us", event.at.microseconds)
        line.word("type", event.body.type.rawValue)
        line.word("severity", event.severity.rawValue)
        if !event.wall.isTrusted { line.json.raw(",\"time_ok\":false") }
        line.name("incident", event.incident)
        line.name("call_point", event.callPoint)
        if event.mode != .live || event.incident != nil || event.callPoint != nil {
            line.word("mode", event.mode.rawValue)
        }
        line.fields(of: event, inputHash: inputHash)
        line.message(of: event)
        if line.textsCut > 0 { line.integer("texts_cut", line.textsCut) }
        line.json.raw(",\"prev\":\"")
        line.json.hex(head.hash)
        line.json.raw("\"}")
        return line.json.bytes
    }

    /// What a ranking weighed, as bytes and as a hash.
    private struct Evidence {
        var record: [UInt8]?
        var hash = ""

        init(of event: Event) {
            guard case .unitsRanked(let ranked) = event.body else { return }
            switch ranked.evidence {
            case .hash(let known): hash = known
            case .weighed(let units):
                let bytes = RankingRecord.encode(units)
                record = bytes
                hash = RankingRecord.hash(bytes)
            }
        }
    }
}
