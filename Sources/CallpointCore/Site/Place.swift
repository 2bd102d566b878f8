/// A place on the earth in WGS-84, in units of 1e-7 degree (11 mm of latitude).
///
/// Whole numbers, so that the same inputs give the same distances on any machine.
public struct Coordinate: Hashable, Sendable {
    /// Latitude × 1e7, −900,000,000…900,000,000.
    public var latitudeE7: Int32
    /// Longitude × 1e7, −1,800,000,000…1,800,000,000.
    public var longitudeE7: Int32

    /// A coordinate from its parts.
    @inlinable
    public init(latitudeE7: Int32, longitudeE7: Int32) {
        self.latitudeE7 = latitudeE7
        self.longitudeE7 = longitudeE7
    }

    /// Whether both parts stand in their range.
    public var isValid: Bool {
        (-900_000_000...900_000_000).contains(latitudeE7) && (-1_800_000_000...1_800_000_000).contains(longitudeE7)
    }
}

/// The length of a degree at a call point, in millimetres.
///
/// The core has no trigonometry: the shell computes both from the latitude
/// and hands them in (`Geodesy`), so that no machine's libm can change an order.
public struct DegreeScale: Hashable, Sendable {
    /// Millimetres in one degree of latitude, about 110,574,000…111,694,000.
    public var millimetresPerDegreeLatitude: Int
    /// Millimetres in one degree of longitude, 0…111,320,000.
    public var millimetresPerDegreeLongitude: Int

    /// A scale from its parts.
    public init(millimetresPerDegreeLatitude: Int, millimetresPerDegreeLongitude: Int) {
        self.millimetresPerDegreeLatitude = millimetresPerDegreeLatitude
        self.millimetresPerDegreeLongitude = millimetresPerDegreeLongitude
    }
}

/// The datum in which a source writes its coordinates.
///
/// Over Shenzhen the wrong one moves a point by 0.6 km to 1.2 km and so picks
/// the wrong units: it is named for the site and for every feed, never guessed.
public enum Datum: String, CaseIterable, Sendable, Hashable {
    case wgs84, gcj02, bd09, cgcs2000
}
