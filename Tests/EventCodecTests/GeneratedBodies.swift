import CallpointCore
import EventCodec
import Testing

extension GeneratedEvents {
    /// A body of a type; a type without one is reported.
    mutating func body(_ type: EventType) -> Event.Body {
        switch type {
        case .daemonStarted: return .daemonStarted(version: text(), openIncidents: count(1_000), keptPorts: count(2))
        case .daemonStopping: return .daemonStopping(reason: text())
        case .clockEpoch:
            return .clockEpoch(
                ClockEpoch(
                    generation: hex(4), bootID: hex(32), monotonicMicroseconds: Int64(count(.max)),
                    gapMilliseconds: chance(50) ? count(1_000_000) : nil))
        case .clockStepped: return .clockStepped(milliseconds: count(2_000_000) - 1_000_000)
        case .configLoaded:
            return .configLoaded(
                ConfigurationSummary(
                    file: text(), hash: hex(64), callPoints: count(1_000), units: count(10_000),
                    planTimesPermille: 1 + count(2_000)))
        case .configRefused: return .configRefused(file: text(), mistakes: 1 + count(89), first: text(100))
        case .inputUp: return .inputUp(input(), detail: text())
        case .inputDown: return .inputDown(input(), detail: text())
        case .deviceFault: return .deviceFault(fault(), stamp: stamp())
        case .deviceRestored: return .deviceRestored(fault(), stamp: stamp())
        case .journalDegraded: return .journalDegraded(reason: text(), waitedMilliseconds: count(9_000))
        case .journalRestored: return .journalRestored(behind: count(900), milliseconds: count(90_000))
        case .positionsStalled: return .positionsStalled(newestAgeMilliseconds: count(900_000))
        case .positionsResumed: return .positionsResumed(silentMilliseconds: count(900_000))
        case .unitStatus:
            return .unitStatus(
                unit(), pick(UnitStatus.allCases), actor: chance(50) ? actor() : nil, via: via(),
                forMilliseconds: chance(30) ? count(900_000) : nil)
        default: return incidentBody(type)
        }
    }

    private mutating func incidentBody(_ type: EventType) -> Event.Body {
        switch type {
        case .alarmRaised:
            return .alarmRaised(
                AlarmRaised(
                    priority: pick(Priority.allCases), input: input(), stamp: stamp(),
                    authentication: pick([.none, .mac, .wired]), plan: PlanName(word()), configuration: hex(64),
                    linked: chance(30) ? incident() : nil, edgeAt: Instant(microseconds: Int64(count(.max))),
                    origin: pick(Signal.Origin.allCases), schedule: chance(30) ? ScheduleName(word()) : nil,
                    nature: nature(), recent: recent()))
        case .alarmRelated:
            return .alarmRelated(
                AlarmRelated(
                    input: input(), stamp: stamp(), authentication: pick([.none, .mac, .wired]),
                    presses: 2 + count(90), distanceMetres: count(900),
                    edgeAt: Instant(microseconds: Int64(count(.max))), origin: pick(Signal.Origin.allCases)))
        case .alarmVerified:
            return .alarmVerified(
                AlarmVerified(
                    pick(Verification.allCases), otherCallPoint: chance(50) ? callPoint() : nil,
                    otherIncident: chance(50) ? incident() : nil, by: doer()))
        case .alarmRepeated:
            return .alarmRepeated(
                input: input(), stamp: stamp(), presses: 2 + count(90),
                agoMilliseconds: chance(50) ? 0 : count(60_000))
        case .alarmLocated:
            let road = RoadReference(
                road: text(), chainage: chance(50) ? text() : nil, direction: chance(50) ? text() : nil)
            return .alarmLocated(
                AlarmLocated(
                    place: place(), accuracyMetres: 1 + count(999), name: text(), road: chance(50) ? road : nil,
                    source: pick(AlarmLocated.Source.allCases)))
        case .alarmRestored: return .alarmRestored(input: input(), stamp: stamp(), heldMilliseconds: count(90_000))
        case .alarmClosed:
            return .alarmClosed(
                pick(Disposition.allCases), actor: actor(), via: via(), note: chance(50) ? actor() : nil,
                related: points())
        case .incidentAcknowledged: return .incidentAcknowledged(actor: actor(), via: via())
        case .incidentLinked: return .incidentLinked(to: incident(), by: doer())
        case .coverageLost:
            return .coverageLost(
                CoverageLost(
                    beat: BeatID(word()), kinds: UnitKind.allCases.filter { _ in chance(50) }, isAutomatic: chance(30)))
        case .coverageRestored: return .coverageRestored(BeatID(word()), isWatched: chance(80))
        case .moveUpProposed:
            return .moveUpProposed(
                MoveUp(
                    beat: BeatID(word()), unit: unit(), etaMilliseconds: count(7_200_000),
                    distanceMetres: count(100_000)))
        case .moveUpAccepted:
            return .moveUpAccepted(BeatID(word()), unit: unit(), actor: chance(50) ? actor() : nil, via: via())
        case .moveUpDismissed:
            return .moveUpDismissed(BeatID(word()), unit: unit(), actor: chance(50) ? actor() : nil, via: via())
        case .tierRaised:
            return .tierRaised(
                TierRaised(
                    tier: 1 + count(8), name: text(), reason: pick(TierRaised.Reason.allCases),
                    onSceneWithinMilliseconds: chance(50) ? count(900_000) : nil, watch: chance(30), by: doer(),
                    projectedMilliseconds: chance(30) ? count(900_000) : nil))
        case .unitsRanked: return .unitsRanked(ranked())
        case .shortfall:
            return .shortfall(
                Shortfall(
                    tier: 1 + count(8), requirement: 1 + count(3), wanted: 1 + count(19), found: count(19),
                    excluded: excluded(), isSpared: chance(30)))
        case .floodStarted: return .floodStarted(figures())
        case .floodEnded:
            return .floodEnded(
                FloodEnded(lastedMilliseconds: count(90_000), peak: count(900), figures: figures()))
        case .noticeSent:
            return .noticeSent(
                NoticeSent(
                    contact: ContactID(word()), channel: word(), tier: 1 + count(8),
                    reason: pick([
                        .raised(pick(TierRaised.Reason.allCases)), .resumed, .unanswered, .unwatched, .handedOff,
                        .reclassified,
                    ]),
                    answerWithinMilliseconds: chance(50) ? count(900_000) : nil))
        default: return orderBody(type)
        }
    }

    private mutating func orderBody(_ type: EventType) -> Event.Body {
        switch type {
        case .orderIssued: return .orderIssued(issued())
        case .orderEmitted: return .orderEmitted(emitted())
        case .orderAcknowledged:
            return .orderAcknowledged(order(), unit: unit(), actor: actor(), via: via(), late: chance(30))
        case .orderDeclined:
            return .orderDeclined(
                order(), unit: unit(), actor: actor(), via: via(), reason: chance(50) ? actor() : nil)
        case .orderTimedOut: return .orderTimedOut(order(), unit: unit(), afterMilliseconds: count(90_000))
        case .orderReassigned: return .orderReassigned(from: order(), to: order())
        case .orderConflicted: return .orderConflicted(order(), unit: unit())
        case .orderStoodDown:
            return .orderStoodDown(order(), unit: unit(), reason: standDownReason(), by: doer())
        case .unitEnRoute: return .unitEnRoute(order(), unit: unit(), actor: actor(), via: via())
        case .unitStaging: return .unitStaging(order(), unit: unit(), actor: actor(), via: via())
        case .unitDelayed:
            return .unitDelayed(
                order(), unit: unit(), etaMilliseconds: count(86_400_000), actor: actor(), via: via(),
                reason: chance(50) ? actor() : nil)
        case .unitOnScene:
            return .unitOnScene(order(), unit: unit(), actor: chance(50) ? actor() : nil, via: via())
        case .unitClear: return .unitClear(order(), unit: unit(), actor: actor(), via: via())
        case .testStarted: return .testStarted(actor: actor(), via: via(), plan: PlanName(word()))
        case .testOrdered: return .testOrdered(issued())
        case .testFinished: return .testFinished(emitted())
        default: return maintenanceBody(type)
        }
    }

    private mutating func maintenanceBody(_ type: EventType) -> Event.Body {
        let ending: Ending = chance(50) ? .expired : .by(actor: actor(), via: via())
        let kind = chance(30) ? nil : pick(DeviceFault.Kind.allCases.filter(\.canBeBypassed))
        switch type {
        case .bypassSet:
            return .bypassSet(
                BypassSet(
                    kind: kind, forMilliseconds: count(86_400_000), actor: actor(), via: via(),
                    reason: chance(50) ? actor() : nil))
        case .bypassEnded: return .bypassEnded(kind: kind, ending)
        case .walkTestStarted:
            let callPoints = (0..<count(WalkTest.nameLimit)).map { _ in callPoint() }
            return .walkTestStarted(
                WalkTestStarted(callPoints: callPoints, forMilliseconds: count(900_000), actor: actor(), via: via()))
        case .walkTestAsked: return .walkTestAsked(forMilliseconds: count(90_000), actor: actor(), via: via())
        case .walkTestWithdrawn: return .walkTestWithdrawn(actor: actor(), via: via())
        case .walkTestSeen: return .walkTestSeen(pick(DeviceFault.Kind.allCases))
        case .walkTestEnded: return .walkTestEnded(ending)
        case .testPressed:
            return .testPressed(
                TestPressed(
                    input: input(), stamp: stamp(), edgeAt: Instant(microseconds: Int64(count(.max))),
                    senseMicroseconds: count(90_000), debounceMicroseconds: count(90_000), actor: actor()))
        case .testReleased: return .testReleased(input: input(), stamp: stamp(), heldMilliseconds: count(90_000))
        default: return directionBody(type)
        }
    }

    private mutating func reported() -> AlarmReported {
        AlarmReported(
            priority: pick(Priority.allCases), source: pick(AlarmReported.Source.allCases), plan: PlanName(word()),
            configuration: hex(64), linked: chance(30) ? incident() : nil, place: place(),
            scale: DegreeScale(
                millimetresPerDegreeLatitude: count(111_694_000), millimetresPerDegreeLongitude: count(111_320_000)),
            accuracyMetres: 1 + count(9_999), name: text(), unit: chance(30) ? unit() : nil,
            fixAgeMilliseconds: chance(30) ? count(9_000_000) : nil, isDegraded: chance(20),
            by: Doer(actor: actor(), via: via()), note: chance(50) ? actor() : nil,
            schedule: chance(30) ? ScheduleName(word()) : nil, nature: nature(), recent: recent())
    }

    private mutating func figures() -> FloodFigures {
        FloodFigures(waiting: count(900), open: count(900), onDuty: count(900), free: count(900))
    }

    private mutating func standDownReason() -> StandDownReason {
        pick([
            .closed, .dispatcher, .preempted(by: incident()), .swapped(for: unit()), .reclassified, .live,
            .leftExercise,
            .outOfService,
        ])
    }

    mutating func points() -> [CallPointID] { chance(30) ? (0...count(3)).map { _ in callPoint() } : [] }

    mutating func recent() -> RecentAlarm? {
        guard chance(30) else { return nil }
        return RecentAlarm(
            incident: incident(), disposition: pick(Disposition.allCases), agoMilliseconds: count(86_400_000))
    }

    private mutating func nature() -> AlarmNature {
        AlarmNature(kind: pick(AlarmKind.allCases), isSilent: chance(30), isDispatched: chance(70))
    }

    private mutating func doer() -> Doer? { chance(50) ? Doer(actor: actor(), via: via()) : nil }

    private mutating func directionBody(_ type: EventType) -> Event.Body {
        switch type {
        case .alarmReported: return .alarmReported(reported())
        case .incidentHeld:
            return .incidentHeld(
                HoldSet(forMilliseconds: count(1_800_000), actor: actor(), via: via(), reason: actor()))
        case .incidentReleased: return .incidentReleased(chance(50) ? .expired : .by(actor: actor(), via: via()))
        case .incidentWatched: return .incidentWatched(actor: actor(), via: via())
        case .incidentNote: return .incidentNote(actor(), actor: actor(), via: via())
        case .noticeAcknowledged:
            return .noticeAcknowledged(contact: ContactID(word()), actor: actor(), via: via())
        case .orderNudged: return .orderNudged(order(), unit: unit(), afterMilliseconds: count(90_000))
        case .unitAssist: return .unitAssist(chance(70) ? order() : nil, unit: unit(), actor: actor(), via: via())
        default: return changeBody(type)
        }
    }

    private mutating func changeBody(_ type: EventType) -> Event.Body {
        let by = Doer(actor: actor(), via: via())
        switch type {
        case .exerciseStarted:
            return .exerciseStarted(
                ExerciseStarted(
                    units: (0..<count(Exercise.unitLimit)).map { _ in unit() }, forMilliseconds: count(900_000),
                    actor: actor(), via: via()))
        case .exerciseJoined: return .exerciseJoined(unit: unit(), actor: actor(), via: via())
        case .exerciseLeft: return .exerciseLeft(unit: unit(), actor: actor(), via: via())
        case .exerciseEnded: return .exerciseEnded(chance(50) ? .expired : .by(actor: actor(), via: via()))
        case .incidentUnlinked: return .incidentUnlinked(from: incident(), by: by)
        case .incidentSplit: return .incidentSplit(into: incident(), by: by, takesOut: chance(30) ? callPoint() : nil)
        case .incidentReopened:
            let spot = Spot(
                place: place(),
                scale: DegreeScale(
                    millimetresPerDegreeLatitude: count(111_694_000),
                    millimetresPerDegreeLongitude: count(111_320_000)),
                accuracyMetres: 1 + count(9_999), name: text())
            return .incidentReopened(
                IncidentReopened(
                    priority: pick(Priority.allCases), plan: PlanName(word()), configuration: hex(64),
                    presses: count(90), attempts: count(500), closedAs: pick(Disposition.allCases),
                    spot: chance(50) ? spot : nil, unit: chance(30) ? unit() : nil, related: points(), by: by,
                    reason: actor()))
        case .incidentReclassified:
            let counted = (0..<count(5)).map { _ in
                IncidentReclassified.Counted(order: order(), tier: 1 + count(8), requirement: 1 + count(3))
            }
            return .incidentReclassified(
                IncidentReclassified(
                    priority: pick(Priority.allCases), plan: PlanName(word()), configuration: hex(64),
                    from: PlanName(word()), counted: counted, by: by, note: chance(50) ? actor() : nil))
        case .incidentHandedOff:
            return .incidentHandedOff(HandedOff(contact: ContactID(word()), reference: actor(), by: by))
        default:
            Issue.record("no body is generated for \(type.rawValue)")
            return .daemonStopping(reason: "")
        }
    }
}
