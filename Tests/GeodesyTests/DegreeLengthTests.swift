import CallpointCore
import Geodesy
import Glibc
import Testing

@Suite struct `The length of a degree` {
    /// Against the closed formulas: the radii of curvature of the ellipsoid with WGS-84's axes.
    @Test(arguments: [0, 10, 22, 22.5, 45, 60, 89, 90, -33])
    func `is what the ellipsoid has`(latitude: Double) {
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
}
