import CallpointCore

/// A node that must say something from time to time; one that does not is offline.
///
/// A declared node is supervised from the moment its line is open, whether it
/// was ever heard or not: one that was never connected is what the installer most needs to be told.
struct HeartbeatWatch: Sendable {
    /// How long it may be silent; nil where that is not watched.
    var limit: Duration?
    private let place: String
    private let callPoint: CallPointID
    private var heardAt: Instant?
    private var offline: FaultLatch

    init(place: String, callPoint: CallPointID, input: InputName, limit: Duration?) {
        self.place = place
        self.callPoint = callPoint
        self.limit = limit
        offline = FaultLatch(.offline, of: callPoint, on: input)
    }

    /// Whether it is said to be silent.
    var isOffline: Bool { offline.isStanding }

    /// The run before has said it, and it stands.
    mutating func recall() { offline.recall() }

    /// The line is open, and the node's silence counts from here.
    mutating func listen(at instant: Instant) {
        if heardAt == nil { heardAt = instant }
    }

    /// It said something.
    mutating func hear(at instant: Instant) -> [Input.Body] {
        heardAt = instant
        return offline.end("\(place): the node of \(callPoint) is heard again.")
    }

    /// The line is gone: that is a fault of its own, and says nothing of the node.
    mutating func forget() {
        heardAt = nil
        offline.forget()
    }

    /// Lets what is due happen.
    mutating func tick(at instant: Instant) -> [Input.Body] {
        guard let limit else { return offline.end("\(place): the silence of \(callPoint) is not watched any more.") }
        guard let silentAt, instant >= silentAt else { return offline.tick(at: instant) }
        return offline.begin(
            at: instant,
            "\(place): the node of \(callPoint) has said nothing for \(limit.components.seconds) s. Look at its power, "
                + "its line and its address; a press there may not be heard.")
    }

    /// When `tick` has something to do; nil for never.
    var nextDeadline: Instant? { [silentAt, offline.nextDeadline].compactMap { $0 }.min() }

    /// What restores the fault where it stands: the node is not supervised any more.
    mutating func retire(_ why: String) -> [Input.Body] { offline.end(why) }

    private var silentAt: Instant? {
        guard let limit, let heardAt, !offline.isBegun else { return nil }
        return heardAt + limit
    }
}
