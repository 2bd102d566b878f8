import LinuxIO

/// Drops whole old segments, by the daemon's running time and by size.
///
/// Open incidents stand in the newest segment's snapshot, so that no rule need know of them.
struct Retention {
    private let options: RecordOptions
    private let directory: String

    init(_ options: RecordOptions, _ directory: String) {
        self.options = options
        self.directory = directory
    }

    /// Drops what is due and returns a sentence for each. The segment that is
    /// written is never dropped.
    func drop(runningSeconds: Int64, keeping current: String) -> [String] {
        guard let segments = try? SegmentName.list(in: directory) else { return [] }
        var total = segments.reduce(0) { $0 + SegmentName.bytes(of: $1.path) }
        var notes: [String] = []
        for (index, segment) in segments.enumerated() where segment.path != current && index + 1 < segments.count {
            let closedAt = Self.openedAt(segments[index + 1].path)
            let isOld = closedAt.map { runningSeconds - $0 > options.retention.components.seconds } ?? false
            guard isOld || total > options.retentionBytes else { break }
            total -= SegmentName.bytes(of: segment.path)
            SegmentName.remove(segment.path)
            let why = isOld ? "older than the retention" : "all segments together are larger than the retention"
            notes.append("\(segment.path): dropped, \(why)")
        }
        return notes
    }

    /// When a segment was opened, in seconds of running time.
    private static func openedAt(_ path: String) -> Int64? {
        guard let connection = try? SQLiteConnection(path: path, access: .readOnly) else { return nil }
        return (try? SegmentMeta(reading: connection))?.opening.runningSeconds
    }
}
