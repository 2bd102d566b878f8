/// An order to a unit.
public struct OrderIssued: Sendable, Hashable {
    /// Its id; derived, so that it never means two orders.
    public var order: OrderID
    /// The tier that asked for it; 1….
    public var tier: Int
    /// The requirement within the tier that it meets; 1…, and 0 for a unit that a dispatcher named.
    public var requirement: Int
    /// Which of the requirement's alternatives it meets; 1…, and nil where there is one way only.
    public var alternative: Int?
    /// The unit ordered.
    public var unit: UnitID
    /// Estimated time of arrival, in milliseconds from now.
    public var etaMilliseconds: Int
    /// Straight line to the call point, in metres.
    public var distanceMetres: Int
    /// From the unit to the call point, 0…359 degrees clockwise from north.
    public var bearingDegrees: Int
    /// What the plan says to do.
    public var instructions: String?
    /// What else the officer should know: where it is along the road, cameras, hazards, the channel.
    public var briefing: Briefing
    /// Not answered by then, it is reassigned; in milliseconds from now.
    public var ackWithinMilliseconds: Int
    /// Not answered by then, the unit is called once more; in milliseconds from now, nil for no such time.
    public var nudgeAfterMilliseconds: Int?
    /// How many orders of this requirement went unanswered or declined before this one; 0….
    public var round: Int
    /// From the edge to reading it, without what debouncing took, in microseconds.
    public var senseMicroseconds: Int
    /// Time that debouncing took, in microseconds.
    public var debounceMicroseconds: Int
    /// From reading to this decision, in microseconds. Measured by the shell
    /// and stamped on the event after `handle`: the core has no clock.
    public var decideMicroseconds: Int
    /// Whether it was chosen on last fixes because the whole feed is silent.
    public var isDegraded: Bool
    /// Whether the unit was taken without an answer to the claim on it.
    public var isUnconfirmed: Bool
    /// The dispatcher who named the unit; nil where the ranking chose it.
    public var by: Doer?
    /// Other call points of the same incident, in the order of their presses.
    public var related: [CallPointID]
    /// What ended at the call point not long before the alarm; nil where nothing did.
    public var recent: RecentAlarm?

    /// An order from its parts.
    public init(
        order: OrderID, tier: Int, requirement: Int, unit: UnitID, etaMilliseconds: Int, distanceMetres: Int,
        bearingDegrees: Int, instructions: String?, ackWithinMilliseconds: Int, nudgeAfterMilliseconds: Int? = nil,
        round: Int = 0, senseMicroseconds: Int = 0, debounceMicroseconds: Int = 0, decideMicroseconds: Int = 0,
        isDegraded: Bool = false, isUnconfirmed: Bool = false, by: Doer? = nil, alternative: Int? = nil,
        briefing: Briefing = Briefing(), related: [CallPointID] = [], recent: RecentAlarm? = nil
    ) {
        self.order = order
        self.tier = tier
        self.requirement = requirement
        self.alternative = alternative
        self.unit = unit
        self.etaMilliseconds = etaMilliseconds
        self.distanceMetres = distanceMetres
        self.bearingDegrees = bearingDegrees
        self.instructions = instructions
        self.briefing = briefing
        self.ackWithinMilliseconds = ackWithinMilliseconds
        self.nudgeAfterMilliseconds = nudgeAfterMilliseconds
        self.round = round
        self.senseMicroseconds = senseMicroseconds
        self.debounceMicroseconds = debounceMicroseconds
        self.decideMicroseconds = decideMicroseconds
        self.isDegraded = isDegraded
        self.isUnconfirmed = isUnconfirmed
        self.by = by
        self.related = related
        self.recent = recent
    }
}

/// Why a unit was called back.
public enum StandDownReason: Sendable, Hashable {
    /// Its incident was closed.
    case closed
    /// A dispatcher says that it is not needed.
    case dispatcher
    /// A more urgent incident needs it, and nobody free could be there in time.
    case preempted(by: IncidentID)
    /// Another unit is there so much sooner that it goes in its place.
    case swapped(for: UnitID)
    /// Its incident was reclassified, and no requirement of the new plan asks for it.
    case reclassified
    /// It was an exercise's, and its unit is needed for a live one.
    case live
    /// It was an exercise's, and its unit has left that.
    case leftExercise
    /// Its unit is not fit to come.
    case outOfService

    /// The word that the log writes.
    public var word: String {
        switch self {
        case .closed: "closed"
        case .dispatcher: "dispatcher"
        case .preempted: "preempted"
        case .swapped: "swapped"
        case .reclassified: "reclassified"
        case .live: "live"
        case .leftExercise: "left_exercise"
        case .outOfService: "out_of_service"
        }
    }

    /// Where it leaves the order. Whoever is taken away is missing; whoever is not needed is not.
    var orderState: OrderRecord.State {
        switch self {
        case .closed, .dispatcher, .reclassified: .stoodDown
        case .preempted, .live, .leftExercise: .preempted
        case .swapped: .swapped
        case .outOfService: .declined
        }
    }
}

/// The latency ledger of an order, and what it says of the budget.
public struct OrderEmitted: Sendable, Hashable {
    /// The order.
    public var order: OrderID
    /// From handing the batch over until it was durable, or until the wait for that ended, in microseconds.
    public var journalMicroseconds: Int
    /// From there until the line was in the event log, in microseconds.
    public var emitMicroseconds: Int
    /// What is measured against the budget, in microseconds: from the edge of
    /// the press for a first order, from the decision for a later one.
    public var totalMicroseconds: Int
    /// The plan's budget, in milliseconds.
    public var budgetMilliseconds: Int
    /// Whether the order was durable before it was visible.
    public var isDurable: Bool
    /// Whether the budget was kept: `within` or `exceeded` in the log.
    public var isWithinBudget: Bool {
        // Rounded up to milliseconds instead of the budget down to microseconds,
        // which a line that somebody forged could make overflow.
        totalMicroseconds / 1_000 + (totalMicroseconds % 1_000 > 0 ? 1 : 0) <= budgetMilliseconds
    }

    /// A ledger from its parts.
    public init(
        order: OrderID, journalMicroseconds: Int, emitMicroseconds: Int, totalMicroseconds: Int,
        budgetMilliseconds: Int, isDurable: Bool
    ) {
        self.order = order
        self.journalMicroseconds = journalMicroseconds
        self.emitMicroseconds = emitMicroseconds
        self.totalMicroseconds = totalMicroseconds
        self.budgetMilliseconds = budgetMilliseconds
        self.isDurable = isDurable
    }
}
