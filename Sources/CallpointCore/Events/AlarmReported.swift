/// An incident that somebody reported: no button was pressed.
public struct AlarmReported: Sendable, Hashable {
    /// How urgent.
    public var priority: Priority
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
    /// Who wrote it down, and how.
    public var by: Doer
    /// What was said, as a token, where somebody wrote it down.
    public var note: TextToken?
    /// The schedule that chose the plan; nil where it is the call point's own, or was named.
    public var schedule: ScheduleName?

    /// A report from its parts.
    public init(
        priority: Priority, source: Source, plan: PlanName, configuration: String, linked: IncidentID?,
        place: Coordinate, scale: DegreeScale, accuracyMetres: Int, name: String, unit: UnitID? = nil, by: Doer,
        note: TextToken?, schedule: ScheduleName? = nil
    ) {
        self.priority = priority
        self.source = source
        self.plan = plan
        self.configuration = configuration
        self.linked = linked
        self.place = place
        self.scale = scale
        self.accuracyMetres = accuracyMetres
        self.name = name
        self.unit = unit
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
    }
}
