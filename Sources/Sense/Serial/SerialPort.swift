public import CallpointCore

/// A serial port.
public final class SerialPort {
    /// A port that is not open yet.
    public init(name: InputName, path: String, baud: Int, nodes: SerialNodes) {}
    /// What to wait for; nil while the port is not there.
    public var descriptor: Int32? { nil }
    /// Whether to wait for room to write too.
    public var wantsWrite: Bool { false }
    /// Whether nodes prove who they are has changed, or who they are.
    public func reconfigure(callPoints: [String: CallPointID], keys: NodeKeys) {}
    /// First attempt.
    public func open(at: Instant) -> [Input.Body] { [] }
    /// Reads and writes.
    public func ready(at: Instant, readable: Bool, writable: Bool) -> [Input.Body] { [] }
    /// Time went on.
    public func tick(at: Instant) -> [Input.Body] { [] }
    /// When `tick` has something to do.
    public var nextDeadline: Instant? { nil }
    /// Queues an answer.
    public func answer(_ stamp: NodeStamp) {}
    /// Closes.
    public func close() {}
}
