extension Engine {
    /// Weighs units for a requirement of an incident, without writing anything down.
    func weigh(
        _ requirement: Requirement, at point: CallPoint, wanted: Int, for incident: Incident?
    ) -> (ranking: Ranking, isDegraded: Bool) {
        let isSilent = isFeedSilent(at: scratch.now)
        var tried: Set<Int> = []
        for order in incident?.orders ?? [] {
            guard let row = units.row(of: order.unit), incident?.hasTried(order.unit, now: scratch.now) ?? false
            else { continue }
            tried.insert(row)
        }
        for denied in scratch.denied where denied.incident == incident?.id {
            if let row = units.row(of: denied.unit) { tried.insert(row) }
        }
        var ranker = Ranker(
            units: units, positions: positions, profiles: state.site.kinds, callPoint: point,
            requirement: requirement, wanted: max(wanted, UnitsRanked.shownLimit), now: scratch.now,
            staleAfter: state.site.staleAfter, usesLastFixes: isSilent, tried: tried,
            claimed: Set(scratch.claims.compactMap { units.row(of: $0.unit.unit) }))
        return (ranker.rank(), isSilent)
    }

    /// Writes a ranking down, as evidence for the orders that follow.
    mutating func emitRanked(
        _ ranking: Ranking, isDegraded: Bool, _ reference: Incident.RequirementReference, incident: IncidentID,
        callPoint: CallPointID, mode: Event.Mode = .live
    ) {
        let shown = ranking.candidates.prefix(UnitsRanked.shownLimit).map { candidate in
            Candidate(
                unit: candidate.unit, etaMilliseconds: candidate.etaMilliseconds,
                distanceMetres: candidate.distanceMetres,
                fixAgeMilliseconds: max(0, Int((scratch.now.microseconds - candidate.receivedMicroseconds) / 1_000)))
        }
        emit(
            .unitsRanked(
                UnitsRanked(
                    tier: reference.tier, requirement: reference.requirement, candidates: Array(shown),
                    excluded: ranking.excluded, nearestExcluded: ranking.nearestExcluded,
                    evidence: .weighed(ranking.weighed), isDegraded: isDegraded)),
            incident: incident, callPoint: callPoint, mode: mode)
    }
}
