/// A press at another call point that belongs to an open incident nearby.
public struct AlarmRelated: Sendable, Hashable {
    /// The input that the press came in by.
    public var input: InputName
    /// Which sentence of which node; nil for a wired line.
    public var stamp: NodeStamp?
    /// How far the sender proved who it is.
    public var authentication: Authentication
    /// How many presses the incident has with it.
    public var presses: Int
    /// How far the call point is from the incident's own, in metres.
    public var distanceMetres: Int
    /// When the press happened at the device.
    public var edgeAt: Instant
    /// How it was noticed.
    public var origin: Signal.Origin

    /// A related alarm from its parts.
    public init(
        input: InputName, stamp: NodeStamp?, authentication: Authentication, presses: Int, distanceMetres: Int,
        edgeAt: Instant, origin: Signal.Origin
    ) {
        self.input = input
        self.stamp = stamp
        self.authentication = authentication
        self.presses = presses
        self.distanceMetres = distanceMetres
        self.edgeAt = edgeAt
        self.origin = origin
    }
}

/// Whether an alarm is known to be one. No order ever waits for it.
public enum Verification: String, Sendable, Hashable, CaseIterable {
    /// Nobody knows yet.
    case unverified
    /// Two call points within a window.
    case crossZone = "cross-zone"
    /// Somebody sees it on a camera.
    case video
    /// Somebody knows it otherwise: a caller, an officer on scene.
    case confirmed
    /// Nothing has been found so far; who is under way goes on.
    case unfounded
}

/// What is known of an alarm from now on.
public struct AlarmVerified: Sendable, Hashable {
    /// What is known.
    public var verification: Verification
    /// The other call point, where two were pressed.
    public var otherCallPoint: CallPointID?
    /// The other incident, where the other call point began one of its own.
    public var otherIncident: IncidentID?
    /// Who says so; nil where presses do.
    public var by: Doer?

    /// A verification from its parts.
    public init(
        _ verification: Verification, otherCallPoint: CallPointID? = nil, otherIncident: IncidentID? = nil,
        by: Doer? = nil
    ) {
        self.verification = verification
        self.otherCallPoint = otherCallPoint
        self.otherIncident = otherIncident
        self.by = by
    }
}

/// What ended at a call point not long ago.
public struct RecentAlarm: Sendable, Hashable {
    /// The incident.
    public var incident: IncidentID
    /// As what it was closed.
    public var disposition: Disposition
    /// How long ago that was, in milliseconds.
    public var agoMilliseconds: Int

    /// A recent alarm from its parts.
    public init(incident: IncidentID, disposition: Disposition, agoMilliseconds: Int) {
        self.incident = incident
        self.disposition = disposition
        self.agoMilliseconds = agoMilliseconds
    }
}
