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
        guard let whole = incident.requirement(need), order.tier <= incident.tier,
            let requirement = whole.way(order.alternative ?? 1)
        else { return "no tier in force asks for it" }
        if (order.alternative == nil) != whole.alternatives.isEmpty { return "it does not say which alternative" }
        if !requirement.kinds.contains(unit.unit.kind) { return "it is of another kind" }
        if !requirement.capabilities.allSatisfy(unit.unit.capabilities.contains) { return "it lacks a capability" }
        // Between a claim and its answer from a shared store a unit goes on, and may change what it is up to.
        guard scene.isAlone else { return nil }
        if unit.status != .available, unit.status != .standby { return "it is \(unit.status.rawValue)" }
        if !unit.isListed { return "no site file names it" }
        guard let place = unit.place else { return "nobody knows where it is" }
        let metres = PlainLook.metres(from: place, to: incident.point)
        if let radius = requirement.withinMetres, metres > radius { return "it is \(metres) m away" }
        if metres != order.distanceMetres { return "it is \(metres) m away and not \(order.distanceMetres)" }
        let isOld = !unit.isPosted && event.at - unit.receivedAt > scene.book.site.staleAfter
        let isSilent = scene.book.isFeedSilent(at: event.at)
        if isOld, !isSilent { return "its fix is stale" }
        if order.isDegraded != isSilent { return "whether the feed is silent is wrong" }
        return incident.missing(need, order.alternative ?? 1) > 0 ? nil : "nobody is lacking"
    }

    /// A dispatcher may name whoever is on duty and free, however far, and busy or not.
    private func byName(_ order: OrderIssued, _ unit: LoggedUnit, _ scene: Scene) -> String? {
        guard case .act(.order(_, let named), isRefused: false) = scene.cause, named == order.unit, order.by != nil
        else { return scene.isAlone ? "no dispatcher named it" : nil }
        if unit.status == .offDuty || !unit.isListed { return "it is not on duty" }
        if unit.status == .outOfService { return "it is out of service" }
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
        guard order.state != .issued, order.isUnderWay else {
            return "the order is \(order.state.rawValue)"
        }
        guard let row = scene.book.row(of: unit), let place = scene.book.units[row].place else {
            return "nobody knows where it is"
        }
        let others = scene.book.site.callPoints.filter { incident.related.contains($0.id) }
        let away = ([incident.point] + others).map { PlainLook.metres(from: place, to: $0) }.min() ?? .max
        return away <= ArrivalsAreTrue.metres ? nil : "it is \(away) m away"
    }
}

/// Nobody who fits, and was not ordered, would be there sooner: held against a look at all units.
struct NobodySooner: Rule {
    let name = "nobody sooner was left out"
    /// Units taken in this turn: whoever takes one is held to the rule of that.
    private var taken: [UnitID] = []

    mutating func atEnd(of turn: [Event], _ scene: Scene, _ engine: Engine) -> String? {
        taken.removeAll()
        return nil
    }

    mutating func before(_ event: Event, _ scene: Scene) -> String? {
        if case .orderStoodDown(_, let unit, .preempted, _) = event.body { taken.append(unit) }
        if case .orderIssued(let order) = event.body, let place = taken.firstIndex(of: order.unit) {
            taken.remove(at: place)
            return nil
        }
        guard scene.isAlone, case .orderIssued(let order) = event.body, order.requirement > 0,
            let incident = scene.incident
        else { return nil }
        let need = LoggedIncident.Need(tier: order.tier, requirement: order.requirement)
        // What it fits is another rule's.
        let ways = PlainLook.ways(need, of: incident, scene.book, now: event.at)
        guard ways.indices.contains((order.alternative ?? 1) - 1) else { return nil }
        let look = ways[(order.alternative ?? 1) - 1]
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
        let ways = PlainLook.ways(need, of: incident, scene.book, now: event.at)
        let way = ranked.choice?.chosen ?? 1
        guard ways.indices.contains(way - 1) else { return "its plan has no such requirement" }
        if let what = RankingsAreTrue.choiceDiffers(ranked.choice, ways, incident, need) { return what }
        let look = ways[way - 1]
        if ranked.isDegraded != look.isDegraded { return "whether the feed is silent is wrong" }
        let shown = look.firstChoices >= incident.missing(need, way) ? look.firstChoices : look.fitting.count
        let seen = look.fitting.prefix(shown).prefix(UnitsRanked.shownLimit)
        guard ranked.candidates.count == seen.count else {
            return "\(ranked.candidates.count) can come, and a look at all finds \(seen.count)"
        }
        for (candidate, found) in zip(ranked.candidates, seen)
        where candidate.unit != found.unit || candidate.etaMilliseconds != found.etaMilliseconds
            || candidate.handicap != found.handicap
        {
            return "\(candidate.unit) stands where \(found.unit) does"
        }
        return countsDiffer(ranked, look, units: scene.book.units.count)
    }

    /// Of those that can be met whole, the one whose last unit is there soonest; else the one that finds most.
    private static func choiceDiffers(
        _ choice: AlternativeChoice?, _ ways: [PlainLook], _ incident: LoggedIncident, _ need: LoggedIncident.Need
    ) -> String? {
        guard ways.count > 1 else { return choice == nil ? nil : "it chose, and there is one way only" }
        guard let choice, choice.offers.count == ways.count else { return "it does not say what it chose from" }
        var best: (key: [Int], way: Int)?
        for (place, look) in ways.enumerated() {
            let wanted = incident.missing(need, place + 1)
            let chosen = look.fitting.prefix(wanted)
            let last = chosen.map(\.etaMilliseconds).max()
            let offer = AlternativeChoice.Offer(wanted: wanted, found: chosen.count, lastEtaMilliseconds: last)
            if offer != choice.offers[place] { return "alternative \(place + 1) could come to something else" }
            // Smaller is better: whole ones first, then those that find more, then the sooner, then the plan's order.
            let isWhole = chosen.count >= wanted
            let key = [isWhole ? 0 : 1, isWhole ? 0 : -chosen.count, last ?? .max, place]
            if best.map({ key.lexicographicallyPrecedes($0.key) }) ?? true { best = (key, place + 1) }
        }
        return best?.way == choice.chosen ? nil : "alternative \(best?.way ?? 0) is the better one"
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
        let ways = PlainLook.ways(need, of: incident, scene.book, now: event.at)
        if ways.isEmpty { return "its plan has no such requirement" }
        // It was chosen among alternatives by what each could come to: it speaks of one that lacks so many.
        let lacking = short.wanted - short.found
        let meant = ways.indices.filter { incident.missing(need, $0 + 1) == lacking }
        if meant.isEmpty { return "\(incident.missing(need)) are lacking" }
        if !meant.contains(where: { ways[$0].fitting.isEmpty }) {
            return ways[meant[0]].fitting.first.map { "\($0.unit) could come" }
        }
        let spared = meant.contains { ways[$0].fitting.isEmpty && ways[$0].counts[.noGain] >= lacking }
        return short.isSpared && !spared ? "nobody is spared" : nil
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
            .answerNotice, .assist, .report, .reopen, .reclassify, .link, .unlink, .split, .handOff, .confirm,
            .moveUp:
            return count == (isRefused ? 0 : 1) ? nil : "it led to \(count) events"
        default: return nil
        }
    }

    private func answers(_ verb: Act.Verb, _ event: Event) -> Bool {
        switch (verb, event.body) {
        case (.answer(_, .accept), .orderAcknowledged), (.answer(_, .decline), .orderDeclined),
            (.answer(_, .enRoute), .unitEnRoute), (.answer(_, .staging), .unitStaging),
            (.answer(_, .delayed), .unitDelayed), (.answer(_, .clear), .unitClear),
            (.acknowledge, .incidentAcknowledged), (.close, .alarmClosed), (.hold, .incidentHeld),
            (.watch, .incidentWatched), (.note, .incidentNote), (.answerNotice, .noticeAcknowledged),
            (.assist, .unitAssist), (.assist, .alarmReported), (.report, .alarmReported),
            (.reopen, .incidentReopened), (.reclassify, .incidentReclassified), (.unlink, .incidentUnlinked),
            (.split, .incidentSplit), (.handOff, .incidentHandedOff), (.confirm, .alarmVerified):
            true
        // A position may say the same in the same turn; a hold may end by itself.
        case (.answer(_, .onScene), .unitOnScene(_, _, let actor, _)): actor != nil
        case (.link, .incidentLinked(_, let by)): by != nil
        case (.release, .incidentReleased(let ending)): ending != .expired
        case (.raise, .tierRaised(let raised)): raised.reason == .dispatcher
        // A plan may do the same by itself in the same turn.
        case (.moveUp(_, true), .moveUpAccepted(_, _, let actor, _)): actor != nil
        case (.moveUp(_, false), .moveUpDismissed(_, _, let actor, _)): actor != nil
        case (.order, .orderIssued(let order)): order.requirement == 0
        case (.standDown, .orderStoodDown(_, _, let reason, _)): reason == .dispatcher
        default: false
        }
    }
}
