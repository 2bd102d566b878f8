// Who was sent, decided once more: from what a ranking weighed, and from the state in which it did.

extension Engine {
    /// Ranks once more what a ranking weighed. Nil where the state does not have its incident or its requirement.
    ///
    /// For an engine that applied the record up to the ranking, and not the ranking itself. Places and times of receipt
    /// are the evidence's; who is busy, ordered, off duty or tried before, and what the plan asks for, is the
    /// state's. So what comes out has the evidence's own order, and differs from it only where one of both was changed.
    /// Of a requirement's alternatives the one that was chosen is ranked. Ask `hangsOnMore` first.
    /// Units that were not weighed are not there: their counts, `unlocated`, `farther` and those outside the radius, are
    /// what the evidence alone gives.
    public func rankAgain(
        _ ranked: UnitsRanked, weighed: [WeighedUnit], incident id: IncidentID, at instant: Instant
    ) -> UnitsRanked? {
        guard let incident = incident(id) else { return nil }
        let reference = Incident.RequirementReference(tier: ranked.tier, requirement: ranked.requirement)
        guard !reference.isByName, incident.has(reference) else { return nil }
        let (choices, chosen) = (incident.requirement(reference).choices, ranked.choice?.chosen ?? 1)
        guard choices.indices.contains(chosen - 1) else { return nil }
        let requirement = choices[chosen - 1]
        var trial = self
        trial.scratch.now = instant
        for unit in weighed { trial.know(unit, asked: requirement) }
        trial.positions.forgetPlaces()
        for unit in weighed { trial.put(unit) }
        let terms = RankingTerms(
            latestUseful: nil, preferBeat: incident.plan.preferBeat, point: incident.callPoint, beats: state.site.beats)
        let (ranking, _) = trial.weigh(
            requirement, at: incident.callPoint, wanted: incident.missing(reference, alternative: chosen),
            for: incident,
            terms: terms, silence: ranked.isDegraded)
        return UnitsRanked(
            tier: ranked.tier, requirement: ranked.requirement,
            candidates: trial.candidates(ranking, at: instant), excluded: ranking.excluded,
            nearestExcluded: ranking.nearestExcluded, evidence: .weighed(ranking.weighed.inOrder(of: weighed)),
            isDegraded: ranked.isDegraded, choice: ranked.choice)
    }

    /// Whether a ranking hung on more than the evidence keeps: on headings, where a unit may stand on the other carriageway,
    /// or on those under way, whom another unit has to be there before by the plan's `min_gain`.
    public func hangsOnMore(_ ranked: UnitsRanked, incident id: IncidentID) -> Bool {
        guard let incident = incident(id) else { return false }
        let reference = Incident.RequirementReference(tier: ranked.tier, requirement: ranked.requirement)
        guard incident.has(reference) else { return false }
        let isDivided = incident.callPoint.carriageway != nil
        let hasPenalty = state.site.kinds.profiles.contains { $0.otherCarriageway != nil }
        return isDivided && hasPenalty || incident.requirement(reference).minGain != nil
    }

    /// Lists a unit of the evidence that no known site file names: a fix had brought it in, or an earlier site file did,
    /// which kept it until its order was done. Nobody knows any more what such a one could do.
    private mutating func know(_ unit: WeighedUnit, asked requirement: Requirement) {
        guard units.row(of: unit.unit) == nil else { return }
        let isLeft = unit.exclusion == .offDuty
        let row = enter(
            PatrolUnit(id: unit.unit, kind: unit.kind, capabilities: isLeft ? requirement.capabilities : []),
            isDeclared: false)
        if isLeft { units.setStatus(.offDuty, row: row) }
    }

    private mutating func put(_ unit: WeighedUnit) {
        guard let row = units.row(of: unit.unit) else { return }
        // Where a unit stands because the site file says so, nothing was ever received.
        if unit.receivedAt.microseconds == 0, units.declarations[row].post == unit.place {
            positions.post(row, at: unit.place)
            return
        }
        _ = positions.update(
            row, with: Fix(unit: unit.unit, place: unit.place, sourceMilliseconds: 0, receivedAt: unit.receivedAt))
    }
}

extension [WeighedUnit] {
    /// The same in the order in which others stand; those that do not stand there come last.
    fileprivate func inOrder(of others: [WeighedUnit]) -> [WeighedUnit] {
        var place: [UnitID: Int] = [:]
        for (index, unit) in others.enumerated() { place[unit.unit] = index }
        return enumerated().sorted { a, b in
            (place[a.element.unit] ?? .max, a.offset) < (place[b.element.unit] ?? .max, b.offset)
        }.map(\.element)
    }
}
