import CallpointCore
import CallpointTesting
import Testing

@Suite struct ExclusionTests {
    /// M-1 at 300 m is out for the reason; M-2 at 600 m goes.
    private func check(
        _ reason: ExclusionReason, plan: Plan = wanting(1), isNamed: Bool = true, _ arrange: (Stage) -> Void
    ) {
        let stage = street([300, 600], plan: plan)
        arrange(stage)
        let turn = stage.press("A")
        #expect(turn.orderedUnits == ["M-2"])
        let ranking = turn.rankings.first
        #expect(ranking?.excluded[reason] == 1 && ranking?.excluded.total == 1)
        #expect(
            ranking?.nearestExcluded
                == (isNamed ? [ExcludedUnit(unit: "M-1", distanceMetres: 300, reason: reason)] : []))
    }

    @Test func `a busy unit is out`() { check(.busy) { $0.status("M-1", .busy) } }

    @Test func `a unit out of service is out`() { check(.outOfService) { $0.status("M-1", .outOfService) } }

    @Test func `a unit off duty is out`() { check(.offDuty) { $0.status("M-1", .offDuty) } }

    @Test func `a unit that the site file no longer names is out`() {
        check(.offDuty) { stage in
            var site = SiteBuilder()
            site.callPoint("A")
            site.plan(wanting(1))
            site.unit("M-2")
            stage.reload(site.build())
        }
    }

    @Test func `a unit with an unfinished order is out`() {
        check(.ordered) { stage in
            stage.press("B")
            #expect(stage.ordered("B") == ["M-1"])
        }
    }

    @Test func `a unit that was tried here is out`() {
        let stage = street([300, 600], plan: wanting(1))
        stage.press("A")
        let turn = stage.decline("M-1")
        #expect(turn.orderedUnits == ["M-2"])
        #expect(
            turn.rankings.first?.nearestExcluded == [ExcludedUnit(unit: "M-1", distanceMetres: 300, reason: .tried)])
    }

    @Test(arguments: [(120_000, true), (120_001, false)])
    func `a fix is stale only after its limit`(milliseconds: Int, isSent: Bool) {
        let stage = street([300, 600], plan: wanting(1))
        stage.silence("M-1")
        stage.advance(.milliseconds(milliseconds))
        let turn = stage.press("A")
        #expect(turn.orderedUnits == [isSent ? "M-1" : "M-2"])
        #expect(turn.rankings.first?.excluded[.stale] == (isSent ? 0 : 1))
    }

    @Test func `a unit at its post is never stale, and one that has reported since is`() {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(wanting(1))
        site.unit("M-1", post: here.place(north: 300))
        site.unit("M-2")
        let stage = stage(site.build())
        stage.place("M-2", at: here.place(north: 600))
        stage.advance(.seconds(3_600))
        #expect(stage.press("A").orderedUnits == ["M-1"])
        stage.close("NS-03-g1-0001")
        _ = stage.fix("M-1", at: here.place(north: 300))
        stage.advance(.seconds(121))
        #expect(stage.press("A").orderedUnits == ["M-2"])
    }

    @Test(arguments: [(299, 0), (300, 1), (301, 1)])
    func `the search radius includes its edge`(radius: Int, sent: Int) {
        let stage = street([300], plan: wanting(1, within: radius))
        let turn = stage.press("A")
        #expect(turn.orderedUnits.count == sent)
        #expect(turn.rankings.first?.excluded[.radius] == 1 - sent)
        #expect(turn.rankings.first?.nearestExcluded == [])
    }

    @Test func `units far outside the radius are counted as outside it, not as farther`() throws {
        // 200 units 20 km away fill cells that a search within 1 km never visits.
        let stage = street([5_000] + Array(repeating: 20_000, count: 200), plan: wanting(1, within: 1_000))
        let ranking = try #require(stage.press("A").rankings.first)
        #expect(ranking.excluded[.radius] == 201)
        #expect(ranking.excluded[.farther] == 0)
    }

    @Test func `units that must be later than enough others are farther`() throws {
        let stage = street([100, 110, 120, 130, 140] + Array(repeating: 30_000, count: 100), plan: wanting(1))
        let ranking = try #require(stage.press("A").rankings.first)
        #expect(ranking.excluded[.farther] == 100 && ranking.excluded.total == 100)
    }

    @Test func `a unit without a fix is unlocated`() throws {
        var site = SiteBuilder()
        site.callPoint("A")
        site.unit("M-1")
        let ranking = try #require(stage(site.build()).press("A").rankings.first)
        #expect(ranking.excluded[.unlocated] == 1 && ranking.excluded.total == 1)
    }

    @Test func `a unit of another kind is out, and not named among the nearest`() throws {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(.single(Requirement(kinds: [.vehicle], count: 1)))
        site.unit("M-1")
        site.unit("V-1", .vehicle)
        let stage = stage(site.build())
        stage.place("M-1", at: here.place(north: 10))
        stage.place("V-1", at: here.place(north: 900))
        let turn = stage.press("A")
        #expect(turn.orderedUnits == ["V-1"])
        #expect(turn.rankings.first?.excluded[.kind] == 1)
        #expect(turn.rankings.first?.nearestExcluded == [])
    }

    @Test func `a unit must have every capability asked for`() throws {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(wanting(1, capabilities: ["aed", "dog"]))
        site.unit("M-1", capabilities: ["aed"])
        site.unit("M-2", capabilities: ["dog"])
        site.unit("M-3", capabilities: ["aed", "dog", "rifle"])
        site.unit("M-4")
        let stage = stage(site.build())
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        let turn = stage.press("A")
        #expect(turn.orderedUnits == ["M-3"])
        #expect(turn.rankings.first?.excluded[.capability] == 3)
    }

    @Test func `a capability that nobody has leaves everybody out`() throws {
        let turn = street([300], plan: wanting(1, capabilities: ["submarine"])).press("A")
        #expect(turn.orderedUnits == [])
        #expect(turn.rankings.first?.excluded[.capability] == 1)
    }

    @Test func `70 capabilities are told apart`() {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(wanting(1, capabilities: ["c69"]))
        for number in 0..<70 { site.unit(UnitID("M-\(number)"), capabilities: ["c\(number)"]) }
        let stage = stage(site.build())
        for number in 0..<70 { stage.place(UnitID("M-\(number)"), at: here.place(north: 10 + number)) }
        #expect(stage.press("A").orderedUnits == ["M-69"])
    }

    @Test func `the first reason that holds is the one that is given`() {
        // Far away, off duty and busy-looking at once: outside the radius is said first.
        let stage = street([900], plan: wanting(1, within: 500))
        stage.status("M-1", .offDuty)
        #expect(stage.press("A").rankings.first?.excluded[.radius] == 1)
        // Ordered and busy: the order is said first.
        let other = street([300, 600], plan: wanting(1))
        other.press("B")
        other.status("M-1", .busy)
        #expect(other.press("A").rankings.first?.nearestExcluded.first?.reason == .ordered)
    }
}
