import CallpointCore

/// The mirror of `LineWriter.directionFields`.
extension LineFields {
    mutating func directionBody(_ type: EventType) throws(LineError) -> Event.Body {
        switch type {
        case .incidentHeld:
            return .incidentHeld(
                HoldSet(
                    forMilliseconds: try integer("for_ms"), actor: try id("actor"), via: try string("via"),
                    reason: try id("reason")))
        case .incidentReleased: return .incidentReleased(try ending())
        case .incidentWatched: return .incidentWatched(actor: try id("actor"), via: try string("via"))
        case .incidentNote:
            return .incidentNote(try id("note"), actor: try id("actor"), via: try string("via"))
        case .noticeAcknowledged:
            return .noticeAcknowledged(contact: try id("contact"), actor: try id("actor"), via: try string("via"))
        case .orderNudged:
            return .orderNudged(
                try id("order"), unit: try id("unit"), afterMilliseconds: try integer("after_ms"))
        default:
            return .unitAssist(
                try id("order"), unit: try id("unit"), actor: try id("actor"), via: try string("via"))
        }
    }

    mutating func noticeSent() throws(LineError) -> NoticeSent {
        let word = try string("reason")
        guard let reason = NoticeSent.Reason(word: word) else {
            throw LineError.badField("reason", what: "an unknown word \(word)")
        }
        return NoticeSent(
            contact: try id("contact"), channel: try string("channel"), tier: try integer("tier"), reason: reason,
            answerWithinMilliseconds: try optionalInteger("answer_within_ms"))
    }

    /// Who did it, where a person did.
    mutating func doer() throws(LineError) -> Doer? {
        guard has("actor") else { return nil }
        return Doer(actor: try id("actor"), via: try string("via"))
    }
}
