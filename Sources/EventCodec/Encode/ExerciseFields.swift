import CallpointCore

/// Exercises: who is in one, and for how long.
extension LineWriter {
    mutating func exerciseFields(_ body: Event.Body) {
        switch body {
        case .exerciseStarted(let started):
            list("units", started.units, leftOut: "units_left_out") { line, unit in line.quotedName(unit.text) }
            integer("for_ms", started.forMilliseconds)
            fields(started.actor, started.via)
        case .exerciseJoined(let unit, let actor, let via), .exerciseLeft(let unit, let actor, let via):
            name("unit", unit)
            fields(actor, via)
        case .exerciseEnded(let ending): fields(ending)
        default: break
        }
    }

    /// The same in a sentence.
    mutating func sayExercise(_ event: Event) {
        switch event.body {
        case .exerciseStarted(let started):
            json.raw("An exercise of ")
            say(started.units.count, one: " unit", many: " units")
            say(" began, for ", started.forMilliseconds / 1_000, " s at most")
        case .exerciseJoined(let unit, _, _): say("", name: unit.text, " is in the exercise")
        case .exerciseLeft(let unit, _, _): say("", name: unit.text, " has left the exercise")
        case .exerciseEnded: json.raw("The exercise is over")
        default: break
        }
    }
}
