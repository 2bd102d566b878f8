import CallpointCore

/// The fields of what people change of a response that runs, and of who is told.
extension LineWriter {
    mutating func directionFields(_ body: Event.Body) {
        switch body {
        case .alarmReported(let reported): fields(reported)
        case .incidentHeld(let hold):
            integer("for_ms", hold.forMilliseconds)
            fields(hold.actor, hold.via)
            name("reason", hold.reason)
        case .incidentReleased(let ending): fields(ending)
        case .incidentWatched(let actor, let via): fields(actor, via)
        case .incidentNote(let note, let actor, let via):
            fields(actor, via)
            name("note", note)
        case .noticeAcknowledged(let contact, let actor, let via):
            name("contact", contact)
            fields(actor, via)
        case .orderNudged(let order, let unit, let after):
            fields(order, unit)
            integer("after_ms", after)
        case .unitAssist(let order, let unit, let actor, let via):
            name("order", order)
            name("unit", unit)
            fields(actor, via)
        default: break
        }
    }

    private mutating func fields(_ reported: AlarmReported) {
        word("priority", reported.priority.text)
        fields(reported.nature)
        word("source", reported.source.rawValue)
        name("plan", reported.plan)
        name("config_hash", reported.configuration)
        name("linked", reported.linked)
        fields(
            Spot(
                place: reported.place, scale: reported.scale, accuracyMetres: reported.accuracyMetres,
                name: reported.name))
        name("unit", reported.unit)
        if let age = reported.fixAgeMilliseconds { integer("fix_age_ms", age) }
        flag("degraded", reported.isDegraded)
        fields(reported.by.actor, reported.by.via)
        name("note", reported.note)
        name("schedule", reported.schedule)
        fields(reported.recent)
    }

    mutating func fields(_ notice: NoticeSent) {
        name("contact", notice.contact)
        text("channel", notice.channel)
        integer("tier", notice.tier)
        word("reason", notice.reason.word)
        if let within = notice.answerWithinMilliseconds { integer("answer_within_ms", within) }
    }

    /// Who did it, where a person did.
    mutating func fields(_ doer: Doer?) {
        guard let doer else { return }
        fields(doer.actor, doer.via)
    }
}
