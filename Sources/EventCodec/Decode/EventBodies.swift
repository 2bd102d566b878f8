import CallpointCore

/// What happened, out of the fields of each type: the mirror of `LineWriter.fields(of:inputHash:)`.
extension LineFields {
    mutating func body(_ type: EventType, callPoint: CallPointID?) throws(LineError) -> Event.Body {
        switch type {
        case .daemonStarted:
            .daemonStarted(
                version: try string("version"), openIncidents: try integer("open_incidents"),
                keptPorts: try optionalInteger("kept_ports") ?? 0)
        case .daemonStopping: .daemonStopping(reason: try string("reason"))
        case .clockEpoch: .clockEpoch(try epoch())
        case .clockStepped: .clockStepped(milliseconds: try integer("step_ms"))
        case .configLoaded: .configLoaded(try summary())
        case .configRefused:
            .configRefused(file: try string("file"), mistakes: try integer("mistakes"), first: try string("first"))
        case .inputUp: .inputUp(try id("input"), detail: try string("detail"))
        case .inputDown: .inputDown(try id("input"), detail: try string("detail"))
        case .deviceFault: .deviceFault(try fault(callPoint), stamp: try stamp())
        case .deviceRestored: .deviceRestored(try fault(callPoint), stamp: try stamp())
        case .journalDegraded:
            .journalDegraded(reason: try string("reason"), waitedMilliseconds: try integer("waited_ms"))
        case .journalRestored: .journalRestored(behind: try integer("behind"), milliseconds: try integer("took_ms"))
        case .positionsStalled: .positionsStalled(newestAgeMilliseconds: try integer("newest_age_ms"))
        case .positionsResumed: .positionsResumed(silentMilliseconds: try integer("silent_ms"))
        case .unitStatus:
            .unitStatus(
                try id("unit"), try word("status"), actor: try optionalID("actor"), via: try string("via"),
                forMilliseconds: try optionalInteger("for_ms"))
        case .alarmRelated: .alarmRelated(try alarmRelated())
        case .alarmVerified: .alarmVerified(try alarmVerified())
        case .alarmRaised, .alarmRepeated, .alarmLocated, .alarmRestored, .alarmClosed, .incidentAcknowledged,
            .incidentLinked:
            try incidentBody(type)
        case .tierRaised: .tierRaised(try tierRaised())
        case .unitsRanked: .unitsRanked(try unitsRanked())
        case .shortfall: .shortfall(try shortfall())
        case .floodStarted: .floodStarted(try floodFigures())
        case .floodEnded:
            .floodEnded(
                FloodEnded(
                    lastedMilliseconds: try integer("lasted_ms"), peak: try integer("peak"),
                    figures: try floodFigures()))
        case .noticeSent: .noticeSent(try noticeSent())
        case .orderIssued, .orderEmitted, .orderAcknowledged, .orderDeclined, .orderTimedOut, .orderReassigned,
            .orderConflicted, .orderStoodDown, .unitEnRoute, .unitStaging, .unitDelayed, .unitOnScene, .unitClear,
            .testStarted, .testOrdered,
            .testFinished:
            try orderBody(type)
        case .bypassSet, .bypassEnded, .walkTestStarted, .walkTestAsked, .walkTestWithdrawn, .walkTestSeen,
            .walkTestEnded, .testPressed, .testReleased:
            try maintenanceBody(type)
        case .coverageLost, .coverageRestored, .moveUpProposed, .moveUpAccepted, .moveUpDismissed:
            try coverageBody(type)
        case .alarmReported, .incidentHeld, .incidentReleased, .incidentWatched, .incidentNote, .noticeAcknowledged,
            .orderNudged,
            .unitAssist:
            try directionBody(type)
        case .incidentUnlinked, .incidentSplit, .incidentReopened, .incidentReclassified, .incidentHandedOff:
            try changeBody(type)
        case .exerciseStarted, .exerciseJoined, .exerciseLeft, .exerciseEnded:
            try exerciseBody(type)
        }
    }

    private mutating func incidentBody(_ type: EventType) throws(LineError) -> Event.Body {
        switch type {
        case .alarmRaised: .alarmRaised(try alarmRaised())
        case .alarmRepeated:
            .alarmRepeated(
                input: try id("input"), stamp: try stamp(), presses: try integer("presses"),
                agoMilliseconds: try optionalInteger("ago_ms") ?? 0)
        case .alarmLocated: .alarmLocated(try alarmLocated())
        case .alarmRestored:
            .alarmRestored(input: try id("input"), stamp: try stamp(), heldMilliseconds: try integer("held_ms"))
        case .alarmClosed:
            .alarmClosed(
                try word("disposition"), actor: try id("actor"), via: try string("via"), note: try optionalID("note"),
                related: try names("related"))
        case .incidentLinked: .incidentLinked(to: try id("linked"), by: try doer())
        default: .incidentAcknowledged(actor: try id("actor"), via: try string("via"))
        }
    }

    private mutating func orderBody(_ type: EventType) throws(LineError) -> Event.Body {
        switch type {
        case .testStarted:
            return .testStarted(actor: try id("actor"), via: try string("via"), plan: try id("plan"))
        case .orderIssued: return .orderIssued(try orderIssued())
        case .testOrdered: return .testOrdered(try orderIssued())
        case .orderEmitted: return .orderEmitted(try orderEmitted())
        case .testFinished: return .testFinished(try orderEmitted())
        case .orderReassigned: return .orderReassigned(from: try id("order"), to: try id("new_order"))
        default: return try answerBody(type, try id("order"), try id("unit"))
        }
    }

    private mutating func answerBody(
        _ type: EventType, _ order: OrderID, _ unit: UnitID
    ) throws(LineError) -> Event.Body {
        switch type {
        case .orderTimedOut: return .orderTimedOut(order, unit: unit, afterMilliseconds: try integer("after_ms"))
        case .orderConflicted: return .orderConflicted(order, unit: unit)
        case .orderStoodDown:
            return .orderStoodDown(order, unit: unit, reason: try standDownReason(), by: try doer())
        case .unitOnScene:
            return .unitOnScene(order, unit: unit, actor: try optionalID("actor"), via: try string("via"))
        default: break
        }
        let actor: TextToken = try id("actor")
        let via = try string("via")
        return switch type {
        case .orderAcknowledged:
            .orderAcknowledged(order, unit: unit, actor: actor, via: via, late: try bool("late", without: false))
        case .orderDeclined:
            .orderDeclined(order, unit: unit, actor: actor, via: via, reason: try optionalID("reason"))
        case .unitEnRoute: .unitEnRoute(order, unit: unit, actor: actor, via: via)
        case .unitStaging: .unitStaging(order, unit: unit, actor: actor, via: via)
        case .unitDelayed:
            .unitDelayed(
                order, unit: unit, etaMilliseconds: try integer("eta_ms"), actor: actor, via: via,
                reason: try optionalID("reason"))
        default: .unitClear(order, unit: unit, actor: actor, via: via)
        }
    }
}
