import CallpointCore

/// A contact, and what is known of it.
struct SupervisedContact: Sendable {
    var wire: WiredContact
    private var debouncer: Debouncer
    private var seenAt: Instant?
    private var pressedAt: Instant?
    /// Where it is no level but a count.
    private var counter = PressCounter()
    private var counted: UInt64 = 0
    /// Whether the movement that goes on has gone on for too long for a bounce.
    private var isRestless = false
    /// The movement that did, and ended since it was last asked for.
    private var pastUnrest: Unrest?

    /// A movement that goes on for too long for a bounce: its last edge, and how many it has.
    typealias Unrest = (lastEdgeAt: Instant, edges: Int)

    init(_ wire: WiredContact) {
        self.wire = wire
        debouncer = Debouncer(period: wire.debounce)
    }

    /// The level that counts; nil while it is unknown.
    var isActive: Bool? { debouncer.isActive }

    /// What it says of the button; nil while that is unknown.
    var saysPressed: Bool? { wire.role == .buttonBreak ? isActive.map { !$0 } : isActive }

    /// When `tick` or `unrest` has something to tell; nil for never.
    var nextDeadline: Instant? {
        let restlessAt = wire.role.isButton && !isRestless ? debouncer.restlessAt : nil
        return [debouncer.deadline, restlessAt].compactMap { $0 }.min()
    }

    /// This contact as another site file has it.
    func renewed(as wire: WiredContact) -> SupervisedContact {
        var contact = self
        contact.wire = wire
        contact.debouncer.period = wire.debounce
        return contact
    }

    /// What counts from now on, if a sample changes that.
    mutating func take(_ sample: ContactSample) -> Debouncer.Change? {
        seenAt = sample.readAt
        return follow { $0.take(isActive: sample.isActive, at: sample.at, origin: sample.origin) }
    }

    /// Takes in a count; whether it means a press.
    mutating func count(_ value: UInt16, at instant: Instant, readAt: Instant) -> Bool {
        seenAt = readAt
        guard counter.read(value) else { return false }
        pressedAt = instant
        counted += 1
        return true
    }

    /// What counts from now on, if time changes that.
    mutating func tick(at instant: Instant) -> Debouncer.Change? { follow { $0.tick(at: instant) } }

    /// A button's movement that goes on for too long, or did until a while ago.
    mutating func unrest(at instant: Instant) -> Unrest? {
        defer { pastUnrest = nil }
        guard wire.role.isButton, let restlessAt = debouncer.restlessAt, instant >= restlessAt else {
            return pastUnrest
        }
        isRestless = true
        return debouncer.unsettled
    }

    /// The level is unknown from now on.
    mutating func forget() {
        debouncer.forget()
        isRestless = false
        pastUnrest = nil
    }

    /// How it is, with the faults that its call point has.
    func status(faults: [DeviceFault.Kind]) -> ContactStatus {
        let counters = debouncer.counters
        return ContactStatus(
            contact: wire, rawIsActive: debouncer.rawIsActive, isActive: isActive, edges: counters.edges + counted,
            bounces: counters.bounces, shortPulses: counters.shortPulses, seenAt: seenAt, pressedAt: pressedAt,
            faults: faults)
    }

    private mutating func follow(_ step: (inout Debouncer) -> Debouncer.Change?) -> Debouncer.Change? {
        let before = (restlessAt: debouncer.restlessAt, unsettled: debouncer.unsettled)
        let change = step(&debouncer)
        if isRestless, debouncer.restlessAt != before.restlessAt {
            isRestless = false
            pastUnrest = before.unsettled
        }
        guard var change else { return nil }
        change.beganAt = wire.beginning(of: change)
        if wire.role.isButton, saysPressed == true { pressedAt = change.beganAt }
        return change
    }
}
