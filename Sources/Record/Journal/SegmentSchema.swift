import EventCodec

/// The tables of a segment, and the names of what stands in `meta`.
enum SegmentSchema {
    static let version: Int64 = 1

    // The hot table has no second index: a commit then dirties the rightmost
    // leaf and seldom more, and each dirty page is 4 KiB to sync.
    static let tables = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE snapshot(seq INTEGER PRIMARY KEY, gen TEXT NOT NULL, incident TEXT, opens INTEGER NOT NULL,
            keys TEXT, line BLOB NOT NULL, sum INTEGER NOT NULL);
        CREATE TABLE events(seq INTEGER PRIMARY KEY, gen TEXT NOT NULL, incident TEXT, opens INTEGER NOT NULL,
            keys TEXT, line BLOB NOT NULL, sum INTEGER NOT NULL);
        CREATE TABLE rankings(hash BLOB PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE texts(token TEXT PRIMARY KEY, salt BLOB, text TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE configurations(hash TEXT PRIMARY KEY, file BLOB NOT NULL, plan_times_permille INTEGER NOT NULL);
        CREATE TABLE generations(gen TEXT PRIMARY KEY) WITHOUT ROWID;
        """

    /// Names of rows in `meta`.
    enum Key: String {
        case schema
        /// The first event's sequence number, which is in the file's name too.
        case first
        /// The head of the chain before this segment; absent in the very first.
        case previousGeneration = "previous_gen"
        case previousSequence = "previous_seq"
        case previousHash = "previous_hash"
        /// What the wall clock showed when the segment was made; for people only.
        case created
        /// How long the daemon had run, over all starts, when the segment was made; in seconds.
        case openedAt = "opened_running_s"
        /// The same, now and then while it is the newest.
        case running = "running_s"
        /// The event log held every line up to this one.
        case shown
        /// Lines that neither copy holds: `from-through`, one a line.
        case gaps
        /// Counts what was written only to have something to write.
        case grown
        /// Written last: without it the making of the segment was not finished.
        case complete
    }
}

/// How a segment begins.
struct SegmentOpening {
    /// The first event's sequence number.
    var first: Int64
    /// The head of the chain before it.
    var previous: ChainHead?
    /// How long the daemon has run, over all starts, in seconds.
    var runningSeconds: Int64
    /// The event log holds every line up to this one.
    var shown: Int64
    /// Lines before the first event that no copy holds.
    var gaps: [ClosedRange<Int64>] = []
}
