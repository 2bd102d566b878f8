/// What weighing a unit looks at of its position: 32 bytes, so that most units cost one line of the cache.
struct FixRow: Sendable {
    /// When the fix was received, in microseconds on the controller's time line.
    var receivedMicroseconds: Int64 = 0
    /// What the unit's own clock showed, in milliseconds since 1970.
    var sourceMilliseconds: Int64 = .min
    var latitudeE7: Int32 = 0
    var longitudeE7: Int32 = 0
    /// Next row in the same bucket of the cell index; −1 for none.
    var next: Int32 = -1
    var kind: UInt8 = 0
    /// Whether there is a fix, or a place where it always stands.
    var isLocated = false
    /// Whether the unit stands where it always stands, so that no silence makes it stale.
    var isPosted = false

    var place: Coordinate { Coordinate(latitudeE7: latitudeE7, longitudeE7: longitudeE7) }
}

/// The rest of a unit's position: 12 bytes, which only updates and people look at.
struct FixDetail: Sendable {
    /// Previous row in the same bucket of the cell index; −1 for none.
    var previous: Int32 = -1
    var accuracyMetres: UInt16 = 0
    var speedCentimetresPerSecond: UInt16 = 0
    var headingDegrees: UInt16 = .max
}
