public import CallpointCore

// What happens on a stage, in the words of the field.
extension Stage {
    /// Somebody presses a button: on a wired line, or by a node's sentence where a stamp is given.
    @discardableResult
    public func press(
        _ callPoint: CallPointID, stamp: NodeStamp? = nil, authentication: Authentication? = nil,
        origin: Signal.Origin = .edge
    ) -> [Event] {
        signal(callPoint, .pressed, stamp: stamp, authentication: authentication, origin: origin)
    }

    /// A node or a line says something of a call point.
    @discardableResult
    public func signal(
        _ callPoint: CallPointID, _ state: Signal.State, stamp: NodeStamp? = nil,
        authentication: Authentication? = nil, input: InputName = "field", origin: Signal.Origin = .edge
    ) -> [Event] {
        send(
            .signal(
                Signal(
                    callPoint: callPoint, input: input, state: state, stamp: stamp,
                    authentication: authentication ?? (stamp == nil ? .wired : .none),
                    edgeAt: now + .microseconds(-50), readAt: now, origin: origin)))
    }

    /// A unit says something of its one unfinished order.
    @discardableResult
    public func answer(_ unit: UnitID, _ answer: Answer) -> [Event] { act(.answer(.unit(unit), answer)) }

    /// A unit takes its order.
    @discardableResult
    public func accept(_ unit: UnitID) -> [Event] { answer(unit, .accept) }

    /// A unit does not take its order.
    @discardableResult
    public func decline(_ unit: UnitID) -> [Event] { answer(unit, .decline(reason: nil)) }

    /// A unit is under way.
    @discardableResult
    public func enRoute(_ unit: UnitID) -> [Event] { answer(unit, .enRoute) }

    /// A unit is there.
    @discardableResult
    public func onScene(_ unit: UnitID) -> [Event] { answer(unit, .onScene) }

    /// A unit is done with its order.
    @discardableResult
    public func clear(_ unit: UnitID) -> [Event] { answer(unit, .clear) }

    /// A unit says what it is up to.
    @discardableResult
    public func status(_ unit: UnitID, _ status: UnitStatus) -> [Event] { act(.status(unit, status)) }

    /// A person ends an incident.
    @discardableResult
    public func close(_ incident: IncidentID, _ disposition: Disposition = .genuine) -> [Event] {
        act(.close(incident, disposition, note: nil))
    }

    /// A person tries a call point.
    @discardableResult
    public func test(_ callPoint: CallPointID) -> [Event] { act(.test(callPoint)) }

    /// The shell says that orders have become visible, so long after now.
    @discardableResult
    public func emitted(_ orders: [OrderID], after: Duration = .milliseconds(1)) -> [Event] {
        send(
            .emitted(
                Emission(
                    orders: orders, journalMicroseconds: 150, emitMicroseconds: 10, visibleAt: now + after,
                    isDurable: true)))
    }

    /// The open incident at a call point, the newest where there are several.
    public func incident(_ callPoint: CallPointID) -> Incident? {
        engine.openIncidents.last { $0.callPoint.id == callPoint }
    }

    /// Units that hold an unfinished order of a call point's newest incident, in the order in which they were ordered.
    public func ordered(_ callPoint: CallPointID) -> [UnitID] {
        (incident(callPoint)?.orders ?? []).filter(\.state.isLive).map(\.unit)
    }
}

extension Sequence<Event> {
    /// The bodies' stories, without the parts that a test does not ask about: those that begin with a word.
    public func stories(of prefix: String) -> [String] {
        map(\.body.story).filter { $0.hasPrefix(prefix) }
    }

    /// The orders that were issued, in order.
    public var issuedOrders: [OrderIssued] {
        compactMap { event in
            if case .orderIssued(let issued) = event.body { return issued }
            return nil
        }
    }

    /// The units that were ordered, in order.
    public var orderedUnits: [UnitID] { issuedOrders.map(\.unit) }

    /// The rankings, in order.
    public var rankings: [UnitsRanked] {
        compactMap { event in
            if case .unitsRanked(let ranked) = event.body { return ranked }
            return nil
        }
    }

    /// One fingerprint of all the events, the same wherever the same happened.
    public var fingerprint: String {
        Fingerprint.hex(reduce(Fingerprint.start) { Fingerprint.add($1.story + "\n", to: $0) })
    }
}
