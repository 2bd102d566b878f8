public import EventCodec

/// What a start found in the record, after journal and event log have been made one.
public struct Recovery: Sendable {
    /// The last line of the chain: the next one goes on from here; nil where the record is new.
    public var head: ChainHead?
    /// The journal holds every line up to this one: less than the head where it could not be written, and what only the
    /// event log held waits for it.
    public var durableThrough: Int64 = 0
    /// Lines that only the event log held and the journal has taken over.
    public var adopted = 0
    /// Lines that only the journal held and the event log has been given.
    public var reemitted = 0
    /// Files that could not be believed and were renamed or cut, and why.
    public var setAside: [String] = []
    /// What else a person should know.
    public var notes: [String] = []
    /// The words of all earlier starts; a new one must not be among them.
    public var usedGenerations: Set<String> = []
    /// Site files that open incidents may need.
    public var configurations: [StoredConfiguration] = []
    /// Starts in a row, before this one, that did not reach `start`.
    public var failedStarts = 0
    /// Whether what failed twice has been set aside, so that the daemon arms all the same.
    public var isSecondFailure: Bool { failedStarts >= 2 }

    /// An empty record.
    public init() {}
}
