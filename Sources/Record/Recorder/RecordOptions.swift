/// Where the record stands, and its bounds.
public struct RecordOptions: Sendable {
    /// The directory of the journal: `journal/` and the start marker are made in it.
    public var stateDirectory: String
    /// The directory of `events.jsonl`.
    public var logDirectory: String
    /// How long a batch may wait to be durable before it is shown all the same, marked.
    public var durabilityWait: Duration
    /// A segment is closed when it and its write-ahead log hold more bytes than this.
    public var segmentBytes: Int
    /// A segment is closed when the daemon has run with it for longer than this.
    public var segmentAge: Duration
    /// A segment is dropped when the daemon has run for longer than this since it was closed.
    ///
    /// Counted in the daemon's own running time, so that a wall clock that
    /// steps by ten years cannot drop a record.
    public var retention: Duration
    /// The oldest segments are dropped while all together hold more bytes than this.
    public var retentionBytes: Int
    /// How long a batch that is not urgent may wait for an urgent one to go with.
    public var flushDelay: Duration
    /// How long the journal must have been idle before it does its own work: checkpoint, rotation, retention.
    public var idleDelay: Duration
    /// The write-ahead log is grown to so many pages of 4 KiB at start, and restarted when half of it is used.
    public var writeAheadPages: Int
    /// How often a failed disk is tried again.
    public var retryInterval: Duration
    /// Lines that may wait for a journal or a file that cannot be written.
    public var backlogLines: Int
    /// Bytes that may wait for a journal or a file that cannot be written.
    public var backlogBytes: Int
    /// Whether a start that ends by a fault of this process's own is noted, so that the next ones know what failed.
    ///
    /// It takes the process's handlers of such signals until `armed`: for the daemon, not for a program that opens several records.
    public var notesCrashes = false
    /// Called while a recovery goes on, for each line or few, on the thread that recovers: a sign that it does not hang.
    public var progress: @Sendable () -> Void = {}
    /// Tells the recovery what a line means that only the event log holds.
    public var meaning: @Sendable (_ line: UnsafeRawBufferPointer) -> LineMeaning

    /// The usual bounds for two directories, which must exist.
    public init(
        stateDirectory: String, logDirectory: String, durabilityWait: Duration = .milliseconds(50),
        segmentBytes: Int = 64 << 20, segmentAge: Duration = .seconds(86_400),
        retention: Duration = .seconds(90 * 86_400), retentionBytes: Int = 4 << 30,
        flushDelay: Duration = .milliseconds(5), idleDelay: Duration = .milliseconds(20),
        writeAheadPages: Int = 1_024, retryInterval: Duration = .milliseconds(500),
        backlogLines: Int = 10_000, backlogBytes: Int = 16 << 20,
        meaning: @escaping @Sendable (_ line: UnsafeRawBufferPointer) -> LineMeaning = LineMeaning.init(reading:)
    ) {
        self.stateDirectory = stateDirectory
        self.logDirectory = logDirectory
        self.durabilityWait = durabilityWait
        self.segmentBytes = segmentBytes
        self.segmentAge = segmentAge
        self.retention = retention
        self.retentionBytes = retentionBytes
        self.flushDelay = flushDelay
        self.idleDelay = idleDelay
        self.writeAheadPages = writeAheadPages
        self.retryInterval = retryInterval
        self.backlogLines = backlogLines
        self.backlogBytes = backlogBytes
        self.meaning = meaning
    }
}
