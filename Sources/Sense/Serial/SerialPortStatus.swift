public import CallpointCore

/// How a serial port is, for `callpoint status`.
public struct SerialPortStatus: Sendable, Hashable {
    /// The input's name in the site file.
    public var name: InputName
    /// The path as it was given.
    public var path: String
    /// Whether the port is open.
    public var isOpen: Bool
    /// What it is, or why it is not open, for people.
    public var detail: String
    /// Since when it is open, or is not; nil before the first attempt.
    public var since: Instant?
    /// How often it was lost after it had been open.
    public var losses: UInt64
    /// Bytes read since the start.
    public var bytesRead: UInt64
    /// Sentences by state, rejections by reason, noise.
    public var sentences: SentenceDecoder.Counters
    /// What became of whole sentences.
    public var outcomes: SerialNodes.Counters
    /// Answers written whole.
    public var answersSent: UInt64
    /// Answers dropped because the port took none, or was lost.
    public var answersDropped: UInt64
    /// The nodes, by address.
    public var nodes: [SerialNodes.NodeStatus]
}
