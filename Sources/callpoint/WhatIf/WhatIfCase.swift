import CallpointCore

/// One incident of a journal: what was ordered for it, and what another site file would have ordered.
struct WhatIfCase {
    /// An order as both have it.
    struct Ordered: Hashable {
        var tier: Int
        var unit: UnitID
        var etaMilliseconds: Int
    }

    /// What came of one site file.
    struct Answer {
        var orders: [Ordered] = []
        /// Requirements that found too few.
        var shortfalls = 0
        /// The highest tier that was raised.
        var tier = 0

        /// Until the first of the units ordered would be there, in milliseconds.
        var first: Int? { orders.map(\.etaMilliseconds).min() }
        /// Until the last would be.
        var last: Int? { orders.map(\.etaMilliseconds).max() }
    }

    /// Why nothing can be said of an incident.
    enum Unknown: String, CaseIterable {
        /// The journal does not have what its rankings weighed.
        case noEvidence = "no_evidence"
        /// The other site file has no such call point.
        case noCallPoint = "no_call_point"
        /// So many were open at once that it was passed over.
        case tooMany = "too_many_open"
    }

    let incident: IncidentID
    let callPoint: CallPointID
    let wall: WallTime
    var then = Answer()
    var now = Answer()
    var unknown: Unknown?
    /// Units that were not weighed when it was decided: farther off, or outside the radius. Where they were, nobody kept.
    var unweighed = 0
    /// Units that were weighed and that the other site file does not name.
    var unlisted = 0

    /// Whether the other site file would have ordered something else.
    var isOther: Bool {
        unknown == nil && (Set(then.orders) != Set(now.orders) || then.shortfalls != now.shortfalls)
    }

    /// Whether one of the units that nobody weighed might have been ordered: what would be is other, or too few.
    var isUncertain: Bool { unknown == nil && unweighed > 0 && (isOther || now.shortfalls > 0) }
}
