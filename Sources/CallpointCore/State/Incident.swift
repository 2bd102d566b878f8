/// An open incident: latched from its press until a person closes it.
public struct Incident: Sendable, Hashable {
    /// Its id.
    public let id: IncidentID
    /// Where it is, as the site file had it when it began.
    public let callPoint: CallPoint
    /// The plan that it began with, and keeps until somebody reclassifies it.
    public internal(set) var plan: Plan
    /// The hash of the site file that holds this plan.
    public internal(set) var configuration: String
    /// How urgent it is.
    public internal(set) var priority: Priority
    /// What it is about, and what follows from that.
    public let nature: AlarmNature
    /// When it began.
    public let openedAt: Instant
    /// What the wall clock showed then.
    public let openedWall: WallTime
    /// The incident at the same call point that it followed while that was open.
    public let linked: IncidentID?
    /// The unit that called for help without an order; it is not sent to itself.
    public let caller: UnitID?
    /// Whether it is played in an exercise, and not lived.
    public let isExercise: Bool
    /// What had ended at its call point not long before; nil where nothing had.
    public let recent: RecentAlarm?
    /// The highest attempt of any order that it gave before it was closed and opened again: ids never come twice.
    let attemptsBefore: Int
    /// How many presses have joined it, with the first; 0 for one that was reported.
    public internal(set) var presses = 1
    /// When the last of them came.
    public internal(set) var lastPressAt: Instant
    /// Other call points that it has taken in, in the order of their first presses; at most `relatedLimit`.
    public internal(set) var related: [RelatedPoint] = []
    /// What is known of it. No order waits for that.
    public internal(set) var verification = Verification.unverified
    /// Whether the button is held down, as far as the device tells.
    public internal(set) var isHeld = true
    /// The highest tier in force; 0 before the first.
    public internal(set) var tier = 0
    /// Nobody on scene by then raises the next tier, or repeats the notices of the last; nil for no deadline.
    public internal(set) var onSceneBy: Instant?
    /// Every order that it gave, in order.
    public internal(set) var orders: [OrderRecord] = []
    /// Who claimed it by name; deadlines go on all the same.
    public internal(set) var acknowledgedBy: TextToken?
    /// Whether any unit has been on scene.
    public internal(set) var hasBeenOnScene = false
    /// The tier that calls for somebody who watches by name (提级盯办); nil before one does.
    public internal(set) var watchTier: Int?
    /// Who watches it by name.
    public internal(set) var watchedBy: TextToken?
    /// When the call for a watch is repeated; nil where nobody is called for.
    public internal(set) var watchBy: Instant?
    /// Until when a dispatcher keeps lateness from raising the next tier; nil where nobody does.
    public internal(set) var holdUntil: Instant?
    /// Who has been told of which tier, so that a turn cut short by a crash is completed.
    public internal(set) var told: [Told] = []
    /// Incidents that belong together with it, in the order in which that was said; at most `linkLimit`.
    public internal(set) var links: [IncidentID] = []
    /// The call-taking centre that has been given it, and the number that it has there.
    public internal(set) var handOff: HandOff?
    /// Requirements that could not be met when last tried; retried until they are.
    public internal(set) var shortfalls: [RequirementReference] = []
    /// Those of `shortfalls` for which others could come and would not be there soon enough to be worth it.
    public internal(set) var spared: [RequirementReference] = []

    /// Names a requirement of the plan.
    public struct RequirementReference: Sendable, Hashable {
        /// The tier; 1….
        public var tier: Int
        /// The requirement within the tier; 1…, and 0 for units that a dispatcher named.
        public var requirement: Int

        /// Whether it is no requirement of the plan, but a dispatcher's choice.
        var isByName: Bool { requirement == 0 }
    }

    /// A contact that was told of a tier.
    public struct Told: Sendable, Hashable {
        /// The contact.
        public var contact: ContactID
        /// The tier; 1….
        public var tier: Int
        /// Not acknowledged by then, it is told again; nil where it is not, or has acknowledged.
        public var answerBy: Instant?
        /// How long the last notice waits for that.
        var wait: Duration = .zero
    }

    /// A call-taking centre that has been given an incident.
    public struct HandOff: Sendable, Hashable {
        /// The contact.
        public var contact: ContactID
        /// Its number there, as a token.
        public var reference: TextToken
    }

    init(id: IncidentID, callPoint: CallPoint, plan: Plan, raised: AlarmRaised, at instant: Instant, wall: WallTime) {
        self.id = id
        self.callPoint = callPoint
        self.plan = plan
        configuration = raised.configuration
        priority = raised.priority
        nature = raised.nature
        openedAt = instant
        openedWall = wall
        linked = raised.linked
        caller = nil
        attemptsBefore = 0
        isExercise = false
        recent = raised.recent
        lastPressAt = instant
    }

    init(
        id: IncidentID, callPoint: CallPoint, plan: Plan, reported: AlarmReported, isExercise: Bool,
        at instant: Instant,
        wall: WallTime
    ) {
        self.id = id
        self.callPoint = callPoint
        self.plan = plan
        configuration = reported.configuration
        priority = reported.priority
        nature = reported.nature
        openedAt = instant
        openedWall = wall
        linked = reported.linked
        caller = reported.unit
        attemptsBefore = 0
        self.isExercise = isExercise
        recent = reported.recent
        lastPressAt = instant
        presses = 0
        isHeld = false
    }

    init(
        id: IncidentID, callPoint: CallPoint, plan: Plan, reopened: IncidentReopened, at instant: Instant,
        wall: WallTime
    ) {
        self.id = id
        self.callPoint = callPoint
        self.plan = plan
        configuration = reopened.configuration
        priority = reopened.priority
        nature = reopened.nature
        openedAt = instant
        openedWall = wall
        linked = nil
        caller = reopened.unit
        attemptsBefore = reopened.attempts
        isExercise = false
        recent = nil
        lastPressAt = instant
        presses = reopened.presses
        related = reopened.related.prefix(Incident.relatedLimit).map {
            RelatedPoint(callPoint: $0, since: instant, isHeld: false)
        }
        isHeld = false
    }

    /// The tier that it begins at; 0 where nobody is sent.
    var firstTier: Int { nature.isDispatched ? plan.firstTier(for: nature.kind) : 0 }

    /// Whether the plan has the requirement that a reference names. It may not, where the site file that
    /// the incident began with is gone and the one in force stands in for it.
    func has(_ reference: RequirementReference) -> Bool {
        (1...plan.tiers.count).contains(reference.tier)
            && plan.tiers[reference.tier - 1].send.indices.contains(reference.requirement - 1)
    }

    /// The requirement that a reference names.
    func requirement(_ reference: RequirementReference) -> Requirement {
        plan.tiers[reference.tier - 1].send[reference.requirement - 1]
    }

    /// How many units a requirement still lacks: in that of its alternatives which lacks the fewest.
    func missing(_ reference: RequirementReference) -> Int {
        let count = requirement(reference).choices.count
        return (1...count).map { missing(reference, alternative: $0) }.min() ?? 0
    }

    /// How many units an alternative of a requirement still lacks; 1 for the only one.
    func missing(_ reference: RequirementReference, alternative: Int) -> Int {
        let met = orders.count { order in
            order.meets == reference && order.alternative == alternative && order.meetsRequirement
        }
        let choices = requirement(reference).choices
        guard choices.indices.contains(alternative - 1) else { return 0 }
        return max(0, wanted(choices[alternative - 1], by: reference, of: plan) - met)
    }

    /// Notes what is short, lower tiers first: whom they send decides who is worth sending for a higher one.
    mutating func noteShortfall(_ reference: RequirementReference) {
        guard !shortfalls.contains(reference) else { return }
        let place = shortfalls.firstIndex { (reference.tier, reference.requirement) < ($0.tier, $0.requirement) }
        shortfalls.insert(reference, at: place ?? shortfalls.endIndex)
    }

    /// Strikes out the shortfalls that are none any more.
    mutating func forgetMetShortfalls() {
        shortfalls = shortfalls.filter { missing($0) > 0 }
        spared = spared.filter(shortfalls.contains)
    }

    /// Whether it lacks units, and nobody is under way or has been there.
    var isWaiting: Bool { !isExercise && !shortfalls.isEmpty && !hasBeenOnScene && !hasUnitUnderWay }

    /// Whether any unit is bound by an order to it.
    var hasUnitUnderWay: Bool { orders.contains { $0.state.isLive } }

    /// Whether the incident is to be watched by name (提级盯办).
    public var isWatched: Bool { watchTier != nil }

    /// When something is due: an answer, or somebody on scene.
    var nextDeadline: Instant? {
        // A hold keeps lateness waiting; its end is due itself.
        var earliest = holdUntil ?? onSceneBy
        func consider(_ due: Instant) { earliest = earliest.map { min($0, due) } ?? due }
        for place in orders.indices where orders[place].state == .issued {
            consider(orders[place].ackBy)
            if let nudge = orders[place].nudgeBy { consider(nudge) }
        }
        for told in told { if let due = told.answerBy { consider(due) } }
        if let watchBy { consider(watchBy) }
        return earliest
    }

    /// How long somebody on scene is awaited in a tier: its own time, or that of the nearest tier below that has one.
    func interval(upTo tier: Int) -> Duration? {
        plan.tiers[..<tier].last { $0.onSceneWithin != nil }?.onSceneWithin
    }

    /// Whether a contact has been told of a tier.
    func hasTold(_ contact: ContactID, of tier: Int) -> Bool {
        told.contains { $0.contact == contact && $0.tier == tier }
    }

    /// How many orders a unit has had in a tier: the attempt of the next is one more.
    func attempts(tier: Int, unit: UnitID) -> Int {
        attemptsBefore + orders.count { $0.tier == tier && $0.unit == unit }
    }

    /// Incidents that may be linked to one: more would be a list that nobody reads.
    public static let linkLimit = 32
    static let unansweredPause: Duration = .seconds(120)
    /// Orders of one incident. Beyond that nobody is asked again; the last tier's notices go on until somebody comes.
    static let orderLimit = 500
    /// Call points that one incident takes in beside its own. A press at a further one begins an incident of its own.
    static let relatedLimit = 16
    /// How often units of one incident are swapped; then they stay.
    static let swapLimit = 3
}
