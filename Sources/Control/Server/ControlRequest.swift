public import EventCodec

/// A request that the caller's role allows, and that the daemon must answer once with `ControlServer.reply`.
public struct ControlRequest: Sendable, Hashable {
    /// Who waits for the reply.
    public var connection: ConnectionID
    /// The caller's own name for the request; goes back with the reply.
    public var id: JSON
    /// What is asked.
    public var body: ControlVerb
    /// The process that asks.
    public var caller: Caller
    /// Who that is to the daemon.
    public var access: Access

    /// Whose name stands on an act: the person it is done for, or the caller.
    public var actor: String {
        guard case .act(let act) = body, let name = act.actingFor else { return access.user }
        return name
    }
}

/// The answer to a request.
public enum ControlReply: Sendable, Hashable {
    /// Done; these members stand in the reply beside `id` and `ok`.
    case done([JSON.Member])
    /// Not done.
    case failed(ControlFailure)
}

/// What the control socket has seen since it was opened.
public struct ControlStatistics: Sendable, Hashable {
    /// Connections now.
    public var connections = 0
    /// Subscribers now.
    public var subscribers = 0
    /// Connections accepted.
    public var accepted = 0
    /// Connections turned away because there were too many, or no descriptor was left.
    public var turnedAway = 0
    /// Requests that could be read.
    public var requests = 0
    /// Requests that could not.
    public var invalid = 0
    /// Requests that the caller's role did not allow.
    public var denied = 0
    /// Connections cut off because they did not read.
    public var cutOff = 0
    /// Event lines handed to connections.
    public var lines = 0
}
