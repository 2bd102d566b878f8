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

    /// A plan from its parts.
    public init(
        name: PlanName, budget: Duration = .milliseconds(250), priority: Priority = .p1, tiers: [Tier],
        raisesOnSecondPress: Bool = false, raisesOnProjectedLateness: Bool = false, preferBeat: Duration? = nil
    ) {
        self.name = name
        self.budget = budget
        self.priority = priority
        self.tiers = tiers
        self.raisesOnSecondPress = raisesOnSecondPress
        self.raisesOnProjectedLateness = raisesOnProjectedLateness
        self.preferBeat = preferBeat
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
