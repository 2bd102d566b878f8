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
        /// A serial line of nodes that speak sentences; baud is one of `SerialBaud.all`, 8 data bits, no parity.
        case serial(path: String, baud: Int, protocol: SerialProtocol)
        /// Lines of a GPIO chip.
        case gpio(chip: GPIOChip)
        /// Discrete inputs of Modbus RTU slaves; `poll` is 10 ms…10 s from one round of reading to the next.
        case modbus(path: String, baud: Int, parity: SerialParity, poll: Duration)
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
        case .serial(let path, _, _), .modbus(let path, _, _, _): path
        case .gpio(let chip): chip.text
        }
    }

    /// The same input somewhere else (`--input NAME=PATH`).
    public func pointed(at path: String) -> InputDeclaration {
        switch kind {
        case .serial(_, let baud, let proto):
            InputDeclaration(name: name, kind: .serial(path: path, baud: baud, protocol: proto))
        case .gpio: InputDeclaration(name: name, kind: .gpio(chip: .path(path)))
        case .modbus(_, let baud, let parity, let poll):
            InputDeclaration(name: name, kind: .modbus(path: path, baud: baud, parity: parity, poll: poll))
        }
    }
}

/// What the nodes on a serial line speak.
public enum SerialProtocol: String, Sendable, Hashable, CaseIterable {
    /// `$PALRM` sentences, one node or many on a line.
    case sentence
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
public enum GPIOChip: Sendable, Hashable {
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
