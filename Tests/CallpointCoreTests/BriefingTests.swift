import CallpointCore
import CallpointTesting
import Testing

/// Plan push: what an officer should know travels with the order.
@Suite struct BriefingTests {
    private func stage(tierChannel: String?) -> Stage {
        var site = SiteBuilder()
        site.callPoint("A")
        site.site.callPoints[0].road = RoadReference(road: "S3", chainage: "K12+300", direction: "east")
        site.site.callPoints[0].briefing = Briefing(
            address: "9789 S3", cameras: ["C-1", "C-2"], hazards: ["open channel"], channel: "TG-1")
        var plan = Plan.single(Requirement(kinds: [.motorcycle], count: 1))
        plan.tiers[0].channel = tierChannel
        site.plan(plan)
        for number in 1...2 { site.unit(UnitID("M-\(number)")) }
        let stage = CallpointCoreTests.stage(site.build())
        for number in 1...2 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        return stage
    }

    @Test(arguments: [(nil, "TG-1"), ("TG-9", "TG-9")])
    func `an order carries road, cameras, hazards and the channel, the tier's before the call point's`(
        tier: String?, channel: String
    ) throws {
        let briefing = try #require(stage(tierChannel: tier).press("A").issuedOrders.first?.briefing)
        #expect(briefing.address == "9789 S3" && briefing.road?.chainage == "K12+300")
        #expect(briefing.road?.direction == "east" && briefing.cameras == ["C-1", "C-2"])
        #expect(briefing.hazards == ["open channel"] && briefing.channel == channel)
    }

    @Test func `so does an order by name, one that takes another's place, and one after a report`() throws {
        let stage = stage(tierChannel: nil)
        stage.press("A")
        let id = try #require(stage.incident("A")?.id)
        #expect(stage.decline("M-1").issuedOrders.first?.briefing.hazards == ["open channel"])
        stage.close(id)
        let report = Report(at: .callPoint("A"), source: .telephone)
        #expect(stage.act(.report(report)).issuedOrders.first?.briefing.hazards == ["open channel"])
        let reported = try #require(stage.incident("A")?.id)
        let other: UnitID = stage.ordered("A") == ["M-1"] ? "M-2" : "M-1"
        #expect(stage.act(.order(reported, other)).issuedOrders.first?.briefing.address == "9789 S3")
    }

    @Test func `a call point that says nothing more adds nothing to its orders`() {
        #expect(street([100]).press("A").issuedOrders.first?.briefing == Briefing())
    }
}
