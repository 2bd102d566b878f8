import EventCodec

/// What a segment says of itself.
struct SegmentMeta {
    var schema: Int64
    var opening: SegmentOpening
    /// How long the daemon had run when it was last written, in seconds.
    var runningSeconds: Int64
    var isComplete: Bool

    init(reading connection: SQLiteConnection) throws(SQLiteError) {
        let statement = try connection.prepare("SELECT key, value FROM meta")
        var values: [String: String] = [:]
        while try statement.step() { values[statement.text(0) ?? ""] = statement.text(1) }
        func number(_ key: SegmentSchema.Key) -> Int64? { values[key.rawValue].flatMap { Int64($0) } }
        schema = number(.schema) ?? 0
        var previous: ChainHead?
        if let generation = values[SegmentSchema.Key.previousGeneration.rawValue],
            let sequence = number(.previousSequence),
            let hash = values[SegmentSchema.Key.previousHash.rawValue].flatMap({ Digest.bytes(hex: $0) })
        {
            previous = ChainHead(generation: generation, sequence: sequence, hash: hash)
        }
        let openedAt = number(.openedAt) ?? 0
        opening = SegmentOpening(
            first: number(.first) ?? 1, previous: previous, runningSeconds: openedAt, shown: number(.shown) ?? 0,
            gaps: Self.gaps(values[SegmentSchema.Key.gaps.rawValue] ?? ""))
        runningSeconds = max(openedAt, number(.running) ?? 0)
        isComplete = values[SegmentSchema.Key.complete.rawValue] == "1"
    }

    /// The rows of a new segment; `complete` is the last.
    static func rows(_ opening: SegmentOpening, wallMilliseconds: Int64) -> [(SegmentSchema.Key, String)] {
        var rows: [(SegmentSchema.Key, String)] = [
            (.schema, String(SegmentSchema.version)), (.first, String(opening.first)),
            (.created, String(wallMilliseconds)), (.openedAt, String(opening.runningSeconds)),
            (.running, String(opening.runningSeconds)), (.shown, String(opening.shown)),
            (.gaps, text(opening.gaps)), (.grown, "0"),
        ]
        if let previous = opening.previous {
            rows.append((.previousGeneration, previous.generation))
            rows.append((.previousSequence, String(previous.sequence)))
            rows.append((.previousHash, Digest.hex(previous.hash)))
        }
        return rows + [(.complete, "1")]
    }

    static func write(
        _ key: SegmentSchema.Key, _ value: String, to connection: SQLiteConnection
    ) throws(SQLiteError) {
        let statement = try connection.prepare("INSERT OR REPLACE INTO meta(key, value) VALUES(?,?)")
        statement.bind(1, key.rawValue)
        statement.bind(2, value)
        try statement.run()
    }

    static func text(_ gaps: [ClosedRange<Int64>]) -> String {
        gaps.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: "\n")
    }

    private static func gaps(_ text: String) -> [ClosedRange<Int64>] {
        text.split(separator: "\n").compactMap { part in
            let ends = part.split(separator: "-").compactMap { Int64($0) }
            return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
        }
    }
}
