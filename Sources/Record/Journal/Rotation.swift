import EventCodec
import LinuxIO

/// The making of the next segment, in steps of a few lines, while the present one goes on.
final class Rotation {
    private let source: Segment
    private let builder: SegmentBuilder
    private let wanted: [Int64]
    private var next = 0
    /// Every line up to this one is in the snapshot, or is needed by nobody.
    private var through: Int64
    private(set) var carriedConfigurations: [StoredConfiguration]

    /// Lines copied in one step.
    static let stepLines = 200

    init(
        from source: Segment, live: LiveLines, head: ChainHead, configurations: [StoredConfiguration]
    ) throws(SegmentError) {
        self.source = source
        builder = try SegmentBuilder(directory: String(source.path.prefix(upTo: Self.lastSlash(source.path))))
        wanted = live.sequences
        through = head.sequence
        carriedConfigurations = configurations
        builder.offer(configurations)
    }

    private static func lastSlash(_ path: String) -> String.Index { path.lastIndex(of: "/") ?? path.startIndex }

    /// Copies some lines. Returns whether all up to `head` are there.
    ///
    /// The lines that came since the rotation began are all taken, needed or
    /// not: replayed after the others they give the same state.
    func step(head: ChainHead) throws(SegmentError) -> Bool {
        var copied = 0
        while copied < Self.stepLines, next < wanted.count {
            try copy(wanted[next])
            next += 1
            copied += 1
        }
        guard next == wanted.count else { return false }
        while copied < Self.stepLines, through < head.sequence {
            through += 1
            try copy(through)
            copied += 1
        }
        return through == head.sequence
    }

    private func copy(_ sequence: Int64) throws(SegmentError) {
        do throws(SQLiteError) {
            // A line that is missing was missing before, and has been named then.
            _ = try source.visit(sequence) { (row) throws(SQLiteError) in try builder.add(snapshot: row) }
        } catch { throw .sqlite(error) }
    }

    /// Gives the new segment its place; returns its path.
    func finish(_ opening: SegmentOpening) throws(SegmentError) -> String {
        do throws(SQLiteError) { try builder.carry(from: source.connection) } catch { throw .sqlite(error) }
        carriedConfigurations = builder.carriedConfigurations
        return try builder.finish(opening, wallMilliseconds: MonotonicClock.wallMilliseconds)
    }
}
