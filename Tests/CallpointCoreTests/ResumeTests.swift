import CallpointCore
import CallpointTesting
import Testing

@Suite struct ResumeTests {
    @Test func `timers go on over a restart of known length`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        stage.advance(.seconds(10))
        #expect(stage.restart(gap: .seconds(15)).stories(of: "order").isEmpty)
        #expect(stage.advance(.milliseconds(4_999)).stories(of: "order").isEmpty)
        #expect(stage.advance(.milliseconds(1)).stories(of: "order.timed_out").count == 2)
    }

    @Test func `what fell due meanwhile fires at once, after the start is written down`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        let turn = stage.restart(gap: .seconds(31))
        #expect(
            turn.prefix(4).map { String($0.body.story.prefix(12)) } == [
                "daemon.start", "clock.epoch ", "config.loade", "order.timed_",
            ])
        #expect(turn.orderedUnits == ["M-3", "M-4"])
    }

    @Test func `after a gap that nobody knows every open deadline is due now`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        stage.accept("M-2")
        var turn = stage.restart(gap: nil)
        #expect(
            turn.stories(of: "order.timed_out").count == 1 && turn.orderedUnits == ["M-3"])
        #expect(turn.stories(of: "tier").first == "tier.raised 2 not_on_scene")
        turn = stage.restart(gap: .zero)
        #expect(turn.stories(of: "order").isEmpty && turn.stories(of: "tier").isEmpty)
    }

    @Test func `a gap that nobody knows leaves an answered call with somebody on scene alone`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.accept("M-1")
        stage.onScene("M-2")
        let turn = stage.restart(gap: nil)
        #expect(turn.stories(of: "order").isEmpty && turn.stories(of: "tier").isEmpty)
    }

    @Test(arguments: [[], [100], [100, 200, 300]])
    func `a turn cut anywhere is completed at the next start`(metres: [Int]) {
        let whole = street(metres)
        let before = whole.events.count
        let turn = whole.press("A")
        let notices = Set(turn.stories(of: "notice").map { $0.split(separator: " ")[1] })
        for kept in 1...turn.count {
            let stage = street(metres)
            stage.press("A")
            stage.restart(gap: .zero, keeping: before + kept)
            #expect(stage.ordered("A") == whole.ordered("A"), "cut after \(kept)")
            #expect(stage.incident("A")?.tier == whole.incident("A")?.tier, "cut after \(kept)")
            #expect(stage.incident("A")?.shortfalls == whole.incident("A")?.shortfalls, "cut after \(kept)")
            let told = stage.events.stories(of: "notice").map { $0.split(separator: " ")[1] }
            #expect(Set(told) == notices && told.count == notices.count, "cut after \(kept)")
        }
    }

    @Test func `a cut between an order that failed and the one in its place is made up for`() {
        for (kept, act) in [(1, Answer.decline(reason: nil)), (1, .clear)] {
            let stage = street([100, 200, 300])
            stage.press("A")
            let before = stage.events.count
            stage.answer("M-1", act)
            stage.restart(gap: .zero, keeping: before + kept)
            #expect(Set(stage.ordered("A")) == ["M-2", "M-3"])
        }
    }

    @Test func `unmet needs are tried again after a restart`() {
        let stage = street([100], plan: wanting(2))
        stage.press("A")
        stage.accept("M-1")
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(wanting(2))
        site.unit("M-1")
        site.unit("M-2")
        stage.reload(site.build())
        stage.place("M-2", at: here.place(north: 100))
        #expect(stage.restart(gap: .zero).orderedUnits == ["M-2"])
    }

    @Test func `what stood before a restart stands after it`() {
        let stage = street([100, 200])
        stage.signal("A", .tamperOpen)
        stage.status("M-2", .busy)
        stage.press("A")
        stage.accept("M-1")
        stage.restart()
        stage.restart()
        #expect(stage.engine.standingFaults.count == 1)
        #expect(stage.engine.unitViews(at: stage.now).map(\.status) == [.available, .busy])
        #expect(stage.engine.unitViews(at: stage.now).map(\.order) == ["NS-03-g1-0001/1/M-1/1", nil])
        #expect(stage.engine.generation == "g3")
    }

    @Test func `a record made by a longer plan than the one that is left is read without harm`() {
        let stage = street([100])
        stage.press("A")
        var engine = Engine(site: shortSite())
        for event in stage.events { engine.apply(event) }
        let input = Input(
            at: stage.now, wall: stage.wall,
            .started(
                Start(
                    generation: "g9", version: "0", bootID: "b", monotonicMicroseconds: 0, gap: nil, openIncidents: 1,
                    summary: ConfigurationSummary(file: "f", hash: shortSite().hash, callPoints: 1, units: 1))))
        #expect(engine.handle(input).stories(of: "order.timed_out").count == 1)
        #expect(engine.openIncidents.first?.tier == 1)
        #expect(engine.openIncidents.first?.shortfalls.allSatisfy { $0.tier == 1 } == true)
    }

    private func shortSite() -> Site {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(wanting(2))
        site.unit("M-1")
        return site.build()
    }

    @Test func `an event that does not fit the state changes nothing`() {
        let stage = street([100, 200])
        stage.press("A")
        let engine = stage.engine
        let bodies: [Event.Body] = [
            .orderDeclined("none", unit: "M-1", actor: "p:1", via: "cli", reason: nil),
            .unitOnScene("none", unit: "M-1", actor: "p:1", via: "cli"),
            .tierRaised(TierRaised(tier: 4, name: "x", reason: .alarm, onSceneWithinMilliseconds: 1, watch: true)),
            .tierRaised(TierRaised(tier: 0, name: "x", reason: .alarm, onSceneWithinMilliseconds: 1, watch: true)),
            .shortfall(Shortfall(tier: 7, requirement: 1, wanted: 1, found: 0, excluded: ExclusionCounts())),
            .shortfall(Shortfall(tier: 1, requirement: 2, wanted: 1, found: 0, excluded: ExclusionCounts())),
            .configLoaded(ConfigurationSummary(file: "f", hash: "unknown", callPoints: 0, units: 0)),
        ]
        for body in bodies {
            for incident: IncidentID? in ["NS-03-g1-0001", "none", nil] {
                var other = engine
                other.apply(Event(at: stage.now, wall: stage.wall, incident: incident, callPoint: "A", body))
                #expect(other.hasSameState(as: engine), "\(body.story)")
            }
        }
    }
}
