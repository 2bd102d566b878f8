// What a restart takes up again.

extension Engine {
    /// Goes on with every open incident where the journal ends.
    ///
    /// A crash may have cut a turn in two: an alarm without its tier, a tier without its orders. What is
    /// missing is decided now, so that no incident that anybody was shown is left without an answer.
    mutating func resume() {
        resumeAccounts()
        resumeCoverage()
        // Noise is counted anew by each start, and coils are written anew: what stood before says nothing of now.
        for standing in state.faults where standing.fault.endsWithStart { clear(standing.fault) }
        for id in state.incidents.map(\.id) {
            guard let index = state.index(of: id) else { continue }
            if state.incidents[index].tier < state.incidents[index].firstTier { begin(id) }
            fillGaps(of: id)
        }
        if state.incidents.contains(where: { !$0.shortfalls.isEmpty }) { scratch.retryAt = scratch.now }
        if state.incidents.contains(where: \.awaitsProjection) { scratch.projectAt = scratch.now }
        for incident in state.incidents where incident.orders.contains(where: \.isSwappable) {
            expectSwap(in: incident.plan)
        }
        passTime()
    }

    /// Meets what an incident's tiers ask for and have not got, and tells whom nobody has told.
    mutating func fillGaps(of id: IncidentID, because reason: NoticeSent.Reason = .resumed) {
        guard let index = state.index(of: id) else { return }
        let incident = state.incidents[index]
        for tier in 1...max(1, incident.tier) where tier <= incident.tier {
            for requirement in incident.plan.tiers[tier - 1].send.indices {
                let reference = Incident.RequirementReference(tier: tier, requirement: requirement + 1)
                guard incident.missing(reference) > 0, !incident.shortfalls.contains(reference) else { continue }
                fill(reference, of: id)
            }
            notify(tier: tier, of: id, because: reason, onlyUntold: true)
        }
        if !incident.nature.isDispatched { notify(tier: 1, of: id, because: .resumed, onlyUntold: true) }
        guard let incident = state.incidents.first(where: { $0.id == id }),
            incident.shortfalls.contains(where: { $0.tier == incident.tier && !incident.spared.contains($0) })
        else { return }
        raiseTier(incident.tier + 1, of: id, because: .shortfall)
    }
}
