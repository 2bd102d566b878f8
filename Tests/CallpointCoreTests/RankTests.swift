import CallpointCore
import CallpointTesting
import Testing

@Suite struct RankTests {
    @Test func `tier 1 goes to the soonest units, not to the nearest`() {
        var site = SiteBuilder()
        site.callPoint("A")
        site.unit("F-1", .foot)
        site.unit("M-1", .motorcycle)
        site.unit("V-1", .vehicle)
        let stage = stage(site.build())
        stage.place("F-1", at: here.place(north: 400))
        stage.place("M-1", at: here.place(north: 1_200))
        stage.place("V-1", at: here.place(north: -900))
        // On foot 400 m take 318 s, by motorcycle 1,200 m 179 s, by car 900 m 166 s.
        #expect(stage.press("A").orderedUnits == ["V-1", "M-1"])
    }

    @Test func `an order says how far, how long and from where`() throws {
        let stage = street([1_000], plan: wanting(1))
        let order = try #require(stage.press("A").issuedOrders.first)
        #expect(order.distanceMetres == 1_000)
        // 5 s, and 1,000 m × 1.3 ÷ 9 m/s, rounded up.
        #expect(order.etaMilliseconds == 5_000 + 144_445)
        #expect(order.bearingDegrees == 180)
        #expect(order.senseMicroseconds == 50)
        #expect(order.order == "NS-03-g1-0001/1/M-1/1")
        #expect(order.ackWithinMilliseconds == 30_000)
    }

    @Test(arguments: [
        (1_000, 0, 180), (0, 1_000, 270), (-1_000, 0, 0), (0, -1_000, 90), (1_000, 1_000, 225), (-1_000, 1_000, 315),
        (1_000, -1_000, 135), (-1_000, -1_000, 45), (1_000, 364, 200), (364, 1_000, 250),
    ])
    func `a bearing points from the unit to the call point`(north: Int, east: Int, degrees: Int) {
        let stage = street([], plan: wanting(1))
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(wanting(1))
        site.unit("M-1")
        stage.reload(site.build())
        stage.place("M-1", at: here.place(north: north, east: east))
        #expect(stage.press("A").issuedOrders.first?.bearingDegrees == degrees)
    }

    @Test func `equally soon units: the fresher fix goes first`() {
        let stage = street([0, 0, 0], plan: wanting(1))
        stage.silenceAll()
        _ = stage.fix("M-3", at: here.place(north: 500))
        stage.advance(.milliseconds(1))
        _ = stage.fix("M-2", at: here.place(north: 500))
        _ = stage.fix("M-1", at: here.place(north: 501))
        #expect(stage.press("A").orderedUnits == ["M-2"])
    }

    @Test func `equally soon and equally fresh units: the smaller id goes first`() {
        let stage = street([600, 500, 500], plan: wanting(1))
        #expect(stage.press("A").orderedUnits == ["M-2"])
    }

    @Test func `a kind that does not travel arrives after its reaction time wherever it is`() throws {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(.single(Requirement(kinds: [.video, .motorcycle], count: 1)))
        site.unit("M-1")
        site.unit("CAM-1", .video, post: here.place(north: 20_000))
        let stage = stage(site.build())
        stage.place("M-1", at: here.place(north: 1))
        let order = try #require(stage.press("A").issuedOrders.first)
        #expect(order.unit == "CAM-1")
        #expect(order.etaMilliseconds == 5_000)
    }

    @Test func `a ranking names the five soonest and the five nearest that are out`() throws {
        let stage = street(Array(stride(from: 100, through: 1_400, by: 100)), plan: wanting(2))
        for number in 8...14 { stage.status(UnitID("M-\(number)"), .busy) }
        let ranking = try #require(stage.press("A").rankings.first)
        #expect(ranking.candidates.map(\.unit.text) == ["M-1", "M-2", "M-3", "M-4", "M-5"])
        #expect(ranking.nearestExcluded.map(\.unit.text) == ["M-8", "M-9", "M-10", "M-11", "M-12"])
        #expect(ranking.nearestExcluded.map(\.distanceMetres) == [800, 900, 1_000, 1_100, 1_200])
        #expect(ranking.excluded[.busy] == 7)
    }

    @Test func `what was weighed is enough to rank it again`() throws {
        let stage = street([400, 300], plan: wanting(2))
        stage.status("M-1", .busy)
        let ranking = try #require(stage.press("A").rankings.first)
        guard case .weighed(let weighed) = ranking.evidence else {
            Issue.record("no evidence")
            return
        }
        #expect(Set(weighed.map(\.unit)) == ["M-1", "M-2"])
        let out = try #require(weighed.first { $0.unit == "M-1" })
        #expect(out.exclusion == .busy && out.distanceMetres == 400 && out.kind == .motorcycle)
        #expect(out.place == here.place(north: 400) && out.receivedAt == stage.now)
        #expect(weighed.first { $0.unit == "M-2" }?.exclusion == nil)
    }

    @Test func `a preview says who would go, and changes nothing`() throws {
        let stage = street([400, 300])
        let before = stage.engine
        let preview = try #require(stage.engine.preview(of: "A", at: stage.now))
        #expect(preview.candidates.map(\.unit) == ["M-2", "M-1"])
        #expect(stage.engine.hasSameState(as: before))
        #expect(stage.engine.preview(of: "Z", at: stage.now) == nil)
    }
}
