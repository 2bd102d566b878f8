import CallpointCore

/// A button that is pressed for too long, or too often: wired or behind a node.
///
/// Neither keeps a press from being raised. Fixed memory: the last three presses.
struct PressWatch: Sendable {
    /// A button held for this long is stuck: one alarm and one trouble.
    static let stuckLimit: Duration = .seconds(30)
    /// So many presses within `chatterWindow` are chatter.
    static let chatterPresses = 3
    /// Presses are counted over this long, and for this long it must be quiet until the fault is restored.
    static let chatterWindow: Duration = .seconds(60)

    /// Where the button is, for people: `panel/17`.
    var place: String
    private let callPoint: CallPointID
    /// Since when the button is held, where its release will be seen.
    private(set) var heldSince: Instant?
    /// The last presses, oldest first.
    private var presses: [Instant] = []
    /// When there was last something of chatter; before, when the button's device was first heard.
    private var busyAt: Instant?
    private var stuck: FaultLatch
    private var chatter: FaultLatch

    init(place: String, callPoint: CallPointID, input: InputName) {
        self.place = place
        self.callPoint = callPoint
        stuck = FaultLatch(.stuck, of: callPoint, on: input)
        chatter = FaultLatch(.chatter, of: callPoint, on: input)
    }

    /// The faults that stand.
    var standing: [DeviceFault.Kind] { [stuck, chatter].filter(\.isStanding).map(\.kind) }

    /// The run before has said a fault, and it stands.
    mutating func recall(_ kind: DeviceFault.Kind) {
        if kind == stuck.kind { stuck.recall() }
        if kind == chatter.kind { chatter.recall() }
    }

    /// The button's device is heard: from now on a quiet minute tells that it does not chatter.
    mutating func begin(at instant: Instant) { busyAt = busyAt ?? instant }

    /// A press; `isNew` unless it may be one that was seen before, `isReleaseSeen` where its release will be told.
    mutating func press(at instant: Instant, isNew: Bool = true, isReleaseSeen: Bool = true) -> [Input.Body] {
        begin(at: instant)
        heldSince = isReleaseSeen ? instant : nil
        guard isNew else { return [] }
        busyAt = max(busyAt ?? instant, instant)
        presses.append(instant)
        if presses.count > PressWatch.chatterPresses { presses.removeFirst() }
        guard presses.count == PressWatch.chatterPresses, let first = presses.first,
            instant - first <= PressWatch.chatterWindow
        else { return [] }
        return chatter.begin(
            at: instant,
            "\(place): \(callPoint) was pressed \(PressWatch.chatterPresses) times within a minute. Each press "
                + "counts; if nobody is in need there, look for a loose contact.")
    }

    /// The button is released.
    mutating func release(at instant: Instant) -> [Input.Body] {
        begin(at: instant)
        heldSince = nil
        return stuck.end("\(place): the button of \(callPoint) is released.")
    }

    /// A contact does not hold still; told again and again while it goes on.
    mutating func stir(at instant: Instant, edges: Int) -> [Input.Body] {
        begin(at: instant)
        busyAt = max(busyAt ?? instant, instant)
        return chatter.begin(
            at: instant,
            "\(place): a contact of \(callPoint) does not hold still, \(edges) edges so far. A press counts only once "
                + "it does; check contact, cable and screen.")
    }

    /// Nobody knows whether the button is held.
    mutating func forget() {
        heldSince = nil
        stuck.forget()
    }

    /// Lets what is due happen.
    mutating func tick(at instant: Instant) -> [Input.Body] {
        var bodies = stuck.tick(at: instant) + chatter.tick(at: instant)
        if let stuckAt, instant >= stuckAt {
            bodies += stuck.begin(
                at: instant,
                "\(place): the button of \(callPoint) has been pressed for \(PressWatch.stuckLimit.components.seconds) s."
                    + " Its alarm was raised once; look whether the button is jammed, and free it.")
        }
        if let quietAt, instant >= quietAt {
            bodies += chatter.end("\(place): a minute without a press at \(callPoint).")
        }
        return bodies
    }

    /// When `tick` has something to do; nil for never.
    var nextDeadline: Instant? {
        [stuckAt, quietAt, stuck.nextDeadline, chatter.nextDeadline].compactMap { $0 }.min()
    }

    /// What restores the faults that stand: the button is not supervised any more.
    mutating func retire(_ why: String) -> [Input.Body] { stuck.end(why) + chatter.end(why) }

    private var stuckAt: Instant? { stuck.isBegun ? nil : heldSince.map { $0 + PressWatch.stuckLimit } }
    private var quietAt: Instant? { chatter.isBegun ? busyAt.map { $0 + PressWatch.chatterWindow } : nil }
}
