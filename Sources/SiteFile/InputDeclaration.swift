public import CallpointCore

/// A port or a chip that buttons hang on.
public struct InputDeclaration: Sendable, Hashable {
    /// Its name, unique in the site.
    public var name: InputName
    /// What it is, and where.
    public var kind: Kind

    /// A declaration from its parts.
    public init(name: InputName, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The kinds of input.
    public enum Kind: Sendable, Hashable {
        /// A serial line of nodes that speak sentences.
        case serial(SentenceLine)
        /// Lines of a GPIO chip.
        case gpio(ChipReference)
        /// A bus of Modbus RTU slaves.
        case modbus(ModbusLine)
    }

    /// What it is, in one word: `serial`, `gpio`, `modbus`.
    public var kindName: String {
        switch kind {
        case .serial: "serial"
        case .gpio: "gpio"
        case .modbus: "modbus"
        }
    }

    /// Where it is: a path, or a chip's name or label.
    public var location: String {
        switch kind {
        case .serial(let line): line.path
        case .modbus(let line): line.path
        case .gpio(let chip): chip.text
        }
    }

    /// The same input somewhere else (`--input NAME=PATH`).
    public func pointed(at path: String) -> InputDeclaration {
        var other = self
        switch kind {
        case .serial(var line):
            line.path = path
            other.kind = .serial(line)
        case .gpio: other.kind = .gpio(.path(path))
        case .modbus(var line):
            line.path = path
            other.kind = .modbus(line)
        }
        return other
    }
}

/// A serial line of nodes that speak `$PALRM` sentences, one node or many on it; 8 data bits, no parity.
public struct SentenceLine: Sendable, Hashable {
    /// The device.
    public var path: String
    /// One of `SerialBaud.all`.
    public var baud: Int
    /// A node that is silent for longer is offline, 1 s…1 d; nil where nodes are not watched.
    public var heartbeat: Duration?

    /// Where `heartbeat` is not said.
    public static let standardHeartbeat: Duration = .seconds(20)

    /// A line from its parts.
    public init(path: String, baud: Int = 115_200, heartbeat: Duration? = standardHeartbeat) {
        self.path = path
        self.baud = baud
        self.heartbeat = heartbeat
    }
}

/// A bus of Modbus RTU slaves, whose discrete inputs are read in turn.
public struct ModbusLine: Sendable, Hashable {
    /// The device.
    public var path: String
    /// One of `SerialBaud.all`.
    public var baud: Int
    /// The parity bit.
    public var parity: SerialParity
    /// From one round of reading to the next, 10 ms…10 s.
    public var poll: Duration
    /// How long a slave may take to answer, 10 ms…5 s.
    public var timeout: Duration
    /// Whether the kernel's driver is asked to switch the transmitter of an RS-485 line.
    public var isRS485: Bool

    /// Where `timeout` is not said: time for a slow slave at 9,600 baud, and no more.
    public static let standardTimeout: Duration = .milliseconds(100)

    /// A bus from its parts.
    public init(
        path: String, baud: Int = 9_600, parity: SerialParity = .even, poll: Duration = .milliseconds(50),
        timeout: Duration = standardTimeout, isRS485: Bool = false
    ) {
        self.path = path
        self.baud = baud
        self.parity = parity
        self.poll = poll
        self.timeout = timeout
        self.isRS485 = isRS485
    }
}

/// What is spoken on a serial port.
enum SerialProtocol: String, CaseIterable {
    /// `$PALRM` sentences.
    case sentence
    case modbus = "modbus-rtu"
}

/// The parity bit of a serial line.
public enum SerialParity: String, Sendable, Hashable, CaseIterable {
    case none, even, odd
}

/// The speeds of a serial line.
public enum SerialBaud {
    /// In bits a second, slowest first.
    public static let all = [
        1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600,
    ]
}

/// How a GPIO chip is named.
public enum ChipReference: Sendable, Hashable {
    /// The kernel's name: `gpiochip0`. May change when devices are added.
    case name(String)
    /// The label that its driver gives it: `pinctrl-bcm2711`.
    case label(String)
    /// A device file, best one that udev names by its place.
    case path(String)

    /// The name, label or path.
    public var text: String {
        switch self {
        case .name(let text), .label(let text), .path(let text): text
        }
    }
}
