/// Something that a person did, and who it was.
public struct Act: Sendable, Hashable {
    /// What.
    public var verb: Verb
    /// Who, as a token; the name stands in the side table.
    public var actor: TextToken
    /// How it came: `cli`, `radio`, `console`.
    public var via: String

    /// An act from its parts.
    public init(_ verb: Verb, actor: TextToken, via: String) {
        self.verb = verb
        self.actor = actor
        self.via = via
    }

    /// What a person can do.
    public enum Verb: Sendable, Hashable {
        /// Claim an incident by name: its sounds stop, its deadlines do not.
        case acknowledge(IncidentID)
        /// A unit's answer to its order.
        case answer(OrderReference, Answer)
        /// What a unit is up to, apart from any order.
        case status(UnitID, UnitStatus)
        /// End an incident.
        case close(IncidentID, Disposition, note: TextToken?)
        /// Try one call point the whole way, sending nobody.
        case test(CallPointID)
        /// Keep a kind of fault of a call point (nil: every kind) from being trouble, for so long.
        case bypass(CallPointID, DeviceFault.Kind?, for: Duration, reason: TextToken?)
        /// End a bypass of one kind, or every bypass of a call point.
        case endBypass(CallPointID, DeviceFault.Kind?)
        /// Begin a walk test of these call points, or of all where none is named.
        case startWalkTest([CallPointID], for: Duration)
        /// Ask for one press of one call point, which is a test then.
        case ask(CallPointID, for: Duration)
        /// Ask for nothing any more.
        case withdrawAsk
        /// End the walk test.
        case stopWalkTest
        /// Keep lateness from raising the next tier of an incident for a while.
        case hold(IncidentID, for: Duration, reason: TextToken)
        /// End a hold.
        case release(IncidentID)
        /// Raise the next tier of an incident now.
        case raise(IncidentID)
        /// Order one unit by name to an incident.
        case order(IncidentID, UnitID)
        /// Call a unit back, and send nobody in its place.
        case standDown(OrderReference)
        /// Watch an incident by name (盯办).
        case watch(IncidentID)
        /// Write something down about an incident.
        case note(IncidentID, TextToken)
        /// What a person knows of an alarm.
        case confirm(IncidentID, Verification)
        /// A contact has heard of an incident.
        case answerNotice(IncidentID, ContactID)
        /// An officer calls for help; `scale` is the length of a degree at the last fix of a unit without an order.
        case assist(OrderReference, scale: DegreeScale?)
        /// Open an incident that no button began.
        case report(Report)
        /// Begin an exercise of these units.
        case startExercise([UnitID], for: Duration)
        /// A unit joins the exercise, or leaves it.
        case joinExercise(UnitID), leaveExercise(UnitID)
        /// Play a press of a call point.
        case pressInExercise(CallPointID)
        /// End the exercise.
        case stopExercise
        /// Open a closed incident again; what it was until then comes from the record.
        case reopen(IncidentID, ClosedIncident?, reason: TextToken)
        /// Answer an incident by another plan from now on.
        case reclassify(IncidentID, PlanName, note: TextToken?)
        /// Say that two incidents belong together, or do not.
        case link(IncidentID, IncidentID)
        case unlink(IncidentID, IncidentID)
        /// Make an incident of its own of a part of one: at the same place, or at another one.
        case split(IncidentID, at: Report.Place?, note: TextToken?)
        /// Give an incident to a call-taking centre, with the number that it has there.
        case handOff(IncidentID, ContactID, reference: TextToken)
        /// Let the unit that is proposed move up into a beat, or nobody.
        case moveUp(BeatID, accepts: Bool)
    }
}

/// Names an order, or the one unfinished order of a unit.
public enum OrderReference: Sendable, Hashable {
    case order(OrderID)
    case unit(UnitID)
}

/// What a unit says of its order.
public enum Answer: Sendable, Hashable {
    case accept
    case decline(reason: TextToken?)
    /// On its way; and there.
    case enRoute, onScene
    /// Waits close by until it may go in.
    case staging
    /// Comes later than anybody could know: expected in so long, 1 s to 24 h.
    case delayed(Duration, reason: TextToken?)
    /// Leaves.
    case clear
}

/// What a unit is up to, apart from any order.
public enum UnitStatus: String, Sendable, Hashable, CaseIterable {
    case available, busy
    case offDuty = "off_duty"
    /// Rests: the last choice, and sent where nobody else can come.
    case standby
    /// On duty and of no use: a car that broke down, an officer who is hurt. It is never sent, and what it was on its
    /// way to goes to somebody else.
    case outOfService = "out_of_service"

    /// Whether it is at work, and fit for it.
    public var isInService: Bool { self != .offDuty && self != .outOfService }

    /// Whether it may be ordered.
    public var isOrderable: Bool { self == .available || self == .standby }
}

/// What an incident turned out to be.
public enum Disposition: String, Sendable, Hashable, CaseIterable {
    case genuine
    case falseAccidental = "false-accidental"
    case falseMalicious = "false-malicious"
    case test, duplicate
    case cancelledEnRoute = "cancelled-en-route"
    case unfounded
}

/// Why an act was not done: what is wrong, and what to do.
public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public var what: String
    /// What to do about it.
    public var remedy: String

    /// A refusal from its parts.
    public init(_ what: String, remedy: String) {
        self.what = what
        self.remedy = remedy
    }

    /// Both sentences.
    public var description: String { "\(what) \(remedy)" }
}

/// The answer to a claim on a unit.
public struct ClaimAnswer: Sendable, Hashable {
    /// The order that the claim is for.
    public var order: OrderID
    /// Whether the unit is ours.
    public var isGranted: Bool

    /// An answer from its parts.
    public init(order: OrderID, isGranted: Bool) {
        self.order = order
        self.isGranted = isGranted
    }
}

/// When orders that were issued together had become visible.
public struct Emission: Sendable, Hashable {
    /// The orders (or test orders).
    public var orders: [OrderID]
    /// From handing the batch over until it was durable, or until the wait for that ended, in microseconds.
    public var journalMicroseconds: Int
    /// From there until the lines were in the event log, in microseconds.
    public var emitMicroseconds: Int
    /// When the lines were in the event log.
    public var visibleAt: Instant
    /// Whether the orders were durable before they were visible.
    public var isDurable: Bool

    /// An emission from its parts.
    public init(
        orders: [OrderID], journalMicroseconds: Int, emitMicroseconds: Int, visibleAt: Instant, isDurable: Bool
    ) {
        self.orders = orders
        self.journalMicroseconds = journalMicroseconds
        self.emitMicroseconds = emitMicroseconds
        self.visibleAt = visibleAt
        self.isDurable = isDurable
    }
}
