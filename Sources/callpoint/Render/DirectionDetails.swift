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
        default: return ending(event)
        }
    }

    /// The words behind a token, where they are known.
    func text(of token: String) -> String { name(token).map(TextWidth.plain) ?? token }

    private func quoted(_ event: EventLine, _ field: String) -> String? {
        event.optionalText(field).map { "“\(text(of: $0))”" }
    }
}
