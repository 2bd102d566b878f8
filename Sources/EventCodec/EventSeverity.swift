public import CallpointCore

extension Event {
    /// How loud the event is. A test, or what is played in an exercise, is never louder than a notice: nobody is to be woken by one.
    public var severity: Severity {
        let severity = body.liveSeverity
        guard mode != .live else { return severity }
        return severity == .info ? .info : .notice
    }
}

extension Event.Body {
    /// How loud it is where it is about the real world.
    var liveSeverity: Severity {
        switch self {
        case .alarmRaised, .alarmReported, .alarmRepeated, .alarmRelated, .unitAssist: .alert
        case .journalDegraded: .critical
        case .deviceFault(let fault, _): fault.isBypassed ? .notice : fault.kind.severity
        case .shortfall(let short): short.isSpared ? .notice : .error
        case .inputDown, .positionsStalled, .configRefused, .orderConflicted, .floodStarted: .error
        case .coverageLost: .warning
        case .coverageRestored, .moveUpProposed, .moveUpAccepted, .moveUpDismissed: .notice
        case .incidentReopened, .incidentReclassified, .clockStepped, .orderDeclined, .orderNudged, .orderTimedOut,
            .orderReassigned, .bypassSet, .incidentHeld, .unitDelayed:
            .warning
        case .tierRaised(let raised): raised.reason == .alarm ? .notice : .warning
        case .orderEmitted(let ledger): ledger.isWithinBudget ? .info : .warning
        case .daemonStarted, .daemonStopping, .configLoaded, .inputUp, .deviceRestored, .journalRestored,
            .positionsResumed, .alarmClosed, .incidentAcknowledged, .incidentLinked, .noticeSent, .orderIssued,
            .orderAcknowledged, .orderStoodDown, .unitEnRoute, .unitStaging, .unitOnScene, .unitClear, .testStarted,
            .bypassEnded, .exerciseStarted, .exerciseJoined, .exerciseLeft, .exerciseEnded, .walkTestStarted,
            .walkTestAsked,
            .walkTestWithdrawn, .walkTestEnded, .testPressed, .incidentReleased, .incidentWatched, .incidentNote,
            .noticeAcknowledged, .incidentUnlinked, .incidentSplit, .incidentHandedOff, .floodEnded, .alarmVerified:
            .notice
        case .clockEpoch, .unitStatus, .alarmLocated, .alarmRestored, .unitsRanked, .testOrdered, .testFinished,
            .testReleased, .walkTestSeen:
            .info
        }
    }
}

extension DeviceFault.Kind {
    /// Somebody at the post, or at the line, is worse than a device that is worn out.
    var severity: Severity {
        switch self {
        case .tamper, .forged, .replayed: .critical
        case .offline, .stuck, .line, .door, .mains, .key: .error
        case .chatter, .lowBattery, .unknownAddress, .noise: .warning
        }
    }
}
