import CallpointCore
import CallpointTesting
import Testing

/// What is held against a unit: another beat, a rest, the other carriageway.
@Suite struct HandicapTests {
    private func beat(_ id: BeatID, south: Int, north: Int) throws -> Beat {
        let corners = [(south, -5_000), (north, -5_000), (north, 5_000), (south, 5_000)]
        return try #require(
            Beat(id: id, name: id.text, rings: [corners.map { here.place(north: $0.0, east: $0.1) }]))
    }

    /// Call point `A` in the beat `own`; M-1 of the beat `other` and M-2 of `own`, so far north of it.
    private func stage(
        other: Int, own: Int, prefer: Duration? = .seconds(60), count: Int = 1, at north: Int = 0
    ) throws -> Stage {
        var site = SiteBuilder()
        site.callPoint("A", north: north)
        var plan = Plan.single(Requirement(kinds: [.motorcycle], count: count))
        plan.preferBeat = prefer
        site.plan(plan)
        site.site.beats = [try beat("own", south: -1_000, north: 1_000), try beat("other", south: 1_000, north: 9_000)]
        site.unit("M-1")
        site.unit("M-2")
        site.site.units[0].beats = ["other"]
        site.site.units[1].beats = ["own"]
        site.site.kinds[.motorcycle].restAfter = .seconds(600)
        let stage = CallpointCoreTests.stage(site.build())
        stage.place("M-1", at: here.place(north: north + other))
        stage.place("M-2", at: here.place(north: north + own))
        return stage
    }

    // By motorcycle 1,000 m take 149.4 s; 1,415 m take 209.39 s, 1,416 m 209.53 s.
    @Test(arguments: [(1_000, 1_415, "M-2"), (1_000, 1_416, "M-1"), (2_000, 1_900, "M-2")])
    func `the beat's own unit goes, unless another is sooner by more than the plan's preference`(
        other: Int, own: Int, sent: String
    ) throws {
        let turn = try stage(other: other, own: own).press("A")
        #expect(turn.orderedUnits.map(\.text) == [sent])
        let candidates = try #require(turn.rankings.first?.candidates)
        #expect(candidates.first { $0.unit == "M-1" }?.handicap == Handicap(beatMilliseconds: 60_000))
        #expect(candidates.first { $0.unit == "M-2" }?.handicap == Handicap())
    }

    @Test func `of two equally ranked the beat's own goes`() throws {
        // 10,800 m less by motorcycle are 1,560 s: whole seconds, so that both rank alike.
        let stage = try stage(other: 900, own: 900 + 900, prefer: .seconds(130))
        #expect(stage.press("A").orderedUnits == ["M-2"])
    }

    @Test func `without a preference, and where the call point lies in no beat, the soonest goes`() throws {
        #expect(try stage(other: 100, own: 200, prefer: nil).press("A").orderedUnits == ["M-1"])
        #expect(try stage(other: 100, own: 200, at: -8_000).press("A").orderedUnits == ["M-1"])
    }

    @Test func `a time of arrival is not changed by a beat`() throws {
        let order = try #require(try stage(other: 100, own: 9_000).press("A").issuedOrders.first)
        #expect(order.unit == "M-1" && order.etaMilliseconds == 5_000 + 14_445)
    }

    // MARK: Rests

    @Test
    func `a unit that has been on scene rests when it is clear: the last choice, and chosen where it is the only one`()
        throws
    {
        let stage = try stage(other: 2_000, own: 100, prefer: nil)
        stage.press("A")
        stage.accept("M-2")
        stage.onScene("M-2")
        #expect(stage.clear("M-2").stories(of: "unit.status") == ["unit.status M-2 standby via rest"])
        let first = try #require(stage.incident("A")?.id)
        stage.close(first)
        let turn = stage.press("A")
        #expect(turn.orderedUnits == ["M-1"])
        #expect(turn.rankings.first?.candidates.last?.handicap.isResting == true)
        #expect(stage.decline("M-1").orderedUnits == ["M-2"])
    }

    @Test func `a rest ends by itself, also over a restart, and at once where nobody knows how long that took`() throws
    {
        for (gap, left): (Duration?, Duration) in [(.seconds(100), .seconds(500)), (nil, .zero)] {
            let stage = try stage(other: 2_000, own: 100, prefer: nil)
            stage.press("A")
            stage.accept("M-2")
            stage.onScene("M-2")
            stage.close(try #require(stage.incident("A")?.id))
            #expect(stage.engine.unitViews(at: stage.now)[1].status == .standby)
            var after = stage.restart(gap: gap)
            if left > .zero {
                #expect(stage.advance(left - .milliseconds(1)).stories(of: "unit.status") == [])
                after = stage.advance(.milliseconds(1))
            }
            #expect(after.stories(of: "unit.status") == ["unit.status M-2 available via rest"])
        }
    }

    @Test func `who was never there, or is kept from duty by somebody, does not rest`() throws {
        let stage = try stage(other: 2_000, own: 100, prefer: nil)
        stage.press("A")
        stage.accept("M-2")
        #expect(stage.clear("M-2").stories(of: "unit.status") == [])
        stage.accept("M-1")
        stage.onScene("M-1")
        stage.status("M-1", .busy)
        #expect(stage.clear("M-1").stories(of: "unit.status") == [])
    }

    @Test func `a person may end a rest, and may set one that has no end`() throws {
        let stage = try stage(other: 2_000, own: 100, prefer: nil)
        stage.status("M-2", .standby)
        #expect(stage.advance(.seconds(4_000)).stories(of: "unit.status") == [])
        #expect(stage.press("A").orderedUnits == ["M-1"])
        stage.status("M-2", .available)
        #expect(stage.decline("M-1").orderedUnits == ["M-2"])
    }

    // MARK: The other carriageway

    private func road(heading: UInt16, speed: UInt16, beside: Int = 0, kind: UnitKind = .vehicle) throws -> OrderIssued
    {
        var site = SiteBuilder()
        site.callPoint("A")
        site.site.callPoints[0].carriageway = Carriageway(headingDegrees: 90, north: 0, east: 1_000_000)
        site.plan(.single(Requirement(kinds: [.foot, .vehicle], count: 1)))
        site.site.kinds[.vehicle].otherCarriageway = .seconds(90)
        site.unit("V-1", kind)
        let stage = CallpointCoreTests.stage(site.build())
        _ = stage.fix(
            "V-1", at: here.place(north: beside, east: 1_000), headingDegrees: heading, speedCentimetresPerSecond: speed
        )
        return try #require(stage.press("A").issuedOrders.first)
    }

    // By car 1,000 m take 183 s.
    @Test(arguments: [
        (270, 1_000, 0, 273_000), (225, 1_000, 0, 273_000), (315, 300, 50, 273_000), (224, 1_000, 0, 183_000),
        (316, 1_000, 0, 183_000), (90, 1_000, 0, 183_000), (270, 299, 0, 183_000), (65_535, 1_000, 0, 183_000),
        (270, 1_000, 200, 186_500),
    ])
    func `turning round is held only against a unit that is seen to drive on the other side`(
        heading: Int, speed: Int, beside: Int, eta: Int
    ) throws {
        let order = try road(heading: UInt16(heading), speed: UInt16(speed), beside: beside)
        #expect(order.etaMilliseconds == eta || beside == 50 && order.etaMilliseconds == 273_175)
    }

    @Test func `a kind without a penalty, and a call point on no divided road, hold nothing against anybody`() throws {
        #expect(try road(heading: 270, speed: 300, kind: .foot).etaMilliseconds == 5_000 + 781_250)
    }
}
