// What is wrong with devices, inputs and feeds: said once when it begins, and once when it ends.

extension Engine {
    func tamper(_ signal: Signal) -> DeviceFault {
        DeviceFault(
            input: signal.input, callPoint: signal.callPoint, kind: .tamper,
            detail: "the housing of \(signal.callPoint) is open. Send somebody to look; a press there still counts.")
    }

    func lowBattery(_ signal: Signal) -> DeviceFault {
        DeviceFault(
            input: signal.input, callPoint: signal.callPoint, kind: .lowBattery,
            detail: "the battery of \(signal.callPoint) is low. Change it within the week.")
    }

    mutating func note(_ fault: DeviceFault, stamp: NodeStamp? = nil) {
        guard fault.isMomentary || !state.faults.contains(where: { $0.fault.isSame(as: fault) }) else {
            if let input = fault.input { overhear(stamp, fault.saidBegun, input: input) }
            return
        }
        var said = fault
        said.isBypassed = isBypassed(fault)
        emit(.deviceFault(said, stamp: stamp), callPoint: fault.callPoint)
        noteOnWalkTest(fault)
    }

    mutating func clear(_ fault: DeviceFault, stamp: NodeStamp? = nil) {
        guard state.faults.contains(where: { $0.fault.isSame(as: fault) }) else {
            if let input = fault.input { overhear(stamp, .tamperClosed, input: input) }
            return
        }
        emit(.deviceRestored(fault, stamp: stamp), callPoint: fault.callPoint)
    }

    /// An input that is open is not offline, whatever stood before a restart.
    mutating func noteUp(_ input: InputName, detail: String) {
        emit(.inputUp(input, detail: detail))
        clear(DeviceFault(input: input, kind: .offline, detail: "\(input) is open: \(detail)."))
    }

    mutating func noteDown(_ input: InputName, detail: String) {
        guard state.inputsDown[input] == nil else { return }
        emit(.inputDown(input, detail: detail))
    }

    /// A feed may say of a unit what a person may: only changes are events.
    mutating func note(_ unit: UnitID, _ status: UnitStatus, source: String) {
        guard units.row(of: unit) != nil, (state.statuses[unit] ?? .available) != status else { return }
        emit(.unitStatus(unit, status, actor: nil, via: source))
        if status == .outOfService { giveUpOrders(of: unit, by: nil) }
        if status.isOrderable { retrySoon() }
    }

    /// Takes in where a unit says it is. It changes the table and nothing else.
    public mutating func observe(_ fix: Fix) -> FixOutcome {
        let known = units.row(of: fix.unit)
        // A unit that the site file no longer names is followed until its work ends.
        if let row = known, units.isListed[row] || units.isBound(row) {
            let outcome = positions.update(row, with: fix)
            if outcome == .accepted { noteArrival(row: row, fix: fix) }
            return outcome
        }
        guard state.site.acceptsUnknownUnits, let kind = fix.kind else { return .unknownUnit }
        guard known != nil || units.count < state.site.unitLimit else { return .tableFull }
        guard fix.place.isValid else { return .outOfRange }
        let row = enter(PatrolUnit(id: fix.unit, kind: kind), isDeclared: false)
        positions.rows[row].kind = UInt8(kind.index)
        return positions.update(row, with: fix)
    }

    /// Whether no unit that moves has been heard of for longer than a fix may be old.
    func isFeedSilent(at now: Instant) -> Bool {
        guard let newest = positions.newestReceipt else { return false }
        return now - newest > state.site.staleAfter
    }

    /// When the feed's silence, or its end, is to be said.
    var feedDeadline: Instant? {
        guard let newest = positions.newestReceipt else { return nil }
        let staleAt = newest + state.site.staleAfter + .microseconds(1)
        guard let stalled = state.positionsStalledAt else { return staleAt }
        return newest > stalled ? newest : nil
    }

    mutating func passTimeOfFeed() {
        guard let newest = positions.newestReceipt else { return }
        if let stalled = state.positionsStalledAt {
            guard newest > stalled else { return }
            emit(.positionsResumed(silentMilliseconds: Int((newest - stalled).milliseconds)))
        } else if isFeedSilent(at: scratch.now) {
            emit(.positionsStalled(newestAgeMilliseconds: Int((scratch.now - newest).milliseconds)))
        }
    }
}
