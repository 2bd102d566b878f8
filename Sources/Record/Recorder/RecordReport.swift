public import CallpointCore

/// What the record tells the engine's thread, in the order in which it happened.
public enum RecordReport: Sendable, Hashable {
    /// Lines up to a sequence number are in the event log, or may be shown although that cannot be written.
    ///
    /// `isDurable` is true where the journal holds them: what waits for
    /// durability (an answer to a node) may go out on this report.
    case visible(Visible)
    /// Lines up to this one, which were shown before they were durable, are in the journal now, but for those that were
    /// reported as lost.
    case durable(through: Int64)
    /// The journal or the event log fails or stalls; help goes on. `reason` is for people.
    case degraded(reason: String, waitedMilliseconds: Int)
    /// The journal and the event log hold everything again; `behind` lines had waited.
    case restored(behind: Int, milliseconds: Int)
    /// The journal will never hold these lines: the backlog reached its bound while the disk failed.
    case lost(from: Int64, through: Int64, reason: String)
    /// Something that a person should know of and that needs nothing now: a segment dropped, a file set aside.
    case note(String)

    /// Lines that may be seen, with how long each stage took.
    public struct Visible: Sendable, Hashable {
        /// The last line's sequence number; every earlier line is visible too.
        public var through: Int64
        /// Whether the journal held them by then.
        public var isDurable: Bool
        /// Whether the event log holds them; false while it cannot be written.
        public var inFile: Bool
        /// From `submit` to the end of the journal's commit, or until the wait was given up.
        public var journalMicroseconds: Int
        /// From there until they were written to the event log.
        public var emitMicroseconds: Int
        /// When they became visible.
        public var at: Instant

        /// A report from its parts.
        public init(
            through: Int64, isDurable: Bool, inFile: Bool, journalMicroseconds: Int, emitMicroseconds: Int, at: Instant
        ) {
            self.through = through
            self.isDurable = isDurable
            self.inFile = inFile
            self.journalMicroseconds = journalMicroseconds
            self.emitMicroseconds = emitMicroseconds
            self.at = at
        }
    }
}
