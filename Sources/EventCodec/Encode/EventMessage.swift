import CallpointCore

/// One short English sentence for each event, for people who read the raw log. No program should take it apart.
extension LineWriter {
    mutating func message(of event: Event) {
        json.raw(",\"msg\":\"")
        switch event.body {
        case .alarmRelated, .alarmVerified: sayRelation(event)
        case .alarmRaised, .alarmRepeated, .alarmLocated, .alarmRestored, .alarmClosed, .incidentAcknowledged,
            .incidentLinked, .tierRaised, .unitsRanked, .shortfall, .noticeSent, .floodStarted, .floodEnded:
            sayIncident(event)
        case .orderIssued, .orderEmitted, .orderAcknowledged, .orderDeclined, .orderTimedOut, .orderReassigned,
            .orderConflicted, .orderStoodDown, .unitEnRoute, .unitStaging, .unitDelayed, .unitOnScene, .unitClear,
            .testStarted, .testOrdered,
            .testFinished:
            sayOrder(event)
        case .bypassSet, .bypassEnded, .walkTestStarted, .walkTestAsked, .walkTestWithdrawn, .walkTestSeen,
            .walkTestEnded, .testPressed, .testReleased:
            sayMaintenance(event)
        case .coverageLost, .coverageRestored, .moveUpProposed, .moveUpAccepted, .moveUpDismissed:
            sayCoverage(event.body)
        case .alarmReported, .incidentHeld, .incidentReleased, .incidentWatched, .incidentNote, .noticeAcknowledged,
            .orderNudged,
            .unitAssist:
            sayDirection(event)
        case .incidentUnlinked, .incidentSplit, .incidentReopened, .incidentReclassified, .incidentHandedOff:
            sayChange(event)
        case .exerciseStarted, .exerciseJoined, .exerciseLeft, .exerciseEnded:
            sayExercise(event)
        default: saySystem(event)
        }
        quote()
    }

    private mutating func saySystem(_ event: Event) {
        switch event.body {
        case .daemonStarted(let version, let open, let kept):
            say("callpointd ", text: version, " started, ")
            say(open, one: " open incident", many: " open incidents")
            if kept > 0 {
                json.raw(", ")
                say(kept, one: " port was kept open", many: " ports were kept open")
            }
        case .daemonStopping(let reason): say("callpointd stops: ", text: reason)
        case .clockEpoch(let epoch): say("Time goes on in generation ", name: epoch.generation)
        case .clockStepped(let milliseconds): say("The wall clock was set by ", milliseconds, " ms")
        case .configLoaded(let summary):
            say("", text: summary.file, " is in force: ")
            say(summary.callPoints, one: " call point, ", many: " call points, ")
            say(summary.units, one: " unit", many: " units")
        case .configRefused(let file, let mistakes, _):
            say("", text: file, " was refused: ")
            say(mistakes, one: " mistake", many: " mistakes")
        case .inputUp(let input, _): say("Input ", name: input.text, " is up")
        case .inputDown(let input, let detail):
            say("Input ", name: input.text, " is down: ")
            say(text: detail)
        case .deviceFault(let fault, _):
            sayDevice(fault)
            say(": ", text: fault.detail)
        case .deviceRestored(let fault, _):
            sayDevice(fault)
            json.raw(" is over")
        case .journalDegraded(let reason, _): say("The journal does not keep up: ", text: reason)
        case .journalRestored(let behind, _):
            json.raw("The journal keeps up again after ")
            say(behind, one: " line", many: " lines")
        case .positionsStalled(let age): say("No position for ", age, " ms")
        case .positionsResumed(let silent): say("Positions again after ", silent, " ms")
        case .unitStatus(let unit, let status, _, _, _):
            say("", name: unit.text, " is ")
            rawWord(status.rawValue)
        default: break
        }
    }

    private mutating func sayMaintenance(_ event: Event) {
        switch event.body {
        case .bypassSet(let set):
            sayPlace(event, ": ")
            rawWord(set.kind?.rawValue ?? allKinds)
            say(" faults are bypassed for ", set.forMilliseconds / 1_000, " s")
        case .bypassEnded(let kind, _):
            sayPlace(event, ": the bypass of ")
            rawWord(kind?.rawValue ?? allKinds)
            json.raw(" faults is over")
        case .walkTestStarted(let started):
            say("A walk test began, for ", started.forMilliseconds / 1_000, " s at most")
        case .walkTestAsked(let wait, _, _):
            json.raw("One press of ")
            sayPlace(event, " within ")
            say("", wait / 1_000, " s will be a test")
        case .walkTestWithdrawn: sayPlace(event, " is not asked for any more: a press there is live")
        case .walkTestSeen(let kind):
            sayPlace(event, ": ")
            rawWord(kind.rawValue)
            json.raw(" was seen in the walk test")
        case .walkTestEnded: json.raw("The walk test is over")
        case .testPressed: sayPlace(event, " pressed, as was asked for")
        case .testReleased(_, _, let held):
            sayPlace(event, " released after ")
            say("", held, " ms, as was asked for")
        default: break
        }
    }

    private mutating func sayIncident(_ event: Event) {
        switch event.body {
        case .alarmRaised: sayPlace(event, " pressed")
        case .alarmRepeated(_, _, let presses, _):
            sayPlace(event, " pressed again, ")
            say(presses, one: " press", many: " presses")
        case .alarmLocated(let located): sayPlace(event, " is at ", text: located.name)
        case .alarmRestored(_, _, let held):
            sayPlace(event, " released after ")
            say("", held, " ms")
        case .alarmClosed(let disposition, _, _, _, _):
            sayIncidentName(event, " closed: ")
            rawWord(disposition.rawValue)
        case .incidentAcknowledged: sayIncidentName(event, " acknowledged")
        case .incidentLinked(let other, _): sayIncidentName(event, " linked to ", name: other.text)
        case .tierRaised(let raised):
            say("Tier ", raised.tier, " raised: ")
            rawWord(raised.reason.rawValue)
        case .unitsRanked(let ranked):
            say("Tier ", ranked.tier, ": ")
            say(ranked.candidates.count, one: " candidate", many: " candidates")
            if let first = ranked.candidates.first { say(", ", name: first.unit.text, " first") }
        case .shortfall(let shortfall):
            say("Tier ", shortfall.tier, " wants ")
            say(shortfall.wanted, one: " unit", many: " units")
            say(" and found ", shortfall.found, "")
        case .floodStarted(let figures):
            say(figures.waiting, one: " incident waits", many: " incidents wait")
            say(" with nobody under way, ", figures.free, " free of ")
            say(figures.onDuty, one: " unit", many: " units")
        case .floodEnded(let ended):
            say("The flood is over after ", ended.lastedMilliseconds / 1_000, " s")
        case .noticeSent(let notice):
            say("", name: notice.contact.text, " told of tier ")
            say("", notice.tier, " by ")
            say(text: notice.channel)
        default: break
        }
    }

    private mutating func sayOrder(_ event: Event) {
        switch event.body {
        case .orderIssued(let issued):
            say("", name: issued.unit.text, " ordered to ")
            sayPlace(event, "")
        case .orderEmitted(let ledger):
            say("Order to ", name: ledger.order.unit.text, " out in ")
            say("", ledger.totalMicroseconds, ledger.isWithinBudget ? " us, within" : " us, beyond")
            say(" the budget of ", ledger.budgetMilliseconds, " ms")
        case .orderAcknowledged(_, let unit, _, _, let late):
            say("", name: unit.text, late ? " accepted late" : " accepted")
        case .orderDeclined(_, let unit, _, _, _): say("", name: unit.text, " declined")
        case .orderTimedOut(_, let unit, let after):
            say("", name: unit.text, " did not answer within ")
            say("", after, " ms")
        case .orderReassigned(let from, let to):
            say("Order of ", name: from.unit.text, " goes to ")
            say(name: to.unit.text)
        case .orderConflicted(_, let unit): say("", name: unit.text, " belongs to another controller")
        case .orderStoodDown(_, let unit, let reason, _):
            say("", name: unit.text, " stood down: ")
            rawWord(reason.word)
        case .unitEnRoute(_, let unit, _, _): say("", name: unit.text, " en route")
        case .unitStaging(_, let unit, _, _): say("", name: unit.text, " waits close by")
        case .unitDelayed(_, let unit, let eta, _, _, _):
            say("", name: unit.text, " is delayed: there in ")
            say("", eta, " ms")
        case .unitOnScene(_, let unit, _, _): say("", name: unit.text, " on scene")
        case .unitClear(_, let unit, _, _): say("", name: unit.text, " clear")
        case .testStarted: sayPlace(event, " is being tested")
        case .testOrdered(let issued): say("Test: ", name: issued.unit.text, " would be ordered; nobody was")
        case .testFinished(let ledger):
            say("Test of ", name: ledger.order.unit.text, "")
            say(" finished in ", ledger.totalMicroseconds, " us")
        default: break
        }
    }
}
