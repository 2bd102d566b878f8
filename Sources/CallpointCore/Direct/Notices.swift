// Who is told, and that somebody has heard: a notice that nobody acknowledges is sent again.

extension Engine {
    /// A watch that nobody has taken is asked for again so often.
    static let watchReminder: Duration = .seconds(120)
    /// A notice that nobody acknowledges waits twice as long each time, and never longer than this.
    static let longestNoticeWait: Duration = .seconds(900)

    /// Tells the contacts of a tier: all of them, or those that have not been told of it yet.
    mutating func notify(tier: Int, of id: IncidentID, because reason: NoticeSent.Reason, onlyUntold: Bool = false) {
        guard let index = state.index(of: id) else { return }
        let incident = state.incidents[index]
        for name in incident.plan.tiers[tier - 1].notify where !(onlyUntold && incident.hasTold(name, of: tier)) {
            tell(name, tier: tier, of: incident, because: reason, wait: known.contact(name)?.answerWithin)
        }
    }

    mutating func tell(
        _ contact: ContactID, tier: Int, of incident: Incident, because reason: NoticeSent.Reason, wait: Duration?
    ) {
        emit(
            .noticeSent(
                NoticeSent(
                    contact: contact, channel: incident.isExercise ? "log" : known.contact(contact)?.channel ?? "log",
                    tier: tier, reason: reason,
                    answerWithinMilliseconds: wait.map { Int($0.milliseconds) })),
            of: incident)
    }

    /// Somebody of a contact has heard. It claims nothing, and no deadline of the incident waits for it.
    mutating func answerNotice(
        of contact: ContactID, _ id: IncidentID, _ act: Act
    ) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        guard incident.told.contains(where: { $0.contact == contact }) else {
            throw Refusal(
                "\(contact) has not been told of \(id).",
                remedy: "'callpoint explain \(id)' lists who has.")
        }
        emit(.noticeAcknowledged(contact: contact, actor: act.actor, via: act.via), of: incident)
        return id
    }

    /// What nobody has acknowledged in time goes out again, and so does the call for somebody who watches.
    mutating func passTime(ofNoticesOf id: IncidentID) {
        guard let index = state.index(of: id) else { return }
        let incident = state.incidents[index]
        for told in incident.told {
            guard let due = told.answerBy, due <= scratch.now else { continue }
            let wait = min(told.wait + told.wait, Engine.longestNoticeWait)
            tell(told.contact, tier: told.tier, of: incident, because: .unanswered, wait: wait)
        }
        guard let due = incident.watchBy, due <= scratch.now else { return }
        remindOfWatch(incident)
    }

    private mutating func remindOfWatch(_ incident: Incident) {
        guard let tier = incident.watchTier else { return }
        notify(tier: tier, of: incident.id, because: .unwatched)
    }
}
