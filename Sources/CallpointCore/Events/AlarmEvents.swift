/// A press that opened an incident.
public struct AlarmRaised: Sendable, Hashable {
    /// How urgent.
    public var priority: Priority
    /// What it is about; a line that says nothing of it is of a panic button.
    public var nature: AlarmNature
    /// What ended at this call point not long ago; nil where nothing did.
    public var recent: RecentAlarm?
    /// The input that the press came in by.
    public var input: InputName
    /// Which sentence of which node; nil for a wired line.
    public var stamp: NodeStamp?
    /// How far the sender proved who it is.
    public var authentication: Authentication
    /// The plan that answers it.
    public var plan: PlanName
    /// The hash of the site file that holds this plan; the incident keeps it to its end.
    public var configuration: String
    /// The open incident at the same call point that this press did not join, where there is one.
    public var linked: IncidentID?
    /// When the press happened at the device.
    public var edgeAt: Instant
    /// How it was noticed. A press found as a level began at `edgeAt` or before, nobody knows when.
    public var origin: Signal.Origin
    /// The schedule that chose the plan; nil where it is the call point's own.
    public var schedule: ScheduleName?

    /// A raised alarm from its parts.
    public init(
        priority: Priority, input: InputName, stamp: NodeStamp?, authentication: Authentication, plan: PlanName,
        configuration: String, linked: IncidentID?, edgeAt: Instant, origin: Signal.Origin = .edge,
        schedule: ScheduleName? = nil, nature: AlarmNature = AlarmNature(), recent: RecentAlarm? = nil
    ) {
        self.priority = priority
        self.nature = nature
        self.recent = recent
        self.input = input
        self.stamp = stamp
        self.authentication = authentication
        self.plan = plan
        self.configuration = configuration
        self.linked = linked
        self.edgeAt = edgeAt
        self.origin = origin
        self.schedule = schedule
    }
}

/// Where the call is.
public struct AlarmLocated: Sendable, Hashable {
    /// The place in WGS-84.
    public var place: Coordinate
    /// Accuracy in metres.
    public var accuracyMetres: Int
    /// What people call the place.
    public var name: String
    /// Linear reference on the road, where there is one.
    public var road: RoadReference?
    /// How the place is known.
    public var source: Source

    /// A located alarm from its parts.
    public init(
        place: Coordinate, accuracyMetres: Int, name: String, road: RoadReference?, source: Source = .survey
    ) {
        self.place = place
        self.accuracyMetres = accuracyMetres
        self.name = name
        self.road = road
        self.source = source
    }

    /// How the place of an alarm is known.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        /// The site file has it.
        case survey
        /// Somebody reported it, or a unit's position showed it.
        case report
    }
}

/// A tier that came into force.
public struct TierRaised: Sendable, Hashable {
    /// Which; 1….
    public var tier: Int
    /// What people call it.
    public var name: String
    /// Why now.
    public var reason: Reason
    /// Nobody on scene by then raises the next tier, in milliseconds from now; nil for no such deadline.
    public var onSceneWithinMilliseconds: Int?
    /// Whether the incident is now watched by name (提级盯办).
    public var watch: Bool
    /// When the first of those under way is expected, in milliseconds from now; only where that is the reason.
    public var projectedMilliseconds: Int?
    /// Who raised it; nil where no person did.
    public var by: Doer?

    /// A raised tier from its parts.
    public init(
        tier: Int, name: String, reason: Reason, onSceneWithinMilliseconds: Int?, watch: Bool, by: Doer? = nil,
        projectedMilliseconds: Int? = nil
    ) {
        self.tier = tier
        self.name = name
        self.reason = reason
        self.onSceneWithinMilliseconds = onSceneWithinMilliseconds
        self.watch = watch
        self.by = by
        self.projectedMilliseconds = projectedMilliseconds
    }

    /// Why a tier is raised.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case alarm, shortfall, unacknowledged
        case notOnScene = "not_on_scene"
        case secondPress = "second_press"
        /// Those under way are seen to be too late.
        case projectedLate = "projected_late"
        case assist, dispatcher
        /// The plan begins higher for an alarm of this kind.
        case alarmKind = "alarm_kind"
        /// The incident was closed and is open again.
        case reopened
    }
}

/// Too few units fit a requirement.
public struct Shortfall: Sendable, Hashable {
    /// The tier; 1….
    public var tier: Int
    /// The requirement within the tier; 1….
    public var requirement: Int
    /// How many units it asks for.
    public var wanted: Int
    /// How many were found.
    public var found: Int
    /// Why the others are out.
    public var excluded: ExclusionCounts
    /// Whether others could come and would not be there soon enough to be worth it: then no tier is raised for them.
    public var isSpared: Bool

    /// A shortfall from its parts.
    public init(
        tier: Int, requirement: Int, wanted: Int, found: Int, excluded: ExclusionCounts, isSpared: Bool = false
    ) {
        self.tier = tier
        self.requirement = requirement
        self.wanted = wanted
        self.found = found
        self.excluded = excluded
        self.isSpared = isSpared
    }
}
