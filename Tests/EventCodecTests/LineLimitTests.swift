import CallpointCore
import EventCodec
import Testing

struct LineLimitTests {
    /// The longest events that anybody could bring about: every text, name, number and list far beyond its bounds.
    private static func monster(_ type: EventType, filling: String) -> Event {
        var event = Monsters(filling: filling).event(type)
        event.wall = WallTime(millisecondsSince1970: .min, offsetMinutes: .min, isTrusted: false)
        return event
    }

    static let fillings = ["a", "\u{1}", "深", "🚔", "\"", "\u{2028}", "/"]

    @Test(arguments: EventType.allCases, fillings)
    func `no event makes a line longer than 4 KiB, and each can be read back`(
        type: EventType, filling: String
    ) throws {
        for length in [1, 40, 300, 1_100, 4_000] {
            let event = Self.monster(type, filling: String(repeating: filling, count: length))
            var encoder = EventEncoder(
                head: ChainHead(generation: String(repeating: filling, count: length), sequence: .max - 2))
            let line = encoder.encode(event)
            #expect(line.bytes.count <= EncodedLine.byteLimit)
            #expect(line.markedBytes.count + 1 <= EncodedLine.emittedByteLimit)
            #expect(EventDecoder.verifyHash(line.bytes))
            let decoded = try EventDecoder.decode(line.markedBytes)
            #expect(decoded.event.body.type == type)
        }
    }

    @Test func `what is cut ends in an ellipsis, at a whole character, and is counted`() throws {
        let detail = String(repeating: "深", count: 3_000)
        let line = SampleLines.line(SampleLines.event(.inputDown("field", detail: detail)))
        let json = try JSON.parse(line.bytes)
        let shown = try #require(json["detail"]?.string)
        #expect(shown.hasSuffix("深…") && shown.utf8.count > 1_000)
        #expect(detail.hasPrefix(shown.dropLast()))
        #expect(json["texts_cut"] == 2)
        #expect(json["input"] == "field")
    }

    @Test func `a text that fits beside the others is not cut`() throws {
        let reason = String(repeating: "x", count: 1_500)
        let json = try JSON.parse(SampleLines.line(SampleLines.event(.daemonStopping(reason: reason))).bytes)
        #expect(json["reason"]?.string == reason)
        #expect(json["texts_cut"] == nil)
    }

    @Test func `two long names that begin alike stay two`() throws {
        func incident(_ tail: String) throws -> String? {
            let name = IncidentID(String(repeating: "x", count: 5_000) + tail)
            let event = SampleLines.event(.clockStepped(milliseconds: 1), incident: name)
            return try JSON.parse(SampleLines.line(event).bytes)["incident"]?.string
        }
        #expect(try incident("1") != incident("2"))
        #expect(try incident("1") == incident("1"))
    }

    @Test func `long lists say how many are left out`() throws {
        guard case .unitsRanked(var ranked) = SampleLines.ranked.body else { return }
        ranked.candidates = Array(repeating: ranked.candidates[0], count: 1_000)
        ranked.nearestExcluded = Array(repeating: ranked.nearestExcluded[0], count: 20)
        let json = try JSON.parse(SampleLines.line(SampleLines.event(.unitsRanked(ranked))).bytes)
        let candidates = json["candidates"]?.array?.count ?? 0
        let nearest = json["nearest_excluded"]?.array?.count ?? 0
        #expect(candidates >= 5 && Int64(candidates) + (json["candidates_left_out"]?.integer ?? 0) == 1_000)
        #expect(nearest >= 5 && Int64(nearest) + (json["nearest_excluded_left_out"]?.integer ?? 0) == 20)
    }
}

/// Events whose every text and name is one filling, and whose every number is an extreme.
private struct Monsters {
    let filling: String

    func event(_ type: EventType) -> Event {
        var generated = GeneratedEvents(seed: 1)
        let event = generated.event(type)
        return Event(
            at: Instant(microseconds: .min), wall: event.wall, incident: IncidentID(filling),
            callPoint: CallPointID(filling), mode: .test, body(event.body))
    }

    private var stamp: NodeStamp { NodeStamp(address: filling, counter: .max, boot: .max) }
    private var actor: TextToken { TextToken(filling) }
    private var order: OrderID { OrderID("\(filling)/1/\(filling)/1") }
    private var unit: UnitID { UnitID(filling) }
    private var fault: DeviceFault {
        DeviceFault(
            input: InputName(filling), callPoint: CallPointID(filling + "!"), kind: .unknownAddress, detail: filling)
    }

    private var excluded: ExclusionCounts {
        var counts = ExclusionCounts()
        for reason in ExclusionReason.allCases { counts[reason] = .min }
        return counts
    }

    private func body(_ body: Event.Body) -> Event.Body {
        switch body {
        case .daemonStarted: .daemonStarted(version: filling, openIncidents: .min, keptPorts: .max)
        case .daemonStopping: .daemonStopping(reason: filling)
        case .clockEpoch:
            .clockEpoch(
                ClockEpoch(generation: filling, bootID: filling, monotonicMicroseconds: .min, gapMilliseconds: .min))
        case .clockStepped: .clockStepped(milliseconds: .min)
        case .configLoaded:
            .configLoaded(
                ConfigurationSummary(
                    file: filling, hash: filling, callPoints: .min, units: .min, planTimesPermille: .min))
        case .configRefused: .configRefused(file: filling, mistakes: .min, first: filling)
        case .inputUp: .inputUp(InputName(filling), detail: filling)
        case .inputDown: .inputDown(InputName(filling), detail: filling)
        case .deviceFault: .deviceFault(fault, stamp: stamp)
        case .deviceRestored: .deviceRestored(fault, stamp: stamp)
        case .journalDegraded: .journalDegraded(reason: filling, waitedMilliseconds: .min)
        case .journalRestored: .journalRestored(behind: .min, milliseconds: .min)
        case .positionsStalled: .positionsStalled(newestAgeMilliseconds: .min)
        case .positionsResumed: .positionsResumed(silentMilliseconds: .min)
        case .unitStatus: .unitStatus(unit, .available, actor: actor, via: filling, forMilliseconds: .min)
        default: incidentBody(body)
        }
    }

    private func incidentBody(_ body: Event.Body) -> Event.Body {
        switch body {
        case .alarmRaised:
            .alarmRaised(
                AlarmRaised(
                    priority: .p1, input: InputName(filling), stamp: stamp, authentication: .wired,
                    plan: PlanName(filling), configuration: filling, linked: IncidentID(filling),
                    edgeAt: Instant(microseconds: .min), origin: .level, schedule: ScheduleName(filling), recent: recent
                ))
        case .alarmRelated:
            .alarmRelated(
                AlarmRelated(
                    input: InputName(filling), stamp: stamp, authentication: .wired, presses: .min,
                    distanceMetres: .min, edgeAt: Instant(microseconds: .min), origin: .level))
        case .alarmVerified:
            .alarmVerified(
                AlarmVerified(
                    .crossZone, otherCallPoint: CallPointID(filling), otherIncident: IncidentID(filling), by: doer))
        case .alarmRepeated:
            .alarmRepeated(input: InputName(filling), stamp: stamp, presses: .min, agoMilliseconds: .min)
        case .alarmLocated:
            .alarmLocated(
                AlarmLocated(
                    place: Coordinate(latitudeE7: .min, longitudeE7: .min), accuracyMetres: .min, name: filling,
                    road: RoadReference(road: filling, chainage: filling, direction: filling)))
        case .alarmRestored: .alarmRestored(input: InputName(filling), stamp: stamp, heldMilliseconds: .min)
        case .alarmClosed:
            .alarmClosed(.cancelledEnRoute, actor: actor, via: filling, note: actor, related: points)
        case .incidentAcknowledged: .incidentAcknowledged(actor: actor, via: filling)
        case .incidentLinked: .incidentLinked(to: IncidentID(filling), by: doer)
        case .coverageLost:
            .coverageLost(CoverageLost(beat: BeatID(filling), kinds: UnitKind.allCases, isAutomatic: true))
        case .coverageRestored: .coverageRestored(BeatID(filling), isWatched: false)
        case .moveUpProposed:
            .moveUpProposed(
                MoveUp(beat: BeatID(filling), unit: unit, etaMilliseconds: .min, distanceMetres: .min))
        case .moveUpAccepted: .moveUpAccepted(BeatID(filling), unit: unit, actor: actor, via: filling)
        case .moveUpDismissed: .moveUpDismissed(BeatID(filling), unit: unit, actor: actor, via: filling)
        case .tierRaised:
            .tierRaised(
                TierRaised(
                    tier: .min, name: filling, reason: .unacknowledged, onSceneWithinMilliseconds: .min, watch: true,
                    by: doer, projectedMilliseconds: .min))
        case .unitsRanked: .unitsRanked(ranked)
        case .shortfall:
            .shortfall(
                Shortfall(
                    tier: .min, requirement: .min, wanted: .min, found: .min, excluded: excluded, isSpared: true))
        case .floodStarted: .floodStarted(FloodFigures(waiting: .min, open: .min, onDuty: .min, free: .min))
        case .floodEnded:
            .floodEnded(
                FloodEnded(
                    lastedMilliseconds: .min, peak: .min,
                    figures: FloodFigures(waiting: .min, open: .min, onDuty: .min, free: .min)))
        case .noticeSent:
            .noticeSent(
                NoticeSent(
                    contact: ContactID(filling), channel: filling, tier: .min, reason: .raised(.unacknowledged),
                    answerWithinMilliseconds: .min))
        default: orderBody(body)
        }
    }

    private var ranked: UnitsRanked {
        let candidate = Candidate(
            unit: unit, etaMilliseconds: .min, distanceMetres: .min, fixAgeMilliseconds: .min,
            handicap: Handicap(carriagewayMilliseconds: .min, beatMilliseconds: .min, isResting: true))
        let out = ExcludedUnit(unit: unit, distanceMetres: .min, reason: .capability)
        return UnitsRanked(
            tier: .min, requirement: .min, candidates: Array(repeating: candidate, count: 40), excluded: excluded,
            nearestExcluded: Array(repeating: out, count: 40), evidence: .hash(filling), isDegraded: true,
            choice: AlternativeChoice(
                chosen: .min,
                offers: Array(
                    repeating: AlternativeChoice.Offer(wanted: .min, found: .min, lastEtaMilliseconds: .min),
                    count: Requirement.alternativeLimit)))
    }

    private var issued: OrderIssued {
        OrderIssued(
            order: order, tier: .min, requirement: .min, unit: unit, etaMilliseconds: .min, distanceMetres: .min,
            bearingDegrees: .min, instructions: filling, ackWithinMilliseconds: .min, nudgeAfterMilliseconds: .min,
            round: .min,
            senseMicroseconds: .min, debounceMicroseconds: .min, decideMicroseconds: .min, isDegraded: true,
            isUnconfirmed: true, by: doer, alternative: .min,
            briefing: Briefing(
                address: filling, road: RoadReference(road: filling, chainage: filling, direction: filling),
                cameras: Array(repeating: filling, count: Briefing.cameraLimit),
                hazards: Array(repeating: filling, count: Briefing.hazardLimit), channel: filling),
            related: points, recent: recent)
    }

    private var points: [CallPointID] { Array(repeating: CallPointID(filling), count: 40) }

    private var recent: RecentAlarm {
        RecentAlarm(incident: IncidentID(filling), disposition: .cancelledEnRoute, agoMilliseconds: 100_000_000_000)
    }

    private var doer: Doer { Doer(actor: actor, via: filling) }

    private var emitted: OrderEmitted {
        OrderEmitted(
            order: order, journalMicroseconds: .min, emitMicroseconds: .min, totalMicroseconds: .min,
            budgetMilliseconds: .min, isDurable: false)
    }

    private func orderBody(_ body: Event.Body) -> Event.Body {
        switch body {
        case .orderIssued: .orderIssued(issued)
        case .orderEmitted: .orderEmitted(emitted)
        case .orderAcknowledged: .orderAcknowledged(order, unit: unit, actor: actor, via: filling, late: true)
        case .orderDeclined: .orderDeclined(order, unit: unit, actor: actor, via: filling, reason: actor)
        case .orderTimedOut: .orderTimedOut(order, unit: unit, afterMilliseconds: .min)
        case .orderReassigned: .orderReassigned(from: order, to: order)
        case .orderConflicted: .orderConflicted(order, unit: unit)
        case .orderStoodDown: .orderStoodDown(order, unit: unit, reason: .preempted(by: IncidentID(filling)), by: doer)
        case .unitEnRoute: .unitEnRoute(order, unit: unit, actor: actor, via: filling)
        case .unitStaging: .unitStaging(order, unit: unit, actor: actor, via: filling)
        case .unitDelayed:
            .unitDelayed(order, unit: unit, etaMilliseconds: .max, actor: actor, via: filling, reason: actor)
        case .unitOnScene: .unitOnScene(order, unit: unit, actor: actor, via: filling)
        case .testStarted: .testStarted(actor: actor, via: filling, plan: PlanName(filling))
        case .testOrdered: .testOrdered(issued)
        case .testFinished: .testFinished(emitted)
        case .unitClear: .unitClear(order, unit: unit, actor: actor, via: filling)
        default: maintenanceBody(body)
        }
    }

    private func maintenanceBody(_ body: Event.Body) -> Event.Body {
        let ending = Ending.by(actor: actor, via: filling)
        return switch body {
        case .bypassSet:
            .bypassSet(
                BypassSet(kind: .lowBattery, forMilliseconds: .min, actor: actor, via: filling, reason: actor))
        case .bypassEnded: .bypassEnded(kind: .lowBattery, ending)
        case .walkTestStarted:
            .walkTestStarted(
                WalkTestStarted(
                    callPoints: Array(repeating: CallPointID(filling), count: 60), forMilliseconds: .min, actor: actor,
                    via: filling))
        case .walkTestAsked: .walkTestAsked(forMilliseconds: .min, actor: actor, via: filling)
        case .walkTestWithdrawn: .walkTestWithdrawn(actor: actor, via: filling)
        case .walkTestSeen: .walkTestSeen(.unknownAddress)
        case .walkTestEnded: .walkTestEnded(ending)
        case .testReleased: .testReleased(input: InputName(filling), stamp: stamp, heldMilliseconds: .min)
        case .alarmReported:
            .alarmReported(
                AlarmReported(
                    priority: .p1, source: .telephone, plan: PlanName(filling), configuration: filling,
                    linked: IncidentID(filling), place: Coordinate(latitudeE7: .min, longitudeE7: .min),
                    scale: DegreeScale(
                        millimetresPerDegreeLatitude: 112_000_000, millimetresPerDegreeLongitude: 112_000_000),
                    accuracyMetres: .min, name: filling, unit: unit, fixAgeMilliseconds: .min, isDegraded: true,
                    by: doer, note: actor, schedule: ScheduleName(filling), recent: recent))
        case .incidentHeld:
            .incidentHeld(HoldSet(forMilliseconds: .min, actor: actor, via: filling, reason: actor))
        case .incidentReleased: .incidentReleased(ending)
        case .incidentWatched: .incidentWatched(actor: actor, via: filling)
        case .incidentNote: .incidentNote(actor, actor: actor, via: filling)
        case .noticeAcknowledged: .noticeAcknowledged(contact: ContactID(filling), actor: actor, via: filling)
        case .orderNudged: .orderNudged(order, unit: unit, afterMilliseconds: .min)
        case .unitAssist: .unitAssist(order, unit: unit, actor: actor, via: filling)
        default: changeBody(body)
        }
    }

    private func changeBody(_ body: Event.Body) -> Event.Body {
        let spot = Spot(
            place: Coordinate(latitudeE7: .min, longitudeE7: .min),
            scale: DegreeScale(millimetresPerDegreeLatitude: 112_000_000, millimetresPerDegreeLongitude: 112_000_000),
            accuracyMetres: .min, name: filling)
        return switch body {
        case .exerciseStarted:
            .exerciseStarted(
                ExerciseStarted(
                    units: Array(repeating: unit, count: 60), forMilliseconds: .min, actor: actor, via: filling))
        case .exerciseJoined: .exerciseJoined(unit: unit, actor: actor, via: filling)
        case .exerciseLeft: .exerciseLeft(unit: unit, actor: actor, via: filling)
        case .exerciseEnded: .exerciseEnded(.by(actor: actor, via: filling))
        case .incidentUnlinked: .incidentUnlinked(from: IncidentID(filling), by: doer)
        case .incidentSplit: .incidentSplit(into: IncidentID(filling), by: doer, takesOut: CallPointID(filling))
        case .incidentReopened:
            .incidentReopened(
                IncidentReopened(
                    priority: .p1, plan: PlanName(filling), configuration: filling, presses: .min, attempts: 1_000_000,
                    closedAs: .cancelledEnRoute, spot: spot, unit: unit, related: points, by: doer, reason: actor))
        case .incidentReclassified:
            .incidentReclassified(
                IncidentReclassified(
                    priority: .p1, plan: PlanName(filling), configuration: filling, from: PlanName(filling),
                    counted: Array(repeating: .init(order: order, tier: .min, requirement: .min), count: 60), by: doer,
                    note: actor))
        case .incidentHandedOff:
            .incidentHandedOff(HandedOff(contact: ContactID(filling), reference: actor, by: doer))
        default:
            .testPressed(
                TestPressed(
                    input: InputName(filling), stamp: stamp, edgeAt: Instant(microseconds: .min),
                    senseMicroseconds: .min, debounceMicroseconds: .min, actor: actor))
        }
    }
}
