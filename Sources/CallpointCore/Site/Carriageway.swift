/// The side of a divided road on which a call point stands.
///
/// Who drives on the other side is near and not soon there: it has to turn round at the next gap.
public struct Carriageway: Hashable, Sendable {
    /// The way that traffic goes on the call point's side, 0…359 degrees clockwise from north.
    public var headingDegrees: Int
    /// That direction as a vector of length 1,000,000, north and east: the core has no trigonometry.
    public var north: Int
    /// See `north`.
    public var east: Int

    /// A carriageway from its parts.
    public init(headingDegrees: Int, north: Int, east: Int) {
        self.headingDegrees = headingDegrees
        self.north = north
        self.east = east
    }

    /// A unit slower than this may point anywhere; centimetres a second.
    public static let leastSpeed = 300
    /// How far beside the line of the road, through the call point, a unit is still taken to be on it; metres.
    public static let widthMetres = 60
    /// How far along the road that line is taken to be the road's; metres.
    public static let lengthMetres = 3_000
    /// A heading that differs from the road's by this or more is the other side's.
    public static let oppositeDegrees = 135

    /// Whether a unit that is so far north and east of the call point, and moves so, is on the other side.
    ///
    /// Known only of a unit that moves, says where it is heading, and is near the line of the road: of all others
    /// nothing is known, and nothing is held against them.
    func isOpposite(north: Double, east: Double, headingDegrees heading: UInt16, speed: UInt16) -> Bool {
        guard heading < 360, speed >= Carriageway.leastSpeed else { return false }
        let turn = abs(Int(heading) - headingDegrees)
        guard min(turn, 360 - turn) >= Carriageway.oppositeDegrees else { return false }
        let along = (north * Double(self.north) + east * Double(self.east)) / 1_000_000
        let beside = (north * Double(self.east) - east * Double(self.north)) / 1_000_000
        return beside.magnitude <= Double(Carriageway.widthMetres)
            && along.magnitude <= Double(Carriageway.lengthMetres)
    }
}
