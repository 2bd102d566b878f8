public import CallpointCore
import Glibc

/// Turns coordinates of the datums that are in use in China into WGS-84 and back.
///
/// GCJ-02 moves a point over Shenzhen by 567 to 619 m, BD-09 by 1.21 to 1.25 km: without this the wrong
/// units are the nearest. Formula and constants are the published ones, tested against published vectors.
/// Hong Kong and Macau lie inside the box in which GCJ-02 shifts, but maps there are unshifted: a feed from
/// there is to name `wgs84`.
public enum DatumConversion {
    /// WGS-84 from any datum, to well within a millimetre: by steps of the published forward formulas, because the
    /// inverses that are published are only near.
    ///
    /// CGCS2000 is WGS-84 to within centimetres and stays as it is.
    public static func wgs84(from place: Degrees, in datum: Datum) -> Degrees {
        switch datum {
        case .wgs84, .cgcs2000: place
        case .gcj02: wgs84(fromGCJ02: place)
        case .bd09: wgs84(fromGCJ02: gcj02(fromBD09: place))
        }
    }

    /// Any datum from WGS-84: the direction that is published, and that the other is held against.
    static func place(_ place: Degrees, in datum: Datum) -> Degrees {
        switch datum {
        case .wgs84, .cgcs2000: place
        case .gcj02: gcj02(fromWGS84: place)
        case .bd09: bd09(fromGCJ02: gcj02(fromWGS84: place))
        }
    }

    /// GCJ-02 from WGS-84; outside of the box in which it shifts they are the same.
    private static func gcj02(fromWGS84 place: Degrees) -> Degrees {
        guard (72.004...137.8347).contains(place.longitude), (0.8293...55.8271).contains(place.latitude) else {
            return place
        }
        return shifted(place)
    }

    /// WGS-84 from GCJ-02, to 0.03 mm: three steps of p ← target − shift(p).
    ///
    /// A point is taken as shifted where the step back from it lies in the box.
    private static func wgs84(fromGCJ02 place: Degrees) -> Degrees {
        inverse(of: place, start: place, under: gcj02(fromWGS84:))
    }

    /// BD-09 from GCJ-02.
    private static func bd09(fromGCJ02 place: Degrees) -> Degrees {
        let (x, y) = (place.longitude, place.latitude)
        let radius = (x * x + y * y).squareRoot() + 0.00002 * sin(y * baiduPi)
        let angle = atan2(y, x) + 0.000003 * cos(x * baiduPi)
        return Degrees(latitude: radius * sin(angle) + 0.006, longitude: radius * cos(angle) + 0.0065)
    }

    /// GCJ-02 from BD-09, to well within a millimetre: the published approximate inverse, then steps back from it.
    private static func gcj02(fromBD09 place: Degrees) -> Degrees {
        let (x, y) = (place.longitude - 0.0065, place.latitude - 0.006)
        let radius = (x * x + y * y).squareRoot() - 0.00002 * sin(y * baiduPi)
        let angle = atan2(y, x) - 0.000003 * cos(x * baiduPi)
        let start = Degrees(latitude: radius * sin(angle), longitude: radius * cos(angle))
        return inverse(of: place, start: start, under: bd09(fromGCJ02:))
    }

    private static let baiduPi = Double.pi * 3_000 / 180

    private static func inverse(
        of target: Degrees, start: Degrees, under forward: (Degrees) -> Degrees
    ) -> Degrees {
        var place = start
        for _ in 0..<3 {
            let image = forward(place)
            place.latitude += target.latitude - image.latitude
            place.longitude += target.longitude - image.longitude
        }
        return place
    }

    /// The shift on the Krasovsky ellipsoid (a, e²) with its published sums of sines.
    private static func shifted(_ place: Degrees) -> Degrees {
        let a = 6_378_245.0
        let ee = 0.00669342162296594323
        let (x, y) = (place.longitude - 105, place.latitude - 35)
        let radians = place.latitude / 180 * .pi
        let sine = sin(radians)
        let magic = 1 - ee * sine * sine
        let root = magic.squareRoot()
        let latitude = northing(x, y) * 180 / ((a * (1 - ee)) / (magic * root) * .pi)
        let longitude = easting(x, y) * 180 / (a / root * cos(radians) * .pi)
        return Degrees(latitude: place.latitude + latitude, longitude: place.longitude + longitude)
    }

    private static func northing(_ x: Double, _ y: Double) -> Double {
        var metres = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot()
        metres += (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
        metres += (20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3
        metres += (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
        return metres
    }

    private static func easting(_ x: Double, _ y: Double) -> Double {
        var metres = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot()
        metres += (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
        metres += (20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3
        metres += (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
        return metres
    }
}
