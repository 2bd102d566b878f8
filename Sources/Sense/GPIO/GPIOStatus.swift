public import CallpointCore

/// How a GPIO chip and its lines are, for `callpoint status`.
public struct GPIOStatus: Sendable, Hashable {
    /// The input's name in the site file.
    public var name: InputName
    /// The chip as it was named there.
    public var chip: String
    /// Which libgpiod runs: `1.6.3`.
    public var library: String
    /// Whether the chip is open.
    public var isOpen: Bool
    /// What it is, or why it is not open, for people.
    public var detail: String
    /// Since when it is open, or is not; nil before the first attempt.
    public var since: Instant?
    /// How often it was lost after it had been open.
    public var losses: UInt64
    /// The wired lines, in the order of the site file.
    public var lines: [Line]

    /// One wired line.
    public struct Line: Sendable, Hashable {
        /// What is wired to it.
        public var wire: GPIOWire
        /// Whether it is in our hands.
        public var isHeld: Bool
        /// What is wrong with it, and what to do; nil where nothing is.
        public var trouble: String?
        /// The contact, after debouncing; nil for an output.
        public var contact: ContactStatus?
        /// Whether the kernel debounces it, and not we.
        public var isKernelDebounced: Bool
        /// What an output shows; nil for a contact.
        public var isOn: Bool?
        /// Edges read since the start.
        public var edges: UInt64
        /// How often the kernel lost edges, or may have, and the level was read instead.
        public var gaps: UInt64
        /// Edges that it lost, where libgpiod counts them (2.x).
        public var lostEdges: UInt64
    }
}

extension GPIOChip {
    /// Whether the chip is there.
    public var isOpen: Bool { lines != nil }

    /// How the chip is.
    public var inputStatus: InputStatus { .gpio(status) }

    /// The same, as a chip's.
    public var status: GPIOStatus {
        let contacts = supervisor.status
        return GPIOStatus(
            name: name, chip: chip.text, library: LibGPIOD.version, isOpen: isOpen, detail: presence.detail,
            since: presence.since, losses: presence.losses,
            lines: states.map { state in
                let refusal = troubles[state.place, state.wire.callPoint]
                var line = GPIOStatus.Line(
                    wire: state.wire, isHeld: state.isHeld, trouble: refusal.map { "\($0.what). \($0.remedy)." },
                    isKernelDebounced: false, edges: state.edges, gaps: state.gaps, lostEdges: state.lost)
                switch state.wire.use {
                case .contact(let role):
                    line.contact = contacts.indices.contains(state.number) ? contacts[state.number] : nil
                    line.isKernelDebounced = kernelDebounces(role)
                case .output: line.isOn = state.isOn
                }
                return line
            })
    }
}
