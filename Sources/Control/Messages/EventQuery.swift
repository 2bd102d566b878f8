public import CallpointCore

/// Which of the events that are kept are wanted.
public struct EventQuery: Sendable, Hashable {
    /// Only those of this incident; nil for all.
    public var incident: IncidentID?
    /// Only these types, `order.issued`; one that ends in `.*` stands for all that begin so. Empty for all; at most 32.
    public var types: [String]
    /// Only those whose wall time is this or later, in milliseconds since 1970; nil for all.
    public var sinceMilliseconds: Int64?
    /// Which part of the log.
    public var part: Part
    /// How many at most; 1…`forwardLimit`, and 1…`backwardLimit` for `.newestBefore`.
    public var limit: Int

    /// Which part of the log is read. What is found always stands in the order of the log.
    public enum Part: Sendable, Hashable {
        /// The first matches after this sequence; 0 for the start.
        case firstAfter(Int64)
        /// The last matches before this sequence; `Int64.max` for the end.
        case newestBefore(Int64)
    }

    /// Most events of one question that reads forward: a reader that wants all subscribes.
    public static let forwardLimit = 100_000
    /// Most events of one question that reads back from the end; a reader pages with `before`.
    public static let backwardLimit = 500

    /// A question from its parts.
    public init(
        incident: IncidentID? = nil, types: [String] = [], sinceMilliseconds: Int64? = nil, part: Part, limit: Int
    ) {
        self.incident = incident
        self.types = types
        self.sinceMilliseconds = sinceMilliseconds
        self.part = part
        self.limit = limit
    }

    /// Whether an event of this type is wanted.
    public func wants(type: String) -> Bool {
        types.isEmpty
            || types.contains { wanted in
                wanted.hasSuffix(".*") ? type.hasPrefix(wanted.dropLast()) : wanted == type
            }
    }
}
