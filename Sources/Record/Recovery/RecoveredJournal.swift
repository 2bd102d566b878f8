import EventCodec

/// The journal as a recovery hands it to the one who writes it.
struct RecoveredJournal {
    var directory: String
    /// The newest segment, or one in memory where none can be written.
    var segment: Segment?
    var isWritable: Bool
    var live: LiveLines
    var head: ChainHead?
    var configurations: [StoredConfiguration]
    /// The event log holds every line up to this one.
    var shown: Int64
    var runningSeconds: Int64
    var openedAtSeconds: Int64
    /// Lines of the event log that the journal could not take over yet.
    var unadopted: [Batch]
}
