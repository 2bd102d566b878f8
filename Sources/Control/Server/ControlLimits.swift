/// Every bound of the control socket, and what happens at it.
public struct ControlLimits: Sendable, Hashable {
    /// Longest request line in bytes without its end; a longer one is answered `invalid` and the connection closed.
    public var requestBytes = 16_384
    /// Most connections; one more is accepted, told `busy`, and closed.
    public var connections = 256
    /// Most connections of one account, so that no account can shut the others out.
    public var connectionsPerAccount = 224
    /// Most connections of callers without a role, all together: they may say hello, and not keep others out. One more
    /// is told `denied` and closed.
    public var strangers = 16
    /// Most subscribers; one more is answered `busy`.
    public var subscribers = 64
    /// Most subscribers of one account.
    public var subscribersPerAccount = 56
    /// Requests of one connection that wait for their replies; the next are not read until one is answered.
    public var outstanding = 16
    /// Bytes that wait to be read by one connection. A stream waits for room.
    public var outputBytes = 1 << 20
    /// Longest single reply in bytes (a list of 100,000 units); a longer one becomes `unavailable`.
    public var replyBytes = 16 << 20
    /// Bytes that wait to be read over all connections; a reply beyond becomes `busy`.
    public var totalOutputBytes = 64 << 20
    /// A connection whose output is full and that has read nothing for so long is cut off, in milliseconds.
    public var stallMilliseconds = 5_000
    /// Newest lines that are kept in memory for subscribers.
    public var ringLines = 8_192
    /// Bytes of those lines.
    public var ringBytes = 4 << 20
    /// Lines of one chunk of history.
    public var chunkLines = 500
    /// Bytes of one chunk of history; what a supplier gives beyond is asked for again.
    public var chunkBytes = 512 << 10
    /// Connections accepted in one turn.
    public var acceptsPerTurn = 16
    /// Where no descriptor is left even to turn a caller away, the listener is left alone for so many milliseconds.
    public var listenRestMilliseconds = 1_000
    /// Requests handed out in one turn; the others wait for the next.
    public var requestsPerTurn = 64
    /// Bytes that one stream moves in one turn.
    public var streamBytesPerTurn = 64 << 10
    /// History that had nothing yet is asked again after so many milliseconds.
    public var historyRetryMilliseconds = 200

    /// The bounds of the daemon.
    public init() {}
}
