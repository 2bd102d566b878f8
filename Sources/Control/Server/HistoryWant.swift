/// A chunk of history that a connection waits for.
///
/// The server reads no files: the daemon's history thread answers each want
/// once, with `ControlServer.supply`.
public struct HistoryWant: Sendable, Hashable {
    /// Who waits.
    public var connection: ConnectionID
    /// Tells this want from an earlier one of the same connection.
    public var serial: UInt64
    /// What is wanted; `limit` is 1…500.
    public var query: EventQuery
    /// The chunk may stop before `query.limit` once it holds so many bytes.
    public var byteLimit: Int
}

/// One line of history.
public struct HistoryLine: Sendable, Hashable {
    /// Which event it is.
    public var position: EventPosition
    /// The line without its end.
    public var bytes: [UInt8]

    /// A line from its parts.
    public init(_ position: EventPosition, bytes: [UInt8]) {
        self.position = position
        self.bytes = bytes
    }
}

/// Names a connection; never used twice in the life of a server.
public struct ConnectionID: Sendable, Hashable {
    /// Counts connections; 16….
    public var number: UInt64

    /// An id from its number.
    public init(number: UInt64) { self.number = number }
}
