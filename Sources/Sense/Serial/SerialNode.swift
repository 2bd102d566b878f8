import CallpointCore

/// One node behind a serial input: what was heard of it, and what is wrong with it.
struct SerialNode: Sendable {
    let callPoint: CallPointID
    var key: [UInt8]?
    private(set) var heardAt: Instant?
    /// When it last said that it is pressed, repeats too.
    private(set) var pressedAt: Instant?
    private(set) var state: Signal.State?
    var forged: UInt64 = 0
    var complainedAt: Instant?
    /// The press that was heard last, so that its repeats are not counted as presses.
    private var press: NodeStamp?
    /// Whether it has ever told of a release: without that, a long press cannot be told from a short one.
    private var tellsRelease = false
    /// The highest pair of boot and counter that a proven node has sent since the start.
    private var highest: (boot: UInt32, counter: UInt32)?
    private var watch: PressWatch
    private var heartbeat: HeartbeatWatch

    /// A node at a place (`field/0413`) that may be silent for `limit`; `before` is the node of another call point
    /// that had its address.
    init(place: String, callPoint: CallPointID, input: InputName, limit: Duration?, before: SerialNode? = nil) {
        self.callPoint = callPoint
        heardAt = before?.heardAt
        state = before?.state
        forged = before?.forged ?? 0
        complainedAt = before?.complainedAt
        watch = PressWatch(place: place, callPoint: callPoint, input: input)
        heartbeat = HeartbeatWatch(place: place, callPoint: callPoint, input: input, limit: limit)
    }

    /// How long it may be silent; nil where that is not watched.
    var silenceLimit: Duration? {
        get { heartbeat.limit }
        set { heartbeat.limit = newValue }
    }

    /// The faults that stand.
    var standing: [DeviceFault.Kind] { (heartbeat.isOffline ? [.offline] : []) + watch.standing }

    /// The run before has said a fault, and it stands.
    mutating func recall(_ kind: DeviceFault.Kind) {
        if kind == .offline { heartbeat.recall() } else { watch.recall(kind) }
    }

    /// Takes in a sentence that is believed; the faults that begin or end by it.
    mutating func hear(_ sentence: Sentence, at instant: Instant) -> [Input.Body] {
        guard isAlive(sentence) else { return [] }
        heardAt = instant
        if sentence.state == .pressed { pressedAt = instant }
        state = sentence.state
        watch.begin(at: instant)
        var bodies = heartbeat.hear(at: instant)
        switch sentence.state {
        case .pressed where sentence.stamp != press:
            press = sentence.stamp
            bodies += watch.press(at: instant, isReleaseSeen: tellsRelease)
        case .released:
            tellsRelease = true
            bodies += watch.release(at: instant)
        default: break
        }
        return bodies
    }

    /// Whether the sentence shows that the node itself speaks now. A recording proves its key and no life: else a cut
    /// wire could be made to beat for ever. What waits for its answer is repeated as it was; a heartbeat never is.
    private mutating func isAlive(_ sentence: Sentence) -> Bool {
        guard key != nil else { return true }
        let pair = (boot: sentence.boot ?? 0, counter: sentence.counter)
        if let highest, pair < highest || pair == highest && sentence.state == .heartbeat { return false }
        highest = pair
        return true
    }

    /// The line is open.
    mutating func listen(at instant: Instant) { heartbeat.listen(at: instant) }

    /// The line is gone: whether the button is held, nobody knows.
    mutating func forget() {
        watch.forget()
        heartbeat.forget()
    }

    /// Lets what is due happen.
    mutating func tick(at instant: Instant) -> [Input.Body] {
        let silence = heartbeat.tick(at: instant)
        // Its release may have been lost with it.
        if heartbeat.isOffline { watch.forget() }
        return silence + watch.tick(at: instant)
    }

    /// When `tick` has something to do; nil for never.
    var nextDeadline: Instant? { [heartbeat.nextDeadline, watch.nextDeadline].compactMap { $0 }.min() }

    /// What restores the faults that stand: the node is not supervised any more.
    mutating func retire(_ why: String) -> [Input.Body] { heartbeat.retire(why) + watch.retire(why) }
}
