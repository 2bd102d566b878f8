import CallpointCore

/// The contacts of one call point on one input.
///
/// What is wrong with one call point is kept here, so that it cannot mask another's.
struct CallPointContacts: Sendable {
    /// Two contacts of a button may contradict each other for so long beyond their debounce: a finger is slow.
    static let transitionLimit: Duration = .milliseconds(100)

    let callPoint: CallPointID
    let input: InputName
    private var contacts: [SupervisedContact]
    private var pair: ButtonPair
    private var watch: PressWatch
    private var line: FaultLatch
    /// Tamper, door and mains.
    private var plain: [FaultLatch]
    /// Whether the contacts are others than at the last tick.
    private var isRenewed = false

    init(callPoint: CallPointID, input: InputName, wires: [WiredContact]) {
        self.callPoint = callPoint
        self.input = input
        contacts = wires.map { SupervisedContact($0) }
        pair = ButtonPair(isDual: wires.isDual)
        watch = PressWatch(place: wires.buttonPlace, callPoint: callPoint, input: input)
        line = FaultLatch(.line, of: callPoint, on: input)
        plain = ContactRole.allCases.compactMap(\.fault).map { FaultLatch($0, of: callPoint, on: input) }
    }

    /// Takes over another site file's contacts. What stays keeps its state; what that changes is told by `tick`.
    mutating func renew(_ wires: [WiredContact]) {
        let before = contacts
        contacts = wires.map { wire in
            before.first { $0.wire.isSame(as: wire) }?.renewed(as: wire) ?? SupervisedContact(wire)
        }
        if before.map(\.wire).buttonPlace != wires.buttonPlace { pair = ButtonPair(isDual: wires.isDual) }
        watch.place = wires.buttonPlace
        isRenewed = true
    }

    /// The run before has said a fault, and it stands: it is looked at with everything else at the next tick.
    mutating func recall(_ kind: DeviceFault.Kind) {
        isRenewed = true
        watch.recall(kind)
        if kind == line.kind {
            line.recall()
            pair.recall()
        }
        for index in plain.indices where plain[index].kind == kind { plain[index].recall() }
    }

    /// The input is gone: no level is known any more.
    mutating func forget() { forget(Array(contacts.indices)) }

    /// Some of its contacts are gone, and the others go on telling.
    mutating func forget(_ slots: [Int]) {
        for slot in slots { contacts[slot].forget() }
        pair.lose(make: says(.button), opening: says(.buttonBreak))
        if pair.isPressed == nil { watch.forget() }
        let gone = slots.compactMap { contacts[$0].wire.role.fault }
        for index in plain.indices where gone.contains(plain[index].kind) { plain[index].forget() }
    }

    /// What restores the faults that stand: the call point is not supervised here any more.
    mutating func retire() -> [Input.Body] {
        let why = "\(callPoint) is not supervised on \(input) any more."
        var bodies = watch.retire(why) + line.end(why)
        for index in plain.indices { bodies += plain[index].end(why) }
        return bodies
    }

    /// How the contact at `slot` is.
    func status(of slot: Int) -> ContactStatus {
        let role = contacts[slot].wire.role
        let latches = role.isButton ? [line] : plain.filter { $0.kind == role.fault }
        let own = latches.filter(\.isStanding).map(\.kind)
        return contacts[slot].status(faults: role.isButton ? watch.standing + own : own)
    }
}

// MARK: - What is seen

extension CallPointContacts {
    /// What a sample of the contact at `slot` means.
    mutating func take(_ sample: ContactSample, slot: Int) -> [Input.Body] {
        guard let change = contacts[slot].take(sample) else { return [] }
        return settle(change, slot: slot, readAt: sample.readAt)
    }

    /// What a count of the contact at `slot` means. Its release nobody sees.
    mutating func count(_ value: UInt16, slot: Int, at instant: Instant, readAt: Instant) -> [Input.Body] {
        watch.begin(at: instant)
        guard contacts[slot].count(value, at: instant, readAt: readAt) else { return [] }
        let signal = Signal(
            callPoint: callPoint, input: input, state: .pressed, authentication: .wired, edgeAt: instant,
            readAt: max(readAt, instant))
        return [.signal(signal)] + watch.press(at: instant, isReleaseSeen: false)
    }

    /// A contact's level counts.
    private mutating func settle(_ change: Debouncer.Change, slot: Int, readAt: Instant) -> [Input.Body] {
        let role = contacts[slot].wire.role
        guard role.isButton else { return judge(role, at: change.settledAt) }
        return hear(change, readAt: readAt)
    }

    /// What the button's contacts say together, now that one of them has changed.
    private mutating func hear(_ change: Debouncer.Change, readAt: Instant) -> [Input.Body] {
        let isPressed = pair.hear(make: says(.button), opening: says(.buttonBreak), at: change.settledAt)
        let bodies = isPressed.map { tell($0, change, readAt: readAt) } ?? []
        return bodies + judgeLine(at: change.settledAt)
    }

    /// What the contacts of a role say of the button; nil where there are none, or none is known.
    private func says(_ role: ContactRole) -> Bool? {
        let said = contacts.filter { $0.wire.role == role }.compactMap(\.saysPressed)
        return said.isEmpty ? nil : said.contains(true)
    }

    /// The button is pressed, or released, from now on.
    private mutating func tell(_ isPressed: Bool, _ change: Debouncer.Change, readAt: Instant) -> [Input.Body] {
        let signal = Signal(
            callPoint: callPoint, input: input, state: isPressed ? .pressed : .released, authentication: .wired,
            edgeAt: change.beganAt, readAt: max(readAt, change.settledAt),
            debounceMicroseconds: Int((change.settledAt - change.beganAt).microseconds),
            origin: change.isSeenByLooking ? .level : .edge)
        let faults =
            isPressed
            ? watch.press(at: change.beganAt, isNew: !change.isSeenByLooking) : watch.release(at: change.beganAt)
        return [.signal(signal)] + faults
    }

    /// Whether the fault of a contact that is no button's is there.
    private mutating func judge(_ role: ContactRole, at instant: Instant) -> [Input.Body] {
        guard let index = plain.firstIndex(where: { $0.kind == role.fault }) else { return [] }
        let own = contacts.filter { $0.wire.role == role }
        let place = own.map(\.wire.name).joined(separator: " and ")
        if own.contains(where: { $0.isActive == true }) {
            return plain[index].begin(at: instant, role.trouble(at: callPoint, place: place))
        }
        // Without such a contact there is no such fault either, whatever stood before.
        guard own.allSatisfy({ $0.isActive == false }) else { return [] }
        return plain[index].end(
            own.isEmpty ? "\(input): \(callPoint) has no \(role) contact." : role.relief(at: callPoint, place: place))
    }

    /// Whether the button's contacts contradict each other.
    private mutating func judgeLine(at instant: Instant) -> [Input.Body] {
        guard pair.isDual else { return [] }
        if pair.isAtOne { return line.end("\(watch.place): the contacts of \(callPoint) agree.") }
        guard pair.isFaulty else { return [] }
        let make = contacts.first { $0.wire.role == .button }
        let opening = contacts.first { $0.wire.role == .buttonBreak }
        let seen =
            make?.isActive == true
            ? "both are active, so that one is shorted" : "neither is active, so that a wire is broken"
        let decider = (pair.disbelieved == .make ? opening : make)?.wire.name ?? watch.place
        return line.begin(
            at: instant,
            "\(watch.place): the contacts of \(callPoint) contradict each other: \(seen). Mend the line; until then "
                + "\(decider) alone tells a press.")
    }
}

// MARK: - Time

extension CallPointContacts {
    /// Lets what is due happen.
    mutating func tick(at instant: Instant) -> [Input.Body] {
        var bodies = isRenewed ? judgeAnew(at: instant) : []
        let changes = contacts.indices.compactMap { slot in
            contacts[slot].tick(at: instant).map { (slot: slot, change: $0) }
        }
        for (slot, change) in changes.sorted(by: { $0.change.settledAt < $1.change.settledAt }) {
            bodies += settle(change, slot: slot, readAt: instant)
        }
        if let isPressed = pair.judge(at: instant, limit: contradictionLimit) {
            bodies += tell(isPressed, found(isPressed, at: instant), readAt: instant)
        }
        if pair.isFaulty { bodies += judgeLine(at: instant) }
        for slot in contacts.indices {
            guard let unrest = contacts[slot].unrest(at: instant) else { continue }
            bodies += watch.stir(at: unrest.lastEdgeAt, edges: unrest.edges)
        }
        bodies += watch.tick(at: instant) + line.tick(at: instant)
        for index in plain.indices { bodies += plain[index].tick(at: instant) }
        return bodies
    }

    /// When `tick` has something to do; nil for never.
    var nextDeadline: Instant? {
        if isRenewed { return Instant(microseconds: 0) }
        let due =
            [pair.dueAt(limit: contradictionLimit), watch.nextDeadline, line.nextDeadline]
            + contacts.map(\.nextDeadline) + plain.map(\.nextDeadline)
        return due.compactMap { $0 }.min()
    }

    /// Looks at everything again, for the contacts are others than they were.
    private mutating func judgeAnew(at instant: Instant) -> [Input.Body] {
        isRenewed = false
        var bodies: [Input.Body] = []
        for role in ContactRole.allCases where !role.isButton { bodies += judge(role, at: instant) }
        if !pair.isDual { bodies += line.end("\(input): \(callPoint) has no contacts that check each other.") }
        bodies += hear(found(false, at: instant), readAt: instant)
        if pair.isPressed == nil { watch.forget() }
        if watch.place.isEmpty { bodies += watch.retire("\(callPoint) has no button on \(input) any more.") }
        return bodies
    }

    private func found(_ isActive: Bool, at instant: Instant) -> Debouncer.Change {
        Debouncer.Change(isActive: isActive, beganAt: instant, settledAt: instant, isSeenByLooking: true)
    }

    private var contradictionLimit: Duration {
        let debounces = contacts.filter(\.wire.role.isButton).map { max($0.wire.debounce, $0.wire.driverDebounce) }
        return CallPointContacts.transitionLimit + (debounces.max() ?? .zero)
    }
}

extension [WiredContact] {
    /// Whether the button's contacts check each other.
    fileprivate var isDual: Bool { contains { $0.role == .button } && contains { $0.role == .buttonBreak } }

    /// Where the button is, for people: `panel/17 and panel/19`.
    fileprivate var buttonPlace: String { filter(\.role.isButton).map(\.name).joined(separator: " and ") }
}
