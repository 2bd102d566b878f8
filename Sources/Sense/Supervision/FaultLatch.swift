import CallpointCore

/// One kind of fault of one call point: said when its cause begins, restored when it ends.
///
/// A loose contact may open and close a thousand times; people are told at most
/// once a minute. A cause that comes back sooner waits, and is said if it is
/// still there when the minute is over.
struct FaultLatch: Sendable {
    /// From one saying to the next.
    static let interval: Duration = .seconds(60)

    let input: InputName
    let callPoint: CallPointID
    let kind: DeviceFault.Kind
    /// Whether it was said and is not restored.
    private(set) var isStanding = false
    private var saidAt: Instant?
    /// What will be said when the minute is over.
    private var waiting: String?

    init(_ kind: DeviceFault.Kind, of callPoint: CallPointID, on input: InputName) {
        self.kind = kind
        self.callPoint = callPoint
        self.input = input
    }

    /// The run before has said it, and it stands.
    mutating func recall() { isStanding = true }

    /// The cause is there; told again and again, it is said once.
    mutating func begin(at instant: Instant, _ detail: @autoclosure () -> String) -> [Input.Body] {
        guard !isStanding else { return [] }
        if let saidAt, instant - saidAt < FaultLatch.interval {
            waiting = detail()
            return []
        }
        return say(detail(), at: instant)
    }

    /// The cause is gone, or nobody watches for it any more.
    mutating func end(_ detail: @autoclosure () -> String) -> [Input.Body] {
        waiting = nil
        guard isStanding else { return [] }
        isStanding = false
        return [.restored(DeviceFault(input: input, callPoint: callPoint, kind: kind, detail: detail()))]
    }

    /// Nobody knows whether the cause is there: what was said stands, what waits is dropped.
    mutating func forget() { waiting = nil }

    mutating func tick(at instant: Instant) -> [Input.Body] {
        guard let waiting, let nextDeadline, instant >= nextDeadline else { return [] }
        return say(waiting, at: instant)
    }

    /// Whether its cause is there, said or waiting to be said.
    var isBegun: Bool { isStanding || waiting != nil }

    /// When what waits is said.
    var nextDeadline: Instant? { waiting == nil ? nil : saidAt.map { $0 + FaultLatch.interval } }

    private mutating func say(_ detail: String, at instant: Instant) -> [Input.Body] {
        waiting = nil
        isStanding = true
        saidAt = instant
        return [.fault(DeviceFault(input: input, callPoint: callPoint, kind: kind, detail: detail))]
    }
}
