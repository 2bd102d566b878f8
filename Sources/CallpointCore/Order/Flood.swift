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

    /// Open incidents that lack units, most urgent first: by priority; then those with nobody under way; then those that
    /// nobody has acknowledged; then the oldest.
    func starving() -> [Incident] {
        func urgency(_ incident: Incident) -> (Int, Int, Int, Instant) {
            (
                incident.priority.rawValue, incident.isWaiting ? 0 : 1, incident.acknowledgedBy == nil ? 0 : 1,
                incident.openedAt
            )
        }
        return state.incidents.filter { !$0.shortfalls.isEmpty }.enumerated()
            .sorted { a, b in
                let (left, right) = (urgency(a.element), urgency(b.element))
                return left == right ? a.offset < b.offset : left < right
            }
            .map(\.element)
    }

    /// Gives whoever is free to those that lack units. Of equally urgent incidents each with nobody under way has
    /// one unit before any has a second.
    mutating func feedStarving() {
        let isSomebodyFree = isAnybodyFree
        guard isSomebodyFree || state.incidents.contains(where: { $0.isWaiting && $0.plan.preempts != nil }) else {
            return
        }
        for priority in Priority.allCases {
            let hungry = starving().filter { $0.priority == priority }
            for incident in hungry where incident.isWaiting {
                let isGiven = isSomebodyFree && incident.shortfalls.contains { retry($0, of: incident.id, atMost: 1) }
                if !isGiven { takeUnit(for: incident.id) }
            }
            guard isSomebodyFree else { continue }
            // Whoever has a unit by now stands behind those of its age that had one before.
            for incident in starving() where incident.priority == priority {
                for reference in incident.shortfalls { retry(reference, of: incident.id) }
            }
        }
    }
}
