import CallpointCore
import CallpointTesting
import Testing

/// A tier is raised by need: lateness that can be seen is not waited out.
@Suite struct ProjectionTests {
    private static var plan: Plan {
        let one = [Requirement(kinds: [.motorcycle], count: 1)]
        return Plan(
            name: "street",
            tiers: [
                Tier(name: "one", send: one, ackWithin: .seconds(600), onSceneWithin: .seconds(120)),
                Tier(name: "two", send: one, ackWithin: .seconds(600), onSceneWithin: .seconds(3_600)),
                Tier(name: "three", send: [], notify: ["station"]),
            ], raisesOnProjectedLateness: true)
    }

    // By motorcycle 790 m take 120 s, 800 m take 121 s.
    @Test(arguments: [(790, []), (800, ["tier.raised 2 projected_late in 120556"])])
    func `the next tier is raised at once where nobody ordered can be there in time`(
        metres: Int, raised: [String]
    ) {
        let stage = street([metres, 900], plan: ProjectionTests.plan)
        let turn = stage.press("A")
        #expect(Array(turn.stories(of: "tier").dropFirst()) == raised)
        #expect(turn.orderedUnits.count == 1 + raised.count)
    }

    @Test func `a unit that stands still is seen to be late within ten seconds`() {
        let stage = street([500, 5_000], plan: ProjectionTests.plan)
        stage.press("A")
        stage.enRoute("M-1")
        // 500 m take 73 s: it would have to be moving after 47 s.
        #expect(stage.advance(.seconds(47)).stories(of: "tier") == [])
        #expect(stage.advance(.seconds(10)).stories(of: "tier") == ["tier.raised 2 projected_late in 72223"])
    }

    @Test func `a unit that comes near keeps the tier where it is`() {
        let stage = street([500, 5_000], plan: ProjectionTests.plan)
        stage.press("A")
        stage.enRoute("M-1")
        for metres in stride(from: 450, through: 50, by: -50) {
            stage.place("M-1", at: here.place(north: metres))
            #expect(stage.advance(.seconds(10)).stories(of: "tier") == [])
        }
    }

    @Test func `a plan that does not ask for it waits for the deadline`() {
        var plan = ProjectionTests.plan
        plan.raisesOnProjectedLateness = false
        let stage = street([5_000, 6_000], plan: plan)
        #expect(stage.press("A").stories(of: "tier") == ["tier.raised 1 alarm"])
        #expect(stage.advance(.milliseconds(119_999)).stories(of: "tier") == [])
    }

    @Test func `a hold keeps lateness to come waiting too`() throws {
        let stage = street([500, 5_000], plan: ProjectionTests.plan)
        stage.press("A")
        let id = try #require(stage.incident("A")?.id)
        stage.act(.hold(id, for: .seconds(70), reason: "p:0011223344556677"))
        #expect(stage.advance(.seconds(69)).stories(of: "tier") == [])
        #expect(
            stage.advance(.seconds(11)).stories(of: "tier").first?.hasPrefix("tier.raised 2 projected_late") == true)
    }

    @Test func `an operator on cameras is not counted as somebody who will be there`() {
        var plan = ProjectionTests.plan
        plan.tiers[0].send.append(Requirement(kinds: [.video], count: 1))
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(plan)
        for number in 1...2 { site.unit(UnitID("M-\(number)")) }
        site.unit("C-1", .video, post: here.place(north: 100))
        let stage = stage(site.build())
        for number in 1...2 { stage.place(UnitID("M-\(number)"), at: here.place(north: 5_000)) }
        #expect(stage.press("A").stories(of: "tier").count == 2)
    }

    @Test func `a restart goes on looking`() {
        let stage = street([500, 5_000], plan: ProjectionTests.plan)
        stage.press("A")
        stage.accept("M-1")
        stage.advance(.seconds(30))
        stage.restart()
        #expect(
            stage.advance(.seconds(30)).stories(of: "tier").first?.hasPrefix("tier.raised 2 projected_late") == true)
    }
}
