public import CallpointCore

/// Places named by metres from a centre, so that a test can say "300 m north".
public struct Plane: Sendable {
    /// Where the metres count from.
    public let centre: Coordinate
    /// The length of a degree there.
    public let scale: DegreeScale

    /// A plane round a place.
    public init(centre: Coordinate) {
        self.centre = centre
        scale = DegreeScale(atLatitudeE7: centre.latitudeE7)
    }

    /// In the middle of Shenzhen's Nanshan.
    public static let shenzhen = Plane(centre: Coordinate(latitudeE7: 225_369_000, longitudeE7: 1_139_345_000))

    /// The place so many metres north and east of the centre, to the nearest 1e-7 degree.
    /// It wraps at ±180° of longitude and stops at the poles.
    public func place(north: Int, east: Int = 0) -> Coordinate {
        let latitude =
            Int(centre.latitudeE7) + Plane.degreesE7(metres: north, per: scale.millimetresPerDegreeLatitude)
        var longitude =
            Int(centre.longitudeE7) + Plane.degreesE7(metres: east, per: max(1, scale.millimetresPerDegreeLongitude))
        while longitude > 1_800_000_000 { longitude -= 3_600_000_000 }
        while longitude < -1_800_000_000 { longitude += 3_600_000_000 }
        return Coordinate(
            latitudeE7: Int32(min(900_000_000, max(-900_000_000, latitude))), longitudeE7: Int32(longitude))
    }

    private static func degreesE7(metres: Int, per millimetres: Int) -> Int {
        Int((Double(metres) * 1e10 / Double(millimetres)).rounded())
    }
}

extension DegreeScale {
    /// The length of a degree at a latitude, by the usual series for WGS-84.
    ///
    /// The cosine is computed with + − × ÷ alone, so that no machine's libm can change a golden run.
    public init(atLatitudeE7 latitudeE7: Int32) {
        let c2 = DegreeScale.cosine(degrees: 2 * Double(latitudeE7) / 1e7)
        let c1 = DegreeScale.cosine(degrees: Double(latitudeE7) / 1e7)
        let c3 = 4 * c1 * c1 * c1 - 3 * c1
        let c4 = 2 * c2 * c2 - 1
        let latitude = 111_132_954 - 559_822 * c2 + 1_175 * c4
        let longitude = 111_412_840 * c1 - 93_500 * c3
        self.init(
            millimetresPerDegreeLatitude: Int(latitude.rounded()),
            millimetresPerDegreeLongitude: max(0, Int(longitude.rounded())))
    }

    /// By its power series: 20 terms leave less than 1e-12 within ±180°.
    private static func cosine(degrees: Double) -> Double {
        let x2 = (degrees * 0.017453292519943295) * (degrees * 0.017453292519943295)
        var (sum, term) = (1.0, 1.0)
        for n in 1...20 {
            term *= -x2 / Double((2 * n - 1) * 2 * n)
            sum += term
        }
        return sum
    }
}
