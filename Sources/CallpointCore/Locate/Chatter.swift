// Presses of contacts, and housings, that come faster than anybody can read: counted, and written when there is room for a line.

/// What was heard of the presses of a call point that joined its open incident.
struct RepeatedPresses: Sendable {
    var allowance = LineAllowance()
    /// The incident that was joined last, and when: the record has it a little later.
    var last: (incident: IncidentID, at: Instant)?
}

/// Presses that joined an incident, are counted, and are not written yet; one entry for each call point of one at most.
struct HeldPresses: Sendable {
    let incident: IncidentID
    let callPoint: CallPointID
    var count = 0
    var input: InputName
    var lastAt: Instant
    /// How long the last one was held; nil while it is.
    var heldMilliseconds: Int?
}

/// The housing of a node's call point, opened or closed, and not written yet; one entry for each node at most.
struct HeldHousing: Sendable {
    let name: NodeName
    var signal: Signal
}

extension Engine {
    /// A press joins an open incident: written where there is room for a line, or else counted.
    ///
    /// A node's is always written: its node is answered when the journal holds it, and repeats it until then. A node
    /// that sends without end is bounded by its line. So is that of a latch, which is let go when its press is visible.
    /// Says whether it was written.
    mutating func join(_ open: Incident, _ signal: Signal) -> Bool {
        let callPoint = signal.callPoint
        scratch.repeats[callPoint, default: RepeatedPresses()].last = (open.id, scratch.now)
        let index = scratch.heldPresses.firstIndex { $0.incident == open.id && $0.callPoint == callPoint }
        let isFree = index == nil && scratch.repeats[callPoint]?.allowance.takeIfFree(at: scratch.now) == true
        if isFree || signal.stamp != nil || signal.isKeptByDevice {
            emit(
                .alarmRepeated(input: signal.input, stamp: signal.stamp, presses: open.presses + 1),
                incident: open.id, callPoint: callPoint)
            return true
        }
        var held =
            index.map { scratch.heldPresses.remove(at: $0) }
            ?? HeldPresses(incident: open.id, callPoint: callPoint, input: signal.input, lastAt: scratch.now)
        held.count += 1
        held.input = signal.input
        held.lastAt = scratch.now
        held.heldMilliseconds = nil
        scratch.heldPresses.append(held)
        return false
    }

    /// The release of a press that is only counted; false where it is another one's.
    mutating func releaseHeld(_ open: Incident, _ signal: Signal) -> Bool {
        guard
            let index = scratch.heldPresses.firstIndex(where: {
                $0.incident == open.id && $0.callPoint == signal.callPoint
            })
        else { return false }
        let held = scratch.now - scratch.heldPresses[index].lastAt
        scratch.heldPresses[index].heldMilliseconds = Int(held.milliseconds)
        return true
    }

    /// Whether the button at a call point of an open incident is held down, as far as anybody knows.
    func isButtonHeld(_ open: Incident, at callPoint: CallPointID) -> Bool {
        scratch.heldPresses.first { $0.incident == open.id && $0.callPoint == callPoint }
            .map { $0.heldMilliseconds == nil } ?? open.isHeld(at: callPoint)
    }

    /// When the last press of an open incident was.
    func lastPress(of open: Incident) -> Instant {
        var last = open.lastPressAt
        for point in open.callPoints {
            guard let joined = scratch.repeats[point]?.last, joined.incident == open.id else { continue }
            last = max(last, joined.at)
        }
        // One that was closed and opened again began anew: what it had before is older than that.
        return last
    }

    /// How many presses have joined an open incident, with those that are not written yet.
    public func presses(of open: Incident) -> Int {
        scratch.heldPresses.reduce(open.presses) { $1.incident == open.id ? $0 + $1.count : $0 }
    }

    /// Writes down what was counted of an incident.
    mutating func writeHeldPresses(of incident: IncidentID) {
        for held in scratch.heldPresses where held.incident == incident { write(held) }
    }

    private mutating func write(_ held: HeldPresses) {
        scratch.heldPresses.removeAll { $0.incident == held.incident && $0.callPoint == held.callPoint }
        let incident = held.incident
        guard let place = state.index(of: incident) else { return }
        scratch.repeats[held.callPoint]?.allowance.take(at: scratch.now)
        emit(
            .alarmRepeated(
                input: held.input, stamp: nil, presses: state.incidents[place].presses + held.count,
                agoMilliseconds: Int((scratch.now - held.lastAt).milliseconds)),
            incident: incident, callPoint: held.callPoint)
        guard let milliseconds = held.heldMilliseconds else { return }
        emit(
            .alarmRestored(input: held.input, stamp: nil, heldMilliseconds: milliseconds),
            incident: incident, callPoint: held.callPoint)
    }

    /// A node's housing is opened or closed. The first change is said at once, and the last one within a minute.
    mutating func hearHousing(_ signal: Signal) {
        guard let stamp = signal.stamp else { return say(signal) }
        let name = NodeName(input: signal.input, address: stamp.address)
        let isOpen = signal.state == .tamperOpen
        let isSaid = state.faults.contains { $0.fault.isSame(as: tamper(signal)) } == isOpen
        scratch.heldHousings.removeAll { $0.name == name }
        // It is as the record has it: what was between is over.
        if isSaid { return say(signal) }
        guard scratch.housings[name, default: LineAllowance()].takeIfFree(at: scratch.now) else {
            scratch.heldHousings.append(HeldHousing(name: name, signal: signal))
            return overhear(signal.stamp, signal.state, input: signal.input)
        }
        say(signal)
    }

    private mutating func say(_ signal: Signal) {
        if signal.state == .tamperOpen {
            note(tamper(signal), stamp: signal.stamp)
        } else {
            clear(tamper(signal), stamp: signal.stamp)
        }
    }

    /// Writes down what there is room for by now.
    mutating func passTimeOfChatter() {
        for held in scratch.heldPresses where heldUntil(held) <= scratch.now { write(held) }
        for held in scratch.heldHousings where heldUntil(held) <= scratch.now { write(held) }
    }

    /// Writes down all of it: the daemon ends.
    mutating func writeChatter() {
        for held in scratch.heldPresses { writeHeldPresses(of: held.incident) }
        for held in scratch.heldHousings { write(held) }
    }

    private mutating func write(_ held: HeldHousing) {
        scratch.heldHousings.removeAll { $0.name == held.name }
        scratch.housings[held.name]?.take(at: scratch.now)
        say(held.signal)
    }

    private func heldUntil(_ held: HeldPresses) -> Instant {
        scratch.repeats[held.callPoint]?.allowance.nextAt ?? scratch.now
    }

    private func heldUntil(_ held: HeldHousing) -> Instant { scratch.housings[held.name]?.nextAt ?? scratch.now }

    /// When there is room for the next line of what is held.
    var chatterDeadline: Instant? {
        (scratch.heldPresses.map(heldUntil) + scratch.heldHousings.map(heldUntil)).min()
    }
}
