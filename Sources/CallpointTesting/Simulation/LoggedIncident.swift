public import CallpointCore

/// An open incident, as the events tell of it.
public struct LoggedIncident: Sendable {
    /// Names a requirement of its plan.
    public struct Need: Sendable, Hashable {
        /// The tier; 1….
        public var tier: Int
        /// The requirement within the tier; 1….
        public var requirement: Int
    }

    /// Its id.
    public let id: IncidentID
    /// Where it is.
    public let point: CallPoint
    /// The plan that answers it: the one that it began with, or that somebody reclassified it to.
    public internal(set) var plan: Plan
    /// When it began.
    public let openedAt: Instant
    /// How urgent it is.
    public internal(set) var priority: Priority
    /// What it is about.
    public let nature: AlarmNature
    /// The unit that called for help without an order; nobody sends it to itself.
    public internal(set) var caller: UnitID?
    /// How many presses have joined it, with the first; 0 for one that was reported.
    public internal(set) var presses = 1
    /// When the last of them came.
    public internal(set) var lastPressAt: Instant
    /// Other call points that it has taken in.
    public internal(set) var related: [CallPointID] = []
    /// Which of them are held down.
    public internal(set) var heldRelated: [CallPointID] = []
    /// What is known of it.
    public internal(set) var verification = Verification.unverified
    /// What had ended at its call point not long before.
    public internal(set) var recent: RecentAlarm?
    /// Whether the button is held down.
    public internal(set) var isHeld = true
    /// The highest tier in force; 0 before the first.
    public internal(set) var tier = 0
    /// Somebody has to be on scene by then; nil for no deadline.
    public internal(set) var onSceneBy: Instant?
    /// Whether any unit has been on scene.
    public internal(set) var hasBeenOnScene = false
    /// Every order that it gave.
    public internal(set) var orders: [LoggedOrder] = []
    /// Who claimed it by name.
    public internal(set) var acknowledgedBy: TextToken?
    /// What was said to be short, and has not been met since.
    public internal(set) var shortfalls: [Need] = []
    /// Those of them for which others would not be there soon enough to be worth it.
    public internal(set) var spared: [Need] = []
    /// How many notices it sent.
    public internal(set) var notices = 0
    /// When notices that nobody has acknowledged go out again, by contact and tier.
    public internal(set) var answers: [(contact: ContactID, tier: Int, by: Instant?)] = []
    /// Until when a dispatcher keeps lateness from raising the next tier; nil where nobody does.
    public internal(set) var holdUntil: Instant?
    /// When the last hold ended.
    public internal(set) var releasedAt = Instant(microseconds: 0)

    init(
        id: IncidentID, point: CallPoint, plan: Plan, at instant: Instant, priority: Priority, nature: AlarmNature
    ) {
        self.id = id
        self.point = point
        self.plan = plan
        openedAt = instant
        self.priority = priority
        self.nature = nature
        lastPressAt = instant
    }

    /// The requirement that a need names; nil where the plan has none.
    func requirement(_ need: Need) -> Requirement? {
        guard (1...plan.tiers.count).contains(need.tier),
            plan.tiers[need.tier - 1].send.indices.contains(need.requirement - 1)
        else { return nil }
        return plan.tiers[need.tier - 1].send[need.requirement - 1]
    }

    /// How many units a need still lacks: the fewest that one of its alternatives does.
    func missing(_ need: Need) -> Int {
        var fewest = Int.max
        for way in 1...max(1, requirement(need)?.alternatives.count ?? 1) { fewest = min(fewest, missing(need, way)) }
        return fewest
    }

    /// How many units one alternative of a need still lacks.
    func missing(_ need: Need, _ way: Int) -> Int {
        var met = 0
        for order in orders where order.meets == need && order.alternative == way {
            // Whoever was stood down was not needed; nobody is missing in its place.
            if order.state.isLive || order.wasOnScene || order.state == .stoodDown { met += 1 }
        }
        let wanted = requirement(need)?.way(way)?.count ?? 0
        // One more for each further call point, where the plan wants that.
        let isFirst = need == Need(tier: 1, requirement: 1)
        let more = isFirst && wanted > 0 && plan.related?.sendsMore == true ? related.count : 0
        return max(0, wanted + more - met)
    }

    /// Whether a call point is its own, or one that it has taken in.
    func has(_ callPoint: CallPointID) -> Bool { point.id == callPoint || related.contains(callPoint) }

    /// Whether the button of one of its call points is held down.
    func isHeld(at callPoint: CallPointID) -> Bool {
        callPoint == point.id ? isHeld : heldRelated.contains(callPoint)
    }

    mutating func hold(_ callPoint: CallPointID?, _ isDown: Bool) {
        guard let callPoint, related.contains(callPoint) else {
            isHeld = isDown
            return
        }
        heldRelated.removeAll { $0 == callPoint }
        if isDown { heldRelated.append(callPoint) }
    }

    /// Whether any unit is bound by an order to it.
    var hasUnitUnderWay: Bool { orders.contains { $0.state.isLive } }

    /// Whether it lacks units, and nobody is under way or has been there.
    var isWaiting: Bool { !shortfalls.isEmpty && !hasBeenOnScene && !hasUnitUnderWay }

    mutating func forgetMetShortfalls() {
        shortfalls = shortfalls.filter { missing($0) > 0 }
        spared = spared.filter(shortfalls.contains)
    }

    /// When something is due in it; nil for never.
    var due: Instant? {
        var earliest = holdUntil ?? onSceneBy
        for order in orders where order.state == .issued {
            earliest = min(earliest ?? order.ackBy, order.ackBy)
            if let nudge = order.nudgeBy { earliest = min(earliest ?? nudge, nudge) }
        }
        for answer in answers { if let by = answer.by { earliest = min(earliest ?? by, by) } }
        return earliest
    }
}

/// An order, as the events tell of it.
public struct LoggedOrder: Sendable {
    /// Its id.
    public let id: OrderID
    /// The unit ordered.
    public let unit: UnitID
    /// The tier that asked for it; 1….
    public let tier: Int
    /// The requirement within the tier; 1….
    public let requirement: Int
    /// Which of the requirement's alternatives it meets; 1….
    public internal(set) var alternative: Int
    /// What it said of the arrival, in milliseconds from its beginning.
    public let etaMilliseconds: Int
    /// The need that it counts for; requirement 0 for none.
    public internal(set) var meets: LoggedIncident.Need
    /// When it was given.
    public let issuedAt: Instant
    /// By when it has to be answered.
    public internal(set) var ackBy: Instant
    /// When its unit is called once more; nil where it is not, or was.
    public internal(set) var nudgeBy: Instant?
    /// Where it stands.
    public internal(set) var state = OrderRecord.State.issued
    /// When it came to stand there.
    public internal(set) var stateAt: Instant
    /// Whether the unit got there.
    public internal(set) var wasOnScene = false
    /// When its unit will be there by its own word, where it said that it is delayed.
    public internal(set) var expectedAt: Instant?
    /// Whether its latency ledger has been written.
    public internal(set) var isEmitted = false

    init(_ issued: OrderIssued, at instant: Instant) {
        id = issued.order
        unit = issued.unit
        tier = issued.tier
        requirement = issued.requirement
        alternative = issued.alternative ?? 1
        etaMilliseconds = issued.etaMilliseconds
        meets = LoggedIncident.Need(tier: issued.tier, requirement: issued.requirement)
        issuedAt = instant
        ackBy = instant + .milliseconds(issued.ackWithinMilliseconds)
        nudgeBy = issued.nudgeAfterMilliseconds.map { instant + .milliseconds($0) }
        stateAt = instant
    }
}

extension LoggedOrder {
    /// Whether its unit is expected, and not there yet.
    var isUnderWay: Bool { state == .issued || state == .acknowledged || state == .enRoute || state == .staging }

    /// Milliseconds until its unit is there by its own word, and 0 without one.
    func promised(at now: Instant) -> Int { max(0, expectedAt.map { Int(($0 - now).milliseconds) } ?? 0) }
}

extension Requirement {
    /// One of the ways in which it can be met; 1….
    func way(_ number: Int) -> Requirement? {
        alternatives.isEmpty && number == 1
            ? self : alternatives.indices.contains(number - 1) ? alternatives[number - 1] : nil
    }
}
