/// Who is sent for a requirement: the ranking of its only way, or of the alternative that was chosen.
struct Selection {
    /// How many units are lacking.
    var wanted: Int
    var ranking: Ranking
    var isDegraded: Bool
    /// Which alternative, and why; nil where there is one way only.
    var choice: AlternativeChoice?
    /// Whether units were left out that would not be there soon enough to be worth it, and would have been enough.
    var isSpared: Bool { ranking.excluded[.noGain] >= wanted - chosen.count }
    /// The units to be ordered, soonest first.
    var chosen: ArraySlice<RankedUnit> { ranking.candidates.prefix(wanted) }

    /// The same with one unit to be ordered, and nobody else.
    func sending(_ unit: RankedUnit) -> Selection {
        var one = self
        one.wanted = 1
        one.ranking.candidates = [unit]
        return one
    }

    var offer: AlternativeChoice.Offer {
        AlternativeChoice.Offer(
            wanted: wanted, found: chosen.count, lastEtaMilliseconds: chosen.map(\.etaMilliseconds).max())
    }
}

extension Engine {
    /// How many units a requirement of an incident lacks, without those that are being claimed.
    func wanted(_ reference: Incident.RequirementReference, of incident: Incident) -> Int {
        let count = incident.requirement(reference).choices.count
        return (1...count).map { wanted(reference, of: incident, alternative: $0) }.min() ?? 0
    }

    private func wanted(
        _ reference: Incident.RequirementReference, of incident: Incident, alternative: Int
    ) -> Int {
        let claimed = scratch.claims.count {
            $0.incident == incident.id && $0.reference == reference && ($0.alternative ?? 1) == alternative
        }
        return incident.missing(reference, alternative: alternative) - claimed
    }

    /// Weighs units for what a requirement of an incident lacks. Ask `wanted` first whether it lacks anybody.
    func select(_ reference: Incident.RequirementReference, of incident: Incident) -> Selection {
        let requirement = incident.requirement(reference)
        return select(
            requirement, at: incident.callPoint, plan: incident.plan, for: incident,
            latestUseful: latestUseful(requirement, tier: reference.tier, of: incident)
        ) { wanted(reference, of: incident, alternative: $0) }
    }

    /// Weighs units for each alternative of a requirement, and chooses one. `wanted` says how many each lacks.
    func select(
        _ requirement: Requirement, at point: CallPoint, plan: Plan, for incident: Incident? = nil,
        without: [UnitID] = [], latestUseful: Int? = nil, wanted: (Int) -> Int
    ) -> Selection {
        let terms = RankingTerms(
            latestUseful: latestUseful, preferBeat: plan.preferBeat, point: point, beats: state.site.beats)
        let ways = requirement.choices.enumerated().map { place, way in
            let lacking = wanted(place + 1)
            let (ranking, isDegraded) = weigh(
                way, at: point, wanted: lacking, for: incident, without: without, terms: terms)
            return Selection(wanted: lacking, ranking: ranking, isDegraded: isDegraded)
        }
        let offers = ways.map(\.offer)
        var best = 0
        for place in offers.indices where offers[place].isBetter(than: offers[best]) { best = place }
        var selection = ways[best]
        if offers.count > 1 { selection.choice = AlternativeChoice(chosen: best + 1, offers: offers) }
        return selection
    }

    /// When a unit has to be there to be worth sending, in milliseconds from now: `minGain` before the last of those
    /// whom lower tiers have under way. Nil where nobody is, or the plan does not ask.
    func latestUseful(_ requirement: Requirement, tier: Int, of incident: Incident) -> Int? {
        guard let gain = requirement.minGain else { return nil }
        let coming = incident.orders.filter { $0.tier < tier && $0.isUnderWay }
        return coming.map { remainingMilliseconds($0, to: incident.callPoint) }.max().map {
            $0 - Int(gain.milliseconds)
        }
    }
}
