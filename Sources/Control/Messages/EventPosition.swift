/// Names one event for ever: the start that wrote it, and its number in the log.
public struct EventPosition: Sendable, Hashable, CustomStringConvertible {
    /// The start's short random word; 1…16 letters, digits and hyphens.
    public var generation: String
    /// Counts events without a gap, over restarts too; 1…, or 0 for the place before the first.
    public var sequence: Int64

    /// A position from its parts.
    public init(generation: String, sequence: Int64) {
        self.generation = generation
        self.sequence = sequence
    }

    /// A position from `7c1e:48211`; nil where the text is not one.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int64(parts[1]), sequence >= 0, (1...16).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
            })
        else { return nil }
        self.init(generation: String(parts[0]), sequence: sequence)
    }

    /// `7c1e:48211`.
    public var description: String { "\(generation):\(sequence)" }
}

/// Where a subscription begins.
public enum StreamStart: Sendable, Hashable {
    /// With the oldest event that is still kept.
    case start
    /// With the next event that happens.
    case now
    /// With the event after this one: the last that the subscriber has.
    case after(EventPosition)

    /// As the wire writes it: `start`, `now`, `7c1e:48211`.
    public var text: String {
        switch self {
        case .start: "start"
        case .now: "now"
        case .after(let position): position.description
        }
    }

    /// A start from the form on the wire; nil where the text is none.
    public init?(_ text: String) {
        switch text {
        case "start": self = .start
        case "now": self = .now
        default:
            guard let position = EventPosition(text) else { return nil }
            self = .after(position)
        }
    }
}
