public import CallpointCore

/// What is wired to one line of a chip, and how the line is read or driven.
public struct GPIOWire: Sendable, Hashable {
    /// Whose it is.
    public var callPoint: CallPointID
    /// What it is.
    public var use: Use
    /// Which line.
    public var place: Place
    /// Whether a low level means pressed, open or lit.
    public var isActiveLow: Bool
    /// The resistor that the chip is asked for; of no meaning for outputs.
    public var bias: Bias
    /// How long a level must hold, 0…1 s; of no meaning for outputs.
    public var debounce: Duration

    /// A wire from its parts.
    public init(
        callPoint: CallPointID, use: Use, place: Place, isActiveLow: Bool = false, bias: Bias = .asIs,
        debounce: Duration = .milliseconds(20)
    ) {
        self.callPoint = callPoint
        self.use = use
        self.place = place
        self.isActiveLow = isActiveLow
        self.bias = bias
        self.debounce = debounce
    }

    /// What hangs on a line.
    public enum Use: Sendable, Hashable {
        /// A contact that is read.
        case contact(ContactRole)
        /// A lamp or a sounder that is driven.
        case output
    }

    /// A line's offset on its chip, or its name, which stays when an overlay moves the offset.
    public enum Place: Sendable, Hashable {
        case offset(Int)
        case name(String)

        /// As people write it.
        public var text: String {
            switch self {
            case .offset(let number): "\(number)"
            case .name(let name): name
            }
        }
    }

    /// The resistors that a chip can be asked for.
    public enum Bias: Int32, Sendable, Hashable, CaseIterable {
        case asIs, pullUp, pullDown, disabled
    }
}

/// How a chip is named in the site file.
public enum GPIOChipName: Sendable, Hashable {
    /// The kernel's name: `gpiochip0`.
    case name(String)
    /// The label that its driver gives it.
    case label(String)
    /// A device file.
    case path(String)

    /// As people write it.
    public var text: String {
        switch self {
        case .name(let text), .label(let text), .path(let text): text
        }
    }
}
