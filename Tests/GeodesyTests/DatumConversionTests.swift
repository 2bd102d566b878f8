import CallpointCore
import Glibc
import Testing

@testable import Geodesy

/// Metres between two places that are close together.
private func metres(_ a: Degrees, _ b: Degrees) -> Double {
    let north = (a.latitude - b.latitude) * 111_200
    let east = (a.longitude - b.longitude) * 111_200 * cos(a.latitude * .pi / 180)
    return (north * north + east * east).squareRoot()
}

@Suite struct `Datums` {
    @Test(arguments: [
        (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
        (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
        (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
    ])
    func `GCJ-02 is the published one, and leads back`(lat: Double, lon: Double, toLat: Double, toLon: Double) {
        let place = DatumConversion.place(Degrees(latitude: lat, longitude: lon), in: .gcj02)
        #expect(abs(place.latitude - toLat) < 1e-11)
        #expect(abs(place.longitude - toLon) < 1e-11)
        let back = DatumConversion.wgs84(from: Degrees(latitude: toLat, longitude: toLon), in: .gcj02)
        #expect(abs(back.latitude - lat) < 1e-8)
        #expect(abs(back.longitude - lon) < 1e-8)
    }

    @Test func `BD-09 is the published one, and leads back`() {
        // The vector's input is WGS-84: both shifts, one after the other.
        let place = DatumConversion.place(Degrees(latitude: 22.543099, longitude: 114.057868), in: .bd09)
        #expect(abs(place.latitude - 22.546040412882437) < 1e-11)
        #expect(abs(place.longitude - 114.06953196673828) < 1e-11)
        let back = DatumConversion.wgs84(
            from: Degrees(latitude: 22.546040412882437, longitude: 114.06953196673828), in: .bd09)
        #expect(abs(back.latitude - 22.543099) < 1e-8)
        #expect(abs(back.longitude - 114.057868) < 1e-8)
    }

    @Test(arguments: Datum.allCases)
    func `there and back is within a millimetre all over China`(datum: Datum) {
        var worst = 0.0
        for latitude in stride(from: 18.1, through: 53.5, by: 0.37) {
            for longitude in stride(from: 73.6, through: 135.0, by: 0.41) {
                let place = Degrees(latitude: latitude, longitude: longitude)
                let back = DatumConversion.wgs84(from: DatumConversion.place(place, in: datum), in: datum)
                worst = max(worst, metres(place, back))
            }
        }
        #expect(worst < 0.001)
    }

    @Test func `over Shenzhen GCJ-02 moves a point 567 to 619 m and BD-09 twice as far`() {
        var gcj: [Double] = []
        var bd: [Double] = []
        for latitude in stride(from: 22.50, through: 22.60, by: 0.005) {
            for longitude in stride(from: 113.88, through: 114.12, by: 0.005) {
                let place = Degrees(latitude: latitude, longitude: longitude)
                gcj.append(metres(place, DatumConversion.place(place, in: .gcj02)))
                bd.append(metres(place, DatumConversion.place(place, in: .bd09)))
            }
        }
        #expect((gcj.min() ?? 0) > 567 && (gcj.max() ?? 0) < 619)
        #expect((bd.min() ?? 0) > 1_200 && (bd.max() ?? 0) < 1_265)
    }

    @Test(arguments: [(51.5, -0.12), (48.8566, 2.3522), (35.68, 139.69), (-33.9, 151.2), (0.5, 100)])
    func `outside of its box GCJ-02 shifts nothing`(lat: Double, lon: Double) {
        let place = Degrees(latitude: lat, longitude: lon)
        #expect(DatumConversion.place(place, in: .gcj02) == place)
        #expect(DatumConversion.wgs84(from: place, in: .gcj02) == place)
    }

    @Test(arguments: [(22.5, 113.9), (48.8566, 2.3522)])
    func `WGS-84 and CGCS2000 stay as they are`(lat: Double, lon: Double) {
        let place = Degrees(latitude: lat, longitude: lon)
        for datum in [Datum.wgs84, .cgcs2000] {
            #expect(DatumConversion.wgs84(from: place, in: datum) == place)
            #expect(DatumConversion.place(place, in: datum) == place)
        }
    }
}
