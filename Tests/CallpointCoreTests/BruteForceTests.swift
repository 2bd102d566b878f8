import CallpointTesting
import Testing

@testable import CallpointCore

@Suite struct BruteForceTests {
    @Test func `1,000 random cities: the engine chooses what a plain look at all positions chooses`() throws {
        var (degraded, farther, tiesBroken) = (0, 0, 0)
        var held = Handicap(carriagewayMilliseconds: 0, beatMilliseconds: 0)
        for seed in 1...1_000 {
            let city = City(seed: UInt64(seed), units: seed % 20 == 0 ? 1_000 : 120)
            var engine = city.engine()
            let first = press("B", &engine)
            let second = press("A", &engine)
            let ranking = try check(city, second, ordered: first.orderedUnits, seed: seed)
            _ = try check(city, first, ordered: [], seed: seed)
            degraded += ranking.isDegraded ? 1 : 0
            for candidate in ranking.candidates {
                held.carriagewayMilliseconds += candidate.handicap.carriagewayMilliseconds > 0 ? 1 : 0
                held.beatMilliseconds += candidate.handicap.beatMilliseconds > 0 ? 1 : 0
                if candidate.handicap.isResting { held.isResting = true }
            }
            let isEarly = (first.rankings + second.rankings).contains { $0.excluded[.farther] > 0 }
            farther += isEarly ? 1 : 0
            tiesBroken +=
                zip(ranking.candidates, ranking.candidates.dropFirst()).contains {
                    $0.etaMilliseconds == $1.etaMilliseconds
                } ? 1 : 0
        }
        // The cities must try what they are there to try.
        #expect(degraded > 5 && farther > 30 && tiesBroken > 100, "\(degraded) \(farther) \(tiesBroken)")
        #expect(held.carriagewayMilliseconds > 5 && held.beatMilliseconds > 100 && held.isResting, "\(held)")
    }

    /// Where thousands stand close the index has small cells; what is chosen is the same.
    @Test(arguments: [(2_000, 12_500), (40_000, 100_000)])
    func `a crowd: the engine chooses what a plain look at all positions chooses`(spread: Int, side: Int) throws {
        var random = SeededGenerator(seed: 7)
        var builder = SiteBuilder(id: "C")
        let requirement = Requirement(kinds: [.foot, .motorcycle, .vehicle], count: 5, withinMetres: 3_000)
        builder.plan(.single(requirement))
        for number in 0..<6 {
            builder.callPoint(
                CallPointID("P-\(number)"), north: random.int(-spread...spread), east: random.int(-spread...spread))
        }
        let units = (0..<5_000).map { UnitID("U-\($0)") }
        for unit in units { builder.unit(unit, UnitKind.allCases[random.int(0...5)]) }
        // Its hash by hand: that of so long a text takes seconds.
        builder.site.hash = "crowd"
        var engine = Engine(site: builder.site)
        var book = Logbook(site: builder.site)
        for round in Int64(1)...2 {
            for unit in units {
                let fix = Fix(
                    unit: unit,
                    place: builder.plane.place(
                        north: random.int(-spread...spread), east: random.int(-spread...spread)),
                    sourceMilliseconds: round, receivedAt: City.now + .seconds(-random.int(0...150)))
                book.observe(fix, outcome: engine.observe(fix))
            }
        }
        #expect(engine.positions.grid.sideE7 == side)
        for point in builder.site.callPoints {
            let look = PlainLook(book, at: point, requirement, now: City.now)
            let ranking = try #require(engine.preview(of: point.id, at: City.now))
            #expect(ranking.candidates.map(\.unit) == look.fitting.prefix(5).map(\.unit), "\(point.id)")
        }
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
        let look = PlainLook(
            book(of: city, ordered: ordered), at: callPoint, requirement, now: City.now, preferBeat: plan.preferBeat)
        let story: Comment = "seed \(seed)"
        #expect(turn.orderedUnits == look.fitting.prefix(requirement.count).map(\.unit), story)
        #expect(ranking.candidates.map(\.unit) == look.fitting.prefix(5).map(\.unit), story)
        #expect(ranking.candidates.map(\.etaMilliseconds) == look.fitting.prefix(5).map(\.etaMilliseconds), story)
        #expect(ranking.candidates.map(\.handicap) == look.fitting.prefix(5).map(\.handicap), story)
        guard case .weighed(let weighed) = ranking.evidence else { throw Missing() }
        #expect(weighed.count { $0.exclusion == nil } + ranking.excluded.total == city.site.units.count, story)
        for reason in ExclusionReason.allCases where reason != .farther && reason != .unlocated {
            let all = look.counts[reason]
            #expect(
                ranking.excluded[.farther] > 0 ? ranking.excluded[reason] <= all : ranking.excluded[reason] == all,
                story)
        }
        #expect(ranking.excluded[.unlocated] == look.counts[.unlocated], story)
        return ranking
    }

    /// What the city's fixes and statuses say, and orders that units hold.
    private func book(of city: City, ordered: [UnitID]) -> Logbook {
        var book = Logbook(site: city.site)
        for fix in city.fixes { book.observe(fix, outcome: .accepted) }
        let wall = WallTime(millisecondsSince1970: 0, offsetMinutes: 0)
        for (unit, status) in city.statuses {
            book.take(Event(at: City.now, wall: wall, .unitStatus(unit, status, actor: nil, via: "city")))
        }
        for unit in ordered { book.bind(unit, to: OrderID("C-g-0001/1/\(unit)/1")) }
        return book
    }

    private struct Missing: Error {}
}
