import CallpointCore

/// Bypasses, walk tests and the presses that were asked for.
extension LineWriter {
    mutating func maintenanceFields(_ body: Event.Body) {
        switch body {
        case .bypassSet(let set):
            word("kind", set.kind?.rawValue ?? allKinds)
            integer("for_ms", set.forMilliseconds)
            fields(set.actor, set.via)
            name("reason", set.reason)
        case .bypassEnded(let kind, let ending):
            word("kind", kind?.rawValue ?? allKinds)
            fields(ending)
        case .walkTestStarted(let started):
            if !started.callPoints.isEmpty {
                list("call_points", started.callPoints, leftOut: "call_points_left_out") { line, callPoint in
                    line.quotedName(callPoint.text)
                }
            }
            integer("for_ms", started.forMilliseconds)
            fields(started.actor, started.via)
        case .walkTestAsked(let wait, let actor, let via):
            integer("for_ms", wait)
            fields(actor, via)
        case .walkTestWithdrawn(let actor, let via): fields(actor, via)
        case .walkTestSeen(let kind): word("kind", kind.rawValue)
        case .walkTestEnded(let ending): fields(ending)
        case .testPressed(let pressed):
            name("input", pressed.input)
            fields(pressed.stamp)
            integer("edge_us", pressed.edgeAt.microseconds)
            integer("sense_us", pressed.senseMicroseconds)
            integer("debounce_us", pressed.debounceMicroseconds)
            name("actor", pressed.actor)
        case .testReleased(let input, let stamp, let held):
            name("input", input)
            fields(stamp)
            integer("held_ms", held)
        default: break
        }
    }

    mutating func fields(_ ending: Ending) {
        switch ending {
        case .expired: word("ending", "expired")
        case .by(let actor, let via):
            word("ending", "by")
            fields(actor, via)
        }
    }
}

/// How the log writes that a bypass is of every kind of fault.
let allKinds = "all"
