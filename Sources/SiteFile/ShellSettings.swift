public import CallpointCore

/// How the journal and the event log are kept.
public struct RecordSettings: Sendable, Hashable {
    /// A batch not durable by then is shown from memory and marked; 1 ms…10 s.
    public var durabilityWait: Duration
    /// Whole segments older than this are dropped; 1 d…3,650 d.
    public var retention: Duration
    /// Whole segments beyond this are dropped, oldest first; 16 MiB…16 TiB.
    public var retentionBytes: Int64
    /// A segment is ended at this size; 1 MiB…1 GiB.
    public var segmentBytes: Int64
    /// A segment is ended at this age; 1 min…31 d.
    public var segmentAge: Duration

    /// Settings from their parts; the defaults are those of a file that leaves them out.
    public init(
        durabilityWait: Duration = .milliseconds(50), retention: Duration = .seconds(90 * 86_400),
        retentionBytes: Int64 = 8 << 30, segmentBytes: Int64 = 64 << 20, segmentAge: Duration = .seconds(86_400)
    ) {
        self.durabilityWait = durabilityWait
        self.retention = retention
        self.retentionBytes = retentionBytes
        self.segmentBytes = segmentBytes
        self.segmentAge = segmentAge
    }
}

/// How positions are taken in.
public struct PositionSettings: Sendable, Hashable {
    /// A fix older than this is stale; 1 s…24 h. The same as `Site.staleAfter`.
    public var staleAfter: Duration
    /// Whether other programs may write positions into `positions.db`.
    public var isDoorEnabled: Bool
    /// How often the door is looked at; 10 ms…200 ms.
    public var doorPoll: Duration
    /// The units that the door may move, sorted; nil for every unit.
    public var doorUnits: [UnitID]?

    /// Settings from their parts; the defaults are those of a file that leaves them out.
    public init(
        staleAfter: Duration = .seconds(120), isDoorEnabled: Bool = false, doorPoll: Duration = .milliseconds(100),
        doorUnits: [UnitID]? = nil
    ) {
        self.staleAfter = staleAfter
        self.isDoorEnabled = isDoorEnabled
        self.doorPoll = doorPoll
        self.doorUnits = doorUnits
    }
}
