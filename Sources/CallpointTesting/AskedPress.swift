import CallpointCore

/// Which press of a run is the one that was asked for, kept beside the engine from what people did and nothing else.
///
/// At most one press is a test; everything that is not surely the one is live.
struct AskedPress {
    private var walkUntil: Instant?
    private var named: [CallPointID] = []
    private var callPoint: CallPointID?
    private var askedAt = Instant(microseconds: 0)
    private var until = Instant(microseconds: 0)

    mutating func began(_ named: [CallPointID], at now: Instant, for duration: Duration) {
        self = AskedPress()
        self.named = named
        walkUntil = now + duration
    }

    mutating func asked(_ callPoint: CallPointID, at now: Instant, for duration: Duration) {
        self.callPoint = callPoint
        askedAt = now
        until = now + duration
    }

    mutating func withdrawn() { callPoint = nil }

    mutating func ended() { self = AskedPress() }

    /// Whether a press is the one; it is none any more afterwards.
    mutating func takes(_ callPoint: CallPointID, edgeAt: Instant, at now: Instant, isCallOpen: Bool) -> Bool {
        guard let walkUntil, now < walkUntil, self.callPoint == callPoint, edgeAt >= askedAt, now < until, !isCallOpen
        else { return false }
        self.callPoint = nil
        return true
    }
}
