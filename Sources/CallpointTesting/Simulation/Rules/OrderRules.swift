import CallpointCore

/// No unit has two unfinished orders.
struct OneOrderAUnit: Rule {
    let name = "a unit has one order"

    func after(_ event: Event, _ scene: Scene) -> String? {
        switch event.body {
        case .orderIssued(let order): doubled(order.unit, scene)
        case .orderAcknowledged(_, let unit, _, _, _): doubled(unit, scene)
        default: nil
        }
    }

    private func doubled(_ unit: UnitID, _ scene: Scene) -> String? {
        guard let row = scene.book.row(of: unit), scene.book.units[row].orders.count > 1 else { return nil }
        return "\(unit) holds two unfinished orders"
    }
}

/// A unit that is ordered is available, has been heard of lately, and is what the plan asks for.
struct OrderedUnitsFit: Rule {
    let name = "an ordered unit can come"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard case .orderIssued(let order) = event.body else { return nil }
        guard let incident = scene.incident else { return "it has no open incident" }
        guard let row = scene.book.row(of: order.unit) else { return "there is no such unit" }
        let unit = scene.book.units[row]
        if order.requirement == 0 { return byName(order, unit, scene) }
        let need = LoggedIncident.Need(tier: order.tier, requirement: order.requirement)
        guard let requirement = incident.requirement(need), order.tier <= incident.tier else {
            return "no tier in force asks for it"
        }
        if !requirement.kinds.contains(unit.unit.kind) { return "it is of another kind" }
        if !requirement.capabilities.allSatisfy(unit.unit.capabilities.contains) { return "it lacks a capability" }
        // Between a claim and its answer from a shared store a unit goes on, and may change what it is up to.
        guard scene.isAlone else { return nil }
        if unit.status != .available { return "it is \(unit.status.rawValue)" }
        if !unit.isListed { return "no site file names it" }
        guard let place = unit.place else { return "nobody knows where it is" }
        let metres = PlainLook.metres(from: place, to: incident.point)
        if let radius = requirement.withinMetres, metres > radius { return "it is \(metres) m away" }
        if metres != order.distanceMetres { return "it is \(metres) m away and not \(order.distanceMetres)" }
        let isOld = !unit.isPosted && event.at - unit.receivedAt > scene.book.site.staleAfter
        let isSilent = scene.book.isFeedSilent(at: event.at)
        if isOld, !isSilent { return "its fix is stale" }
        if order.isDegraded != isSilent { return "whether the feed is silent is wrong" }
        return incident.missing(need) > 0 ? nil : "nobody is lacking"
    }

    /// A dispatcher may name whoever is on duty and free, however far, and busy or not.
    private func byName(_ order: OrderIssued, _ unit: LoggedUnit, _ scene: Scene) -> String? {
        guard case .act(.order(_, let named), isRefused: false) = scene.cause, named == order.unit, order.by != nil
        else { return scene.isAlone ? "no dispatcher named it" : nil }
        if unit.status == .offDuty || !unit.isListed { return "it is not on duty" }
        return unit.orders.isEmpty ? nil : "it has an order"
    }
}

/// A unit that nobody reported on scene is there: its accepted order leads to where it stands.
struct ArrivalsAreTrue: Rule {
    let name = "an arrival is true"
    private static let metres = 30

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard case .unitOnScene(let id, let unit, nil, _) = event.body,
            let incident = scene.incident
        else { return nil }
        guard let order = incident.orders.last(where: { $0.id == id }) else { return "there is no such order" }
        guard order.state == .acknowledged || order.state == .enRoute else {
            return "the order is \(order.state.rawValue)"
        }
        guard let row = scene.book.row(of: unit), let place = scene.book.units[row].place else {
            return "nobody knows where it is"
        }
        let away = PlainLook.metres(from: place, to: incident.point)
        return away <= ArrivalsAreTrue.metres ? nil : "it is \(away) m away"
    }
}

/// Nobody who fits, and was not ordered, would be there sooner: held against a look at all units.
struct NobodySooner: Rule {
    let name = "nobody sooner was left out"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard scene.isAlone, case .orderIssued(let order) = event.body, order.requirement > 0,
            let incident = scene.incident,
            let requirement = incident.requirement(.init(tier: order.tier, requirement: order.requirement))
        else { return nil }
        let look = PlainLook(
            scene.book, at: incident.point, requirement, now: event.at, orders: incident.orders, caller: incident.caller
        )
        guard let best = look.fitting.first else { return "nobody fits" }
        if best.unit == order.unit { return best.etaMilliseconds == order.etaMilliseconds ? nil : "its time is wrong" }
        return "\(best.unit) would be there after \(best.etaMilliseconds) ms"
    }
}

/// What a ranking shows is what a look at all units shows.
struct RankingsAreTrue: Rule {
    let name = "a ranking is true"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard scene.isAlone, event.mode == .live, case .unitsRanked(let ranked) = event.body,
            let incident = scene.incident
        else { return nil }
        let need = LoggedIncident.Need(tier: ranked.tier, requirement: ranked.requirement)
        guard let requirement = incident.requirement(need) else { return "its plan has no such requirement" }
        let look = PlainLook(
            scene.book, at: incident.point, requirement, now: event.at, orders: incident.orders, caller: incident.caller
        )
        if ranked.isDegraded != look.isDegraded { return "whether the feed is silent is wrong" }
        let shown = look.firstChoices >= incident.missing(need) ? look.firstChoices : look.fitting.count
        let seen = look.fitting.prefix(shown).prefix(UnitsRanked.shownLimit)
        guard ranked.candidates.count == seen.count else {
            return "\(ranked.candidates.count) can come, and a look at all finds \(seen.count)"
        }
        for (candidate, found) in zip(ranked.candidates, seen)
        where candidate.unit != found.unit || candidate.etaMilliseconds != found.etaMilliseconds {
            return "\(candidate.unit) stands where \(found.unit) does"
        }
        return countsDiffer(ranked, look, units: scene.book.units.count)
    }

    /// Everybody is a candidate or is out; where the search ended early, it saw fewer of each reason.
    private func countsDiffer(_ ranked: UnitsRanked, _ look: PlainLook, units: Int) -> String? {
        guard look.askable == 0 else { return nil }
        for reason in ExclusionReason.allCases where reason != .farther {
            let (said, all) = (ranked.excluded[reason], look.counts[reason])
            if said > all || (said < all && ranked.excluded[.farther] == 0) {
                return "\(said) are out for \(reason.rawValue), and \(all) are"
            }
        }
        return nil
    }
}

/// A shortfall says how many were wanted and found, and nobody is left who could come.
struct ShortfallsAreTrue: Rule {
    let name = "a shortfall is true"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard scene.isAlone, event.mode == .live, case .shortfall(let short) = event.body,
            let incident = scene.incident, incident.orders.count < NobodyIsForgotten.orderLimit
        else { return nil }
        let need = LoggedIncident.Need(tier: short.tier, requirement: short.requirement)
        guard let requirement = incident.requirement(need) else { return "its plan has no such requirement" }
        let missing = incident.missing(need)
        if short.wanted - short.found != missing { return "\(missing) are lacking" }
        let look = PlainLook(
            scene.book, at: incident.point, requirement, now: event.at, orders: incident.orders, caller: incident.caller
        )
        return look.fitting.first.map { "\($0.unit) could come" }
    }
}

/// A unit's word counts, or is refused with a reason: nothing is taken and forgotten.
struct AnswersCount: Rule {
    let name = "an answer counts"

    func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        guard case .act(let verb, let isRefused) = scene.cause else { return nil }
        let count = turn.count { answers(verb, $0) }
        if case .status = verb { return nil }
        // A shared store answers for a unit that is ordered by name a moment later.
        if case .order = verb, !scene.isAlone { return nil }
        switch verb {
        case .answer, .acknowledge, .close, .hold, .release, .raise, .order, .standDown, .watch, .note,
            .answerNotice, .assist, .report:
            return count == (isRefused ? 0 : 1) ? nil : "it led to \(count) events"
        default: return nil
        }
    }

    private func answers(_ verb: Act.Verb, _ event: Event) -> Bool {
        switch (verb, event.body) {
        case (.answer(_, .accept), .orderAcknowledged), (.answer(_, .decline), .orderDeclined),
            (.answer(_, .enRoute), .unitEnRoute), (.answer(_, .clear), .unitClear),
            (.acknowledge, .incidentAcknowledged), (.close, .alarmClosed), (.hold, .incidentHeld),
            (.watch, .incidentWatched), (.note, .incidentNote), (.answerNotice, .noticeAcknowledged),
            (.assist, .unitAssist), (.assist, .alarmReported), (.report, .alarmReported):
            true
        // A position may say the same in the same turn; a hold may end by itself.
        case (.answer(_, .onScene), .unitOnScene(_, _, let actor, _)): actor != nil
        case (.release, .incidentReleased(let ending)): ending != .expired
        case (.raise, .tierRaised(let raised)): raised.reason == .dispatcher
        case (.order, .orderIssued(let order)): order.requirement == 0
        case (.standDown, .orderStoodDown(_, _, let reason, _)): reason == .dispatcher
        default: false
        }
    }
}
