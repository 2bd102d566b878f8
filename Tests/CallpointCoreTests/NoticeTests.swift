import CallpointCore
import CallpointTesting
import Testing

/// Who is told, who has heard, and who watches.
@Suite struct NoticeTests {
    private let incident: IncidentID = "NS-03-g1-0001"

    @Test func `a notice that nobody acknowledges is sent again, with twice the wait each time`() {
        let stage = told(within: .seconds(60))
        stage.press("A")
        stage.onScene("M-1")
        stage.accept("M-2")
        let again = "notice.sent station by duty-hook tier 1 unanswered"
        #expect(stage.advance(.milliseconds(59_999)).stories(of: "notice") == [])
        #expect(stage.advance(.milliseconds(1)).stories(of: "notice") == [again])
        #expect(stage.advance(.milliseconds(119_999)).stories(of: "notice") == [])
        #expect(stage.advance(.milliseconds(1)).stories(of: "notice") == [again])
        // 240 s, 480 s, and from then on every quarter of an hour.
        #expect(stage.advance(.seconds(240 + 480 + 900 + 900)).stories(of: "notice").count == 4)
    }

    @Test func `a notice that was acknowledged is not sent again`() {
        let stage = told(within: .seconds(60))
        stage.press("A")
        stage.onScene("M-1")
        stage.accept("M-2")
        #expect(
            stage.act(.answerNotice(incident, "station")).stories(of: "notice") == ["notice.acknowledged station"])
        #expect(stage.advance(.seconds(3_600)).stories(of: "notice") == [])
    }

    @Test func `who has heard is told of a higher tier all the same`() {
        var plan = Plan.street
        plan.tiers[1].notify = ["station"]
        let stage = told(within: .seconds(60), plan: plan)
        stage.press("A")
        stage.act(.answerNotice(incident, "station"))
        let turn = stage.act(.raise(incident))
        #expect(turn.stories(of: "notice").contains("notice.sent station by duty-hook tier 2 dispatcher"))
        #expect(stage.advance(.seconds(60)).stories(of: "notice").contains { $0.hasSuffix("tier 2 unanswered") })
    }

    @Test func `an acknowledgement of a notice claims nothing and stops no deadline`() {
        let stage = told(within: .seconds(60))
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.act(.answerNotice(incident, "station"))
        #expect(stage.incident("A")?.acknowledgedBy == nil)
        #expect(stage.advance(.seconds(60)).stories(of: "tier").first == "tier.raised 2 not_on_scene")
    }

    @Test func `a contact that was not told cannot have heard`() {
        let stage = told(within: .seconds(60))
        stage.press("A")
        stage.act(.answerNotice(incident, "nobody"))
        #expect(stage.refusal?.what == "nobody has not been told of NS-03-g1-0001.")
    }

    @Test func `a contact without a time to answer in is told once`() {
        let stage = told(within: nil)
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.onScene("M-1")
        #expect(stage.advance(.seconds(3_600)).stories(of: "notice") == [])
    }

    @Test func `a closed incident tells nobody any more`() {
        let stage = told(within: .seconds(60))
        stage.press("A")
        stage.act(.close(incident, .genuine, note: nil))
        #expect(stage.advance(.seconds(3_600)).stories(of: "notice") == [])
    }

    @Test func `a watch that nobody takes is called for until somebody does, or it is closed`() {
        let stage = told(within: nil)
        stage.press("A")
        stage.onScene("M-1")
        stage.act(.raise(incident))
        stage.act(.raise(incident))
        let call = "notice.sent city-command by city-hook tier 3 unwatched"
        #expect(stage.advance(.seconds(240)).stories(of: "notice") == [call, call])
        stage.act(.watch(incident))
        #expect(stage.incident("A")?.watchedBy == "p:0011223344556677")
        #expect(stage.advance(.seconds(3_600)).stories(of: "notice") == [])
    }

    @Test func `calls for a watch and waits for answers go on after a restart`() {
        let stage = told(within: .seconds(60))
        stage.press("A")
        stage.onScene("M-1")
        stage.act(.raise(incident))
        stage.act(.raise(incident))
        stage.restart(gap: .seconds(50))
        let notices = stage.advance(.seconds(70)).stories(of: "notice")
        #expect(notices.contains("notice.sent station by duty-hook tier 1 unanswered"))
        #expect(notices.contains("notice.sent city-command by city-hook tier 3 unwatched"))
    }

    @Test func `a unit that has not answered is called once more, and then replaced`() {
        var plan = Plan.street
        plan.tiers[0].nudgeAfter = .seconds(15)
        let stage = street([100, 200, 300, 400], plan: plan)
        stage.press("A")
        stage.accept("M-2")
        #expect(stage.advance(.milliseconds(14_999)).stories(of: "order") == [])
        #expect(
            stage.advance(.milliseconds(1)).stories(of: "order") == ["order.nudged NS-03-g1-0001/1/M-1/1 15000"])
        #expect(stage.advance(.milliseconds(14_999)).stories(of: "order") == [])
        #expect(stage.advance(.milliseconds(1)).stories(of: "order.timed_out").count == 1)
    }

    /// A street whose station is to acknowledge its notices in time.
    private func told(within time: Duration?, plan: Plan = .street) -> Stage {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(plan)
        for number in 1...4 { site.unit(UnitID("M-\(number)")) }
        for number in 1...6 { site.unit(UnitID("V-\(number)"), .vehicle) }
        site.contact("station", answerWithin: time)
        let stage = stage(site.build())
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        for number in 1...6 { stage.place(UnitID("V-\(number)"), at: here.place(north: 500 * number)) }
        return stage
    }
}
