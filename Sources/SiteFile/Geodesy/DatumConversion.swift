public import CallpointCore
import Glibc

/// Latitude and longitude in degrees, in whatever datum its holder says.
public struct Degrees: Sendable, Hashable {
    /// Degrees north, −90…90.
    public var latitude: Double
    /// Degrees east, −180…180.
    public var longitude: Double

    /// A place from its parts.
    public init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }
}

extension Datum {
    /// A place in this datum, in WGS-84.
    ///
    /// CGCS2000 is taken as WGS-84: they differ by centimetres. GCJ-02 has no
    /// closed inverse; three rounds of its forward formula end within 0.1 mm.
    public func toWGS84(_ place: Degrees) -> Degrees {
        switch self {
        case .wgs84, .cgcs2000: place
        case .gcj02: GCJ02.inverse(place)
        case .bd09: GCJ02.inverse(BD09.inverse(place))
        }
    }

    /// A WGS-84 place in this datum, for maps and navigation links.
    public func fromWGS84(_ place: Degrees) -> Degrees {
        switch self {
        case .wgs84, .cgcs2000: place
        case .gcj02: GCJ02.forward(place)
        case .bd09: BD09.forward(GCJ02.forward(place))
        }
    }
}

/// The shifted datum of maps published in China.
private enum GCJ02 {
    /// Semi-major axis of the Krasovsky ellipsoid in metres, and the square of its eccentricity.
    static let axis = 6_378_245.0
    static let eccentricity = 0.006_693_421_622_965_943_23

    static func forward(_ place: Degrees) -> Degrees {
        guard isShifted(place) else { return place }
        let (north, east) = shift(place)
        return Degrees(latitude: place.latitude + north, longitude: place.longitude + east)
    }

    static func inverse(_ place: Degrees) -> Degrees {
        guard isShifted(place) else { return place }
        var guess = place
        for _ in 0..<3 {
            let (north, east) = shift(guess)
            guess = Degrees(latitude: place.latitude - north, longitude: place.longitude - east)
        }
        return guess
    }

    /// Outside this box the maps are not shifted.
    private static func isShifted(_ place: Degrees) -> Bool {
        (0.8293...55.8271).contains(place.latitude) && (72.004...137.8347).contains(place.longitude)
    }

    private static func shift(_ place: Degrees) -> (north: Double, east: Double) {
        let x = place.longitude - 105
        let y = place.latitude - 35
        let common = (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
        var north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot() + common
        north += (20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3
        north += (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
        var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot() + common
        east += (20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3
        east += (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
        let latitude = place.latitude / 180 * .pi
        let w = 1 - eccentricity * sin(latitude) * sin(latitude)
        let meridian = axis * (1 - eccentricity) / (w * w.squareRoot())
        return (north * 180 / (meridian * .pi), east * 180 / (axis / w.squareRoot() * cos(latitude) * .pi))
    }
}

/// GCJ-02 shifted once more, as one map maker has it.
private enum BD09 {
    static let turn = Double.pi * 3_000 / 180

    static func forward(_ place: Degrees) -> Degrees {
        let (x, y) = (place.longitude, place.latitude)
        let radius = (x * x + y * y).squareRoot() + 0.00002 * sin(y * turn)
        let angle = atan2(y, x) + 0.000003 * cos(x * turn)
        return Degrees(latitude: radius * sin(angle) + 0.006, longitude: radius * cos(angle) + 0.0065)
    }

    /// By rounds of the forward formula, as for GCJ-02: the published inverse is off by up to a metre.
    static func inverse(_ place: Degrees) -> Degrees {
        var guess = place
        for _ in 0..<6 {
            let there = forward(guess)
            guess.latitude += place.latitude - there.latitude
            guess.longitude += place.longitude - there.longitude
        }
        return guess
    }
}
