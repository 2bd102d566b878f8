import CallpointCore
import CallpointTesting
import Testing

/// A plain look at all positions: no index, no rings, no early end. What the engine must come to as well.
struct PlainLook {
    struct Fitting { var unit: UnitID, eta: Int, received: Int64 }
    var fitting: [Fitting] = []
    var counts: [ExclusionReason: Int] = [:]

    init(_ city: City, at callPoint: CallPoint, _ requirement: Requirement, ordered: [UnitID]) {
        let newest = city.fixes.map(\.receivedAt).max()
        let isSilent = newest.map { City.now - $0 > city.site.staleAfter } ?? false
        for unit in city.site.units {
            let fix = city.fixes.first { $0.unit == unit.id }
            guard let place = fix?.place ?? unit.post else {
                counts[.unlocated, default: 0] += 1
                continue
            }
            let metres = PlainLook.metres(from: place, to: callPoint)
            let status = city.statuses.first { $0.unit == unit.id }?.status ?? .available
            let isStale = fix.map { City.now - $0.receivedAt > city.site.staleAfter } ?? false
            let reasons: [(Bool, ExclusionReason)] = [
                (metres > requirement.withinMetres ?? .max, .radius), (!requirement.kinds.contains(unit.kind), .kind),
                (!Set(requirement.capabilities).isSubset(of: unit.capabilities), .capability),
                (status == .offDuty, .offDuty), (ordered.contains(unit.id), .ordered), (status == .busy, .busy),
                (isStale && !isSilent, .stale),
            ]
            if let reason = reasons.first(where: \.0)?.1 {
                counts[reason, default: 0] += 1
                continue
            }
            let profile = city.site.kinds[unit.kind]
            fitting.append(
                Fitting(
                    unit: unit.id, eta: PlainLook.eta(metres, profile), received: fix?.receivedAt.microseconds ?? 0))
        }
        fitting.sort { ($0.eta, -$0.received, $0.unit) < ($1.eta, -$1.received, $1.unit) }
    }

    static func metres(from place: Coordinate, to callPoint: CallPoint) -> Int {
        var east = Double(place.longitudeE7) - Double(callPoint.place.longitudeE7)
        if east > 1.8e9 { east -= 3.6e9 } else if east < -1.8e9 { east += 3.6e9 }
        let x = east * Double(callPoint.scale.millimetresPerDegreeLongitude) / 1e10
        let y =
            (Double(place.latitudeE7) - Double(callPoint.place.latitudeE7))
            * Double(callPoint.scale.millimetresPerDegreeLatitude) / 1e10
        return Int((x * x + y * y).squareRoot().rounded())
    }

    /// Reaction, and distance × detour ÷ speed, in milliseconds rounded up.
    static func eta(_ metres: Int, _ profile: KindProfile) -> Int {
        let reaction = Int(profile.reaction.milliseconds)
        guard profile.speedMillimetresPerSecond > 0 else { return reaction }
        let (whole, rest) = (metres * profile.detourPercent * 10_000).quotientAndRemainder(
            dividingBy: profile.speedMillimetresPerSecond)
        return reaction + whole + (rest > 0 ? 1 : 0)
    }
}

@Suite struct BruteForceTests {
    @Test func `1,000 random cities: the engine chooses what a plain look at all positions chooses`() throws {
        var (degraded, farther, tiesBroken) = (0, 0, 0)
        for seed in 1...1_000 {
            let city = City(seed: UInt64(seed), units: seed % 20 == 0 ? 600 : 150)
            var engine = city.engine()
            let first = press("B", &engine)
            let second = press("A", &engine)
            let ranking = try check(city, second, ordered: first.orderedUnits, seed: seed)
            _ = try check(city, first, ordered: [], seed: seed)
            degraded += ranking.isDegraded ? 1 : 0
            farther += ranking.excluded[.farther] > 0 ? 1 : 0
            tiesBroken +=
                zip(ranking.candidates, ranking.candidates.dropFirst()).contains {
                    $0.etaMilliseconds == $1.etaMilliseconds
                } ? 1 : 0
        }
        // The cities must try what they are there to try.
        #expect(degraded > 5 && farther > 30 && tiesBroken > 100, "\(degraded) \(farther) \(tiesBroken)")
    }

    private func press(_ callPoint: CallPointID, _ engine: inout Engine) -> [Event] {
        let signal = Signal(
            callPoint: callPoint, input: "field", state: .pressed, authentication: .wired, edgeAt: City.now,
            readAt: City.now)
        let wall = WallTime(millisecondsSince1970: 0, offsetMinutes: 0)
        return engine.handle(Input(at: City.now, wall: wall, .signal(signal)))
    }

    private func check(_ city: City, _ turn: [Event], ordered: [UnitID], seed: Int) throws -> UnitsRanked {
        let id = try #require(turn.first?.callPoint ?? turn.last?.callPoint)
        let callPoint = try #require(city.site.callPoints.first { $0.id == id })
        let plan = try #require(city.site.plans.first { $0.name == callPoint.plan })
        let requirement = plan.tiers[0].send[0]
        let ranking = try #require(turn.rankings.first)
        let look = PlainLook(city, at: callPoint, requirement, ordered: ordered)
        let story: Comment = "seed \(seed)"
        #expect(turn.orderedUnits == look.fitting.prefix(requirement.count).map(\.unit), story)
        #expect(ranking.candidates.map(\.unit) == look.fitting.prefix(5).map(\.unit), story)
        #expect(ranking.candidates.map(\.etaMilliseconds) == look.fitting.prefix(5).map(\.eta), story)
        guard case .weighed(let weighed) = ranking.evidence else { throw Missing() }
        #expect(weighed.count { $0.exclusion == nil } + ranking.excluded.total == city.site.units.count, story)
        for reason in ExclusionReason.allCases where reason != .farther && reason != .unlocated {
            let all = look.counts[reason, default: 0]
            #expect(
                ranking.excluded[.farther] > 0 ? ranking.excluded[reason] <= all : ranking.excluded[reason] == all,
                story)
        }
        #expect(ranking.excluded[.unlocated] == look.counts[.unlocated, default: 0], story)
        return ranking
    }

    private struct Missing: Error {}
}
