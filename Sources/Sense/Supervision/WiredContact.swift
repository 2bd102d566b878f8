public import CallpointCore

/// One contact that is wired to an input: a line of a chip, a bit of a Modbus slave.
public struct WiredContact: Sendable, Hashable {
    /// The call point that it belongs to.
    public var callPoint: CallPointID
    /// What it tells of.
    public var role: ContactRole
    /// Where it is, as people write it: `panel/17`, `bus/3/0`. Unique on its input.
    public var name: String
    /// How long a level must hold before it counts, done by us; zero where the driver does it, or nobody.
    public var debounce: Duration
    /// How long the driver's own debouncing has taken when it stamps an edge: the kernel stamps at the end of its
    /// period. Zero where it does none.
    public var driverDebounce: Duration

    /// A contact from its parts.
    public init(
        callPoint: CallPointID, role: ContactRole, name: String, debounce: Duration = .zero,
        driverDebounce: Duration = .zero
    ) {
        self.callPoint = callPoint
        self.role = role
        self.name = name
        self.debounce = debounce
        self.driverDebounce = driverDebounce
    }

    /// Whether another site file means the same contact.
    func isSame(as other: WiredContact) -> Bool {
        callPoint == other.callPoint && role == other.role && name == other.name
    }

    /// When a change began at the finger.
    ///
    /// The kernel swallows the edges of a line that it debounces and stamps its event at the end of the period, so
    /// that the period is taken off: what is left is the last edge. Where we saw the edges, it is the first.
    func beginning(of change: Debouncer.Change) -> Instant {
        guard !change.isSeenByLooking, driverDebounce > .zero else { return change.beganAt }
        return max(Instant(microseconds: 0), change.beganAt + (.zero - driverDebounce))
    }
}
