public import CallpointCore
public import LinuxIO

/// The datagram socket for fixes.
public final class PositionSocket {
    /// Binds the socket.
    public init(path: String, datum: Datum) throws(PositionSocketError) {}
    /// What to wait for.
    public var descriptor: Int32 { -1 }
    /// Reads what is there.
    public func ready(at: Instant, wallMilliseconds: Int64) -> PositionBatch { PositionBatch() }
    /// Closes and removes the socket's file.
    public func close() {}
}

/// Why there is no socket for fixes.
public enum PositionSocketError: Error, Sendable, Hashable {
    /// Another process answers there.
    case inUse(path: String)
    /// The system refused.
    case system(SystemError)
}
