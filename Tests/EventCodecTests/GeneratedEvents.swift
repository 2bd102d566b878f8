import CallpointCore
import CallpointTesting
import EventCodec

/// Events of every type with every field in play, from a seed.
struct GeneratedEvents {
    var numbers: SeededGenerator
    init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

    mutating func event(_ type: EventType) -> Event {
        Event(
            at: Instant(microseconds: Int64(count(4_000_000_000_000))),
            wall: WallTime(
                millisecondsSince1970: Int64.random(in: 0...253_402_000_000_000, using: &numbers),
                offsetMinutes: Int.random(in: -1_439...1_439, using: &numbers), isTrusted: chance(80)),
            incident: type.belongsToIncident || chance(30) ? incident() : nil,
            callPoint: type.belongsToCallPoint || chance(30) ? callPoint() : nil,
            mode: type.isTest || chance(20) ? .test : .live, body(type))
    }

    // MARK: Parts

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }
    mutating func count(_ limit: Int) -> Int { Int.random(in: 0...limit, using: &numbers) }
    mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &numbers)] }

    mutating func text(_ limit: Int = 40) -> String {
        let letters: [Character] = [
            "a", "b", " ", "7", "\"", "\\", "/", "\n", "\u{1}", "\u{7F}", "\u{2028}", "\u{2029}", "…", "深", "大", "é",
            "🚔", "-", ":", "e\u{301}",
        ]
        return String((0..<count(limit)).map { _ in pick(letters) })
    }

    mutating func word() -> String {
        String((0...count(12)).map { _ in pick(Array("ABCNSMV0123456789-_深")) })
    }

    mutating func callPoint() -> CallPointID { CallPointID("NS-" + word()) }
    mutating func unit() -> UnitID { UnitID("M-" + word()) }
    mutating func input() -> InputName { InputName("panel/" + word()) }
    mutating func actor() -> TextToken { TextToken("p:" + hex(16)) }
    mutating func via() -> String { pick(["cli", "radio", "console", "控制台"]) }
    mutating func hex(_ digits: Int) -> String { String((0..<digits).map { _ in pick(Array("0123456789abcdef")) }) }
    mutating func incident() -> IncidentID {
        IncidentID(site: "NS-" + word(), generation: hex(4), counter: 1 + count(20_000))
    }
    mutating func order() -> OrderID {
        OrderID(incident: incident(), tier: 1 + count(8), unit: unit(), attempt: 1 + count(3))
    }
    mutating func stamp() -> NodeStamp? {
        guard chance(70) else { return nil }
        let counter = UInt32.random(in: 0 ... .max, using: &numbers)
        return NodeStamp(
            address: hex(1 + count(15)), counter: counter,
            boot: chance(50) ? UInt32.random(in: 0 ... .max, using: &numbers) : nil)
    }
    mutating func place() -> Coordinate {
        Coordinate(
            latitudeE7: Int32.random(in: -900_000_000...900_000_000, using: &numbers),
            longitudeE7: Int32.random(in: -1_800_000_000...1_800_000_000, using: &numbers))
    }

    mutating func excluded() -> ExclusionCounts {
        var counts = ExclusionCounts()
        for reason in ExclusionReason.allCases where chance(40) { counts[reason] = count(10_000) }
        return counts
    }

    mutating func weighed() -> [WeighedUnit] {
        (0..<count(30)).map { _ in
            WeighedUnit(
                unit: unit(), kind: pick(UnitKind.allCases), place: place(),
                receivedAt: Instant(microseconds: Int64(count(.max))), distanceMetres: count(20_000_000),
                exclusion: chance(50) ? pick(ExclusionReason.allCases) : nil)
        }
    }

    mutating func fault() -> DeviceFault {
        var fault = DeviceFault(
            input: chance(50) ? input() : nil, callPoint: chance(50) ? callPoint() : nil,
            kind: pick(DeviceFault.Kind.allCases), detail: text())
        fault.isBypassed = chance(30)
        return fault
    }

    mutating func issued() -> OrderIssued {
        OrderIssued(
            order: order(), tier: 1 + count(8), requirement: 1 + count(3), unit: unit(),
            etaMilliseconds: count(7_200_000), distanceMetres: count(100_000), bearingDegrees: count(359),
            instructions: chance(50) ? text(200) : nil, ackWithinMilliseconds: count(3_600_000),
            nudgeAfterMilliseconds: chance(50) ? count(60_000) : nil, round: count(9),
            senseMicroseconds: count(100_000), debounceMicroseconds: count(100_000), decideMicroseconds: count(10_000),
            isDegraded: chance(20), isUnconfirmed: chance(20),
            by: chance(30) ? Doer(actor: actor(), via: via()) : nil, alternative: chance(20) ? 1 + count(3) : nil,
            briefing: chance(50) ? briefing() : Briefing(), related: points(), recent: recent())
    }

    private mutating func briefing() -> Briefing {
        let road = RoadReference(
            road: text(), chainage: chance(50) ? text() : nil, direction: chance(50) ? text() : nil)
        return Briefing(
            address: chance(50) ? text() : nil, road: chance(50) ? road : nil,
            cameras: (0..<count(Briefing.cameraLimit)).map { _ in word() },
            hazards: (0..<count(Briefing.hazardLimit)).map { _ in text(100) }, channel: chance(50) ? text() : nil)
    }

    mutating func emitted() -> OrderEmitted {
        OrderEmitted(
            order: order(), journalMicroseconds: count(100_000), emitMicroseconds: count(1_000),
            totalMicroseconds: count(500_000), budgetMilliseconds: 1 + count(500), isDurable: chance(80))
    }

    mutating func ranked() -> UnitsRanked {
        UnitsRanked(
            tier: 1 + count(8), requirement: 1 + count(3),
            candidates: (0..<count(5)).map { _ in
                Candidate(
                    unit: unit(), etaMilliseconds: count(7_200_000), distanceMetres: count(100_000),
                    fixAgeMilliseconds: count(120_000),
                    handicap: Handicap(
                        carriagewayMilliseconds: chance(20) ? 1 + count(900_000) : 0,
                        beatMilliseconds: chance(20) ? 1 + count(900_000) : 0, isResting: chance(20)))
            },
            excluded: excluded(),
            nearestExcluded: (0..<count(5)).map { _ in
                ExcludedUnit(unit: unit(), distanceMetres: count(100_000), reason: pick(ExclusionReason.allCases))
            },
            evidence: chance(50) ? .weighed(weighed()) : .hash(hex(64)), isDegraded: chance(20),
            choice: chance(30) ? choice() : nil)
    }

    private mutating func choice() -> AlternativeChoice {
        AlternativeChoice(
            chosen: 1 + count(Requirement.alternativeLimit - 1),
            offers: (0..<count(Requirement.alternativeLimit)).map { _ in
                AlternativeChoice.Offer(
                    wanted: count(20), found: count(20), lastEtaMilliseconds: chance(70) ? count(7_200_000) : nil)
            })
    }
}

extension EventType {
    var isTest: Bool { rawValue.hasPrefix("test.") || rawValue.hasPrefix("walktest.") }

    /// Whether every event of the type is about a call point.
    var belongsToCallPoint: Bool {
        switch self {
        case .bypassSet, .bypassEnded, .walkTestAsked, .walkTestWithdrawn, .walkTestSeen, .testStarted: true
        default: belongsToIncident
        }
    }

    /// Whether every event of the type is about an incident.
    var belongsToIncident: Bool {
        switch self {
        case .daemonStarted, .daemonStopping, .clockEpoch, .clockStepped, .configLoaded, .configRefused, .inputUp,
            .inputDown, .deviceFault, .deviceRestored, .journalDegraded, .journalRestored, .positionsStalled,
            .positionsResumed, .unitStatus, .testStarted, .testOrdered, .testFinished, .bypassSet, .bypassEnded,
            .walkTestStarted, .walkTestAsked, .walkTestWithdrawn, .walkTestSeen, .walkTestEnded:
            false
        default: true
        }
    }
}
