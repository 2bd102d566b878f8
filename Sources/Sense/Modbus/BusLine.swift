public import CallpointCore

/// The line of a Modbus bus, as the site file has it.
public struct BusLine: Sendable, Hashable {
    /// The port's path; may be a link (`/dev/serial/by-path/…`).
    public var path: String
    /// In baud, one that termios knows (1,200…921,600).
    public var baud: Int
    /// The parity bit; there are 8 data bits and one stop bit.
    public var parity: Parity
    /// Whether the driver is to switch the direction of an RS-485 line.
    public var isRS485: Bool
    /// From one round of reading to the next, 10 ms…10 s.
    public var interval: Duration
    /// How long a slave may think before it answers, beside the time of the bytes.
    public var timeout: Duration

    /// The parity bits that there are.
    public enum Parity: String, Sendable, Hashable, CaseIterable {
        case none, even, odd

        /// As libmodbus names it.
        var letter: CChar {
            switch self {
            case .none: CChar(UInt8(ascii: "N"))
            case .even: CChar(UInt8(ascii: "E"))
            case .odd: CChar(UInt8(ascii: "O"))
            }
        }
    }

    /// A line from its parts.
    public init(
        path: String, baud: Int = 9_600, parity: Parity = .even, isRS485: Bool = false,
        interval: Duration = .milliseconds(50), timeout: Duration = .milliseconds(100)
    ) {
        self.path = path
        self.baud = baud
        self.parity = parity
        self.isRS485 = isRS485
        self.interval = interval
        self.timeout = timeout
    }

    /// How long things take on it.
    public var timing: BusTiming { BusTiming(baud: baud, hasParity: parity != .none, timeout: timeout) }
}

/// A contact of a call point on a discrete input of a slave, or a button on a register that counts its presses.
public struct BusContact: Sendable, Hashable {
    /// The contact.
    public var wire: WiredContact
    /// Where it is read.
    public var address: BusAddress
    /// Whether a 0 there means that the contact is active; on a register without a meaning.
    public var isActiveLow: Bool
    /// Where the input is a latch: the number of the coil, of the same slave, that resets it.
    public var reset: Int?

    /// A contact and its place.
    public init(_ wire: WiredContact, at address: BusAddress, isActiveLow: Bool = false, reset: Int? = nil) {
        self.wire = wire
        self.address = address
        self.isActiveLow = isActiveLow
        self.reset = reset
    }

    /// The coil that resets its latch.
    var resetAddress: BusAddress? { reset.map { BusAddress(slave: address.slave, number: $0) } }
}

/// A lamp or a sounder of a call point on a coil of a slave.
public struct BusLamp: Sendable, Hashable {
    /// The call point that it belongs to.
    public var callPoint: CallPointID
    /// Where it is written.
    public var address: BusAddress
    /// Whether a 0 there means on.
    public var isActiveLow: Bool

    /// A lamp and its place.
    public init(of callPoint: CallPointID, at address: BusAddress, isActiveLow: Bool = false) {
        self.callPoint = callPoint
        self.address = address
        self.isActiveLow = isActiveLow
    }
}

/// All that hangs on a bus, as the site file has it.
public struct BusWiring: Sendable, Hashable {
    /// What is read; each on an input of its own.
    public var contacts: [BusContact]
    /// What is written, in the order in which `OutputDriver` numbers it.
    public var lamps: [BusLamp]

    /// A wiring from its parts.
    public init(contacts: [BusContact], lamps: [BusLamp] = []) {
        self.contacts = contacts
        self.lamps = lamps
    }

    /// The slaves, and what is read and written of each.
    var layout: BusLayout {
        BusLayout(
            inputs: contacts.map(\.address), coils: lamps.map(\.address), resets: contacts.compactMap(\.resetAddress))
    }
}
