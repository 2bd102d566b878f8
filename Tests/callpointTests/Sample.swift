import CallpointCore
import EventCodec
import Testing

@testable import callpoint

/// One alarm as the log has it, from the press to the closing, with a bit of everything.
enum Sample {
    static let incident: IncidentID = "NS-03-7c1e-0007"
    static let first: OrderID = "NS-03-7c1e-0007/1/M-17/1"
    static let second: OrderID = "NS-03-7c1e-0007/1/F-22/1"
    static let third: OrderID = "NS-03-7c1e-0007/1/V-09/1"
    static let person: TextToken = "p:0011223344556677"
    static let note: TextToken = "p:8899aabbccddeeff"
    /// 2026-04-12T14:03:07.412+08:00.
    static let wall: Int64 = 1_775_973_787_412
    static let press: Int64 = 8_812_044_101

    /// What stands behind the tokens.
    static func name(_ token: String) -> String? {
        [person.text: "anowak", note.text: "手机被抢"][token]
    }

    static func event(
        after milliseconds: Int64, _ body: Event.Body, incident: IncidentID? = Sample.incident, mode: Event.Mode = .live
    ) -> Event {
        Event(
            at: Instant(microseconds: press + milliseconds * 1_000),
            wall: WallTime(millisecondsSince1970: wall + milliseconds, offsetMinutes: 480), incident: incident,
            callPoint: incident == nil ? nil : "NS-0412", mode: mode, body)
    }

    static func order(_ id: OrderID, _ unit: UnitID, eta: Int, metres: Int) -> OrderIssued {
        OrderIssued(
            order: id, tier: 1, requirement: 1, unit: unit, etaMilliseconds: eta, distanceMetres: metres,
            bearingDegrees: 231, instructions: nil, ackWithinMilliseconds: 30_000, senseMicroseconds: 41,
            debounceMicroseconds: 20_000, decideMicroseconds: 6)
    }

    static let weighed: [WeighedUnit] = [
        ("M-17", UnitKind.motorcycle, 612, ExclusionReason?.none), ("F-22", .foot, 240, nil),
        ("V-09", .vehicle, 2_100, nil), ("V-03", .vehicle, 210, .busy), ("V-04", .vehicle, 900, .stale),
    ].map { unit, kind, metres, exclusion in
        WeighedUnit(
            unit: UnitID(unit), kind: kind, place: Coordinate(latitudeE7: 225_369_000, longitudeE7: 1_139_345_000),
            receivedAt: Instant(microseconds: press - 2_100_000), distanceMetres: metres, exclusion: exclusion)
    }

    static var ranked: UnitsRanked {
        var excluded = ExclusionCounts()
        excluded[.busy] = 1
        excluded[.stale] = 1
        return UnitsRanked(
            tier: 1, requirement: 1,
            candidates: [
                Candidate(unit: "M-17", etaMilliseconds: 94_000, distanceMetres: 612, fixAgeMilliseconds: 2_100),
                Candidate(unit: "F-22", etaMilliseconds: 171_000, distanceMetres: 240, fixAgeMilliseconds: 2_100),
                Candidate(unit: "V-09", etaMilliseconds: 220_000, distanceMetres: 2_100, fixAgeMilliseconds: 41_000),
            ],
            excluded: excluded, nearestExcluded: [ExcludedUnit(unit: "V-03", distanceMetres: 210, reason: .busy)],
            evidence: .weighed(weighed), isDegraded: false)
    }

    static var alarm: [Event] {
        let raised = AlarmRaised(
            priority: .p1, input: "panel", stamp: nil, authentication: .wired, plan: "street",
            configuration: String(repeating: "ab", count: 32), linked: nil, edgeAt: Instant(microseconds: press))
        let located = AlarmLocated(
            place: Coordinate(latitudeE7: 225_369_000, longitudeE7: 1_139_345_000), accuracyMetres: 5,
            name: "深大地铁站 A3 出口",
            road: RoadReference(road: "深南大道", chainage: "K12+300", direction: "east"))
        let tier = TierRaised(
            tier: 1, name: "nearest patrol", reason: .alarm, onSceneWithinMilliseconds: 60_000, watch: false)
        return [
            event(after: 0, .alarmRaised(raised)), event(after: 1, .alarmLocated(located)),
            event(after: 1, .tierRaised(tier)), event(after: 1, .unitsRanked(ranked)),
            event(after: 1, .orderIssued(order(first, "M-17", eta: 94_000, metres: 612))),
            event(after: 1, .orderIssued(order(second, "F-22", eta: 171_000, metres: 240))),
            event(
                after: 1,
                .noticeSent(
                    NoticeSent(contact: "nanshan-station", channel: "log", tier: 1, reason: .raised(.alarm)))),
            event(
                after: 20,
                .orderEmitted(
                    OrderEmitted(
                        order: first, journalMicroseconds: 118, emitMicroseconds: 9, totalMicroseconds: 20_174,
                        budgetMilliseconds: 250, isDurable: true))),
            event(
                after: 20,
                .orderEmitted(
                    OrderEmitted(
                        order: second, journalMicroseconds: 300_118, emitMicroseconds: 9, totalMicroseconds: 320_174,
                        budgetMilliseconds: 250, isDurable: false))),
        ] + answers
    }

    static var answers: [Event] {
        [
            event(after: 6_470, .orderAcknowledged(first, unit: "M-17", actor: person, via: "radio", late: false)),
            event(after: 9_000, .incidentAcknowledged(actor: person, via: "cli")),
            event(after: 30_001, .orderTimedOut(second, unit: "F-22", afterMilliseconds: 30_000)),
            event(after: 30_001, .orderIssued(order(third, "V-09", eta: 220_000, metres: 2_100))),
            event(after: 30_001, .orderReassigned(from: second, to: third)),
            event(after: 31_000, .alarmRepeated(input: "panel", stamp: nil, presses: 2)),
            event(after: 51_912, .unitOnScene(first, unit: "M-17", actor: person, via: "radio")),
            event(after: 60_000, .orderStoodDown(third, unit: "V-09", reason: .closed, by: nil)),
            event(after: 901_305, .alarmClosed(.genuine, actor: person, via: "console", note: note)),
        ]
    }

    /// The events as lines of one chain that goes on after a sequence, each with its position.
    static func lines(_ events: [Event], after sequence: Int64 = 48_210, generation: String = "7c1e") -> [[UInt8]] {
        let hash = [UInt8](repeating: 0, count: 32)
        var encoder = EventEncoder(head: ChainHead(generation: generation, sequence: sequence, hash: hash))
        return events.map { encoder.encode($0).bytes }
    }

    static func parsed(_ events: [Event]) throws -> [EventLine] {
        try lines(events).map { try #require(EventLine($0)) }
    }
}
