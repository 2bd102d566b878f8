/// The ground that units patrol, and whose own units are preferred there where the plan says so.
public struct Beat: Hashable, Sendable {
    /// Its id, unique in the site.
    public var id: BeatID
    /// What people call it.
    public var name: String
    /// Closed lines in WGS-84, the last point joined to the first. What lies within an odd number of them lies in the
    /// beat: holes and several parts are lines like any other.
    public let rings: [[Coordinate]]
    /// The kinds of which one unit at least is to be free and in the beat; empty where nobody watches that.
    public let cover: [UnitKind]
    /// Where a unit moves up to: the middle of the beat's reach.
    public let middle: Coordinate
    /// The length of a degree there.
    public let scale: DegreeScale
    /// A bit for each kind of `cover`.
    let coverMask: UInt8
    private let south: Int
    private let north: Int
    private let west: Int
    private let east: Int

    /// Most degrees that a beat may reach, in 1e-7 degree: products of such differences fit 64 bits, and no beat crosses
    /// the antimeridian.
    public static let reachLimitE7 = 100_000_000

    /// A beat from its parts; nil where it reaches farther than `reachLimitE7`, or has no ring of three points.
    ///
    /// `scale` is the length of a degree at the middle of all points' reach; it is only needed for a beat with `cover`.
    public init?(
        id: BeatID, name: String, rings: [[Coordinate]], cover: [UnitKind] = [],
        scale: (Coordinate) -> DegreeScale = { _ in
            DegreeScale(millimetresPerDegreeLatitude: 111_000_000, millimetresPerDegreeLongitude: 111_000_000)
        }
    ) {
        let points = rings.joined()
        guard rings.allSatisfy({ $0.count >= 3 }), let south = points.map(\.latitudeE7).min(),
            let north = points.map(\.latitudeE7).max(), let west = points.map(\.longitudeE7).min(),
            let east = points.map(\.longitudeE7).max()
        else { return nil }
        self.id = id
        self.name = name
        self.rings = rings
        self.cover = cover
        coverMask = cover.reduce(0) { $0 | 1 << UInt8($1.index) }
        let centre = Coordinate(
            latitudeE7: Int32((Int(south) + Int(north)) / 2), longitudeE7: Int32((Int(west) + Int(east)) / 2))
        middle = centre
        self.scale = scale(centre)
        (self.south, self.north, self.west, self.east) = (Int(south), Int(north), Int(west), Int(east))
        guard self.north - self.south <= Beat.reachLimitE7, self.east - self.west <= Beat.reachLimitE7 else {
            return nil
        }
    }

    /// Whether a unit of a kind, by its index, counts as cover.
    func covers(kind: Int) -> Bool { coverMask >> UInt8(kind) & 1 == 1 }

    /// The rectangle that it lies in, in 1e-7 degree.
    var reach: Reach { Reach(south: Int32(south), north: Int32(north), west: Int32(west), east: Int32(east)) }

    /// A rectangle that is looked at before the lines are.
    struct Reach {
        var south: Int32
        var north: Int32
        var west: Int32
        var east: Int32

        @inline(__always)
        func holds(_ fix: FixRow) -> Bool {
            fix.latitudeE7 >= south && fix.latitudeE7 <= north && fix.longitudeE7 >= west && fix.longitudeE7 <= east
        }
    }

    /// Whether a place lies in the beat, in whole numbers: a place on a line lies in exactly one of the two beats that
    /// share the line.
    public func contains(_ place: Coordinate) -> Bool {
        let (y, x) = (Int(place.latitudeE7), Int(place.longitudeE7))
        guard (south...north).contains(y), (west...east).contains(x) else { return false }
        var isInside = false
        for ring in rings {
            var previous = ring[ring.count - 1]
            for point in ring {
                if Beat.crosses(x, y, previous, point) { isInside.toggle() }
                previous = point
            }
        }
        return isInside
    }

    /// Whether the line from a place to the east meets the edge from a to b. An edge has its lower end and not its upper.
    private static func crosses(_ x: Int, _ y: Int, _ a: Coordinate, _ b: Coordinate) -> Bool {
        let (ay, by) = (Int(a.latitudeE7), Int(b.latitudeE7))
        guard (ay <= y) != (by <= y) else { return false }
        let (ax, bx) = (Int(a.longitudeE7), Int(b.longitudeE7))
        // x < ax + (y − ay) (bx − ax) ÷ (by − ay), without the division.
        let (left, right) = ((x - ax) * (by - ay), (y - ay) * (bx - ax))
        return by > ay ? left < right : left > right
    }
}
