import CallpointCore

/// One thing that is set to happen in a scenario: all that does not follow from the rest.
///
/// What follows (a unit answers its order, a dispatcher closes) is drawn from `nonce` and from who does it, and
/// never from one stream of numbers: with one happening taken out, the others go on as they did.
public struct Happening: Sendable, Hashable {
    /// When, in microseconds from the beginning of the day.
    public var at: Int64
    /// What.
    public var kind: Kind
    /// The call point or the unit that it happens to; `-` for neither.
    public var subject: String
    /// How long, or how far, in milliseconds; −1 where nobody knows.
    public var amount: Int
    /// Where its chances come from.
    public var nonce: UInt64

    /// A happening from its parts.
    public init(at: Int64, _ kind: Kind, _ subject: String = "-", amount: Int = 0, nonce: UInt64) {
        self.at = at
        self.kind = kind
        self.subject = subject
        self.amount = amount
        self.nonce = nonce
    }

    /// What can be set to happen.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Somebody in need presses, once or more often, and holds for `amount`.
        case press
        /// Nobody is in need; mostly somebody says so.
        case falseAlarm = "false-alarm"
        /// A contact that bounces: many presses within a second, and the fault.
        case chatter
        /// A button that stays down for `amount`, and the fault.
        case stuck
        /// Somebody plays an old message of a keyed node again.
        case recording
        /// The housing is opened for `amount`.
        case tamper
        /// An engineer asks for one press, and it comes.
        case walkTest = "walk-test"
        /// A person tries the call point on paper.
        case tryOut = "try-out"
        /// Faults of the call point are bypassed for `amount`.
        case bypass
        /// A unit goes off duty for `amount`.
        case offDuty = "off-duty"
        /// A unit has something else to do for `amount`.
        case busy
        /// A unit is not fit to come for `amount`: its car breaks down, an officer is hurt.
        case outOfService = "out-of-service"
        /// A unit's tracker says nothing for `amount`.
        case silent
        /// A unit does not hear its orders for `amount`.
        case deaf
        /// No unit's position arrives for `amount`.
        case feedStall = "feed-stall"
        /// The wall clock is set by `amount`, forward or back.
        case clockStep = "clock-step"
        /// The daemon ends between two turns and is back after `amount`.
        case restart
        /// The daemon is killed while it writes down the next turn, and is back after `amount`.
        case crash
        /// The disk takes nothing for `amount`.
        case diskFailure = "disk-failure"
        /// A changed site file is brought into force, or the first one again.
        case reload

        /// Whether somebody presses a button in it.
        public var isPress: Bool {
            switch self {
            case .press, .falseAlarm, .chatter, .stuck: true
            default: false
            }
        }
    }
}

extension Happening: CustomStringConvertible {
    /// One line: `03:12:45.123456 press CP-012 900 8f3a00c1`.
    public var description: String {
        "\(DayTime.text(at)) \(kind.rawValue) \(subject) \(amount) \(String(nonce, radix: 16))"
    }

    /// The happening that a line says; nil where it says none.
    public init?(line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count == 5, let at = DayTime.microseconds(words[0]), let kind = Kind(rawValue: String(words[1])),
            let amount = Int(words[3]), let nonce = UInt64(words[4], radix: 16)
        else { return nil }
        self.init(at: at, kind, String(words[2]), amount: amount, nonce: nonce)
    }
}

/// The time of a simulated day as people write it.
public enum DayTime {
    /// `03:12:45.123456`.
    public static func text(_ microseconds: Int64) -> String {
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(clock).\(padded(rest, 6))"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// The microseconds since the beginning of the day that a text says; nil where it says none.
    public static func microseconds(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == "." })
        guard parts.count == 4, parts[3].utf8.count == 6 else { return nil }
        let numbers = parts.compactMap { Int64($0) }
        guard numbers.count == 4, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
        return (numbers[0] * 3_600 + numbers[1] * 60 + numbers[2]) * 1_000_000 + numbers[3]
    }
}
