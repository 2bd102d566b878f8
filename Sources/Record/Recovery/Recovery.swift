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
    /// Starts in a row, before this one, that did not arm, however they ended.
    public var unfinishedStarts = 0
    /// How much of the record this start has believed.
    public var trust = Trust.all

    /// How much of the record a start believes. Each start that ends by a fault of the program's own, after the first,
    /// makes the next believe less, so that it arms. What others do to a start (the memory killer, a power cut, a
    /// person) says nothing against the record.
    public enum Trust: Int, Sendable, Comparable {
        /// Everything that its hash proves.
        case all
        /// The newest segment is set aside and made anew from every whole line in it, before it and in the event log.
        case newestMadeAnew
        /// The same without reading the newest segment.
        case withoutNewest
        /// All segments are set aside; the event log says what there was.
        case eventLogAlone
        /// Nothing: the state is empty. The files stay.
        case nothing

        /// Whether `a` believes more than `b`.
        public static func < (a: Trust, b: Trust) -> Bool { a.rawValue < b.rawValue }
    }

    /// An empty record.
    public init() {}
}
