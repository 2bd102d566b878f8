import CallpointCore
import CallpointTesting
import Testing

@Suite struct CloseTests {
    @Test func `an incident stays latched until a person closes it`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.onScene("M-1")
        stage.clear("M-1")
        stage.signal("A", .released)
        stage.advance(.seconds(4_000))
        #expect(stage.engine.openIncidents.count == 1)
    }

    @Test func `closing stands units down and frees them`() {
        let stage = street([100, 200])
        stage.press("A")
        stage.accept("M-1")
        let turn = stage.close("NS-03-g1-0001", .falseAccidental)
        #expect(
            turn.map(\.body.story) == [
                "order.stood_down NS-03-g1-0001/1/M-1/1 closed", "order.stood_down NS-03-g1-0001/1/M-2/1 closed",
                "alarm.closed false-accidental",
            ])
        #expect(stage.engine.openIncidents.isEmpty)
        #expect(stage.engine.unitViews(at: stage.now).allSatisfy { $0.order == nil })
        #expect(stage.engine.nextDeadline.map { $0 > stage.now } ?? true)
        #expect(stage.press("A").orderedUnits == ["M-1", "M-2"])
    }

    @Test func `a freed unit goes to the most urgent starving incident, then to the oldest`() {
        var site = SiteBuilder()
        for name in ["A", "B", "C", "D"] {
            site.callPoint(CallPointID(name), plan: name == "C" || name == "D" ? "urgent" : "calm")
        }
        let requirement = Requirement(kinds: [.motorcycle], count: 1)
        site.plan(.single(requirement, name: "calm", priority: .p2))
        site.plan(.single(requirement, name: "urgent", priority: .p1))
        site.unit("M-1")
        let stage = stage(site.build())
        stage.place("M-1", at: here.place(north: 500))
        var order: [CallPointID] = []
        for name in ["A", "B", "C", "D"] {
            stage.press(CallPointID(name))
            stage.advance(.seconds(1))
        }
        stage.accept("M-1")
        for _ in 0..<4 {
            for incident in stage.engine.openIncidents where incident.orders.contains(where: \.state.isLive) {
                order.append(incident.callPoint.id)
                let turn = stage.close(incident.id)
                #expect(turn.orderedUnits == (order.count < 4 ? ["M-1"] : []))
                stage.accept("M-1")
                break
            }
        }
        #expect(order == ["A", "C", "D", "B"])
    }

    @Test func `a unit that becomes available, by hand or by its feed, goes to who lacks one at once`() {
        let stage = street([100], plan: wanting(1))
        stage.status("M-1", .busy)
        stage.press("A")
        #expect(stage.status("M-1", .available).orderedUnits == ["M-1"])
        let other = street([100], plan: wanting(1))
        other.send(.unitStatus("M-1", .busy, source: "feed"))
        other.press("A")
        let turn = other.send(.unitStatus("M-1", .available, source: "feed"))
        #expect(turn.orderedUnits == ["M-1"])
        #expect(turn.stories(of: "unit.status") == ["unit.status M-1 available via feed"])
    }

    @Test func `a status that changes nothing, or of nobody, is no event`() {
        let stage = street([100])
        #expect(stage.status("M-1", .available).isEmpty)
        #expect(stage.send(.unitStatus("M-1", .available, source: "feed")).isEmpty)
        #expect(stage.send(.unitStatus("X-9", .busy, source: "feed")).isEmpty)
        #expect(stage.status("X-9", .busy).isEmpty)
        #expect(stage.refusal?.description == "There is no unit X-9. List them with 'callpoint units'.")
    }

    @Test func `an incident that is not open can be neither claimed nor closed`() {
        let stage = street([100])
        let text =
            "There is no open incident NS-03-g1-0001. "
            + "List those with 'callpoint incidents'; one that is closed stays so."
        stage.close("NS-03-g1-0001")
        #expect(stage.refusal?.description == text)
        stage.act(.acknowledge("NS-03-g1-0001"))
        #expect(stage.refusal?.description == text)
    }

    @Test func `claiming an incident names who, and resets nothing`() {
        let stage = street([100, 200])
        stage.press("A")
        let before = stage.engine.nextDeadline
        stage.act(.acknowledge("NS-03-g1-0001"))
        #expect(stage.incident("A")?.acknowledgedBy == "p:0011223344556677")
        #expect(stage.engine.nextDeadline == before)
    }

    @Test func `a refused act still lets out what time brought`() {
        let stage = street([100, 200, 300, 400])
        stage.press("A")
        let engine = stage.engine
        var late = engine
        let outcome = late.handle(
            Act(.close("none", .genuine, note: nil), actor: "p:1", via: "cli"), at: stage.now + .seconds(30),
            wall: stage.wall)
        #expect(outcome.refusal != nil)
        #expect(outcome.events.stories(of: "order.timed_out").count == 2)
    }
}
