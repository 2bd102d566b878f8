import CallpointCore

/// The fields of each type, between the envelope and the message. docs/EVENTS.md says what they mean.
extension LineWriter {
    mutating func fields(of event: Event, inputHash: String) {
        switch event.body {
        case .daemonStarted(let version, let openIncidents, let keptPorts):
            text("version", version)
            integer("open_incidents", openIncidents)
            if keptPorts > 0 { integer("kept_ports", keptPorts) }
        case .daemonStopping(let reason): text("reason", reason)
        case .clockEpoch(let epoch): fields(epoch)
        case .clockStepped(let milliseconds): integer("step_ms", milliseconds)
        case .configLoaded(let summary): fields(summary)
        case .configRefused(let file, let mistakes, let first):
            text("file", file)
            integer("mistakes", mistakes)
            text("first", first)
        case .inputUp(let input, let detail), .inputDown(let input, let detail):
            name("input", input)
            text("detail", detail)
        case .deviceFault(let fault, let stamp), .deviceRestored(let fault, let stamp):
            fields(fault, stamp, of: event.callPoint)
        case .journalDegraded(let reason, let waited):
            text("reason", reason)
            integer("waited_ms", waited)
        case .journalRestored(let behind, let milliseconds):
            integer("behind", behind)
            integer("took_ms", milliseconds)
        case .positionsStalled(let age): integer("newest_age_ms", age)
        case .positionsResumed(let silent): integer("silent_ms", silent)
        case .unitStatus(let unit, let status, let actor, let via, let wait):
            name("unit", unit)
            word("status", status.rawValue)
            name("actor", actor)
            text("via", via)
            if let wait { integer("for_ms", wait) }
        case .alarmRaised, .alarmRepeated, .alarmRelated, .alarmVerified, .alarmLocated, .alarmRestored, .alarmClosed,
            .incidentAcknowledged, .incidentLinked:
            incidentFields(event.body)
        case .tierRaised, .unitsRanked, .shortfall, .noticeSent, .floodStarted, .floodEnded:
            tierFields(event.body, inputHash: inputHash)
        case .orderIssued, .orderEmitted, .orderAcknowledged, .orderDeclined, .orderTimedOut, .orderReassigned,
            .orderConflicted, .orderStoodDown, .unitEnRoute, .unitStaging, .unitDelayed, .unitOnScene, .unitClear,
            .testOrdered, .testFinished,
            .testStarted:
            orderFields(event.body)
        case .bypassSet, .bypassEnded, .walkTestStarted, .walkTestAsked, .walkTestWithdrawn, .walkTestSeen,
            .walkTestEnded, .testPressed, .testReleased:
            maintenanceFields(event.body)
        case .coverageLost, .coverageRestored, .moveUpProposed, .moveUpAccepted, .moveUpDismissed:
            coverageFields(event.body)
        case .alarmReported, .incidentHeld, .incidentReleased, .incidentWatched, .incidentNote, .noticeAcknowledged,
            .orderNudged,
            .unitAssist:
            directionFields(event.body)
        case .incidentUnlinked, .incidentSplit, .incidentReopened, .incidentReclassified, .incidentHandedOff:
            changeFields(event.body)
        case .exerciseStarted, .exerciseJoined, .exerciseLeft, .exerciseEnded:
            exerciseFields(event.body)
        }
    }

    private mutating func incidentFields(_ body: Event.Body) {
        switch body {
        case .alarmRaised(let raised): fields(raised)
        case .alarmRepeated(let input, let stamp, let presses, let ago):
            name("input", input)
            fields(stamp)
            integer("presses", presses)
            if ago != 0 { integer("ago_ms", ago) }
        case .alarmRelated(let related): fields(related)
        case .alarmVerified(let verified): fields(verified)
        case .alarmLocated(let located): fields(located)
        case .alarmRestored(let input, let stamp, let held):
            name("input", input)
            fields(stamp)
            integer("held_ms", held)
        case .alarmClosed(let disposition, let actor, let via, let note, let related):
            word("disposition", disposition.rawValue)
            fields(actor, via)
            name("note", note)
            fields(related: related)
        case .incidentAcknowledged(let actor, let via): fields(actor, via)
        case .incidentLinked(let other, let by):
            name("linked", other)
            fields(by)
        default: break
        }
    }

    private mutating func tierFields(_ body: Event.Body, inputHash: String) {
        switch body {
        case .tierRaised(let raised): fields(raised)
        case .unitsRanked(let ranked): fields(ranked, inputHash: inputHash)
        case .shortfall(let shortfall):
            integer("tier", shortfall.tier)
            integer("requirement", shortfall.requirement)
            integer("wanted", shortfall.wanted)
            integer("found", shortfall.found)
            fields(shortfall.excluded)
            flag("spared", shortfall.isSpared)
        case .noticeSent(let notice): fields(notice)
        case .floodStarted(let figures): fields(figures)
        case .floodEnded(let ended):
            integer("lasted_ms", ended.lastedMilliseconds)
            integer("peak", ended.peak)
            fields(ended.figures)
        default: break
        }
    }

    private mutating func orderFields(_ body: Event.Body) {
        switch body {
        case .orderIssued(let order), .testOrdered(let order): fields(order)
        case .orderEmitted(let ledger), .testFinished(let ledger): fields(ledger)
        case .orderAcknowledged(let order, let unit, let actor, let via, let late):
            fields(order, unit)
            fields(actor, via)
            flag("late", late)
        case .orderDeclined(let order, let unit, let actor, let via, let reason):
            fields(order, unit)
            fields(actor, via)
            name("reason", reason)
        case .orderTimedOut(let order, let unit, let after):
            fields(order, unit)
            integer("after_ms", after)
        case .orderReassigned(let from, let to):
            fields(from, from.unit)
            name("new_order", to)
            name("new_unit", to.unit)
        case .orderConflicted(let order, let unit): fields(order, unit)
        case .orderStoodDown(let order, let unit, let reason, let doer):
            fields(order, unit)
            fields(reason)
            fields(doer)
        case .unitOnScene(let order, let unit, let actor, let via):
            fields(order, unit)
            name("actor", actor)
            text("via", via)
        case .unitDelayed(let order, let unit, let eta, let actor, let via, let reason):
            fields(order, unit)
            integer("eta_ms", eta)
            fields(actor, via)
            name("reason", reason)
        case .unitEnRoute(let order, let unit, let actor, let via),
            .unitStaging(let order, let unit, let actor, let via),
            .unitClear(let order, let unit, let actor, let via):
            fields(order, unit)
            fields(actor, via)
        case .testStarted(let actor, let via, let plan):
            fields(actor, via)
            name("plan", plan)
        default: break
        }
    }
}

extension OrderID {
    /// The unit that an order is for, out of the id, which is derived from it;
    /// `?` for an id that was not derived.
    var unit: UnitID {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count >= 4, !parts[parts.count - 2].isEmpty else { return "?" }
        return UnitID(String(Substring(parts[parts.count - 2])))
    }
}
