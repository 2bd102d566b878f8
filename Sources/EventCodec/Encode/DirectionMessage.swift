import CallpointCore

/// What people changed of a response that runs, in a sentence.
extension LineWriter {
    mutating func sayDirection(_ event: Event) {
        switch event.body {
        case .alarmReported(let reported):
            sayPlace(event, " reported by ")
            rawWord(reported.source.rawValue)
            if reported.isDegraded, let age = reported.fixAgeMilliseconds {
                say(", last seen ", age / 1_000, " s ago")
            }
        case .incidentHeld(let hold):
            sayIncidentName(event, " is held for ")
            say("", hold.forMilliseconds / 1_000, " s: lateness raises no tier")
        case .incidentReleased: sayIncidentName(event, " is held no more")
        case .incidentWatched: sayIncidentName(event, " is watched by name")
        case .incidentNote: sayIncidentName(event, " has a note")
        case .noticeAcknowledged(let contact, _, _):
            say("", name: contact.text, " has heard of ")
            sayIncidentName(event, "")
        case .orderNudged(_, let unit, let after):
            say("", name: unit.text, " has not answered for ")
            say("", after, " ms and is called again")
        case .unitAssist(_, let unit, _, _): say("", name: unit.text, " calls for help")
        default: break
        }
    }
}
