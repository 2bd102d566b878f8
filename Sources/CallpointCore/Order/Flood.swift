// While presses outnumber units: said when it begins and when it ends, and nobody is forgotten in it.

extension Engine {
    /// So many incidents that wait with nobody under way are a flood; fewer may lack a kind of unit that is rare.
    static let floodBegins = 3
    /// It is over when no more than this many do.
    static let floodEnds = 1

    /// So many that wait are compared with one another at once, the oldest first; then the next so many. It bounds how
    /// long a press waits behind that.
    static let offersAtOnce = 64

    /// Says that a flood begins or is over. One comparison where neither is so.
    mutating func noteFlood() {
        let waiting = state.incidents.waitingCount
        guard let since = state.floodSince else {
            guard waiting >= Engine.floodBegins else { return }
            scratch.floodPeak = waiting
            return emit(.floodStarted(floodFigures))
        }
        scratch.floodPeak = max(scratch.floodPeak, waiting)
        guard waiting <= Engine.floodEnds else { return }
        emit(
            .floodEnded(
                FloodEnded(
                    lastedMilliseconds: Int((scratch.now - since).milliseconds), peak: scratch.floodPeak,
                    figures: floodFigures)))
    }

    /// How many wait, and for whom.
    public var floodFigures: FloodFigures {
        let onDuty = (0..<units.count).filter { units.isListed[$0] && units.statuses[$0].isInService }
        return FloodFigures(
            waiting: state.incidents.waitingCount, open: state.incidents.count { !$0.isExercise }, onDuty: onDuty.count,
            free: onDuty.count { units.orders[$0] == nil && units.statuses[$0] == .available })
    }

    /// Since when presses outnumber units; nil while they do not.
    public var floodSince: Instant? { state.floodSince }

    /// An incident that lacks units, as it was when those that do were looked at.
    private struct Hungry {
        var place: Int
        var id: IncidentID
        var isWaiting: Bool
        var openedAt: Instant
        var shortfalls: [Incident.RequirementReference]

        func precedes(_ other: Hungry) -> Bool { (openedAt, place) < (other.openedAt, other.place) }
    }

    /// Whom an incident with nobody under way would have, of those that are free.
    ///
    /// Whoever is reached soonest goes first, for that keeps the mean response short; and a second of waiting weighs as
    /// much as one of travel, so that nobody far away is passed over for ever. `make quality` showed that this costs
    /// nothing: means are the same from there up to no weight at all, and the longest responses are shorter.
    private struct Offer {
        var hungry: Hungry
        var reference: Incident.RequirementReference
        var selection: Selection
        var unit: UnitID
        /// Whether it was asked before and did not come.
        var isAskedAgain: Bool
        /// Its time of arrival with what is held against it, less what the waiting weighs; in milliseconds.
        var cost: Int

        func precedes(_ other: Offer) -> Bool {
            if isAskedAgain != other.isAskedAgain { return other.isAskedAgain }
            if cost != other.cost { return cost < other.cost }
            return hungry.precedes(other.hungry)
        }
    }

    /// Open incidents of a priority that lack units, oldest first. Without a copy of the others: in a flood it is asked
    /// whenever a unit frees up.
    private func starving(_ priority: Priority) -> [Hungry] {
        var hungry: [Hungry] = []
        for place in state.incidents.indices
        where state.incidents[place].priority == priority && !state.incidents[place].shortfalls.isEmpty {
            hungry.append(
                Hungry(
                    place: place, id: state.incidents[place].id, isWaiting: state.incidents[place].isWaiting,
                    openedAt: state.incidents[place].openedAt, shortfalls: state.incidents[place].shortfalls))
        }
        return hungry.sorted { $0.precedes($1) }
    }

    /// Gives whoever is free to those that lack units. Of equally urgent incidents each with nobody under way has
    /// one unit before any has a second.
    mutating func feedStarving() {
        let isSomebodyFree = isAnybodyFree
        guard isSomebodyFree || state.incidents.contains(where: { $0.isWaiting && $0.plan.preempts != nil }) else {
            return
        }
        for priority in Priority.allCases {
            let waiting = starving(priority).filter(\.isWaiting)
            for start in stride(from: 0, to: waiting.count, by: Engine.offersAtOnce) {
                let some = Array(waiting[start..<min(start + Engine.offersAtOnce, waiting.count)])
                for incident in isSomebodyFree ? feed(some) : some { takeUnit(for: incident.id) }
            }
            guard isSomebodyFree else { continue }
            // Whoever has a unit by now stands among those that had one before.
            for incident in starving(priority) {
                for reference in incident.shortfalls { retry(reference, of: incident.id) }
            }
        }
    }

    /// One unit for each of those with nobody under way, the best offer of all first. Those for whom nobody is free.
    private mutating func feed(_ waiting: [Hungry]) -> [Hungry] {
        var left: [Hungry] = []
        var offers: [Offer] = []
        func take(_ incident: Hungry) {
            if let offer = offer(for: incident) { offers.append(offer) } else { left.append(incident) }
        }
        for incident in waiting { take(incident) }
        while let best = offers.indices.min(by: { offers[$0].precedes(offers[$1]) }) {
            let first = offers.remove(at: best)
            // Others have units by now that were free when it was made: what is written down is what is so.
            guard let offer = offer(for: first.hungry), offer.unit == first.unit, offer.cost == first.cost else {
                take(first.hungry)
                continue
            }
            give(offer.selection, offer.reference, of: offer.hungry.id, atMost: 1)
            let losers = offers.filter { $0.unit == offer.unit }
            offers.removeAll { $0.unit == offer.unit }
            for loser in losers { take(loser.hungry) }
        }
        return left.sorted { $0.precedes($1) }
    }

    /// The first of an incident's needs for which somebody is free, and whom it would have.
    private func offer(for hungry: Hungry) -> Offer? {
        for reference in hungry.shortfalls {
            guard let selection = available(reference, of: hungry.id), let unit = selection.chosen.first else {
                continue
            }
            let waited = Int((scratch.now - hungry.openedAt).milliseconds)
            return Offer(
                hungry: hungry, reference: reference, selection: selection, unit: unit.unit,
                isAskedAgain: state.incidents[hungry.place].orders.contains { $0.unit == unit.unit },
                cost: unit.rankMilliseconds - waited)
        }
        return nil
    }
}
