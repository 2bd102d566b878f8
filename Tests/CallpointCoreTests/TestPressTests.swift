import CallpointCore
import CallpointTesting
import Testing

@Suite struct TestPressTests {
    @Test func `a test goes the whole way, and orders and holds nobody`() {
        let stage = street([100, 200, 300])
        let turn = stage.test("A")
        #expect(
            turn.stories(of: "test") == [
                "test.started street",
                "test.ordered NS-03-g1-0001/1/M-1/1 1.1 eta 19445 100 m 180 deg",
                "test.ordered NS-03-g1-0001/1/M-2/1 1.1 eta 33889 200 m 180 deg",
            ])
        #expect(turn.allSatisfy { $0.mode == .test })
        #expect(turn.stories(of: "alarm.located").count == 1 && turn.rankings.count == 1)
        #expect(turn.stories(of: "order.issued").isEmpty && turn.stories(of: "notice").isEmpty)
        #expect(stage.engine.openIncidents.isEmpty)
        #expect(stage.advance(.seconds(600)).isEmpty)
    }

    @Test func `a real press at the same time is live, with the same units and another id`() {
        let stage = street([100, 200, 300])
        stage.test("A")
        let turn = stage.press("A")
        #expect(turn.orderedUnits == ["M-1", "M-2"])
        #expect(turn.allSatisfy { $0.mode == .live && $0.incident == "NS-03-g1-0002" })
    }

    @Test func `a test that finds too few says so, and raises nothing`() {
        let turn = street([100]).test("A")
        #expect(turn.stories(of: "shortfall") == ["shortfall 1.1 1/2 "])
        #expect(turn.stories(of: "tier").isEmpty)
    }

    @Test func `a test names a unit for one requirement only`() {
        var site = SiteBuilder()
        site.callPoint("A")
        let requirement = Requirement(kinds: [.motorcycle], count: 1)
        site.plan(Plan(name: "street", tiers: [Tier(name: "two", send: [requirement, requirement])]))
        site.unit("M-1")
        site.unit("M-2")
        let stage = stage(site.build())
        stage.place("M-1", at: here.place(north: 100))
        stage.place("M-2", at: here.place(north: 200))
        let turn = stage.test("A")
        #expect(
            turn.stories(of: "test.ordered").map { $0.split(separator: "/")[2] } == ["M-1", "M-2"])
    }

    @Test func `a test's ledger says when it was shown`() {
        let stage = street([100, 200])
        stage.test("A")
        let turn = stage.emitted(["NS-03-g1-0001/1/M-1/1"], after: .milliseconds(7))
        #expect(turn.stories(of: "test") == ["test.finished NS-03-g1-0001/1/M-1/1 7000 of 250 ms"])
        #expect(turn.allSatisfy { $0.mode == .test })
    }

    @Test func `a call point that is not there cannot be tried`() {
        let stage = street([100])
        stage.test("Z")
        #expect(
            stage.refusal?.description
                == "There is no call point Z. List them with 'callpoint check' on the site file.")
    }
}
