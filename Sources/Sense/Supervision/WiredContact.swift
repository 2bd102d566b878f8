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
    /// How long the driver's own debouncing has taken when it stamps an edge: the kernel's stamps are those of the
    /// end of its period. Zero where it does none.
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
}

/// What a contact tells of.
public enum ContactRole: String, Sendable, Hashable, CaseIterable {
    /// The button's normally-open contact: active means pressed.
    case button
    /// The normally-closed twin of a dual-contact button, read with the same polarity: active at rest, not active
    /// while pressed, so that both active, and neither, are impossible.
    case buttonBreak = "button_break"
    /// The housing of the call point: active means open.
    case tamper
    /// The door of the cabinet: active means open.
    case door
    /// The supply: active means that the mains are lost.
    case mains

    /// Whether it is one of the button's two contacts.
    public var isButton: Bool { self == .button || self == .buttonBreak }
}
