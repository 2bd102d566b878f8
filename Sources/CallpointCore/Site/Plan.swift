/// A response plan: who is sent, in tiers, and by when (梯次出警).
public struct Plan: Hashable, Sendable {
    /// Its name, unique in the site.
    public var name: PlanName
    /// From the press to the emitted order; 1 ms…10 s.
    public var budget: Duration
    /// How urgent an alarm under this plan is.
    public var priority: Priority
    /// Tier 1 first; 1…9 of them. Tiers are additive: a higher one never calls a lower one back.
    public var tiers: [Tier]
    /// Whether a second press raises the second tier at once, where it is not in force yet.
    public var raisesOnSecondPress: Bool
    /// Whether the next tier is raised as soon as the units under way are seen to be too late for `onSceneWithin`.
    public var raisesOnProjectedLateness: Bool
    /// A unit of another beat is chosen before one of the call point's own only where it is there sooner by more than
    /// this; nil where beats do not matter. 1 s…1 h.
    public var preferBeat: Duration?
    /// The most urgent incidents that a unit may be taken from for one under this plan: these and less urgent ones, and
    /// never one that is as urgent. Nil where nobody is taken from anybody.
    public var preempts: Priority?
    /// A unit that would be there so much sooner goes in the place of one that has not answered; nil where none does.
    public var swapGain: Duration?
    /// When a press nearby belongs to an open incident under this plan; nil where each call point is its own.
    public var related: Related?
    /// When two call points within a window speak for each other; nil where they do not.
    public var crossZone: Vicinity?

    /// How near, and how soon after the last press.
    public struct Vicinity: Hashable, Sendable {
        /// Straight line in metres; 1…10,000.
        public var withinMetres: Int
        /// From the last press of the first incident; 1 s…1 h.
        public var window: Duration

        /// A vicinity from its parts.
        public init(withinMetres: Int, window: Duration) {
            self.withinMetres = withinMetres
            self.window = window
        }
    }

    /// When a press nearby belongs to an open incident, and what that asks for.
    public struct Related: Hashable, Sendable {
        /// How near, and how soon.
        public var vicinity: Vicinity
        /// Whether each further call point asks for one unit more, by the first requirement of the first tier.
        public var sendsMore: Bool

        /// A relation from its parts.
        public init(_ vicinity: Vicinity, sendsMore: Bool = true) {
            self.vicinity = vicinity
            self.sendsMore = sendsMore
        }
    }

    /// Kinds of alarms that begin at a higher tier than the first; in the order of `AlarmKind.allCases`.
    public var begins: [Beginning]

    /// A kind of alarm that begins at a higher tier.
    public struct Beginning: Hashable, Sendable {
        /// The kind.
        public var kind: AlarmKind
        /// The tier that is raised at once, with those below it; 2….
        public var tier: Int

        /// A beginning from its parts.
        public init(_ kind: AlarmKind, tier: Int) {
            self.kind = kind
            self.tier = tier
        }
    }
    /// Whether the next unit moves up without a dispatcher's word where an order under this plan leaves a beat without
    /// cover.
    public var movesUpByItself: Bool

    /// A plan from its parts.
    public init(
        name: PlanName, budget: Duration = .milliseconds(250), priority: Priority = .p1, tiers: [Tier],
        raisesOnSecondPress: Bool = false, raisesOnProjectedLateness: Bool = false, preferBeat: Duration? = nil,
        begins: [Beginning] = [], preempts: Priority? = nil, swapGain: Duration? = nil, related: Related? = nil,
        crossZone: Vicinity? = nil, movesUpByItself: Bool = false
    ) {
        self.name = name
        self.budget = budget
        self.priority = priority
        self.tiers = tiers
        self.raisesOnSecondPress = raisesOnSecondPress
        self.raisesOnProjectedLateness = raisesOnProjectedLateness
        self.preferBeat = preferBeat
        self.begins = begins
        self.preempts = preempts
        self.swapGain = swapGain
        self.related = related
        self.crossZone = crossZone
        self.movesUpByItself = movesUpByItself
    }

    /// The tier that an alarm of a kind begins at; 1….
    public func firstTier(for kind: AlarmKind) -> Int {
        min(tiers.count, max(1, begins.first { $0.kind == kind }?.tier ?? 1))
    }
}

/// How urgent an alarm is; P1 is the most urgent.
public enum Priority: Int, Sendable, Hashable, CaseIterable {
    case p1 = 1, p2, p3, p4
    /// `P1`…`P4`, as the log writes it.
    public var text: String { "P\(rawValue)" }
}

/// One step of a plan.
public struct Tier: Hashable, Sendable {
    /// What people call it: "nearest patrol".
    public var name: String
    /// What to send; each requirement is met on its own, and no unit counts twice.
    public var send: [Requirement]
    /// Who is told when the tier is raised.
    public var notify: [ContactID]
    /// Pushed with every order of this tier.
    public var instructions: String?
    /// On what the officers of this tier are reached; nil for the call point's own channel.
    public var channel: String?
    /// An order not answered by then is reassigned; 1 s…1 h.
    public var ackWithin: Duration
    /// An order not answered by then calls its unit once more; nil for no such call. Shorter than `ackWithin`.
    public var nudgeAfter: Duration?
    /// Nobody on scene by then raises the next tier; nil for no such deadline. 1 s…24 h.
    public var onSceneWithin: Duration?
    /// Whether the incident is raised to be watched by name (提级盯办).
    public var watch: Bool

    /// A tier from its parts.
    public init(
        name: String, send: [Requirement], notify: [ContactID] = [], instructions: String? = nil,
        ackWithin: Duration = .seconds(30), nudgeAfter: Duration? = nil, onSceneWithin: Duration? = nil,
        watch: Bool = false, channel: String? = nil
    ) {
        self.name = name
        self.send = send
        self.notify = notify
        self.instructions = instructions
        self.ackWithin = ackWithin
        self.nudgeAfter = nudgeAfter
        self.onSceneWithin = onSceneWithin
        self.watch = watch
        self.channel = channel
    }
}
