public import CallpointCore
public import Geodesy

/// What a source says of one unit, before anything is believed: the fields as they came.
public struct PositionReport: Sendable, Hashable {
    /// The unit's id.
    public var unit: String
    /// In degrees of `datum`.
    public var place: Degrees
    /// Milliseconds since 1970 by the source's clock.
    public var sourceMilliseconds: Int64
    /// The datum, where the report names one.
    public var datum: Datum?
    /// The kind, where the report names one.
    public var kind: UnitKind?
    /// What the unit is up to, where the report names it.
    public var status: UnitStatus?
    /// Metres a second; negative for unknown, as some receivers write it.
    public var speedMetresPerSecond: Double?
    /// Degrees clockwise from north; negative for unknown.
    public var headingDegrees: Double?
    /// Metres; negative for unknown.
    public var accuracyMetres: Double?

    /// A report without its optional parts.
    public init(unit: String, place: Degrees, sourceMilliseconds: Int64) {
        self.unit = unit
        self.place = place
        self.sourceMilliseconds = sourceMilliseconds
    }
}

/// Turns reports of one feed into fixes and changes of status.
///
/// Pure; the socket and the door each own one.
public struct PositionFeed: Sendable {
    /// A source's clock that is farther from ours than this disagrees, in milliseconds.
    public static let clockTolerance: Int64 = 30_000
    /// Most units whose last status is remembered; a further unit's status is handed on each time.
    static let statusLimit = 100_000

    /// What was counted since the start.
    public internal(set) var counters = PositionCounters()

    private let source: String
    private let datum: Datum
    /// What each unit's status last was in this feed. A feed repeats it with every fix, and only a change
    /// may overrule what a person has said since.
    private var statuses: [String: UnitStatus] = [:]

    /// A feed by the name under which its status changes appear, and the datum of reports that name none.
    public init(source: String, datum: Datum) {
        self.source = source
        self.datum = datum
    }

    /// Adds what a report brings; throws why it is no fix, and does not count that.
    ///
    /// - Parameters:
    ///   - instant: when it was received; its age counts from this.
    ///   - wallMilliseconds: what our wall clock then showed, since 1970.
    mutating func take(
        _ report: PositionReport, at instant: Instant, wallMilliseconds: Int64, into batch: inout PositionBatch
    ) throws(FixRefusal) {
        guard PositionFeed.isUnitName(report.unit) else { throw .badUnit }
        guard report.place.coordinate != nil,
            let place = DatumConversion.wgs84(from: report.place, in: report.datum ?? datum).coordinate
        else { throw .outOfRange }
        var fix = Fix(
            unit: UnitID(report.unit), place: place, sourceMilliseconds: report.sourceMilliseconds,
            receivedAt: instant, kind: report.kind)
        let ahead = report.sourceMilliseconds - wallMilliseconds
        if abs(ahead) > PositionFeed.clockTolerance {
            counters.clockDisagrees += 1
            // A clock that is ahead would keep out every later fix once it is set right; one behind harms nobody.
            if ahead > 0 { fix.sourceMilliseconds = wallMilliseconds }
        }
        addExtras(of: report, to: &fix)
        batch.fixes.append(fix)
        counters.fixes += 1
        if let status = report.status, statuses[report.unit] != status {
            if statuses[report.unit] != nil || statuses.count < PositionFeed.statusLimit {
                statuses[report.unit] = status
            }
            batch.statuses.append(.unitStatus(fix.unit, status, source: source))
        }
    }

    private mutating func addExtras(of report: PositionReport, to fix: inout Fix) {
        if let speed = report.speedMetresPerSecond {
            if (0...655.35).contains(speed) {
                fix.speedCentimetresPerSecond = UInt16((speed * 100).rounded())
            } else {
                counters.ignoredExtras += 1
            }
        }
        if let heading = report.headingDegrees {
            if (0...360).contains(heading) {
                fix.headingDegrees = UInt16(heading.rounded()) % 360
            } else {
                counters.ignoredExtras += 1
            }
        }
        if let accuracy = report.accuracyMetres {
            if (0...65_535).contains(accuracy) {
                fix.accuracyMetres = UInt16(accuracy.rounded(.up))
            } else {
                counters.ignoredExtras += 1
            }
        }
    }

    /// Whether a text may name a unit: 1…64 bytes, no spaces, no control characters, and no `/`, which parts
    /// an order's id.
    static func isUnitName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
    }
}
