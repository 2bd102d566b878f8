/// What has become of an order.
public struct OrderRecord: Sendable, Hashable {
    /// Its id.
    public let id: OrderID
    /// The unit ordered.
    public let unit: UnitID
    /// The tier that asked for it; 1….
    public let tier: Int
    /// The requirement within the tier; 1…, and 0 for a unit that a dispatcher named.
    public let requirement: Int
    /// Which of the requirement's alternatives it meets; 1….
    public internal(set) var alternative: Int
    /// The requirement that it counts towards. Not the one that asked for it, where its incident was reclassified since.
    public internal(set) var meets: Incident.RequirementReference
    /// When it was issued.
    public let issuedAt: Instant
    /// How many orders of this requirement went unanswered before it; 0….
    public let round: Int
    /// Estimated time of arrival when it was issued, in milliseconds.
    public let etaMilliseconds: Int
    /// Straight line when it was issued, in metres.
    public let distanceMetres: Int
    /// When it is reassigned if nobody has answered.
    public internal(set) var ackBy: Instant
    /// When its unit is called once more if it has not answered; nil where it is not, or was.
    public internal(set) var nudgeBy: Instant?
    /// Where it stands.
    public internal(set) var state: State
    /// When it came to stand there.
    public internal(set) var stateAt: Instant
    /// When its unit will be there by its own word, where it said that it is delayed.
    public internal(set) var expectedAt: Instant?
    /// Whether its latency ledger has been written.
    public internal(set) var isEmitted: Bool

    /// Where an order can stand.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case issued, acknowledged
        case enRoute = "en_route"
        /// Waits close by until it may go in.
        case staging
        case onScene = "on_scene"
        case clear, declined
        case timedOut = "timed_out"
        case stoodDown = "stood_down"
        case conflicted
        /// Its unit was taken for a more urgent incident.
        case preempted
        /// A unit that is sooner there went in its place.
        case swapped

        /// Whether the unit is still bound by it.
        public var isLive: Bool {
            switch self {
            case .issued, .acknowledged, .enRoute, .staging, .onScene: true
            case .clear, .declined, .timedOut, .stoodDown, .conflicted, .preempted, .swapped: false
            }
        }

        /// Whether somebody has said that they come, and still does.
        public var isAnswered: Bool {
            switch self {
            case .acknowledged, .enRoute, .staging, .onScene: true
            default: false
            }
        }
    }

    /// Whether its unit is expected, and not there yet.
    var isUnderWay: Bool {
        switch state {
        case .issued, .acknowledged, .enRoute, .staging: true
        default: false
        }
    }

    /// Whether its unit has moved off: the time that this takes counts no more.
    var hasMovedOff: Bool { state == .enRoute || state == .staging }

    /// Milliseconds to its arrival by its unit's own word; 0 where there is none, and where that time has passed.
    func expectedMilliseconds(at now: Instant) -> Int { expectedAt.map { max(0, Int(($0 - now).milliseconds)) } ?? 0 }

    /// Whether it still counts towards its requirement: under way, done on scene, or called back as not needed.
    public var meetsRequirement: Bool { state.isLive || wasOnScene || state == .stoodDown }
    /// Whether the unit got there.
    public internal(set) var wasOnScene = false

    /// Whether its unit may be asked once more for the same incident, where nobody else can come.
    ///
    /// A unit that did not answer may have been out of radio reach: two minutes
    /// later it may hear us. One that was taken away said nothing against coming. One that declined, left or was sent
    /// away is not asked again.
    func leavesUnitAskable(at now: Instant) -> Bool {
        state == .timedOut && now - stateAt >= Incident.unansweredPause || state == .preempted || state == .swapped
    }

    init(_ issued: OrderIssued, at instant: Instant) {
        id = issued.order
        unit = issued.unit
        tier = issued.tier
        requirement = issued.requirement
        alternative = issued.alternative ?? 1
        meets = Incident.RequirementReference(tier: issued.tier, requirement: issued.requirement)
        issuedAt = instant
        round = issued.round
        etaMilliseconds = issued.etaMilliseconds
        distanceMetres = issued.distanceMetres
        ackBy = instant + .milliseconds(issued.ackWithinMilliseconds)
        nudgeBy = issued.nudgeAfterMilliseconds.map { instant + .milliseconds($0) }
        state = .issued
        stateAt = instant
        isEmitted = false
    }
}
