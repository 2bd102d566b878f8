import CallpointCore
import CallpointTesting
import Testing

/// "Two motorcycles, or one vehicle."
@Suite struct AlternativeTests {
    private static let either = Requirement(anyOf: [
        Requirement(kinds: [.motorcycle], count: 2, withinMetres: 3_000),
        Requirement(kinds: [.vehicle], count: 1, withinMetres: 8_000),
    ])

    /// Motorcycles and cars north of the call point at these distances in metres.
    private func stage(motorcycles: [Int], cars: [Int], _ plan: Plan = .single(either)) -> Stage {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(plan)
        for number in motorcycles.indices { site.unit(UnitID("M-\(number + 1)")) }
        for number in cars.indices { site.unit(UnitID("V-\(number + 1)"), .vehicle) }
        let stage = CallpointCoreTests.stage(site.build())
        for (number, north) in motorcycles.enumerated() {
            stage.place(UnitID("M-\(number + 1)"), at: here.place(north: north))
        }
        for (number, north) in cars.enumerated() {
            stage.place(UnitID("V-\(number + 1)"), at: here.place(north: north))
        }
        return stage
    }

    // On a motorcycle 1,000 m take 150 s, in a car 183 s; 2,500 m take 367 s, in a car 446 s.
    @Test(arguments: [
        ([1_000, 1_000], [1_000], ["M-1", "M-2"], 1), ([1_000, 2_500], [1_000], ["V-1"], 2),
        ([1_000], [7_000], ["V-1"], 2), ([1_000, 3_500], [7_000], ["V-1"], 2),
        ([1_000, 2_500], [], ["M-1", "M-2"], 1),
    ])
    func `of those that can be met whole, the one whose last unit is there soonest is sent`(
        motorcycles: [Int], cars: [Int], sent: [String], alternative: Int
    ) throws {
        let stage = stage(motorcycles: motorcycles, cars: cars)
        let turn = stage.press("A")
        #expect(turn.orderedUnits.map(\.text) == sent)
        #expect(turn.issuedOrders.map(\.alternative) == sent.map { _ in alternative })
        #expect(turn.stories(of: "shortfall") == [])
        let choice = try #require(turn.rankings.first?.choice)
        #expect(choice.chosen == alternative && choice.offers.map(\.wanted) == [2, 1])
    }

    @Test func `where none can be met whole, the one that finds most units is sent, and the rest is short`() throws {
        let stage = stage(motorcycles: [1_000], cars: [])
        let turn = stage.press("A")
        #expect(turn.orderedUnits == ["M-1"])
        #expect(turn.stories(of: "shortfall") == ["shortfall 1.1 1/2 "])
        let choice = try #require(turn.rankings.first?.choice)
        #expect(choice.offers.map(\.found) == [1, 0])
        #expect(choice.offers.map(\.lastEtaMilliseconds) == [149_445, nil])
    }

    @Test func `a shortfall of one alternative is over when another is met`() {
        let stage = stage(motorcycles: [1_000], cars: [20_000])
        stage.press("A")
        stage.accept("M-1")
        #expect(stage.incident("A")?.shortfalls.count == 1)
        stage.place("V-1", at: here.place(north: 5_000))
        #expect(stage.advance(.seconds(6)).orderedUnits == ["V-1"])
        #expect(stage.incident("A")?.shortfalls == [])
        // The motorcycle is not called back.
        #expect(stage.ordered("A") == ["M-1", "V-1"])
    }

    @Test func `a unit that declines is replaced by whatever alternative is soonest now`() {
        let stage = stage(motorcycles: [500, 600], cars: [1_000])
        #expect(stage.press("A").orderedUnits == ["M-1", "M-2"])
        stage.accept("M-1")
        let turn = stage.decline("M-2")
        #expect(turn.orderedUnits == ["V-1"])
        #expect(turn.stories(of: "shortfall") == [])
    }

    @Test func `a restart knows which alternative its orders meet`() {
        let stage = stage(motorcycles: [1_000, 2_500], cars: [1_000])
        #expect(stage.press("A").orderedUnits == ["V-1"])
        #expect(stage.restart().orderedUnits == [])
        #expect(stage.decline("V-1").orderedUnits == ["M-1", "M-2"])
    }

    @Test func `a try on paper chooses as a press would`() {
        let stage = stage(motorcycles: [1_000, 2_500], cars: [1_000])
        #expect(stage.test("A").stories(of: "test.ordered").count == 1)
        #expect(stage.engine.preview(of: "A", at: stage.now)?.choice?.chosen == 2)
    }

    // MARK: min_gain

    private static func gaining(_ seconds: Int, motorcycles: Int = 1) -> Plan {
        Plan(
            name: "street",
            tiers: [
                Tier(
                    name: "one", send: [Requirement(kinds: [.motorcycle], count: motorcycles)],
                    ackWithin: .seconds(600),
                    onSceneWithin: .seconds(60)),
                Tier(
                    name: "two", send: [Requirement(kinds: [.vehicle], count: 1, minGain: .seconds(seconds))],
                    ackWithin: .seconds(600), onSceneWithin: .seconds(60)),
                Tier(name: "three", send: [], notify: ["station"]),
            ])
    }

    // The motorcycle needs 361 s for 2,500 m, a car 183 s for 1,000 m with 8 s to move off.
    @Test(arguments: [(178, ["V-1"]), (179, [])])
    func `a unit of a higher tier is sent only where it gains so much on those under way`(
        gain: Int, sent: [String]
    ) throws {
        let stage = stage(motorcycles: [2_500], cars: [1_000], AlternativeTests.gaining(gain))
        stage.press("A")
        stage.enRoute("M-1")
        let turn = stage.advance(.seconds(60))
        #expect(turn.orderedUnits.map(\.text) == sent)
        let ranked = try #require(turn.rankings.first)
        #expect(ranked.excluded[.noGain] == 1 - sent.count)
    }

    @Test func `who would not gain is spared: said, not counted as help that is short, and tried again`() {
        let stage = stage(motorcycles: [1_000], cars: [1_000], AlternativeTests.gaining(10))
        stage.press("A")
        stage.accept("M-1")
        let turn = stage.advance(.seconds(60))
        #expect(turn.orderedUnits == [])
        #expect(turn.stories(of: "shortfall") == ["shortfall 2.1 0/1 kind=1,no_gain=1 spared"])
        #expect(turn.stories(of: "tier") == ["tier.raised 2 not_on_scene"])
        // Nobody is under way any more: the car is worth it now.
        #expect(stage.decline("M-1").orderedUnits == ["V-1"])
    }

    @Test func `lower tiers have whoever frees up first, and a higher one is weighed against whom they send`() {
        let plan = AlternativeTests.gaining(10, motorcycles: 2)
        let stage = stage(motorcycles: [1_000, 1_000, 2_500], cars: [1_000], plan)
        stage.status("M-3", .busy)
        stage.press("A")
        stage.accept("M-1")
        #expect(stage.advance(.seconds(60)).stories(of: "shortfall") == ["shortfall 2.1 0/1 kind=3,no_gain=1 spared"])
        #expect(stage.decline("M-2").orderedUnits == [])
        // The car is there before this one, though not before the first.
        #expect(stage.status("M-3", .available).orderedUnits == ["M-3", "V-1"])
    }

    @Test func `a restart raises no tier for those that were spared`() {
        let stage = stage(motorcycles: [1_000], cars: [1_000], AlternativeTests.gaining(10))
        stage.press("A")
        stage.accept("M-1")
        stage.advance(.seconds(60))
        #expect(stage.restart().stories(of: "tier") == [])
    }
}
