/// Where a unit said it was.
public struct Fix: Sendable, Hashable {
    /// The unit.
    public var unit: UnitID
    /// The place, in WGS-84.
    public var place: Coordinate
    /// What the unit's own clock showed, in milliseconds since 1970; orders fixes of one unit, ages none.
    public var sourceMilliseconds: Int64
    /// When it was received here; its age counts from this.
    public var receivedAt: Instant
    /// Accuracy in metres, 0…65,535; 0 for unknown.
    public var accuracyMetres: UInt16
    /// Speed in centimetres a second, 0…65,535.
    public var speedCentimetresPerSecond: UInt16
    /// Heading in degrees clockwise from north, 0…359; 65,535 for unknown.
    public var headingDegrees: UInt16
    /// The kind, for a unit that the site does not name.
    public var kind: UnitKind?

    /// A fix from its parts.
    public init(
        unit: UnitID, place: Coordinate, sourceMilliseconds: Int64, receivedAt: Instant, accuracyMetres: UInt16 = 0,
        speedCentimetresPerSecond: UInt16 = 0, headingDegrees: UInt16 = .max, kind: UnitKind? = nil
    ) {
        self.unit = unit
        self.place = place
        self.sourceMilliseconds = sourceMilliseconds
        self.receivedAt = receivedAt
        self.accuracyMetres = accuracyMetres
        self.speedCentimetresPerSecond = speedCentimetresPerSecond
        self.headingDegrees = headingDegrees
        self.kind = kind
    }
}

/// What became of a fix.
public enum FixOutcome: String, Sendable, Hashable, CaseIterable {
    case accepted
    /// Not in the site file, and unknown units are not accepted.
    case unknownUnit = "unknown_unit"
    /// The table holds as many units as it may.
    case tableFull = "table_full"
    /// Latitude or longitude outside its range.
    case outOfRange = "out_of_range"
    /// Not newer than the fix that is held.
    case outOfOrder = "out_of_order"
}
