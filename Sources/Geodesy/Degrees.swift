public import CallpointCore

/// Latitude and longitude in degrees, in whatever datum its holder says.
public struct Degrees: Sendable, Hashable {
    /// Degrees north, −90…90.
    public var latitude: Double
    /// Degrees east, −180…180.
    public var longitude: Double

    /// A place from its parts; what is out of range has no `coordinate`.
    public init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// To the nearest 1e-7 degree; nil where latitude or longitude is out of range or no number.
    public var coordinate: Coordinate? {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        return Coordinate(
            latitudeE7: Int32((latitude * 10_000_000).rounded()),
            longitudeE7: Int32((longitude * 10_000_000).rounded()))
    }
}
