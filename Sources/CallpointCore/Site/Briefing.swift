/// What an officer should know before arriving, beside the plan's instructions: pushed with every order (plan push).
public struct Briefing: Hashable, Sendable {
    /// The street address; nil where none is given.
    public var address: String?
    /// Where the call point stands along a road (桩号), and which way traffic goes there.
    public var road: RoadReference?
    /// Cameras that see it, by id, the nearest first; at most `cameraLimit`.
    public var cameras: [String]
    /// Known hazards: "open channel behind the fence"; at most `hazardLimit`.
    public var hazards: [String]
    /// On what the officers are reached: a talk group, a telephone.
    public var channel: String?

    /// Most cameras that travel with an order.
    public static let cameraLimit = 4
    /// Most hazards of a call point.
    public static let hazardLimit = 4

    /// A briefing from its parts.
    public init(
        address: String? = nil, road: RoadReference? = nil, cameras: [String] = [], hazards: [String] = [],
        channel: String? = nil
    ) {
        self.address = address
        self.road = road
        self.cameras = cameras
        self.hazards = hazards
        self.channel = channel
    }
}
