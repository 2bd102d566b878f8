import CallpointCore
import CallpointTesting
import Testing

@Suite struct PressTests {
    @Test func `a press is raised, located and answered in one turn`() {
        let turn = street([100, 200]).press("A")
        #expect(
            turn.map(\.body.story) == [
                "alarm.raised P1 wired after -", "alarm.located 225369000 1139345000", "tier.raised 1 alarm",
                "units.ranked 1.1 [M-1@19445,M-2@33889] out [] ",
                "order.issued NS-03-g1-0001/1/M-1/1 1.1 eta 19445 100 m 180 deg",
                "order.issued NS-03-g1-0001/1/M-2/1 1.1 eta 33889 200 m 180 deg",
                "notice.sent station by duty-hook tier 1 alarm",
            ])
        #expect(turn.allSatisfy { $0.incident == "NS-03-g1-0001" && $0.callPoint == "A" && $0.mode == .live })
    }

    @Test(arguments: [(300_000, true), (300_001, false)])
    func `a press joins until five minutes after the last one`(milliseconds: Int, joins: Bool) {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        stage.accept("M-1")
        stage.accept("M-2")
        stage.advance(.seconds(200))
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 2"])
        stage.advance(.milliseconds(milliseconds))
        let turn = stage.press("A")
        #expect(turn.stories(of: "alarm.repeated") == (joins ? ["alarm.repeated 3"] : []))
        #expect(turn.stories(of: "alarm.raised").count == (joins ? 0 : 1))
        #expect(stage.engine.openIncidents.count == (joins ? 1 : 2))
    }

    @Test func `once a unit has been on scene a press is a new, linked incident with its own orders`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        stage.onScene("M-1")
        let turn = stage.press("A")
        #expect(turn.stories(of: "alarm.raised") == ["alarm.raised P1 wired after NS-03-g1-0001"])
        #expect(turn.stories(of: "incident.linked") == ["incident.linked NS-03-g1-0001"])
        #expect(turn.orderedUnits == ["M-3", "M-4"])
        #expect(stage.engine.openIncidents.map(\.linked) == [nil, "NS-03-g1-0001"])
        // And the next press joins the newer one.
        #expect(stage.press("A").first?.incident == "NS-03-g1-0002")
    }

    @Test func `presses at two call points are two incidents`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        stage.press("B")
        #expect(stage.engine.openIncidents.map(\.callPoint.id) == ["A", "B"])
        #expect(stage.engine.openIncidents.map(\.linked) == [nil, nil])
    }

    @Test func `a release says how long the button was held, once`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.advance(.milliseconds(1_700))
        #expect(stage.signal("A", .released).stories(of: "alarm") == ["alarm.restored 1700"])
        #expect(stage.incident("A")?.isHeld == false)
        #expect(stage.signal("A", .released).isEmpty)
        stage.press("A")
        #expect(stage.incident("A")?.isHeld == true)
        #expect(stage.signal("B", .released).isEmpty)
    }

    @Test func `a press at a call point that the site does not know is a fault that somebody must look at`() {
        let stage = street([100])
        let turn = stage.press("Z", stamp: NodeStamp(address: "9", counter: 1))
        #expect(turn.stories(of: "device") == ["device.fault unknown_address"])
        #expect(turn.first?.callPoint == "Z")
        #expect(stage.press("Z", stamp: NodeStamp(address: "9", counter: 1)).isEmpty)
        #expect(stage.engine.standingFaults.isEmpty)
    }

    @Test func `ids are derived from the site, the generation and a counter`() {
        let stage = street([100])
        stage.press("A")
        stage.press("B")
        stage.restart()
        stage.close("NS-03-g1-0001")
        stage.press("A")
        #expect(stage.engine.openIncidents.map(\.id) == ["NS-03-g1-0002", "NS-03-g2-0001"])
        #expect(IncidentID(site: "S", generation: "g", counter: 12_345) == "S-g-12345")
    }
}
