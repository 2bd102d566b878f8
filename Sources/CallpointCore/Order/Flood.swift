// While presses outnumber units: said when it begins and when it ends, and nobody is forgotten in it.

extension Engine {
    /// So many incidents that wait with nobody under way are a flood; fewer may lack a kind of unit that is rare.
    static let floodBegins = 3
    /// It is over when no more than this many do.
    static let floodEnds = 1

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
        let onDuty = (0..<units.count).filter { units.isListed[$0] && units.statuses[$0] != .offDuty }
        return FloodFigures(
            waiting: state.incidents.waitingCount, open: state.incidents.count, onDuty: onDuty.count,
            free: onDuty.count { units.orders[$0] == nil && units.statuses[$0] == .available })
    }

    /// Since when presses outnumber units; nil while they do not.
    public var floodSince: Instant? { state.floodSince }

    /// An incident that lacks units, as it was when those that do were put in order.
    private struct Hungry {
        var place: Int
        var id: IncidentID
        var isWaiting: Bool
        var isUnclaimed: Bool
        var openedAt: Instant
        var shortfalls: [Incident.RequirementReference]

        /// Those with nobody under way; then those that nobody has acknowledged; then the oldest.
        func precedes(_ other: Hungry) -> Bool {
            if isWaiting != other.isWaiting { return isWaiting }
            if isUnclaimed != other.isUnclaimed { return isUnclaimed }
            return (openedAt, place) < (other.openedAt, other.place)
        }
    }

    /// Open incidents of a priority that lack units, in the order in which they get one. Without a copy of the others: in
    /// a flood it is asked whenever a unit frees up.
    private func starving(_ priority: Priority) -> [Hungry] {
        var hungry: [Hungry] = []
        for place in state.incidents.indices
        where state.incidents[place].priority == priority && !state.incidents[place].shortfalls.isEmpty {
            hungry.append(
                Hungry(
                    place: place, id: state.incidents[place].id, isWaiting: state.incidents[place].isWaiting,
                    isUnclaimed: state.incidents[place].acknowledgedBy == nil,
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
            let hungry = starving(priority)
            guard !hungry.isEmpty else { continue }
            for incident in hungry where incident.isWaiting {
                let isGiven = isSomebodyFree && incident.shortfalls.contains { retry($0, of: incident.id, atMost: 1) }
                if !isGiven { takeUnit(for: incident.id) }
            }
            guard isSomebodyFree else { continue }
            // Whoever has a unit by now stands behind those of its age that had one before.
            for incident in starving(priority) {
                for reference in incident.shortfalls { retry(reference, of: incident.id) }
            }
        }
    }
}
