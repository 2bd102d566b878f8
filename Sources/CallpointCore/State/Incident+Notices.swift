// Who was told of an incident, who has heard, and who watches it.

extension Incident {
    mutating func note(_ notice: NoticeSent, at instant: Instant) {
        let wait: Duration = .milliseconds(notice.answerWithinMilliseconds ?? 0)
        let answerBy = notice.answerWithinMilliseconds.map { _ in instant + wait }
        if let known = told.firstIndex(where: { $0.contact == notice.contact && $0.tier == notice.tier }) {
            told[known].answerBy = answerBy
            told[known].wait = wait
        } else {
            told.append(Told(contact: notice.contact, tier: notice.tier, answerBy: answerBy, wait: wait))
        }
        // Whatever the contacts of that tier are told calls for a watch too.
        if watchBy != nil, notice.tier == watchTier { watchBy = instant + Engine.watchReminder }
    }

    /// A contact that has heard of one tier has heard of the incident.
    mutating func noteAnswer(of contact: ContactID) {
        for place in told.indices where told[place].contact == contact { told[place].answerBy = nil }
    }

    /// A tier calls for somebody who watches. Where somebody does already, nobody is reminded. A tier that tells nobody
    /// leaves it to those who were called before.
    mutating func callForWatch(tier: Int, at instant: Instant) {
        guard watchTier == nil || !plan.tiers[tier - 1].notify.isEmpty else { return }
        watchTier = tier
        guard watchedBy == nil, !plan.tiers[tier - 1].notify.isEmpty else { return }
        watchBy = instant + Engine.watchReminder
    }

    mutating func noteWatch(by actor: TextToken) {
        watchedBy = actor
        watchBy = nil
    }

    /// Nobody knows how long no daemon ran: notices and holds are due now.
    mutating func expireNotices(at instant: Instant) {
        for place in told.indices { told[place].answerBy = told[place].answerBy.map { min($0, instant) } }
        watchBy = watchBy.map { min($0, instant) }
        holdUntil = holdUntil.map { min($0, instant) }
    }
}
