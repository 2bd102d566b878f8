public import CallpointCore

/// Where a wire of a call point ends: its button's, or that of a contact or an output.
public struct ButtonBinding: Sendable, Hashable {
    /// The call point.
    public var callPoint: CallPointID
    /// The input that hears it.
    public var input: InputName
    /// Where on that input.
    public var source: Source
    /// The normally-closed twin of a button with two contacts, on the same input; nil for a button with one.
    ///
    /// It is read with the polarity of `source`: active at rest, and not while the button is pressed, so that both
    /// active, and neither, are impossible.
    public var breakSource: Source?

    /// A binding from its parts.
    public init(callPoint: CallPointID, input: InputName, source: Source, breakSource: Source? = nil) {
        self.callPoint = callPoint
        self.input = input
        self.source = source
        self.breakSource = breakSource
    }

    /// A place on an input; no two bindings share one.
    public enum Source: Sendable, Hashable {
        /// A node's address on a line of sentences, 1…16 letters and digits.
        case address(String)
        /// A line of a GPIO chip.
        case line(LineWire)
        /// A bit of a Modbus slave: a discrete input for buttons and contacts, a coil for lamps and sounders.
        case bit(BitWire)
        /// A register of a Modbus slave that counts presses; of a button alone.
        case counter(CounterWire)
    }

    /// The place as people write it, with the input's name: `field/0413`, `panel/17`, `bus/3/0`.
    public var text: String { text(of: source) }

    /// The same for the normally-closed twin.
    public var breakText: String? { breakSource.map { text(of: $0) } }

    private func text(of source: Source) -> String {
        switch source {
        case .address(let address): "\(input)/\(address)"
        case .line(let wire): "\(input)/\(wire.line.text)"
        case .bit(let bit): "\(input)/\(bit.slave)/\(bit.number)"
        case .counter(let counter): "\(input)/\(counter.slave)/\(counter.register.letter)\(counter.number)"
        }
    }
}

/// A line of a GPIO chip, and how it is read or driven.
public struct LineWire: Sendable, Hashable {
    /// Which line of its chip.
    public var line: LineReference
    /// Whether a low level means pressed (or open, or lit).
    public var isActiveLow: Bool
    /// The resistor that the chip is asked for; `.asIs` for an output.
    public var bias: Bias
    /// How long a level must hold, 0…1 s; 0 for an output.
    public var debounce: Duration

    /// A line from its parts.
    public init(
        line: LineReference, isActiveLow: Bool = false, bias: Bias = .asIs, debounce: Duration = .milliseconds(20)
    ) {
        self.line = line
        self.isActiveLow = isActiveLow
        self.bias = bias
        self.debounce = debounce
    }

    /// The resistors that a chip can be asked for.
    public enum Bias: String, Sendable, Hashable, CaseIterable {
        case asIs = "as-is"
        case pullUp = "pull-up"
        case pullDown = "pull-down"
        case disabled
    }
}

/// How a line of a chip is named.
public enum LineReference: Sendable, Hashable {
    /// Its place on the chip, 0…1,023.
    case offset(Int)
    /// The name that the board's description gives it, 1…31 bytes: `GPIO17`. Only the chip knows whether it exists,
    /// and whether it is a line that is also named by its offset.
    case name(String)

    /// The offset or the name, as people write it.
    public var text: String {
        switch self {
        case .offset(let offset): "\(offset)"
        case .name(let name): name
        }
    }
}

/// A bit of a Modbus slave, and how it is read or driven.
public struct BitWire: Sendable, Hashable {
    /// The slave, 1…247.
    public var slave: Int
    /// The number of its discrete input or coil, 0…65,535.
    public var number: Int
    /// Whether a 0 means pressed (or open, or lit).
    public var isActiveLow: Bool
    /// How long a level must hold, 0…1 s; a round of reading is a coarse debounce already.
    public var debounce: Duration
    /// Where the input is a latch: the coil, of the same slave, that resets it.
    public var reset: Int?

    /// A bit from its parts.
    public init(slave: Int, number: Int, isActiveLow: Bool = false, debounce: Duration = .zero, reset: Int? = nil) {
        self.slave = slave
        self.number = number
        self.isActiveLow = isActiveLow
        self.debounce = debounce
        self.reset = reset
    }
}

/// A register of a Modbus slave that counts presses, 16 bits, and begins anew after 65,535.
public struct CounterWire: Sendable, Hashable {
    /// The slave, 1…247.
    public var slave: Int
    /// The number of its register, 0…65,535.
    public var number: Int
    /// Which kind of register.
    public var register: Register

    /// A counter from its parts.
    public init(slave: Int, number: Int, register: Register = .input) {
        self.slave = slave
        self.number = number
        self.register = register
    }

    /// The kinds of register that there are.
    public enum Register: String, Sendable, Hashable, CaseIterable {
        /// Read with function 4.
        case input
        /// Read with function 3.
        case holding

        /// In front of its number, for people: `bus/3/i12`.
        var letter: String { self == .input ? "i" : "h" }
    }
}

/// A contact or an output of a call point beside its button; on a wire of its own.
public struct Attachment: Sendable, Hashable {
    /// What it is.
    public var role: Role
    /// Where it is wired.
    public var wire: ButtonBinding

    /// An attachment from its parts.
    public init(role: Role, wire: ButtonBinding) {
        self.role = role
        self.wire = wire
    }

    /// What can be attached.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// A contact that opens when the housing of the button is opened.
        case tamper
        /// A contact that opens with the door of the cabinet.
        case door
        /// A contact that says that the mains have failed.
        case mains
        /// A lamp: slow blink for heard, steady for a unit that has accepted.
        case lamp
        /// A sounder: from the press until somebody acknowledges it.
        case sounder

        /// Whether it is driven, and not read.
        public var isOutput: Bool {
            switch self {
            case .tamper, .door, .mains: false
            case .lamp, .sounder: true
            }
        }
    }
}
