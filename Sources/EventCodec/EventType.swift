public import CallpointCore

/// The type of an event, as its line names it.
public enum EventType: String, Sendable, Hashable, CaseIterable {
    case daemonStarted = "daemon.started"
    case daemonStopping = "daemon.stopping"
    case clockEpoch = "clock.epoch"
    case clockStepped = "clock.stepped"
    case configLoaded = "config.loaded"
    case configRefused = "config.refused"
    case inputUp = "input.up"
    case inputDown = "input.down"
    case deviceFault = "device.fault"
    case deviceRestored = "device.restored"
    case journalDegraded = "journal.degraded"
    case journalRestored = "journal.restored"
    case positionsStalled = "positions.stalled"
    case positionsResumed = "positions.resumed"
    case unitStatus = "unit.status"
    case coverageLost = "coverage.lost"
    case coverageRestored = "coverage.restored"
    case moveUpProposed = "moveup.proposed"
    case moveUpAccepted = "moveup.accepted"
    case moveUpDismissed = "moveup.dismissed"
    case alarmRaised = "alarm.raised"
    case alarmReported = "alarm.reported"
    case alarmRepeated = "alarm.repeated"
    case alarmRelated = "alarm.related"
    case alarmVerified = "alarm.verified"
    case alarmLocated = "alarm.located"
    case alarmRestored = "alarm.restored"
    case alarmClosed = "alarm.closed"
    case incidentAcknowledged = "incident.acknowledged"
    case incidentLinked = "incident.linked"
    case incidentUnlinked = "incident.unlinked"
    case incidentSplit = "incident.split"
    case incidentReopened = "incident.reopened"
    case incidentReclassified = "incident.reclassified"
    case incidentHandedOff = "incident.handed_off"
    case incidentHeld = "incident.held"
    case incidentReleased = "incident.released"
    case incidentWatched = "incident.watch"
    case incidentNote = "incident.note"
    case tierRaised = "tier.raised"
    case unitsRanked = "units.ranked"
    case shortfall = "shortfall"
    case floodStarted = "flood.started"
    case floodEnded = "flood.ended"
    case noticeSent = "notice.sent"
    case noticeAcknowledged = "notice.acknowledged"
    case orderIssued = "order.issued"
    case orderEmitted = "order.emitted"
    case orderAcknowledged = "order.acknowledged"
    case orderDeclined = "order.declined"
    case orderNudged = "order.nudged"
    case orderTimedOut = "order.timed_out"
    case orderReassigned = "order.reassigned"
    case orderConflicted = "order.conflicted"
    case orderStoodDown = "order.stood_down"
    case unitEnRoute = "unit.en_route"
    case unitStaging = "unit.staging"
    case unitDelayed = "unit.delayed"
    case unitOnScene = "unit.on_scene"
    case unitClear = "unit.clear"
    case unitAssist = "unit.assist"
    case bypassSet = "bypass.set"
    case bypassEnded = "bypass.ended"
    case walkTestStarted = "walktest.started"
    case walkTestAsked = "walktest.asked"
    case walkTestWithdrawn = "walktest.withdrawn"
    case walkTestSeen = "walktest.seen"
    case walkTestEnded = "walktest.ended"
    case exerciseStarted = "exercise.started"
    case exerciseJoined = "exercise.joined"
    case exerciseLeft = "exercise.left"
    case exerciseEnded = "exercise.ended"
    case testPressed = "test.pressed"
    case testReleased = "test.released"
    case testStarted = "test.started"
    case testOrdered = "test.ordered"
    case testFinished = "test.finished"
}

extension Event.Body {
    /// The type that a line gives to it.
    public var type: EventType {
        switch self {
        case .daemonStarted: .daemonStarted
        case .daemonStopping: .daemonStopping
        case .clockEpoch: .clockEpoch
        case .clockStepped: .clockStepped
        case .configLoaded: .configLoaded
        case .configRefused: .configRefused
        case .inputUp: .inputUp
        case .inputDown: .inputDown
        case .deviceFault: .deviceFault
        case .deviceRestored: .deviceRestored
        case .journalDegraded: .journalDegraded
        case .journalRestored: .journalRestored
        case .positionsStalled: .positionsStalled
        case .positionsResumed: .positionsResumed
        case .unitStatus: .unitStatus
        case .coverageLost: .coverageLost
        case .coverageRestored: .coverageRestored
        case .moveUpProposed: .moveUpProposed
        case .moveUpAccepted: .moveUpAccepted
        case .moveUpDismissed: .moveUpDismissed
        case .alarmRaised: .alarmRaised
        case .alarmReported: .alarmReported
        case .alarmRepeated: .alarmRepeated
        case .alarmRelated: .alarmRelated
        case .alarmVerified: .alarmVerified
        case .alarmLocated: .alarmLocated
        case .alarmRestored: .alarmRestored
        case .alarmClosed: .alarmClosed
        case .incidentAcknowledged: .incidentAcknowledged
        case .incidentLinked: .incidentLinked
        case .incidentUnlinked: .incidentUnlinked
        case .incidentSplit: .incidentSplit
        case .incidentReopened: .incidentReopened
        case .incidentReclassified: .incidentReclassified
        case .incidentHandedOff: .incidentHandedOff
        case .incidentHeld: .incidentHeld
        case .incidentReleased: .incidentReleased
        case .incidentWatched: .incidentWatched
        case .incidentNote: .incidentNote
        case .tierRaised: .tierRaised
        case .unitsRanked: .unitsRanked
        case .shortfall: .shortfall
        case .floodStarted: .floodStarted
        case .floodEnded: .floodEnded
        case .noticeSent: .noticeSent
        case .noticeAcknowledged: .noticeAcknowledged
        case .orderIssued: .orderIssued
        case .orderEmitted: .orderEmitted
        case .orderAcknowledged: .orderAcknowledged
        case .orderDeclined: .orderDeclined
        case .orderNudged: .orderNudged
        case .orderTimedOut: .orderTimedOut
        case .orderReassigned: .orderReassigned
        case .orderConflicted: .orderConflicted
        case .orderStoodDown: .orderStoodDown
        case .unitEnRoute: .unitEnRoute
        case .unitStaging: .unitStaging
        case .unitDelayed: .unitDelayed
        case .unitOnScene: .unitOnScene
        case .unitClear: .unitClear
        case .unitAssist: .unitAssist
        case .bypassSet: .bypassSet
        case .bypassEnded: .bypassEnded
        case .walkTestStarted: .walkTestStarted
        case .walkTestAsked: .walkTestAsked
        case .walkTestWithdrawn: .walkTestWithdrawn
        case .walkTestSeen: .walkTestSeen
        case .walkTestEnded: .walkTestEnded
        case .exerciseStarted: .exerciseStarted
        case .exerciseJoined: .exerciseJoined
        case .exerciseLeft: .exerciseLeft
        case .exerciseEnded: .exerciseEnded
        case .testPressed: .testPressed
        case .testReleased: .testReleased
        case .testStarted: .testStarted
        case .testOrdered: .testOrdered
        case .testFinished: .testFinished
        }
    }
}
