public import CallpointCore

/// What one turn of a feed brought.
public struct PositionBatch: Sendable, Hashable {
    /// Fixes, in the order in which they came; the core refuses those that are older than what it holds.
    public var fixes: [Fix] = []
    /// Changes of status, as inputs of the core.
    public var statuses: [Input.Body] = []

    /// Nothing yet.
    public init() {}
}

/// Why a position report is no fix.
public enum FixRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// Not JSON, or no object.
    case badJSON = "bad_json"
    /// `unit`, `lat`, `lon` or `time` is not there.
    case missingField = "missing_field"
    /// A field is of another type than it should be.
    case wrongType = "wrong_type"
    /// Not 1…64 bytes, or with spaces, control characters or `/`.
    case badUnit = "bad_unit"
    /// Latitude or longitude outside its range.
    case outOfRange = "out_of_range"
    /// No kind of unit that is known.
    case unknownKind = "unknown_kind"
    /// No status that is known.
    case unknownStatus = "unknown_status"
    /// No datum that is known.
    case unknownDatum = "unknown_datum"
    /// Neither RFC 3339 with an offset nor milliseconds since 1970.
    case badTime = "bad_time"
    /// A datagram longer than 8 KiB, a line after the 128th of one, or a row after the 100,000th.
    case tooLong = "too_long"
    /// A unit that this feed may not move.
    case notAllowed = "not_allowed"
}

/// What a feed has brought since the start.
public struct PositionCounters: Sendable, Hashable {
    /// Fixes handed to the core.
    public var fixes: UInt64 = 0
    /// Refusals, in the order of `FixRefusal.allCases`.
    public var refusals = [UInt64](repeating: 0, count: FixRefusal.allCases.count)
    /// Fixes whose source's clock is more than 30 s from ours; taken, and aged by their receipt.
    public var clockDisagrees: UInt64 = 0
    /// Speeds, headings and accuracies that make no sense; their fixes were taken without them.
    public var ignoredExtras: UInt64 = 0

    /// Nothing yet.
    public init() {}

    /// How often something was refused for this.
    public subscript(reason: FixRefusal) -> UInt64 {
        get { refusals[FixRefusal.allCases.firstIndex(of: reason) ?? 0] }
        set { refusals[FixRefusal.allCases.firstIndex(of: reason) ?? 0] = newValue }
    }
}
