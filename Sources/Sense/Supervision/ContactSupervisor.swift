public import CallpointCore

/// All contacts of one wired input: from levels to presses, releases and faults.
///
/// Pure, and the same for GPIO lines and Modbus bits. A driver hands in what it
/// has seen, all of it, and then calls `tick`; both say what follows for the
/// core. docs/SUPERVISION.md has the rules. Memory is fixed for each contact.
public struct ContactSupervisor: Sendable {
    /// The input that the contacts hang on.
    public let input: InputName
    /// When `tick` has something to do; nil for never.
    public private(set) var nextDeadline: Instant?
    private var callPoints: [CallPointContacts] = []
    private var deadlines: [Instant?] = []
    /// Where each contact is kept.
    private var places: [(callPoint: Int, slot: Int)] = []
    private var farewells: [Input.Body] = []

    /// Contacts whose levels nobody knows yet.
    public init(input: InputName, contacts: [WiredContact]) {
        self.input = input
        reconfigure(contacts: contacts)
    }

    /// Takes over another site file's contacts. What stays (same call point, role and name) keeps its state; the
    /// levels of the others are unknown until the driver reads them. Faults of what goes are restored at the next `tick`.
    public mutating func reconfigure(contacts: [WiredContact]) {
        var before = callPoints
        var names: [CallPointID] = []
        var wires: [CallPointID: [WiredContact]] = [:]
        places = contacts.map { wire in
            if wires[wire.callPoint] == nil { names.append(wire.callPoint) }
            wires[wire.callPoint, default: []].append(wire)
            return (names.firstIndex(of: wire.callPoint) ?? 0, (wires[wire.callPoint]?.count ?? 1) - 1)
        }
        callPoints = names.map { name in
            let own = wires[name] ?? []
            guard let known = before.firstIndex(where: { $0.callPoint == name }) else {
                return CallPointContacts(callPoint: name, input: input, wires: own)
            }
            var kept = before.remove(at: known)
            kept.renew(own)
            return kept
        }
        for gone in before.indices { farewells += before[gone].retire() }
        review()
    }

    /// Takes over the faults that a run before has said, and that stand; once, before the first sample. Those of
    /// contacts that are not there any more are restored at the next `tick`.
    public mutating func recall(_ standing: [DeviceFault]) {
        let own: [DeviceFault.Kind] = [.stuck, .chatter, .line] + ContactRole.allCases.compactMap(\.fault)
        for fault in standing where fault.input == input && own.contains(fault.kind) {
            guard let name = fault.callPoint else { continue }
            if let index = callPoints.firstIndex(where: { $0.callPoint == name }) {
                callPoints[index].recall(fault.kind)
            } else {
                let detail = "\(name) is not supervised on \(input) any more."
                farewells.append(
                    .restored(DeviceFault(input: input, callPoint: name, kind: fault.kind, detail: detail)))
            }
        }
        review()
    }

    /// What a sample means. One of a contact that is not there means nothing.
    public mutating func take(_ sample: ContactSample) -> [Input.Body] {
        tell(sample.contact) { $0.take(sample, slot: $1) }
    }

    /// What a count means that was read at an instant, where a contact is a counter of presses: see `PressCounter`.
    public mutating func count(contact: Int, value: UInt16, at instant: Instant, readAt: Instant) -> [Input.Body] {
        tell(contact) { $0.count(value, slot: $1, at: instant, readAt: readAt) }
    }

    private mutating func tell(
        _ contact: Int, _ step: (inout CallPointContacts, _ slot: Int) -> [Input.Body]
    ) -> [Input.Body] {
        guard places.indices.contains(contact) else { return [] }
        let place = places[contact]
        let bodies = step(&callPoints[place.callPoint], place.slot)
        let before = deadlines[place.callPoint]
        let now = callPoints[place.callPoint].nextDeadline
        deadlines[place.callPoint] = now
        if before != nil, before == nextDeadline, now != before {
            nextDeadline = deadlines.lazy.compactMap { $0 }.min()
        } else if let now {
            nextDeadline = nextDeadline.map { min($0, now) } ?? now
        }
        return bodies
    }

    /// Lets everything that is due happen. Hand in first what is there to be read, or time overtakes an edge.
    public mutating func tick(at instant: Instant) -> [Input.Body] {
        var bodies = farewells
        farewells = []
        for index in callPoints.indices {
            guard let due = deadlines[index], due <= instant else { continue }
            bodies += callPoints[index].tick(at: instant)
        }
        review()
        return bodies
    }

    /// The input is gone: no level is known any more, and no release is invented. The first level that is read
    /// afterwards counts at once.
    public mutating func lost(at instant: Instant) {
        for index in callPoints.indices { callPoints[index].forget() }
        review()
    }

    /// Some contacts are gone, and the others are not: a slave of a bus has fallen silent. For these it is as if the
    /// input were gone. A contact that is not there means nothing.
    public mutating func lost(contacts: some Sequence<Int>, at instant: Instant) {
        let own = contacts.filter(places.indices.contains).map { places[$0] }
        for (index, places) in Dictionary(grouping: own, by: \.callPoint) {
            callPoints[index].forget(places.map(\.slot))
        }
        review()
    }

    /// What restores the faults that stand: the site file no longer has this input.
    public mutating func retire() -> [Input.Body] {
        defer { farewells = [] }
        return farewells + callPoints.indices.flatMap { callPoints[$0].retire() }
    }

    /// Every contact, in the order in which they were given.
    public var status: [ContactStatus] { places.map { callPoints[$0.callPoint].status(of: $0.slot) } }

    private mutating func review() {
        deadlines = callPoints.map(\.nextDeadline)
        nextDeadline =
            farewells.isEmpty ? deadlines.lazy.compactMap { $0 }.min() : Instant(microseconds: 0)
    }
}
