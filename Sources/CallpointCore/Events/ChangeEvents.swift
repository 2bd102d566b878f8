/// A closed incident that is open again, under the same id: all that is needed to go on with it.
public struct IncidentReopened: Sendable, Hashable {
    /// How urgent.
    public var priority: Priority
    /// The plan that answers it.
    public var plan: PlanName
    /// The hash of the site file that holds this plan.
    public var configuration: String
    /// How many presses it had.
    public var presses: Int
    /// The highest attempt of any of its orders: those that follow count on from here.
    public var attempts: Int
    /// What it had been closed as.
    public var closedAs: Disposition
    /// Where it is, where that is no call point of the site.
    public var spot: Spot?
    /// The unit that had called for help, where one had; it is not sent to itself.
    public var unit: UnitID?
    /// What it is about, and what follows from that.
    public var nature: AlarmNature
    /// Its other call points, as far as nothing is open at them.
    public var related: [CallPointID]
    /// Who opened it again.
    public var by: Doer
    /// Why, as a token.
    public var reason: TextToken

    /// A reopened incident from its parts.
    public init(
        priority: Priority, plan: PlanName, configuration: String, presses: Int, attempts: Int, closedAs: Disposition,
        spot: Spot?, unit: UnitID?, nature: AlarmNature = AlarmNature(), related: [CallPointID] = [], by: Doer,
        reason: TextToken
    ) {
        self.priority = priority
        self.plan = plan
        self.configuration = configuration
        self.presses = presses
        self.attempts = attempts
        self.closedAs = closedAs
        self.spot = spot
        self.unit = unit
        self.nature = nature
        self.related = related
        self.by = by
        self.reason = reason
    }
}

/// A place that no call point stands for.
public struct Spot: Sendable, Hashable {
    /// Where, in WGS-84.
    public var place: Coordinate
    /// The length of a degree there.
    public var scale: DegreeScale
    /// How far off the place may be, in metres.
    public var accuracyMetres: Int
    /// What people call the place.
    public var name: String

    /// A spot from its parts.
    public init(place: Coordinate, scale: DegreeScale, accuracyMetres: Int, name: String) {
        self.place = place
        self.scale = scale
        self.accuracyMetres = accuracyMetres
        self.name = name
    }
}

/// An incident that turned out to be of another kind: another plan answers it from now on.
public struct IncidentReclassified: Sendable, Hashable {
    /// How urgent it is now.
    public var priority: Priority
    /// The plan that answers it now.
    public var plan: PlanName
    /// The hash of the site file that holds this plan.
    public var configuration: String
    /// The plan until now.
    public var from: PlanName
    /// Orders that count towards the new plan; at most `countedLimit`.
    public var counted: [Counted]
    /// Who says so.
    public var by: Doer
    /// Why, as a token, where somebody wrote it down.
    public var note: TextToken?

    /// Most orders that are counted over. Beyond, more units are sent than the plan asks for, never fewer.
    public static let countedLimit = 32

    /// An order that meets a requirement of the new plan.
    public struct Counted: Sendable, Hashable {
        /// The order.
        public var order: OrderID
        /// The tier of the new plan; 1….
        public var tier: Int
        /// The requirement within the tier; 1….
        public var requirement: Int
        /// Which of its alternatives; 1….
        public var alternative: Int

        /// A counted order from its parts.
        public init(order: OrderID, tier: Int, requirement: Int, alternative: Int = 1) {
            self.order = order
            self.tier = tier
            self.requirement = requirement
            self.alternative = alternative
        }
    }

    /// A reclassified incident from its parts.
    public init(
        priority: Priority, plan: PlanName, configuration: String, from: PlanName, counted: [Counted], by: Doer,
        note: TextToken?
    ) {
        self.priority = priority
        self.plan = plan
        self.configuration = configuration
        self.from = from
        self.counted = counted
        self.by = by
        self.note = note
    }
}

/// An incident that a call-taking centre has been given.
public struct HandedOff: Sendable, Hashable {
    /// The contact.
    public var contact: ContactID
    /// Its number there, as a token.
    public var reference: TextToken
    /// Who gave it.
    public var by: Doer

    /// A hand-off from its parts.
    public init(contact: ContactID, reference: TextToken, by: Doer) {
        self.contact = contact
        self.reference = reference
        self.by = by
    }
}
