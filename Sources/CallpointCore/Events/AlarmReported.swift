/// An incident that somebody reported: no button was pressed.
public struct AlarmReported: Sendable, Hashable {
    /// How urgent.
    public var priority: Priority
    /// What it is about; a line that says nothing of it is of a panic button.
    public var nature: AlarmNature
    /// What ended at this call point not long ago; nil where nothing did.
    public var recent: RecentAlarm?
    /// Who or what reported it.
    public var source: Source
    /// The plan that answers it.
    public var plan: PlanName
    /// The hash of the site file that holds this plan; the incident keeps it to its end.
    public var configuration: String
    /// The open incident at the same call point, where there is one.
    public var linked: IncidentID?
    /// Where it is, in WGS-84.
    public var place: Coordinate
    /// The length of a degree there.
    public var scale: DegreeScale
    /// How far off the place may be, in metres.
    public var accuracyMetres: Int
    /// What people call the place.
    public var name: String
    /// The unit that reported it, which is not sent to itself.
    public var unit: UnitID?
    /// How old the fix of that unit was by which the place is given, in milliseconds; nil for a place that a person gave,
    /// and for a unit that stands where it always stands.
    public var fixAgeMilliseconds: Int?
    /// Whether that fix was older than one may be: the unit may be somewhere else by now.
    public var isDegraded: Bool
    /// Who wrote it down, and how.
    public var by: Doer
    /// What was said, as a token, where somebody wrote it down.
    public var note: TextToken?
    /// The schedule that chose the plan; nil where it is the call point's own, or was named.
    public var schedule: ScheduleName?

    /// A report from its parts.
    public init(
        priority: Priority, source: Source, plan: PlanName, configuration: String, linked: IncidentID?,
        place: Coordinate, scale: DegreeScale, accuracyMetres: Int, name: String, unit: UnitID? = nil,
        fixAgeMilliseconds: Int? = nil, isDegraded: Bool = false, by: Doer, note: TextToken?,
        schedule: ScheduleName? = nil, nature: AlarmNature = AlarmNature(), recent: RecentAlarm? = nil
    ) {
        self.priority = priority
        self.nature = nature
        self.recent = recent
        self.source = source
        self.plan = plan
        self.configuration = configuration
        self.linked = linked
        self.place = place
        self.scale = scale
        self.accuracyMetres = accuracyMetres
        self.name = name
        self.unit = unit
        self.fixAgeMilliseconds = fixAgeMilliseconds
        self.isDegraded = isDegraded
        self.by = by
        self.note = note
        self.schedule = schedule
    }

    /// Who or what reports an incident.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        case telephone, camera
        case walkIn = "walk-in"
        case app
        /// An officer without an order who calls for help.
        case officer
        case other
        /// A part of an incident that is one of its own.
        case split
        /// An exercise plays it.
        case exercise

        /// What a person may name who reports one.
        public static let reportable = allCases.filter { $0 != .split && $0 != .exercise }
    }
}
