/// What a node or a line said of one call point.
public struct Signal: Sendable, Hashable {
    /// The call point that it belongs to.
    public var callPoint: CallPointID
    /// The input that it came in by.
    public var input: InputName
    /// What it says.
    public var state: State
    /// Which sentence of which node this is; nil for a wired line.
    public var stamp: NodeStamp?
    /// How far the sender proved who it is.
    public var authentication: Authentication
    /// When it happened at the device, as far as anybody knows: the kernel's edge, or the first byte read.
    public var edgeAt: Instant
    /// When the shell read it, never before `edgeAt`.
    public var readAt: Instant
    /// Time that debouncing took, in microseconds: a part of the time from `edgeAt` to `readAt`.
    public var debounceMicroseconds: Int
    /// How it was noticed.
    public var origin: Origin
    /// The journal has lost what this very message led to when it was heard before: it counts as a new one.
    public var isUnrecorded = false
    /// The device keeps the press until what it led to is visible: it is always written, and never only counted.
    public var isKeptByDevice = false

    /// A signal from its parts.
    public init(
        callPoint: CallPointID, input: InputName, state: State, stamp: NodeStamp? = nil,
        authentication: Authentication = .none, edgeAt: Instant, readAt: Instant, debounceMicroseconds: Int = 0,
        origin: Origin = .edge
    ) {
        self.callPoint = callPoint
        self.input = input
        self.state = state
        self.stamp = stamp
        self.authentication = authentication
        self.edgeAt = edgeAt
        self.readAt = readAt
        self.debounceMicroseconds = debounceMicroseconds
        self.origin = origin
    }

    /// From the edge to reading it, without what debouncing took, in microseconds.
    var senseMicroseconds: Int { max(0, Int((readAt - edgeAt).microseconds) - debounceMicroseconds) }

    /// How a signal was noticed.
    public enum Origin: Sendable, Hashable, CaseIterable {
        /// It was seen to begin: an edge, or a node's message.
        case edge
        /// The level was found so by looking, and nobody saw it begin: when it did is not known, nor whether it is
        /// what was seen before.
        case level
    }

    /// What a button's device can say.
    public enum State: Sendable, Hashable, CaseIterable {
        case pressed, released, tamperOpen, tamperClosed, heartbeat, lowBattery
    }
}

/// How far the sender of a signal proved who it is.
public enum Authentication: String, Sendable, Hashable {
    /// Nothing proves it: the alarm says `auth:none`.
    case none
    /// A keyed digest over the sentence, with a counter that rises.
    case mac
    /// A line of the controller's own.
    case wired
}

/// Which sentence of which node this is.
public struct NodeStamp: Sendable, Hashable {
    /// The node's address on its input, 1…16 letters and digits.
    public var address: String
    /// Counts the node's messages; a repeat carries the same.
    public var counter: UInt32
    /// Counts the node's starts, where it can.
    public var boot: UInt32?

    /// A stamp from its parts.
    public init(address: String, counter: UInt32, boot: UInt32? = nil) {
        self.address = address
        self.counter = counter
        self.boot = boot
    }
}

/// A fault of a device, on a call point or on an input; the pair of subject and kind is its identity.
public struct DeviceFault: Sendable, Hashable {
    /// The input, where the fault is on one.
    public var input: InputName?
    /// The call point, where the fault is on one.
    public var callPoint: CallPointID?
    /// What kind of fault.
    public var kind: Kind
    /// What was seen, and what to do, for people.
    public var detail: String
    /// Whether a bypass was in force when it was said: written down, and no trouble. The engine decides it.
    public var isBypassed = false

    /// A fault from its parts.
    public init(input: InputName? = nil, callPoint: CallPointID? = nil, kind: Kind, detail: String) {
        self.input = input
        self.callPoint = callPoint
        self.kind = kind
        self.detail = detail
    }

    /// The kinds of fault that a device can have.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case offline, tamper, stuck, chatter, line, door, mains
        case lowBattery = "low_battery"
        case forged, replayed
        case unknownAddress = "unknown_address"
        case noise
        /// A key is there and cannot be used: its node is believed without proof.
        case key
    }
}
