public import CallpointCore
import EventCodec

/// What the journal must know of a line that it finds in the event log and never saw itself.
public struct LineMeaning: Sendable, Hashable {
    /// The incident, where it belongs to one.
    public var incident: IncidentID?
    /// Whether it opens its incident (+1), ends it (−1), or neither (0).
    public var opens: Int
    /// The keys under which a later line replaces it.
    public var keepKeys: [String]

    /// A meaning from its parts.
    public init(incident: IncidentID?, opens: Int, keepKeys: [String]) {
        self.incident = incident
        self.opens = opens
        self.keepKeys = keepKeys
    }

    /// What a line means: as the codec reads it, and for a line of a type that this version
    /// does not know, as far as its bytes tell.
    ///
    /// Such a line is kept under its own number until somebody knows better.
    public init(reading line: UnsafeRawBufferPointer) {
        if let event = try? EventDecoder.decode(line).event {
            incident = event.incident
            opens = event.opens
            keepKeys = event.keepKeys
            return
        }
        let frame = LineFrame(line)
        incident = LineFrame.text(of: "incident", in: line).map { IncidentID($0) }
        switch LineFrame.text(of: "type", in: line) {
        case "alarm.raised", "alarm.reported", "incident.reopened": opens = 1
        case "alarm.closed": opens = -1
        default: opens = 0
        }
        keepKeys = incident == nil ? ["line/\(frame?.sequence ?? 0)"] : []
    }
}
