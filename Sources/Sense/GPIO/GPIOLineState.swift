import CallpointCore

/// One wire of a chip, and what has become of its line.
struct GPIOLineState {
    let wire: GPIOWire
    /// How the line is known to `GPIOLines`; never the same twice.
    let token: Int
    /// Which contact it is, or which output, from 0.
    var number = 0
    /// Whether the line is ours.
    var isHeld = false
    /// Whether its level is to be read before anybody believes it.
    var needsLook = false
    /// The number of the last edge, where libgpiod counts.
    var sequence: UInt64 = 0
    var edges: UInt64 = 0
    /// Edges that the kernel had no room for, as far as libgpiod counts them.
    var lost: UInt64 = 0
    /// How often edges were lost, or may have been.
    var gaps: UInt64 = 0
    /// Reads or writes that failed since the last that did not.
    var failures = 0
    /// What an output is to show.
    var isOn = false

    init(wire: GPIOWire, token: Int) {
        self.wire = wire
        self.token = token
    }

    var isOutput: Bool { wire.use == .output }
    /// The line as people write it.
    var place: String { wire.place.text }
}
