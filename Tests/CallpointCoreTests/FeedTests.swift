import CallpointCore
import CallpointTesting
import Testing

@Suite struct FeedTests {
    @Test func `a silent feed is said when its last fix turns stale, and its end with the next fix`() {
        let stage = street([100, 200])
        stage.silenceAll()
        #expect(stage.advance(.seconds(120)).isEmpty)
        #expect(stage.advance(.milliseconds(1)).stories(of: "") == ["positions.stalled 120000"])
        #expect(stage.engine.isPositionFeedStalled)
        #expect(stage.advance(.seconds(1_000)).isEmpty)
        _ = stage.fix("M-1", at: here.place(north: 100))
        #expect(stage.advance(.milliseconds(1)).stories(of: "") == ["positions.resumed 1000001"])
        #expect(!stage.engine.isPositionFeedStalled)
    }

    @Test func `with the whole feed silent the last fixes count, and the orders say so`() {
        let stage = street([100, 200, 300])
        stage.silenceAll()
        stage.advance(.seconds(500))
        let turn = stage.press("A")
        #expect(turn.orderedUnits == ["M-1", "M-2"])
        #expect(turn.issuedOrders.map(\.isDegraded) == [true, true])
        #expect(turn.rankings.first?.isDegraded == true)
        #expect(turn.rankings.first?.candidates.first?.fixAgeMilliseconds == 500_000)
    }

    @Test func `one unit that reports keeps the others' old fixes out`() {
        let stage = street([100, 200, 3_000_000])
        stage.silence("M-1")
        stage.silence("M-2")
        stage.advance(.seconds(500))
        let turn = stage.press("A")
        #expect(turn.orderedUnits == [])
        #expect(turn.rankings.first?.isDegraded == false)
        #expect(turn.rankings.first?.excluded[.stale] == 2)
    }

    @Test func `a feed that was never heard is no silent feed`() {
        let stage = street([])
        #expect(stage.advance(.seconds(1_000)).isEmpty)
        #expect(stage.engine.newestFixReceipt == nil)
    }

    @Test func `a fix must be newer by its own clock, and on the earth`() {
        let stage = street([100])
        var engine = stage.engine
        func observe(_ milliseconds: Int64, latitude: Int32 = 225_000_000, longitude: Int32 = 0) -> FixOutcome {
            engine.observe(
                Fix(
                    unit: "M-1", place: Coordinate(latitudeE7: latitude, longitudeE7: longitude),
                    sourceMilliseconds: milliseconds, receivedAt: stage.now))
        }
        let held: Int64 = 1_800_000_000_000
        #expect(observe(held) == .accepted)
        #expect(observe(held) == .outOfOrder)
        #expect(observe(held - 1) == .outOfOrder)
        #expect(observe(held + 1, latitude: 900_000_001) == .outOfRange)
        #expect(observe(held + 1, latitude: -900_000_001) == .outOfRange)
        #expect(observe(held + 1, longitude: 1_800_000_001) == .outOfRange)
        #expect(observe(held + 1, longitude: -1_800_000_001) == .outOfRange)
        #expect(observe(held + 1, latitude: -900_000_000, longitude: 1_800_000_000) == .accepted)
        #expect(engine.fixes.map(\.sourceMilliseconds) == [held + 1])
    }

    @Test func `an unknown unit is refused, or brought in where the site says so, up to its limit`() {
        let stage = street([100], plan: wanting(2))
        #expect(stage.fix("X-1", at: here.place(north: 50), kind: .motorcycle) == .unknownUnit)
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(wanting(2))
        site.unit("M-1")
        site.site.acceptsUnknownUnits = true
        site.site.unitLimit = 2
        stage.reload(site.build())
        #expect(stage.fix("X-1", at: here.place(north: 50)) == .unknownUnit)
        #expect(stage.fix("X-1", at: here.place(north: 50), kind: .motorcycle) == .accepted)
        #expect(stage.fix("X-2", at: here.place(north: 50), kind: .motorcycle) == .tableFull)
        #expect(stage.press("A").orderedUnits == ["X-1", "M-1"])
    }

    @Test func `a unit that a fix brought in is still there after a reload`() {
        let stage = openToAll()
        _ = stage.fix("X-1", at: here.place(north: 50), kind: .motorcycle)
        stage.restart()
        #expect(stage.press("A").orderedUnits == ["X-1"])
    }

    @Test func `a unit that a fix brought in keeps its order over a restart`() {
        let stage = openToAll()
        _ = stage.fix("X-1", at: here.place(north: 50), kind: .motorcycle)
        stage.press("A")
        stage.restart()
        #expect(stage.engine.unitViews(at: stage.now).first?.order == "NS-03-g1-0001/1/X-1/1")
        #expect(stage.press("B").orderedUnits == [])
    }

    @Test func `a unit out of the file is followed until its work ends`() {
        let stage = street([100, 200], plan: wanting(1))
        stage.press("A")
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(wanting(1))
        stage.silenceAll()
        stage.reload(site.build())
        #expect(stage.fix("M-1", at: here.place(north: 90)) == .accepted)
        #expect(stage.fix("M-2", at: here.place(north: 90)) == .unknownUnit)
        stage.onScene("M-1")
        stage.clear("M-1")
        #expect(stage.fix("M-1", at: here.place(north: 80)) == .unknownUnit)
    }

    private func openToAll() -> Stage {
        var site = SiteBuilder()
        site.callPoint("A")
        site.callPoint("B")
        site.plan(wanting(1))
        site.site.acceptsUnknownUnits = true
        return stage(site.build())
    }
}
