extension Engine {
    /// Weighs units for a requirement of an incident, without writing anything down.
    ///
    /// Units that were ordered here before are weighed only where too few others can come, and come
    /// after those: see `OrderRecord.leavesUnitAskable`. Units of `without` count as tried; `terms` says
    /// what else is held against a unit. `silence` is whether the whole feed is silent, where the record says it; the
    /// positions do otherwise.
    func weigh(
        _ requirement: Requirement, at point: CallPoint, wanted: Int, for incident: Incident?, without: [UnitID] = [],
        terms: RankingTerms = RankingTerms(), silence: Bool? = nil
    ) -> (ranking: Ranking, isDegraded: Bool) {
        let isSilent = silence ?? isFeedSilent(at: scratch.now)
        var (tried, again) = asked(by: incident)
        tried.formUnion(without.compactMap { units.row(of: $0) })
        again.subtract(tried)
        let players = incident.flatMap { $0.isExercise ? self.players : nil }
        let first = rank(
            requirement, at: point, wanted: wanted, usesLastFixes: isSilent, tried: tried.union(again), terms: terms,
            players: players)
        guard first.candidates.count < wanted, !again.isEmpty else { return (first, isSilent) }
        var second = rank(
            requirement, at: point, wanted: wanted, usesLastFixes: isSilent, tried: tried, terms: terms,
            players: players)
        second.candidates = first.candidates + second.candidates.filter { again.contains($0.row) }
        return (second, isSilent)
    }

    /// Who would be there soonest, of those that are free and of units that others may lend; nil where nobody could.
    func soonest(
        _ requirement: Requirement, at point: CallPoint, for incident: Incident, with lent: Set<Int>
    ) -> RankedUnit? {
        let ranking = rank(
            requirement, at: point, wanted: 1, usesLastFixes: isFeedSilent(at: scratch.now),
            tried: asked(by: incident).tried, terms: RankingTerms(), lent: lent)
        return ranking.candidates.first
    }

    /// Units that an incident is not to ask now, and those that it may ask once more.
    private func asked(by incident: Incident?) -> (tried: Set<Int>, again: Set<Int>) {
        var tried: Set<Int> = []
        var again: Set<Int> = []
        for order in incident?.orders ?? [] {
            guard let row = units.row(of: order.unit) else { continue }
            if !order.leavesUnitAskable(at: scratch.now) { tried.insert(row) } else { again.insert(row) }
        }
        if let caller = incident?.caller, let row = units.row(of: caller) { tried.insert(row) }
        again.subtract(tried)
        for denied in scratch.denied where denied.incident == incident?.id {
            if let row = units.row(of: denied.unit) { tried.insert(row) }
        }
        return (tried, again)
    }

    private func rank(
        _ requirement: Requirement, at point: CallPoint, wanted: Int, usesLastFixes: Bool, tried: Set<Int>,
        terms: RankingTerms, lent: Set<Int> = [], players: Set<Int>? = nil
    ) -> Ranking {
        var ranker = Ranker(
            players: players, units: units, positions: positions, profiles: state.site.kinds, callPoint: point,
            requirement: requirement, wanted: max(wanted, UnitsRanked.shownLimit), now: scratch.now,
            staleAfter: state.site.staleAfter, usesLastFixes: usesLastFixes, tried: tried,
            claimed: Set(scratch.claims.compactMap { units.row(of: $0.unit.unit) }), terms: terms, lent: lent)
        return ranker.rank()
    }

    /// Rows of the units that are in the exercise and have nothing to do in it.
    private var players: Set<Int> {
        Set((state.exercise?.units ?? []).compactMap { units.row(of: $0) }.filter { units.exerciseOrders[$0] == nil })
    }

    /// Writes a ranking down, as evidence for the orders that follow.
    mutating func emitRanked(
        _ selection: Selection, _ reference: Incident.RequirementReference, incident: IncidentID,
        callPoint: CallPointID, mode: Event.Mode = .live
    ) {
        emit(
            .unitsRanked(ranked(selection, reference, at: scratch.now)), incident: incident, callPoint: callPoint,
            mode: mode)
    }

    /// What an event says of a ranking.
    func ranked(
        _ selection: Selection, _ reference: Incident.RequirementReference, at now: Instant
    ) -> UnitsRanked {
        UnitsRanked(
            tier: reference.tier, requirement: reference.requirement,
            candidates: candidates(selection.ranking, at: now), excluded: selection.ranking.excluded,
            nearestExcluded: selection.ranking.nearestExcluded, evidence: .weighed(selection.ranking.weighed),
            isDegraded: selection.isDegraded, choice: selection.choice)
    }

    /// The candidates that an event shows. A unit that stands where it always stands has no age.
    func candidates(_ ranking: Ranking, at now: Instant) -> [Candidate] {
        ranking.candidates.prefix(UnitsRanked.shownLimit).map { candidate in
            let age = max(0, now.microseconds - candidate.receivedMicroseconds) / 1_000
            return Candidate(
                unit: candidate.unit, etaMilliseconds: candidate.etaMilliseconds,
                distanceMetres: candidate.distanceMetres,
                fixAgeMilliseconds: positions.rows[candidate.row].isPosted ? 0 : Int(age),
                handicap: candidate.handicap)
        }
    }
}
