import CallpointCore
import EventCodec

/// A ranking as its line has it, beside the same made again.
struct RankingComparison {
    let stored: UnitsRanked
    let again: UnitsRanked
    let weighed: [WeighedUnit]

    /// What is not the same, the most telling first.
    var differences: [(what: String, stored: String, rebuilt: String)] {
        var found: [(what: String, stored: String, rebuilt: String)] = []
        func compare(_ what: String, _ stored: String, _ rebuilt: String) {
            if stored != rebuilt { found.append((what, stored, rebuilt)) }
        }
        for place in 0..<max(stored.candidates.count, again.candidates.count) {
            compare("candidate \(place + 1)", text(stored.candidates, place), text(again.candidates, place))
        }
        for reason in ExclusionReason.allCases {
            // Units that were not weighed stand in no evidence.
            switch reason {
            case .unlocated, .farther: continue
            case .radius:
                if stored.excluded[reason] < again.excluded[reason] {
                    compare("how many are out: radius", "\(stored.excluded[reason])", "\(again.excluded[reason])")
                }
            default:
                compare(
                    "how many are out: \(reason.rawValue)", "\(stored.excluded[reason])", "\(again.excluded[reason])")
            }
        }
        compare("the nearest that are out", text(stored.nearestExcluded), text(again.nearestExcluded))
        if case .hash(let hash) = stored.evidence, case .weighed(let units) = again.evidence {
            let record = RankingRecord.hash(RankingRecord.encode(units))
            if record != hash {
                for (old, new) in zip(weighed, units) where old != new {
                    compare("unit \(old.unit) as it was weighed", text(old), text(new))
                    break
                }
                compare("the hash of what was weighed", hash, record)
            }
        }
        return found
    }

    private func text(_ candidates: [Candidate], _ place: Int) -> String {
        guard candidates.indices.contains(place) else { return "nobody" }
        let candidate = candidates[place]
        return "\(candidate.unit), \(candidate.distanceMetres) m, \(candidate.etaMilliseconds) ms, "
            + "fix \(candidate.fixAgeMilliseconds) ms old"
    }

    /// Of two that are as far away either may be named.
    private func text(_ units: [ExcludedUnit]) -> String {
        units.map { "\($0.distanceMetres) m" }.joined(separator: ", ")
    }

    private func text(_ unit: WeighedUnit) -> String {
        "\(unit.unit) \(unit.kind.rawValue), \(unit.distanceMetres) m, \(unit.exclusion?.rawValue ?? "fits")"
    }
}

/// Holds orders against the rankings that they follow from: the first goes to the first candidate, and so on.
struct OrderCheck {
    private struct Pending {
        var tier: Int
        var requirement: Int
        var candidates: [Candidate]
        var next = 0
        var at: Instant
    }

    /// The last ranking of each open incident's turn.
    private var pending: [IncidentID: Pending] = [:]

    mutating func take(_ ranked: UnitsRanked, _ event: Event) {
        guard let incident = event.incident else { return }
        pending[incident] = Pending(
            tier: ranked.tier, requirement: ranked.requirement, candidates: ranked.candidates, at: event.at)
    }

    /// The unit that an order names, and the one that its ranking says; nil for an order that no ranking led to.
    mutating func take(_ order: OrderIssued, _ event: Event) -> (stored: String, cameOut: String)? {
        guard event.mode == .live, order.by == nil, !order.isUnconfirmed, let incident = event.incident,
            var ranking = pending[incident], ranking.at == event.at, ranking.tier == order.tier,
            ranking.requirement == order.requirement, ranking.candidates.indices.contains(ranking.next)
        else { return nil }
        let candidate = ranking.candidates[ranking.next]
        ranking.next += 1
        pending[incident] = ranking
        return (
            "\(order.unit), \(order.distanceMetres) m, \(order.etaMilliseconds) ms",
            "\(candidate.unit), \(candidate.distanceMetres) m, \(candidate.etaMilliseconds) ms"
        )
    }

    mutating func end(_ incident: IncidentID?) {
        if let incident { pending[incident] = nil }
    }
}
