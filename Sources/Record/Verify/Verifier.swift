public import EventCodec
import LinuxIO

/// Checks the whole record: the journal's chain, the event log's, and that they are the same.
///
/// Reads line by line with bounded memory, while the daemon runs or without it.
/// It finds what was changed by accident, and by anybody who did not make the
/// whole chain anew up to its head; against those, compare the head with one
/// that was sent elsewhere.
public struct Verifier: Sendable {
    private let stateDirectory: String
    private let logDirectory: String

    /// A verifier of what stands in two directories.
    public init(stateDirectory: String, logDirectory: String) {
        self.stateDirectory = stateDirectory
        self.logDirectory = logDirectory
    }

    /// What was read.
    public struct Summary: Sendable, Hashable {
        /// The journal's events.
        public var journalLines = 0
        /// The event log's lines.
        public var eventLogLines = 0
        /// The journal's segments.
        public var segments = 0
        /// The event log's files.
        public var files = 0
        /// Findings of any kind.
        public var findings = 0
        /// The journal's oldest event.
        public var first: Int64?
        /// The journal's last line.
        public var head: ChainHead?
        /// Whether nothing was found.
        public var isGood: Bool { findings == 0 }
    }

    /// How far it has come.
    public struct Progress: Sendable, Hashable {
        /// The file that is being read.
        public var file: String
        /// Bytes read of all.
        public var bytes: Int
        /// Bytes in all; files that grow meanwhile may pass it.
        public var total: Int
    }

    /// Reads everything. Each finding is given once, journal first; progress about once in 1,000 lines.
    ///
    /// Throws only where a directory cannot be listed; a file that cannot be read is a finding.
    public func verify(
        progress: (Progress) -> Void = { _ in }, found: (Finding) -> Void
    ) throws(RecordError) -> Summary {
        let directory = "\(stateDirectory)/journal"
        let segments: [(path: String, first: Int64)]
        let files: [(path: String, first: Int64)]
        do {
            segments = try SegmentName.list(in: directory)
            files = try EventLogFiles.list(in: logDirectory)
        } catch {
            throw RecordError(
                path: error.subject, what: "\(error)",
                remedy: "Give the daemon's own directories, and read them as its user or group.")
        }
        var total = 0
        for segment in segments { total += SegmentName.bytes(of: segment.path) }
        for file in files { total += Files.size(of: file.path) ?? 0 }
        return withoutActuallyEscaping(found) { found in
            withoutActuallyEscaping(progress) { progress in
                let desk = VerifyDesk(total: total, progress: progress, found: found)
                JournalWalk(desk).walk(segments)
                let walk = EventLogWalk(
                    desk, JournalCursor(segments), journalDirectory: directory, logDirectory: logDirectory)
                walk.walk(files, journalThrough: desk.summary.head?.sequence)
                return desk.summary
            }
        }
    }
}

/// What the two walks share: where findings and progress go.
final class VerifyDesk {
    var summary = Verifier.Summary()
    private let total: Int
    private let progress: (Verifier.Progress) -> Void
    private let found: (Finding) -> Void
    private var bytes = 0
    private var sinceProgress = 0

    init(total: Int, progress: @escaping (Verifier.Progress) -> Void, found: @escaping (Finding) -> Void) {
        self.total = total
        self.progress = progress
        self.found = found
    }

    func report(_ kind: Finding.Kind, _ place: String, _ sequence: Int64?, _ what: String, _ remedy: String) {
        summary.findings += 1
        found(Finding(kind: kind, place: place, sequence: sequence, what: what, remedy: remedy))
    }

    func read(_ count: Int, of file: String) {
        bytes += count
        sinceProgress += 1
        guard sinceProgress == 1_000 else { return }
        sinceProgress = 0
        progress(Verifier.Progress(file: file, bytes: bytes, total: total))
    }
}
