/// What a person reports: an incident without a button.
public struct Report: Sendable, Hashable {
    /// Where it is.
    public var place: Place
    /// Who or what reports it.
    public var source: AlarmReported.Source
    /// The plan that is to answer it; nil for that of the call point, or of the nearest one.
    public var plan: PlanName?
    /// What it is about.
    public var kind: AlarmKind
    /// What was said, as a token.
    public var note: TextToken?

    /// A report from its parts.
    public init(
        at place: Place, source: AlarmReported.Source, plan: PlanName? = nil, note: TextToken? = nil,
        kind: AlarmKind = .panic
    ) {
        self.place = place
        self.source = source
        self.plan = plan
        self.note = note
        self.kind = kind
    }

    /// Where an incident without a button is.
    public enum Place: Sendable, Hashable {
        /// At a call point of the site.
        case callPoint(CallPointID)
        /// Anywhere: in WGS-84, with the length of a degree there and how far off it may be, 1…10,000 m.
        case point(Coordinate, DegreeScale, accuracyMetres: Int)
    }
}
