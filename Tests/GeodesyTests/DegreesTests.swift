import CallpointCore
import CallpointTesting
import Geodesy
import Testing

@Suite struct `Degrees of a place` {
    @Test func `with seven places become whole units exactly`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let latitude = Int32.random(in: -900_000_000...900_000_000, using: &generator)
            let longitude = Int32.random(in: -1_800_000_000...1_800_000_000, using: &generator)
            let whole = Coordinate(latitudeE7: latitude, longitudeE7: longitude)
            // As a feed writes them, and as the site file hands them on.
            let written = (degrees(latitude), degrees(longitude))
            let read = Degrees(latitude: Double(written.0) ?? 0, longitude: Double(written.1) ?? 0)
            #expect(read.coordinate == whole)
            #expect(Degrees(latitude: Double(latitude) / 1e7, longitude: Double(longitude) / 1e7).coordinate == whole)
        }
    }

    private func degrees(_ value: Int32) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(7) + "." + padded.suffix(7)
    }

    @Test(arguments: [(90.00000001, 0), (-91, 0), (0, 180.0001), (0, -180.0001), (.nan, 0), (0, .infinity)])
    func `off the globe are no coordinate`(lat: Double, lon: Double) {
        #expect(Degrees(latitude: lat, longitude: lon).coordinate == nil)
    }
}
