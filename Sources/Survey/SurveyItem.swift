/// Something that a button could be wired to, as it is now: a chip, one of its lines, a serial port.
public struct SurveyItem: Sendable, Hashable {
    /// What it is.
    public var kind: Kind
    /// Its device: `/dev/gpiochip0`, `/dev/ttyS1`.
    public var device: String
    /// The line's number on its chip, from 0; nil for chips and ports.
    public var line: Int?
    /// The chip's label, the line's name, the port's name that stays (by-path); empty where it has none.
    public var name: String
    /// How it is.
    public var state: State

    /// An item from its parts.
    public init(kind: Kind, device: String, line: Int? = nil, name: String = "", state: State) {
        self.kind = kind
        self.device = device
        self.line = line
        self.name = name
        self.state = state
    }

    /// Kinds of things.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case chip, line, port
    }

    /// How a thing is.
    public enum State: Sendable, Hashable {
        /// An input that nobody holds, and its level at the pin: whether active is high or low is not asked.
        case low, high
        /// Somebody holds the line and reads it, or the kernel uses its pin for something else; left alone. Empty where
        /// they have no name.
        case held(by: String)
        /// An output that nobody holds; left alone.
        case output
        /// Somebody drives the line; left alone.
        case driven(by: String)
        /// An input that nobody holds, on a chip whose pins may serve something else, and that nobody has named.
        case untouched
        /// The system's words for why a line cannot be read.
        case unreadable(String)
        /// A chip that is open, and how many lines it has.
        case lines(Int)
        /// The system's words for why a chip cannot be opened.
        case unopenable(String)
        /// A serial port: the programs that have it open, as far as the caller may know them, and the bytes it has
        /// received since it exists, where its driver counts them and tells the caller.
        case port(users: [String], received: Int?)
    }

    /// What it is told apart by from one look to the next.
    public struct Key: Sendable, Hashable {
        let device: String
        let line: Int?
    }

    /// What this is told apart by.
    public var key: Key { Key(device: device, line: line) }
}
