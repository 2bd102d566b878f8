import EventCodec

// Bypasses, walk tests and the presses that were asked for, in words.
extension Details {
    func maintenance(_ event: EventLine) -> String {
        let place = event.text("call_point")
        let limit = event.number("for_ms").map { say(.forAtMost, measures.limit(milliseconds: $0)) }
        switch event.type {
        case "bypass.set":
            let reason = event.optionalText("reason").map { "“\(name($0).map(TextWidth.plain) ?? $0)”" }
            return joined(place, say.word(event.text("kind")), limit, by(event), reason)
        case "bypass.ended": return joined(place, say.word(event.text("kind")), ending(event))
        case "walktest.started":
            let named = event.json["call_points"]?.array?.compactMap { $0.string.map(TextWidth.plain) } ?? []
            return joined(
                named.isEmpty ? say(.allCallPoints) : named.joined(separator: say(.comma)), limit, by(event))
        case "walktest.asked": return joined(place, say(.onePressIsTest), limit, by(event))
        case "walktest.withdrawn": return joined(place, say(.everyPressIsLive), by(event))
        case "exercise.started":
            let units = event.json["units"]?.array?.compactMap { $0.string.map(TextWidth.plain) } ?? []
            return joined(units.joined(separator: say(.comma)), limit, by(event))
        case "exercise.joined", "exercise.left": return joined(event.unit, by(event))
        case "walktest.seen": return joined(place, say.word(event.text("kind")))
        default: return ending(event)
        }
    }

    /// The press that was asked for, and its release.
    func askedPress(_ event: EventLine) -> String {
        let place = event.text("call_point")
        guard event.type == "test.pressed" else {
            return joined(place, say(.heldFor, measures.limit(milliseconds: event.number("held_ms") ?? 0)))
        }
        let stages = [event.number("sense_us") ?? 0, event.number("debounce_us") ?? 0].map {
            measures.milliseconds(microseconds: $0)
        }
        return joined(place, say(.senseAndDebounce, stages[0], stages[1]))
    }

    func ending(_ event: EventLine) -> String {
        event.text("ending") == "expired" ? say(.timeIsOver) : by(event)
    }
}
