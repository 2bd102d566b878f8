public import CallpointCore

/// What every line says of itself, whatever its type.
public struct LineEnvelope: Sendable, Hashable {
    /// The start that wrote it.
    public var generation: String
    /// Its place in the chain; 1….
    public var sequence: Int64
    /// The name of its type, known or not.
    public var type: String
    /// The incident that it belongs to, where it belongs to one.
    public var incident: IncidentID?
    /// The hash of the line before, 32 bytes, as this line gives it.
    public var previousHash: [UInt8]
    /// Its own hash, 32 bytes, as it gives it.
    public var hash: [UInt8]
    /// Whether it was shown before it was durable.
    public var isMarkedNotDurable: Bool
}
