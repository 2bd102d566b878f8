import CallpointCore
import Glibc
import SiteFile
import Testing

struct GeodesyTests {
    @Test(arguments: [
        (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
        (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
        (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
    ])
    func `WGS-84 and GCJ-02 go over into each other`(lat: Double, lon: Double, gcjLat: Double, gcjLon: Double) {
        let shifted = Datum.gcj02.fromWGS84(Degrees(latitude: lat, longitude: lon))
        #expect(abs(shifted.latitude - gcjLat) < 1e-6 && abs(shifted.longitude - gcjLon) < 1e-6)
        let back = Datum.gcj02.toWGS84(shifted)
        #expect(abs(back.latitude - lat) < 1e-8 && abs(back.longitude - lon) < 1e-8)
    }

    @Test func `BD-09 lies one more shift away`() {
        let wgs84 = Degrees(latitude: 22.543099, longitude: 114.057868)
        let shifted = Datum.bd09.fromWGS84(wgs84)
        #expect(abs(shifted.latitude - 22.546040412882437) < 1e-6)
        #expect(abs(shifted.longitude - 114.06953196673828) < 1e-6)
        let back = Datum.bd09.toWGS84(shifted)
        #expect(abs(back.latitude - wgs84.latitude) < 1e-8 && abs(back.longitude - wgs84.longitude) < 1e-8)
    }

    @Test func `maps outside the box are not shifted`() {
        let paris = Degrees(latitude: 48.8566, longitude: 2.3522)
        #expect(Datum.gcj02.fromWGS84(paris) == paris && Datum.gcj02.toWGS84(paris) == paris)
        #expect(Datum.cgcs2000.toWGS84(paris) == paris)
    }

    @Test func `a site in a shifted datum stands where the same site in WGS-84 stands`() throws {
        let place = Degrees(latitude: 22.5369, longitude: 113.9345)
        for datum in [Datum.gcj02, .bd09] {
            let shifted = datum.fromWGS84(place)
            let text = SmallSite.text.replacing("datum: wgs84", with: "datum: \(datum.rawValue)").replacing(
                "lat: 22.5369, lon: 113.9345", with: "lat: \(shifted.latitude), lon: \(shifted.longitude)")
            let point = try SmallSite.parse(text).get().site.callPoints[0]
            #expect(abs(point.place.latitudeE7 - 225_369_000) <= 1 && abs(point.place.longitudeE7 - 1_139_345_000) <= 1)
            #expect(point.datum == datum)
        }
    }

    /// Against the closed formulas: the radii of curvature of the ellipsoid with WGS-84's axes.
    @Test(arguments: [0, 10, 22, 22.5, 45, 60, 89, 90, -33])
    func `a degree is as long as the ellipsoid has it`(latitude: Double) {
        let (axis, flattening) = (6_378_137.0, 1 / 298.257223563)
        let e2 = flattening * (2 - flattening)
        let phi = latitude * .pi / 180
        let w = 1 - e2 * sin(phi) * sin(phi)
        let north = axis * (1 - e2) / (w * w.squareRoot()) * .pi / 180
        let east = axis / w.squareRoot() * cos(phi) * .pi / 180
        let scale = DegreeScale(at: Coordinate(latitudeE7: Int32(latitude * 1e7), longitudeE7: 1_139_000_000))
        #expect(abs(Double(scale.millimetresPerDegreeLatitude) / 1_000 - north) < 0.07)
        #expect(abs(Double(scale.millimetresPerDegreeLongitude) / 1_000 - east) < 0.07)
    }

    @Test(arguments: [
        ("22.53690001", 225_369_000), ("22.53690005", 225_369_001), ("22", 220_000_000), ("-0.0000001", -1),
        ("89.9999999", 899_999_999), ("90", 900_000_000),
    ])
    func `degrees are rounded from their decimal text`(text: String, e7: Int32) throws {
        let changed = SmallSite.changing("lat: 22.5369,", to: "lat: \(text),")
        #expect(try SmallSite.parse(changed).get().site.callPoints[0].place.latitudeE7 == e7)
    }
}
