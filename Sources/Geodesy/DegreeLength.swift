public import CallpointCore
import Glibc

extension DegreeScale {
    /// The length of a degree at a place, by the usual series for the WGS-84 ellipsoid (good to 7 cm a degree).
    ///
    /// Computed here, once a call point, so that the core needs no trigonometry.
    public init(at place: Coordinate) {
        let latitude = Double(place.latitudeE7) / 1e7 * .pi / 180
        let north = 111_132.92 - 559.82 * cos(2 * latitude) + 1.175 * cos(4 * latitude) - 0.0023 * cos(6 * latitude)
        let east = 111_412.84 * cos(latitude) - 93.5 * cos(3 * latitude) + 0.118 * cos(5 * latitude)
        self.init(
            millimetresPerDegreeLatitude: Int((north * 1_000).rounded()),
            millimetresPerDegreeLongitude: max(0, Int((east * 1_000).rounded())))
    }
}
