public import CallpointCore

/// One wire or one node of an input, the same whatever hears it: a row of `callpoint inputs`.
public struct InputPoint: Sendable, Hashable {
    /// The call point that it belongs to.
    public var callPoint: CallPointID
    /// What it tells of.
    public var role: Role
    /// Where it is, as people write it: `panel/17`, `bus/3/0`, `field/0413`.
    public var place: String
    /// The level as it was seen last, its polarity put right; for an output, whether it is on. Nil while it is unknown,
    /// and for a node.
    public var level: Bool?
    /// The level that counts, after debouncing.
    public var isActive: Bool?
    /// What a node said last.
    public var said: Signal.State?
    /// Edges since the start.
    public var edges: UInt64 = 0
    /// Edges beyond the first of each movement.
    public var bounces: UInt64 = 0
    /// Times that it was active for less than its debounce: counted, and not raised.
    public var shortPulses: UInt64 = 0
    /// How often edges were lost, or may have been, and the level was read instead.
    public var gaps: UInt64 = 0
    /// When it was last seen or heard at all: the age of its supervision. Nil for never since the start.
    public var seenAt: Instant?
    /// When its button was last pressed; nil for never since the start, and for other contacts.
    public var pressedAt: Instant?
    /// Why nothing is heard of it, and what to do; nil where nothing is wrong.
    public var trouble: String?

    /// What a wire or a node tells of.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// A node, which tells of its button, its housing and its battery.
        case node
        case button
        case buttonBreak = "button_break"
        case tamper, door, mains
        /// A lamp or a sounder.
        case output
    }

    /// A point of which nothing is known yet.
    public init(callPoint: CallPointID, role: Role, place: String) {
        self.callPoint = callPoint
        self.role = role
        self.place = place
    }

    /// A wired contact.
    public init(_ status: ContactStatus) {
        self.init(
            callPoint: status.contact.callPoint, role: Role(status.contact.role), place: status.contact.name)
        level = status.rawIsActive
        isActive = status.isActive
        edges = status.edges
        bounces = status.bounces
        shortPulses = status.shortPulses
        seenAt = status.seenAt
        pressedAt = status.pressedAt
    }

    /// A node.
    init(_ node: SerialNodes.NodeStatus, on input: InputName) {
        self.init(callPoint: node.callPoint, role: .node, place: "\(input)/\(node.address)")
        said = node.state
        seenAt = node.heardAt
        pressedAt = node.pressedAt
    }
}

extension InputPoint.Role {
    init(_ role: ContactRole) {
        switch role {
        case .button: self = .button
        case .buttonBreak: self = .buttonBreak
        case .tamper: self = .tamper
        case .door: self = .door
        case .mains: self = .mains
        }
    }
}

extension InputStatus {
    /// What it is, or why it is not open, for people.
    public var detail: String {
        switch self {
        case .serial(let port): port.detail
        case .gpio(let chip): chip.detail
        case .modbus(let bus): bus.detail
        }
    }

    /// Every wire and node of it, in the order of the site file (nodes by address).
    public var points: [InputPoint] {
        switch self {
        case .serial(let port): port.nodes.map { InputPoint($0, on: port.name) }
        case .gpio(let chip): chip.lines.map { InputPoint($0, on: chip.name) }
        case .modbus(let bus): bus.contacts.map { InputPoint($0) }
        }
    }
}

extension InputPoint {
    fileprivate init(_ line: GPIOStatus.Line, on input: InputName) {
        if let contact = line.contact {
            self.init(contact)
        } else {
            self.init(callPoint: line.wire.callPoint, role: .output, place: "\(input)/\(line.wire.place.text)")
            level = line.isOn
            isActive = line.isOn
        }
        edges = line.edges
        gaps = line.gaps
        trouble = line.trouble
    }
}
