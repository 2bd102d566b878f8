// What units say of their orders, and what follows.

extension Engine {
    /// Takes in a unit's answer. Throws what is wrong with it and what to do.
    mutating func answer(_ reference: OrderReference, _ answer: Answer, act: Act) throws(Refusal) -> IncidentID {
        guard let place = state.order(reference) else { throw noOrder(reference) }
        let incident = state.incidents[place.incident]
        let order = incident.orders[place.order]
        switch answer {
        case .accept: try accept(order, of: incident, act)
        case .decline(let reason): try decline(order, of: incident, reason: reason, act)
        case .enRoute:
            try requireUnderWay(order, until: .enRoute)
            implyAcceptance(of: order, in: incident, act)
            emit(.unitEnRoute(order.id, unit: order.unit, actor: act.actor, via: act.via), of: incident)
        case .onScene:
            try requireUnderWay(order, until: .onScene)
            implyAcceptance(of: order, in: incident, act)
            emit(.unitOnScene(order.id, unit: order.unit, actor: act.actor, via: act.via), of: incident)
        case .staging:
            try requireUnderWay(order, until: .staging)
            implyAcceptance(of: order, in: incident, act)
            emit(.unitStaging(order.id, unit: order.unit, actor: act.actor, via: act.via), of: incident)
        case .delayed(let wait, let reason): try delay(order, of: incident, wait, reason: reason, act)
        case .clear: try clear(order, of: incident, act)
        }
        return incident.id
    }

    func noOrder(_ reference: OrderReference) -> Refusal {
        switch reference {
        case .order(let order):
            Refusal(
                "There is no order \(order) in an open incident.",
                remedy: "List those with 'callpoint incidents'; what is closed is in 'callpoint explain'.")
        case .unit(let unit) where units.row(of: unit) == nil:
            Refusal("There is no unit \(unit).", remedy: "List them with 'callpoint units'.")
        case .unit(let unit):
            Refusal(
                "\(unit) has no unfinished order.", remedy: "Name the order itself: 'callpoint incidents' lists them.")
        }
    }

    /// An order that timed out may still be accepted: the officer who answers late is on the way all the same.
    private mutating func accept(_ order: OrderRecord, of incident: Incident, _ act: Act) throws(Refusal) {
        switch order.state {
        case .issued: break
        case .timedOut:
            if let row = units.row(of: order.unit),
                let other = units.orders[row] ?? (incident.isExercise ? units.exerciseOrders[row] : nil)
            {
                throw Refusal(
                    "\(order.unit) has been ordered elsewhere since: \(other).",
                    remedy: "Finish or decline that one first.")
            }
        case .acknowledged, .enRoute, .staging, .onScene:
            throw Refusal("\(order.id) has been accepted already.", remedy: "Go on: 'callpoint enroute \(order.unit)'.")
        case .clear, .declined, .stoodDown, .conflicted, .preempted, .swapped: throw isOver(order)
        }
        let played = incident.isExercise ? nil : takeOut(order.unit, because: .live)
        emit(
            .orderAcknowledged(
                order.id, unit: order.unit, actor: act.actor, via: act.via, late: order.state == .timedOut),
            of: incident)
        playOn(played)
    }

    private func isOver(_ order: OrderRecord) -> Refusal {
        Refusal(
            "\(order.id) is over: \(order.state.rawValue).",
            remedy: "Ask the dispatcher for a new order if you are going.")
    }

    private mutating func decline(
        _ order: OrderRecord, of incident: Incident, reason: TextToken?, _ act: Act
    ) throws(Refusal) {
        guard order.state.isLive, order.state != .onScene else {
            if order.state == .onScene {
                throw Refusal(
                    "\(order.unit) is on scene.", remedy: "Say 'callpoint clear \(order.unit)' when it leaves.")
            }
            throw isOver(order)
        }
        emit(
            .orderDeclined(order.id, unit: order.unit, actor: act.actor, via: act.via, reason: reason), of: incident)
        replace(order, of: incident.id)
        retrySoon()
    }

    private func requireUnderWay(_ order: OrderRecord, until state: OrderRecord.State) throws(Refusal) {
        switch order.state {
        case .issued, .acknowledged: return
        case .enRoute where state != .enRoute, .staging where state != .staging: return
        case .timedOut:
            throw Refusal(
                "\(order.id) timed out and went to another unit.",
                remedy: "Accept it first: 'callpoint accept \(order.id)'.")
        case .enRoute, .staging:
            throw Refusal("\(order.unit) has said so already.", remedy: "Nothing needs doing.")
        case .onScene: throw Refusal("\(order.unit) is on scene already.", remedy: "Nothing needs doing.")
        case .clear, .declined, .stoodDown, .conflicted, .preempted, .swapped: throw isOver(order)
        }
    }

    /// A unit that says it is under way has accepted.
    private mutating func implyAcceptance(of order: OrderRecord, in incident: Incident, _ act: Act) {
        guard order.state == .issued else { return }
        emit(
            .orderAcknowledged(order.id, unit: order.unit, actor: act.actor, via: act.via, late: false), of: incident)
    }

    /// How long a delayed unit may still take: what is longer is no delay, and is declined.
    public static let delayRange: ClosedRange<Duration> = .seconds(1)...(.seconds(86_400))

    /// A unit is not there before it says, wherever it is. Weighed again at once are the next tier, where the plan looks
    /// ahead, and another unit in its place while it has not moved off; a `min_gain` at the next try.
    private mutating func delay(
        _ order: OrderRecord, of incident: Incident, _ wait: Duration, reason: TextToken?, _ act: Act
    ) throws(Refusal) {
        try requireUnderWay(order, until: .onScene)
        guard Engine.delayRange.contains(wait) else {
            throw Refusal(
                "\(order.unit) would be there in \(wait.milliseconds) ms.",
                remedy:
                    "Say when it will be there, from 1s to 24h; if it does not come: 'callpoint decline \(order.unit)'."
            )
        }
        implyAcceptance(of: order, in: incident, act)
        emit(
            .unitDelayed(
                order.id, unit: order.unit, etaMilliseconds: Int(wait.milliseconds), actor: act.actor, via: act.via,
                reason: reason), of: incident)
        projectLateness(of: incident.id)
        if scratch.swapAt != nil { scratch.swapAt = scratch.now }
    }

    /// A unit that is out of service comes no more: whatever it was on its way to goes to somebody else at once. Where it
    /// is on scene it stays until it says that it is clear. In the place of one that a dispatcher named nobody follows.
    mutating func giveUpOrders(of unit: UnitID, by doer: Doer?) {
        guard let row = units.row(of: unit) else { return }
        for id in [units.orders[row], units.exerciseOrders[row]].compactMap({ $0 }) {
            guard let place = state.order(.order(id)) else { continue }
            let incident = state.incidents[place.incident]
            let order = incident.orders[place.order]
            guard order.isUnderWay else { continue }
            emit(.orderStoodDown(id, unit: unit, reason: .outOfService, by: doer), of: incident)
            replace(order, of: incident.id)
        }
    }

    /// A unit that leaves without having been there leaves its place open: somebody else is sent.
    private mutating func clear(_ order: OrderRecord, of incident: Incident, _ act: Act) throws(Refusal) {
        guard order.state.isLive else { throw isOver(order) }
        emit(.unitClear(order.id, unit: order.unit, actor: act.actor, via: act.via), of: incident)
        rest(after: order)
        if !order.wasOnScene { replace(order, of: incident.id) }
        retrySoon()
    }
}
