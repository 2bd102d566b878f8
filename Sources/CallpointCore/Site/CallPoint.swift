/// A post with a button, and where it stands.
public struct CallPoint: Hashable, Sendable {
    /// Its id, unique in the site.
    public var id: CallPointID
    /// What people call the place.
    public var name: String
    /// Where it stands, in WGS-84.
    public var place: Coordinate
    /// The length of a degree there.
    public var scale: DegreeScale
    /// Accuracy of the survey in metres, 1…1,000.
    public var accuracyMetres: Int
    /// The datum in which the site file wrote it; shown, not used.
    public var datum: Datum
    /// Linear reference on the road, where it has one.
    public var road: RoadReference?
    /// What else travels with each order; its road is `road`.
    public var briefing: Briefing
    /// Which side of a divided road it stands on; nil where it does not, or nobody has said.
    public var carriageway: Carriageway?
    /// The plan that answers a press here.
    public var plan: PlanName
    /// Other plans that answer it while a schedule holds; the first that does counts.
    public var planDuring: [ScheduledPlan]
    /// What a press of its button is about.
    public var kind: AlarmKind
    /// Plans that answer some kinds in the place of `plan`; in the order of `AlarmKind.allCases`.
    public var plansByKind: [PlanOfKind]

    /// A call point from its parts.
    public init(
        id: CallPointID, name: String, place: Coordinate, scale: DegreeScale, accuracyMetres: Int,
        datum: Datum = .wgs84, road: RoadReference? = nil, briefing: Briefing = Briefing(),
        carriageway: Carriageway? = nil, plan: PlanName, planDuring: [ScheduledPlan] = [], kind: AlarmKind = .panic,
        plansByKind: [PlanOfKind] = []
    ) {
        self.id = id
        self.name = name
        self.place = place
        self.scale = scale
        self.accuracyMetres = accuracyMetres
        self.datum = datum
        self.road = road
        self.briefing = briefing
        self.carriageway = carriageway
        self.plan = plan
        self.planDuring = planDuring
        self.kind = kind
        self.plansByKind = plansByKind
    }

    /// The plan that answers alarms of a kind here.
    public func plan(for kind: AlarmKind) -> PlanName { plansByKind.first { $0.kind == kind }?.plan ?? plan }
}

/// A plan that answers alarms of one kind.
public struct PlanOfKind: Hashable, Sendable {
    /// The kind.
    public var kind: AlarmKind
    /// Its plan.
    public var plan: PlanName

    /// A plan of a kind from the parts.
    public init(_ kind: AlarmKind, _ plan: PlanName) {
        self.kind = kind
        self.plan = plan
    }
}

/// Where a call point stands along a road (桩号).
public struct RoadReference: Hashable, Sendable {
    /// The road's name: 深南大道.
    public var road: String
    /// The chainage as it stands on the post: `K12+300`.
    public var chainage: String?
    /// Direction of travel on that side: `east`.
    public var direction: String?

    /// A reference from its parts.
    public init(road: String, chainage: String? = nil, direction: String? = nil) {
        self.road = road
        self.chainage = chainage
        self.direction = direction
    }
}
