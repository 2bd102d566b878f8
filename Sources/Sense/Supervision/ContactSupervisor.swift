public import CallpointCore

/// All contacts of one wired input: from levels to presses, releases and faults.
///
/// Pure, and the same for GPIO lines and Modbus bits. A driver hands in what it
/// sees, then calls `tick`; both say what follows for the core.
public struct ContactSupervisor: Sendable {
    /// The input that the contacts hang on.
    public let input: InputName
    private var contacts: [Contact] = []

    private struct Contact: Sendable {
        var wire: WiredContact
        var isActive: Bool?
        var edges: UInt64 = 0
        var seenAt: Instant?
        var pressedAt: Instant?
    }

    /// Contacts whose levels nobody knows yet.
    public init(input: InputName, contacts: [WiredContact]) {
        self.input = input
        reconfigure(contacts: contacts)
    }

    /// Takes over another site file's contacts. What stays (call point, role and name) keeps its state; of the others
    /// the levels are unknown, and the driver reads them.
    public mutating func reconfigure(contacts renewed: [WiredContact]) {
        contacts = renewed.map { wire in
            var contact =
                contacts.first {
                    $0.wire.callPoint == wire.callPoint && $0.wire.role == wire.role && $0.wire.name == wire.name
                } ?? Contact(wire: wire)
            contact.wire = wire
            return contact
        }
    }

    /// What a sample means. A sample of a contact that is not there means nothing.
    public mutating func take(_ sample: ContactSample) -> [Input.Body] {
        guard contacts.indices.contains(sample.contact) else { return [] }
        let known = contacts[sample.contact].isActive
        contacts[sample.contact].seenAt = sample.readAt
        contacts[sample.contact].isActive = sample.isActive
        guard known != sample.isActive else { return [] }
        if sample.origin != .level { contacts[sample.contact].edges += 1 }
        let wire = contacts[sample.contact].wire
        let state: Signal.State
        switch wire.role {
        case .button: state = sample.isActive ? .pressed : .released
        case .tamper: state = sample.isActive ? .tamperOpen : .tamperClosed
        case .buttonBreak, .door, .mains: return []
        }
        if state == .pressed { contacts[sample.contact].pressedAt = sample.at }
        return [
            .signal(
                Signal(
                    callPoint: wire.callPoint, input: input, state: state, authentication: .wired, edgeAt: sample.at,
                    readAt: sample.readAt))
        ]
    }

    /// Lets everything that is due happen. Hand in first what is there to be read, or time overtakes an edge.
    public mutating func tick(at instant: Instant) -> [Input.Body] { [] }

    /// When `tick` has something to do; nil for never.
    public var nextDeadline: Instant? { nil }

    /// The input is gone: no level is known any more, and no release is invented.
    public mutating func lost(at instant: Instant) {
        for index in contacts.indices { contacts[index].isActive = nil }
    }

    /// Every contact, in the order in which they were given.
    public var status: [ContactStatus] {
        contacts.map { contact in
            ContactStatus(
                contact: contact.wire, rawIsActive: contact.isActive, isActive: contact.isActive, edges: contact.edges,
                bounces: 0, shortPulses: 0, seenAt: contact.seenAt, pressedAt: contact.pressedAt, faults: [])
        }
    }
}
