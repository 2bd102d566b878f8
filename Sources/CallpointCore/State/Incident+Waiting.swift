// Why an incident is still open.

extension Incident {
    /// What an open incident waits for.
    public enum Waiting: String, Sendable, Hashable, CaseIterable {
        /// Too few units fit.
        case units
        /// A unit that was ordered has not answered.
        case answer
        /// Somebody comes and is not there yet.
        case arrival
        /// Somebody is there.
        case scene
        /// Nobody is bound by it any more: a person has to close it.
        case closing
    }

    /// What it waits for; of several, what is worst.
    public var waitsFor: Waiting {
        if !shortfalls.isEmpty { return .units }
        let live = orders.filter(\.state.isLive)
        if live.contains(where: { $0.state == .onScene }) { return .scene }
        if live.contains(where: { $0.state != .issued }) { return .arrival }
        return live.isEmpty ? .closing : .answer
    }
}
