public import CallpointCore
public import LinuxIO

/// `positions.db`.
public final class PositionDoor {
    /// Opens the door and starts its thread.
    public init(path: String, datum: Datum, units: Set<UnitID>? = nil) throws(SystemError) {}
    /// What to wait for.
    public var descriptor: Int32 { -1 }
    /// Changed rows.
    public func take(at: Instant, wallMilliseconds: Int64) -> PositionBatch { PositionBatch() }
    /// Ends the thread.
    public func close() {}
}
