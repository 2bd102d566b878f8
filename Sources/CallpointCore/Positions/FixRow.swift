/// One unit's row in the position table: 48 bytes.
struct FixRow: Sendable {
    /// When the fix was received, in microseconds on the controller's time line.
    var receivedMicroseconds: Int64 = 0
    /// What the unit's own clock showed, in milliseconds since 1970.
    var sourceMilliseconds: Int64 = .min
    var latitudeE7: Int32 = 0
    var longitudeE7: Int32 = 0
    /// Next and previous row in the same bucket of the cell index; −1 for none.
    var next: Int32 = -1
    var previous: Int32 = -1
    /// The cell that the fix lies in; −1 where there is no fix.
    var cell: Int32 = -1
    var accuracyMetres: UInt16 = 0
    var speedCentimetresPerSecond: UInt16 = 0
    var headingDegrees: UInt16 = .max
    var kind: UInt8 = 0
    /// Whether the unit stands where it always stands, so that no silence makes it stale.
    var isPosted = false
}
