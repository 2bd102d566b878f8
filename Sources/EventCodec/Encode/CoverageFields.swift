import CallpointCore

/// Beats that nobody covers, and who moves up: fields and sentences.
extension LineWriter {
    mutating func coverageFields(_ body: Event.Body) {
        switch body {
        case .coverageLost(let lost):
            name("beat", lost.beat)
            list("kinds", lost.kinds, leftOut: "kinds_left_out") { line, kind in
                line.quote()
                line.rawWord(kind.rawValue)
                line.quote()
            }
            flag("automatic", lost.isAutomatic)
        case .coverageRestored(let beat, let isWatched):
            name("beat", beat)
            flag("unwatched", !isWatched)
        case .moveUpProposed(let move):
            name("beat", move.beat)
            name("unit", move.unit)
            eta(move.etaMilliseconds)
            integer("distance_m", move.distanceMetres)
        case .moveUpAccepted(let beat, let unit, let actor, let via),
            .moveUpDismissed(let beat, let unit, let actor, let via):
            name("beat", beat)
            name("unit", unit)
            name("actor", actor)
            text("via", via)
        default: break
        }
    }

    mutating func sayCoverage(_ body: Event.Body) {
        switch body {
        case .coverageLost(let lost): say("Nobody is free in the beat ", name: lost.beat.text)
        case .coverageRestored(let beat, true): say("Somebody is free again in the beat ", name: beat.text)
        case .coverageRestored(let beat, false): say("Nobody is asked for any more in the beat ", name: beat.text)
        case .moveUpProposed(let move):
            say("", name: move.unit.text, " could move up into ")
            say(name: move.beat.text)
        case .moveUpAccepted(let beat, let unit, _, _):
            say("", name: unit.text, " moves up into ")
            say(name: beat.text)
        case .moveUpDismissed(let beat, let unit, _, MoveUp.Ending.covered.rawValue):
            say("", name: unit.text, " goes back: somebody is there again in ")
            say(name: beat.text)
        case .moveUpDismissed(let beat, let unit, _, _):
            say("", name: unit.text, " does not move up into ")
            say(name: beat.text)
        default: break
        }
    }
}
