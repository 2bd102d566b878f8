import EventCodec

// What people changed of a response that runs, in words.
extension Details {
    func direction(_ event: EventLine) -> String {
        switch event.type {
        case "incident.held":
            let limit = say(.forAtMost, measures.limit(milliseconds: event.number("for_ms") ?? 0))
            return joined(limit, by(event), quoted(event, "reason"))
        case "incident.note": return joined(by(event), quoted(event, "note"))
        case "incident.watch": return by(event)
        case "incident.split": return joined(event.text("new_incident"), event.optionalText("takes_out"), by(event))
        case "incident.reopened":
            return joined(say(.wasClosedAs, say.word(event.text("closed_as"))), by(event), quoted(event, "reason"))
        case "incident.reclassified":
            let counted = event.json["counted"]?.array?.count ?? 0
            return joined(
                "\(event.text("from_plan")) → \(event.text("plan"))", say(.ordersCount, String(counted)), by(event),
                quoted(event, "note"))
        case "incident.handed_off": return joined(event.text("contact"), quoted(event, "reference"), by(event))
        default: return ending(event)
        }
    }

    /// Beats that nobody covers, and who moves up.
    func coverage(_ event: EventLine) -> String {
        let beat = event.text("beat")
        switch event.type {
        case "coverage.lost":
            let kinds = (event.json["kinds"]?.array ?? []).compactMap(\.string).map { say.word($0) }
            return joined(beat, say(.nobodyFreeOf, kinds.joined(separator: say(.comma))))
        case "moveup.proposed":
            let place =
                measures.distance(metres: event.number("distance_m") ?? 0) + " "
                + measures.clock(seconds: event.number("eta_s") ?? 0)
            return joined(event.unit, "→ \(beat)", place, say(.couldMoveUp))
        case "moveup.accepted": return joined(event.unit, "→ \(beat)", say(.movesUp), by(event))
        case "moveup.dismissed":
            let isBack = ["covered", "left"].contains(event.text("via"))
            return joined(event.unit, "→ \(beat)", say(isBack ? .goesBack : .stays), by(event))
        default: return joined(beat, event.json["unwatched"]?.bool == true ? say(.notAskedFor) : nil)
        }
    }

    /// The words behind a token, where they are known.
    func text(of token: String) -> String { name(token).map(TextWidth.plain) ?? token }

    private func quoted(_ event: EventLine, _ field: String) -> String? {
        event.optionalText(field).map { "“\(text(of: $0))”" }
    }
}
