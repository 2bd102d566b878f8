import CallpointCore
import CallpointTesting
import Testing

@Suite struct ReloadTests {
    /// The site of `street`, changed.
    private func changed(_ units: Int, plan: Plan = .street, _ change: (inout SiteBuilder) -> Void = { _ in }) -> Site {
        var site = SiteBuilder()
        site.callPoint("A")
        site.callPoint("B", east: 100)
        site.plan(plan)
        for number in 0..<units { site.unit(UnitID("M-\(number + 1)")) }
        change(&site)
        return site.build()
    }

    @Test func `an incident keeps the plan that it began with, over restarts too`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        var slower = Plan.street
        slower.tiers[0].ackWithin = .seconds(600)
        slower.tiers[0].instructions = "Take your time."
        stage.reload(changed(4, plan: slower))
        stage.restart(gap: .zero)
        let turn = stage.advance(.seconds(30))
        #expect(turn.issuedOrders.map(\.ackWithinMilliseconds) == [30_000, 30_000])
        #expect(turn.issuedOrders.map(\.instructions) == ["Go now.", "Go now."])
        #expect(stage.press("B").issuedOrders.allSatisfy { $0.ackWithinMilliseconds == 600_000 })
    }

    @Test func `a unit out of the file keeps its order and gets no other`() {
        let stage = street([100, 200], plan: wanting(1))
        stage.press("A")
        stage.reload(changed(0, plan: wanting(1)) { $0.unit("M-2") })
        #expect(stage.ordered("A") == ["M-1"])
        for answer in [Answer.accept, .onScene, .clear] {
            stage.answer("M-1", answer)
            #expect(stage.refusal == nil)
        }
        #expect(stage.press("B").orderedUnits == ["M-2"])
    }

    @Test func `a unit that is new in the file can be ordered`() {
        let stage = street([1_000], plan: wanting(1))
        stage.reload(changed(2, plan: wanting(1)))
        stage.place("M-2", at: here.place(north: 50))
        #expect(stage.press("A").orderedUnits == ["M-2"])
    }

    @Test func `kind and capabilities follow the file`() {
        let stage = street([100, 200], plan: wanting(1))
        stage.reload(
            changed(0, plan: wanting(1, capabilities: ["aed"])) { site in
                site.unit("M-1", .vehicle, capabilities: ["aed"])
                site.unit("M-2", capabilities: ["aed"])
            })
        #expect(stage.press("A").orderedUnits == ["M-2"])
    }

    @Test func `a post out of the file is no place where the unit always is`() {
        let stage = street([2_000], plan: wanting(1))
        stage.reload(changed(1, plan: wanting(1)) { $0.unit("P-1", post: here.place(north: 10)) })
        #expect(stage.press("A").orderedUnits == ["P-1"])
        stage.close("NS-03-g1-0001")
        stage.reload(changed(1, plan: wanting(1)) { $0.unit("P-1") })
        #expect(stage.press("A").orderedUnits == ["M-1"])
        stage.close("NS-03-g1-0002")
        stage.reload(changed(1, plan: wanting(1)) { $0.unit("P-1", post: here.place(north: 20)) })
        #expect(stage.press("A").rankings.first?.candidates.first?.unit == "M-1")
    }

    @Test func `the incident of a call point out of the file stays, and takes presses in`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        let site = SiteBuilder()
        var other = site
        other.callPoint("B")
        for number in 1...4 { other.unit(UnitID("M-\(number)")) }
        stage.reload(other.build())
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 2"])
        stage.restart(gap: .zero)
        stage.onScene("M-1")
        // The second caller there is not swallowed: the place is still known.
        let turn = stage.press("A")
        #expect(turn.stories(of: "alarm.raised") == ["alarm.raised P1 wired after NS-03-g1-0001"])
        #expect(turn.orderedUnits == ["M-3", "M-4"])
        stage.restart(gap: .zero)
        #expect(stage.engine.openIncidents.count == 2)
        for incident in stage.engine.openIncidents { stage.close(incident.id) }
        #expect(stage.press("A").stories(of: "") == ["device.fault unknown_address"])
    }

    @Test func `a file that is refused changes nothing`() {
        let stage = street([100, 200])
        let before = stage.engine
        let turn = stage.send(.configurationRefused(file: "devices.yaml", mistakes: 2, first: "devices.yaml:1:1: no."))
        #expect(turn.stories(of: "") == ["config.refused 2 devices.yaml:1:1: no."])
        #expect(stage.engine.hasSameState(as: before))
    }

    @Test func `a unit that comes back keeps its status`() {
        let stage = street([100, 200], plan: wanting(1))
        stage.status("M-1", .offDuty)
        stage.reload(changed(0, plan: wanting(1)) { $0.unit("M-2") })
        stage.reload(changed(2, plan: wanting(1)))
        #expect(stage.press("A").orderedUnits == ["M-2"])
    }
}
