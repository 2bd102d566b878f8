public import CallpointCore

extension Event {
    /// The event in one line for tests to read and to compare: its type, its names, its numbers.
    public var story: String {
        let place = [incident?.text, callPoint?.text].compactMap { $0 }.joined(separator: " ")
        return "\(at.microseconds / 1_000) \(mode == .live ? "" : "(\(mode.rawValue)) ")\(place) \(body.story)"
    }
}

extension Event.Body {
    /// What happened, in one line.
    public var story: String {
        switch self {
        case .daemonStarted(_, let open, _): "daemon.started open \(open)"
        case .daemonStopping(let reason): "daemon.stopping \(reason)"
        case .clockEpoch(let epoch): "clock.epoch \(epoch.generation) gap \(epoch.gapMilliseconds ?? -1)"
        case .clockStepped(let by): "clock.stepped \(by)"
        case .configLoaded(let summary): "config.loaded \(summary.hash)"
        case .configRefused(_, let mistakes, let first): "config.refused \(mistakes) \(first)"
        case .inputUp(let input, _): "input.up \(input)"
        case .inputDown(let input, let detail): "input.down \(input) \(detail)"
        case .deviceFault(let fault, _): "device.fault \(fault.kind.rawValue)\(fault.isBypassed ? " bypassed" : "")"
        case .deviceRestored(let fault, _): "device.restored \(fault.kind.rawValue)"
        case .journalDegraded(let reason, _): "journal.degraded \(reason)"
        case .journalRestored(let behind, _): "journal.restored \(behind)"
        case .positionsStalled(let age): "positions.stalled \(age)"
        case .positionsResumed(let silent): "positions.resumed \(silent)"
        case .unitStatus(let unit, let status, _, let via, _): "unit.status \(unit) \(status.rawValue) via \(via)"
        case .noticeSent(let notice):
            "notice.sent \(notice.contact) by \(notice.channel) tier \(notice.tier) \(notice.reason.word)"
        default: maintenanceStory
        }
    }

    private var maintenanceStory: String {
        switch self {
        case .bypassSet(let set): "bypass.set \(set.kind?.rawValue ?? "all") \(set.forMilliseconds)"
        case .bypassEnded(let kind, let ending): "bypass.ended \(kind?.rawValue ?? "all") \(ending.story)"
        case .walkTestStarted(let started):
            "walktest.started \(started.callPoints.map(\.text).joined(separator: ",")) \(started.forMilliseconds)"
        case .walkTestAsked(let wait, _, _): "walktest.asked \(wait)"
        case .walkTestWithdrawn: "walktest.withdrawn"
        case .walkTestSeen(let kind): "walktest.seen \(kind.rawValue)"
        case .walkTestEnded(let ending): "walktest.ended \(ending.story)"
        case .testPressed(let pressed):
            "test.pressed \(pressed.input) \(pressed.senseMicroseconds)+\(pressed.debounceMicroseconds)"
        case .testReleased(_, _, let held): "test.released \(held)"
        case .testStarted(_, _, let plan): "test.started \(plan)"
        case .testOrdered(let order): "test.ordered \(order.story)"
        case .testFinished(let ledger): "test.finished \(ledger.story)"
        default: incidentStory
        }
    }

    private var incidentStory: String {
        switch self {
        case .alarmRaised(let raised):
            "alarm.raised \(raised.priority.text) \(raised.authentication.rawValue) after \(raised.linked?.text ?? "-")"
                + raised.nature.story + raised.recent.story
        case .alarmRepeated(_, _, let presses, _): "alarm.repeated \(presses)"
        case .alarmRelated(let related): "alarm.related \(related.presses) \(related.distanceMetres) m"
        case .alarmVerified(let verified):
            "alarm.verified \(verified.verification.rawValue) "
                + (verified.otherIncident?.text ?? verified.otherCallPoint?.text ?? "by")
        case .alarmLocated(let located): "alarm.located \(located.place.latitudeE7) \(located.place.longitudeE7)"
        case .alarmRestored(_, _, let held): "alarm.restored \(held)"
        case .alarmClosed(let disposition, _, _, _, _): "alarm.closed \(disposition.rawValue)"
        case .incidentAcknowledged: "incident.acknowledged"
        case .incidentLinked(let other, _): "incident.linked \(other)"
        case .tierRaised(let raised):
            "tier.raised \(raised.tier) \(raised.reason.rawValue)"
                + (raised.projectedMilliseconds.map { " in \($0)" } ?? "")
        case .unitsRanked(let ranked): "units.ranked \(ranked.story)"
        case .shortfall(let short):
            "shortfall \(short.tier).\(short.requirement) \(short.found)/\(short.wanted) \(short.excluded.story)"
                + (short.isSpared ? " spared" : "")
        case .orderIssued(let order): "order.issued \(order.story)"
        case .orderEmitted(let ledger): "order.emitted \(ledger.story)"
        case .orderReassigned(let from, let to): "order.reassigned \(from) \(to)"
        default: orderStory
        }
    }

    private var orderStory: String {
        switch self {
        case .orderAcknowledged(let order, _, _, _, let late): "order.acknowledged \(order)\(late ? " late" : "")"
        case .orderDeclined(let order, _, _, _, _): "order.declined \(order)"
        case .orderTimedOut(let order, _, let after): "order.timed_out \(order) \(after)"
        case .orderConflicted(let order, _): "order.conflicted \(order)"
        case .orderStoodDown(let order, _, let reason, _): "order.stood_down \(order) \(reason.story)"
        case .unitEnRoute(let order, _, _, _): "unit.en_route \(order)"
        case .unitStaging(let order, _, _, _): "unit.staging \(order)"
        case .unitDelayed(let order, _, let eta, _, _, _): "unit.delayed \(order) \(eta)"
        case .unitOnScene(let order, _, let actor, let via): "unit.on_scene \(order)\(actor == nil ? " by \(via)" : "")"
        case .unitClear(let order, _, _, _): "unit.clear \(order)"
        default: directionStory
        }
    }
}

extension Event.Body {
    fileprivate var directionStory: String {
        switch self {
        case .alarmReported(let reported):
            "alarm.reported \(reported.priority.text) \(reported.source.rawValue) after \(reported.linked?.text ?? "-")"
                + reported.nature.story + reported.recent.story
        case .floodStarted(let figures): "flood.started \(figures.story)"
        case .floodEnded(let ended):
            "flood.ended \(ended.lastedMilliseconds) peak \(ended.peak) \(ended.figures.story)"
        case .incidentHeld(let hold): "incident.held \(hold.forMilliseconds)"
        case .incidentReleased(let ending): "incident.released \(ending.story)"
        case .incidentWatched: "incident.watch"
        case .incidentNote: "incident.note"
        case .noticeAcknowledged(let contact, _, _): "notice.acknowledged \(contact)"
        case .orderNudged(let order, _, let after): "order.nudged \(order) \(after)"
        case .unitAssist(let order, _, _, _): "unit.assist \(order?.text ?? "without an order")"
        case .exerciseStarted(let started): "exercise.started \(started.units) \(started.forMilliseconds)"
        case .exerciseJoined(let unit, _, _): "exercise.joined \(unit)"
        case .exerciseLeft(let unit, _, _): "exercise.left \(unit)"
        case .exerciseEnded(let ending): "exercise.ended \(ending.story)"
        case .incidentUnlinked(let other, _): "incident.unlinked \(other)"
        case .incidentSplit(let other, _, let takenOut):
            "incident.split \(other)" + (takenOut.map { " takes out \($0)" } ?? "")
        case .incidentReopened(let again): "incident.reopened \(again.plan) after \(again.attempts) attempts"
        case .incidentReclassified(let now):
            "incident.reclassified \(now.from) to \(now.plan) counted \(now.counted.map(\.order.text))"
        case .incidentHandedOff(let given): "incident.handed_off \(given.contact)"
        case .coverageLost(let lost): "coverage.lost \(lost.beat)\(lost.isAutomatic ? " automatic" : "")"
        case .coverageRestored(let beat, let isWatched): "coverage.restored \(beat)\(isWatched ? "" : " unwatched")"
        case .moveUpProposed(let move): "moveup.proposed \(move.beat) \(move.unit) \(move.etaMilliseconds)"
        case .moveUpAccepted(let beat, let unit, _, let via): "moveup.accepted \(beat) \(unit) via \(via)"
        case .moveUpDismissed(let beat, let unit, _, let via): "moveup.dismissed \(beat) \(unit) via \(via)"
        default: "?"
        }
    }
}

extension AlarmNature {
    /// Nothing for a panic button, which is what most are.
    fileprivate var story: String {
        (kind == .panic ? "" : " \(kind.rawValue)") + (isSilent ? " silent" : "")
            + (isDispatched ? "" : " undispatched")
    }
}

extension RecentAlarm? {
    /// Nothing where nothing ended there lately.
    fileprivate var story: String {
        map { " recent \($0.incident) \($0.disposition.rawValue) \($0.agoMilliseconds)" } ?? ""
    }
}

extension FloodFigures {
    fileprivate var story: String { "\(waiting) of \(open), \(free) of \(onDuty) free" }
}

extension StandDownReason {
    fileprivate var story: String {
        switch self {
        case .closed, .dispatcher, .reclassified, .live, .leftExercise, .outOfService: word
        case .preempted(let incident): "\(word) by \(incident)"
        case .swapped(let unit): "\(word) for \(unit)"
        }
    }
}

extension Ending {
    fileprivate var story: String { self == .expired ? "expired" : "by" }
}

extension OrderIssued {
    fileprivate var story: String {
        "\(order) \(tier).\(requirement) eta \(etaMilliseconds) \(distanceMetres) m \(bearingDegrees) deg"
            + (isDegraded ? " degraded" : "") + (isUnconfirmed ? " unconfirmed" : "")
            + (related.isEmpty ? "" : " with \(related.map(\.text).joined(separator: ","))") + recent.story
    }
}

extension OrderEmitted {
    fileprivate var story: String { "\(order) \(totalMicroseconds) of \(budgetMilliseconds) ms" }
}

extension UnitsRanked {
    fileprivate var story: String {
        let coming = candidates.map { "\($0.unit)@\($0.etaMilliseconds)" }.joined(separator: ",")
        let out = nearestExcluded.map { "\($0.unit)=\($0.reason.rawValue)" }.joined(separator: ",")
        return "\(tier).\(requirement) [\(coming)] out [\(out)] \(excluded.story)" + (isDegraded ? " degraded" : "")
            + (choice.map { " alternative \($0.chosen) of \($0.offers.count)" } ?? "")
    }
}

extension ExclusionCounts {
    fileprivate var story: String {
        ExclusionReason.allCases.filter { self[$0] > 0 }.map { "\($0.rawValue)=\(self[$0])" }.joined(separator: ",")
    }
}
