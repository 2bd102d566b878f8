public import CallpointCore

/// Where the button of a call point is heard.
public struct ButtonBinding: Sendable, Hashable {
    /// The call point.
    public var callPoint: CallPointID
    /// The input that hears it.
    public var input: InputName
    /// Where on that input.
    public var source: Source

    /// A binding from its parts.
    public init(callPoint: CallPointID, input: InputName, source: Source) {
        self.callPoint = callPoint
        self.input = input
        self.source = source
    }

    /// A place on an input; no two bindings share one.
    public enum Source: Sendable, Hashable {
        /// A node's address on a line of sentences, 1…16 letters and digits.
        case address(String)
        /// A line of a GPIO chip.
        case line(GPIOLine)
        /// A bit of a Modbus slave (1…247): a discrete input for buttons and tamper contacts, a coil for lamps; 0…65,535.
        case bit(slave: Int, number: Int)
    }

    /// The place as people write it, with the input's name: `field/0413`, `panel/17`, `bus/3/0`.
    public var text: String {
        switch source {
        case .address(let address): "\(input)/\(address)"
        case .line(let line): "\(input)/\(line.number)"
        case .bit(let slave, let number): "\(input)/\(slave)/\(number)"
        }
    }
}

/// A line of a GPIO chip, and how it is read.
public struct GPIOLine: Sendable, Hashable {
    /// The line's offset on its chip, 0…1,023.
    public var number: Int
    /// Whether a low level means pressed (or open, or lit).
    public var isActiveLow: Bool
    /// The resistor that the chip is asked for.
    public var bias: Bias
    /// How long a level must hold, 0…1 s.
    public var debounce: Duration

    /// A line from its parts.
    public init(number: Int, isActiveLow: Bool = false, bias: Bias = .asIs, debounce: Duration = .milliseconds(20)) {
        self.number = number
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

/// A tamper contact or a lamp of a call point; on a wire of its own.
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
        /// A contact that opens when the housing is opened.
        case tamper
        /// A lamp: slow blink for heard, steady for a unit that has accepted.
        case lamp
    }
}

/// Who and what stands around a call point.
public struct Surroundings: Sendable, Hashable {
    /// The call point.
    public var callPoint: CallPointID
    /// The police station whose ground it is.
    public var station: ContactID?
    /// Cameras that see it; at most 16.
    public var cameras: [Camera]
    /// The SIP address of its intercom.
    public var intercom: String?

    /// Surroundings from their parts.
    public init(callPoint: CallPointID, station: ContactID? = nil, cameras: [Camera] = [], intercom: String? = nil) {
        self.callPoint = callPoint
        self.station = station
        self.cameras = cameras
        self.intercom = intercom
    }

    /// A camera.
    public struct Camera: Sendable, Hashable {
        /// Its id.
        public var id: String
        /// Where its picture is: rtsp, rtsps, http or https.
        public var url: String

        /// A camera from its parts.
        public init(id: String, url: String) {
            self.id = id
            self.url = url
        }
    }
}
