/// Distances and bearings round one call point, where the earth is flat enough.
///
/// The plane that touches the earth at the call point is wrong by less than 0.1 %
/// of the distance within 30 km; it needs two multiplications and a root, which
/// every machine rounds alike.
struct FlatEarth {
    let centre: Coordinate
    let scale: DegreeScale

    /// Metres north and east of the centre.
    @inline(__always)
    func offset(latitudeE7: Int32, longitudeE7: Int32) -> (north: Double, east: Double) {
        var longitude = Int(longitudeE7) - Int(centre.longitudeE7)
        if longitude > 1_800_000_000 { longitude -= 3_600_000_000 }
        if longitude < -1_800_000_000 { longitude += 3_600_000_000 }
        let latitude = Int(latitudeE7) - Int(centre.latitudeE7)
        // 1e-7 degree × millimetres a degree ÷ 1e10 = metres.
        return (
            Double(latitude) * Double(scale.millimetresPerDegreeLatitude) / 1e10,
            Double(longitude) * Double(scale.millimetresPerDegreeLongitude) / 1e10
        )
    }

    /// Whole metres from the centre, to the nearest.
    @inline(__always)
    func metres(latitudeE7: Int32, longitudeE7: Int32) -> Int {
        let (north, east) = offset(latitudeE7: latitudeE7, longitudeE7: longitudeE7)
        // Never negative, so adding a half rounds to the nearest; `rounded()` is a call into libm.
        return Int((north * north + east * east).squareRoot() + 0.5)
    }

    /// From a place to the centre, 0…359 degrees clockwise from north.
    func bearingDegrees(from place: Coordinate) -> Int {
        let (north, east) = offset(latitudeE7: place.latitudeE7, longitudeE7: place.longitudeE7)
        // Towards the centre, so both turned round.
        return FlatEarth.degrees(north: -north, east: -east)
    }

    /// The direction of a vector, without libm: its first octant by a
    /// polynomial for the arc tangent (Abramowitz and Stegun 4.4.49, wrong by
    /// less than 1e-5 rad), the rest by reflection.
    static func degrees(north: Double, east: Double) -> Int {
        let (n, e) = (north.magnitude, east.magnitude)
        guard n > 0 || e > 0 else { return 0 }
        let x = min(n, e) / max(n, e)
        let x2 = x * x
        let arc =
            x * (0.9998660 + x2 * (-0.3302995 + x2 * (0.1801410 + x2 * (-0.0851330 + x2 * 0.0208351))))
        var degrees = arc * 57.29577951308232
        if e > n { degrees = 90 - degrees }
        if north < 0 { degrees = 180 - degrees }
        if east < 0 { degrees = 360 - degrees }
        return Int(degrees.rounded()) % 360
    }
}
