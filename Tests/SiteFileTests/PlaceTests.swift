import CallpointCore
import SiteFile
import Testing

@testable import Geodesy

struct PlaceTests {
    @Test func `a site in a shifted datum stands where the same site in WGS-84 stands`() throws {
        let place = Degrees(latitude: 22.5369, longitude: 113.9345)
        for datum in [Datum.gcj02, .bd09] {
            let shifted = DatumConversion.place(place, in: datum)
            let text = SmallSite.text.replacing("datum: wgs84", with: "datum: \(datum.rawValue)").replacing(
                "lat: 22.5369, lon: 113.9345", with: "lat: \(shifted.latitude), lon: \(shifted.longitude)")
            let point = try SmallSite.parse(text).get().site.callPoints[0]
            #expect(abs(point.place.latitudeE7 - 225_369_000) <= 1 && abs(point.place.longitudeE7 - 1_139_345_000) <= 1)
            #expect(point.datum == datum)
        }
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
