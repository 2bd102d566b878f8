import Foundation

/// The offset of a time zone from UTC, cheap enough to be asked for every event.
///
/// Offsets change on a whole minute of UTC, so one answer holds for its minute:
/// within it an answer costs a comparison, and once a minute a look into the zone's table.
public struct SiteTimeZone: Sendable {
    /// The IANA name: `Asia/Shanghai`.
    public let identifier: String
    private let zone: TimeZone
    private var minute: Int64 = .min
    private var offset = 0

    /// UTC.
    public static let utc = SiteTimeZone(zone: .gmt, identifier: "UTC")

    /// The zone with an IANA name, or nil where there is none.
    ///
    /// Only names of the IANA list are taken: `CST` alone could mean Shanghai, Chicago or Havana.
    public init?(identifier: String) {
        guard identifier == "UTC" || identifier.contains("/"), let zone = TimeZone(identifier: identifier) else {
            return nil
        }
        self.init(zone: zone, identifier: identifier)
    }

    private init(zone: TimeZone, identifier: String) {
        self.zone = zone
        self.identifier = identifier
    }

    /// Minutes to add to UTC at a time in milliseconds since 1970, −1,440…1,440.
    public mutating func offsetMinutes(atMillisecondsSince1970 milliseconds: Int64) -> Int {
        let asked = milliseconds / 60_000
        guard asked != minute else { return offset }
        minute = asked
        offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(asked) * 60)) / 60
        return offset
    }
}
