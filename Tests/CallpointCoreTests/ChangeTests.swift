import CallpointCore
import CallpointTesting
import Testing

/// What people change of an incident itself: opened again, of another kind, one of two, two of one, given to a centre.
@Suite struct ChangeTests {
    private let incident: IncidentID = "NS-03-g1-0001"

    // MARK: Opened again

    @Test func `what is opened again under another site file says so, and a restart reads it the same`() throws {
        func site(tiers: Int) -> Site {
            var builder = SiteBuilder()
            builder.site.plans = []
            builder.callPoint("A")
            var plan = Plan.street
            plan.tiers.removeLast(plan.tiers.count - tiers)
            builder.plan(plan)
            for number in 1...4 { builder.unit(UnitID("M-\(number)")) }
            return builder.build()
        }
        let stage = stage(site(tiers: 2))
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        stage.press("A")
        stage.close(incident)
        // Nothing open began with the first file any more: it is forgotten.
        stage.reload(site(tiers: 1))
        reopen(stage)
        #expect(try #require(stage.engine.incident(incident)).plan.tiers.count == 1)
        stage.restart()
        #expect(try #require(stage.engine.incident(incident)).plan.tiers.count == 1)
    }

    @Test func `a closed incident is opened again under its id, and answered from its first tier on`() throws {
        let stage = fleet()
        stage.press("A")
        stage.close(incident, .falseAccidental)
        let turn = reopen(stage)
        #expect(turn.stories(of: "incident.reopened") == ["incident.reopened street after 1 attempts"])
        #expect(turn.stories(of: "tier") == ["tier.raised 1 reopened"])
        #expect(turn.issuedOrders.map(\.order) == ["NS-03-g1-0001/1/M-1/2", "NS-03-g1-0001/1/M-2/2"])
        let open = try #require(stage.engine.incident(incident))
        #expect(open.callPoint.id == "A" && open.presses == 1 && open.tier == 1)
    }

    @Test func `no order of a reopened incident has the id of an earlier one, however often it is opened again`() {
        let stage = fleet()
        stage.press("A")
        for _ in 0..<5 {
            stage.decline("M-1")
            stage.close(incident)
            reopen(stage)
        }
        let ids = stage.events.issuedOrders.map(\.order)
        #expect(Set(ids).count == ids.count)
        #expect(stage.refusal == nil)
    }

    @Test func `a reopened incident goes on after a restart`() {
        let stage = fleet()
        stage.press("A")
        stage.close(incident)
        reopen(stage)
        stage.accept("M-1")
        stage.restart()
        #expect(stage.engine.incident(incident)?.orders.map(\.state) == [.acknowledged, .issued])
        #expect(stage.close(incident).stories(of: "alarm") == ["alarm.closed genuine"])
        stage.restart()
        #expect(stage.engine.openIncidents.isEmpty)
    }

    @Test func `a reported place is found again when its incident is opened again`() throws {
        let stage = fleet()
        let place = here.place(north: 900)
        stage.act(
            .report(
                Report(
                    at: .point(place, DegreeScale(atLatitudeE7: place.latitudeE7), accuracyMetres: 50),
                    source: .camera)))
        let before = try #require(stage.engine.incident(incident)).callPoint
        stage.close(incident)
        reopen(stage)
        let after = try #require(stage.engine.incident(incident))
        #expect(after.callPoint.place == before.place && after.callPoint.name == before.name)
        #expect(after.presses == 0)
    }

    @Test func `what is open, and what nobody knows, is not opened again`() {
        let stage = fleet()
        stage.press("A")
        #expect(ClosedIncident(stage.events.filter { $0.incident == incident }) == nil)
        stage.close(incident)
        let closed = ClosedIncident(stage.events.filter { $0.incident == incident })
        reopen(stage)
        stage.act(.reopen(incident, closed, reason: "p:0000000000000001"))
        #expect(stage.refusal?.what == "NS-03-g1-0001 is open.")
        stage.act(.reopen("NS-03-g9-0001", nil, reason: "p:0000000000000001"))
        #expect(stage.refusal?.what == "Nobody knows what NS-03-g9-0001 was.")
    }

    @Test func `a press joins an incident that was opened again`() {
        let stage = fleet()
        stage.press("A")
        stage.close(incident)
        reopen(stage)
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 2"])
    }

    // MARK: Reclassified

    @Test func `units that the new plan asks for count for it, and what it lacks is ordered at once`() throws {
        let stage = fleet()
        stage.press("A")
        stage.accept("M-1")
        let turn = stage.act(.reclassify(incident, "medical", note: nil))
        // M-1 is on the way and has an AED; M-2 has none, and nobody has accepted that order.
        #expect(
            turn.stories(of: "incident") == [
                "incident.reclassified street to medical counted [\"NS-03-g1-0001/1/M-1/1\"]"
            ])
        #expect(turn.stories(of: "order.stood_down") == ["order.stood_down NS-03-g1-0001/1/M-2/1 reclassified"])
        #expect(turn.orderedUnits == ["M-4"])
        let open = try #require(stage.engine.incident(incident))
        #expect(open.plan.name == "medical" && open.shortfalls.isEmpty)
    }

    @Test func `who has accepted goes on, and is replaced by nobody when they decline after all`() {
        let stage = fleet()
        stage.press("A")
        stage.accept("M-2")
        stage.act(.reclassify(incident, "medical", note: nil))
        #expect(stage.ordered("A").sorted() == ["M-1", "M-2", "M-4"])
        let turn = stage.decline("M-2")
        #expect(turn.orderedUnits == [])
        #expect(turn.stories(of: "tier") == [])
    }

    @Test func `the new plan's deadline counts from the change, and an earlier one stays`() {
        let stage = fleet()
        stage.press("A")
        for unit in stage.ordered("A") { stage.accept(unit) }
        stage.advance(.seconds(10))
        // Somebody on scene within 20 s by the new plan, within 60 s of the press by the old one.
        stage.act(.reclassify(incident, "medical", note: nil))
        for unit in stage.ordered("A") { stage.accept(unit) }
        #expect(stage.advance(.milliseconds(19_999)).stories(of: "tier") == [])
        #expect(stage.advance(.milliseconds(1)).stories(of: "tier").first == "tier.raised 2 not_on_scene")
    }

    @Test func `a plan with fewer tiers is in its last one, and too few units of it are a shortfall`() {
        let stage = fleet()
        stage.press("A")
        stage.act(.raise(incident))
        stage.act(.raise(incident))
        let turn = stage.act(.reclassify(incident, "air", note: nil))
        #expect(stage.engine.incident(incident)?.tier == 1)
        #expect(turn.stories(of: "shortfall").count == 1)
        #expect(stage.engine.incident(incident)?.waitsFor == .units)
        // Nobody is told by this plan, so nobody is reminded of the watch that the old one called for.
        #expect(stage.engine.incident(incident)?.isWatched == true)
        #expect(stage.advance(.seconds(300)).stories(of: "notice") == [])
        stage.restart()
    }

    @Test func `where the new plan's last tier tells nobody, whoever was called to watch is reminded on`() {
        func tier(_ name: String, notify: [ContactID], watch: Bool = false) -> Tier {
            Tier(
                name: name, send: [Requirement(kinds: [.motorcycle], count: 1)], notify: notify,
                ackWithin: .seconds(600), onSceneWithin: .seconds(120), watch: watch)
        }
        var builder = SiteBuilder()
        builder.site.plans = []
        let watched = tier("2", notify: ["city-command"], watch: true)
        builder.plan(Plan(name: "long", tiers: [tier("1", notify: ["station"]), watched]))
        builder.plan(Plan(name: "short", tiers: [tier("1", notify: ["station"]), tier("2", notify: [])]))
        builder.callPoint("A", plan: "long")
        let stage = stage(builder.build())
        stage.press("A")
        stage.act(.raise(incident))
        stage.act(.reclassify(incident, "short", note: nil))
        let reminders = stage.advance(.seconds(600)).stories(of: "notice.sent").filter { $0.hasSuffix("unwatched") }
        #expect(reminders.count >= 4 && reminders.allSatisfy { $0.hasPrefix("notice.sent station") })
    }

    @Test func `who the new plan tells is told`() {
        let stage = fleet()
        stage.press("A")
        let turn = stage.act(.reclassify(incident, "medical", note: nil))
        #expect(turn.stories(of: "notice") == ["notice.sent city-command by city-hook tier 1 reclassified"])
    }

    @Test func `the same plan, and one that is none, are refused`() {
        let stage = fleet()
        stage.press("A")
        stage.act(.reclassify(incident, "street", note: nil))
        #expect(stage.refusal?.what == "NS-03-g1-0001 is answered by street already.")
        stage.act(.reclassify(incident, "theft", note: nil))
        #expect(stage.refusal?.description == "There is no plan theft. Give one of: street, medical, air.")
    }

    // MARK: Linked and split

    @Test func `two that are linked know of each other until they are unlinked`() {
        let stage = fleet()
        stage.press("A")
        stage.press("B")
        let other: IncidentID = "NS-03-g1-0002"
        stage.act(.link(incident, other))
        #expect(stage.engine.incident(incident)?.links == [other])
        #expect(stage.engine.incident(other)?.links == [incident])
        stage.act(.link(other, incident))
        #expect(stage.refusal?.what == "NS-03-g1-0002 and NS-03-g1-0001 are linked.")
        stage.restart()
        #expect(stage.engine.incident(other)?.links == [incident])
        stage.act(.unlink(other, incident))
        #expect(stage.engine.incident(incident)?.links == [])
        stage.act(.unlink(other, incident))
        #expect(stage.refusal?.what == "NS-03-g1-0002 and NS-03-g1-0001 are not linked.")
        stage.act(.link(incident, incident))
        #expect(stage.refusal?.what == "NS-03-g1-0001 cannot be linked to itself.")
    }

    @Test func `an incident has thirty-two links and no more`() {
        let stage = fleet(callPoints: 34)
        for number in 1...34 { stage.press(CallPointID("P-\(number)")) }
        let ids = stage.engine.openIncidents.map(\.id)
        for other in ids[1...32] {
            stage.act(.link(ids[0], other))
            #expect(stage.refusal == nil)
        }
        stage.act(.link(ids[0], ids[33]))
        #expect(stage.refusal?.what == "\(ids[0]) is linked to 32 others.")
        stage.act(.link(ids[33], ids[0]))
        #expect(stage.refusal?.what == "\(ids[0]) is linked to 32 others.")
    }

    @Test func `what is split off has its own units and its own end`() throws {
        let stage = fleet()
        stage.press("A")
        let turn = stage.act(.split(incident, at: nil, note: nil))
        #expect(turn.stories(of: "incident.split") == ["incident.split NS-03-g1-0002"])
        #expect(turn.stories(of: "alarm").first == "alarm.reported P1 split after NS-03-g1-0001")
        #expect(turn.orderedUnits == ["M-3", "M-4"])
        #expect(stage.engine.incident(incident)?.links == ["NS-03-g1-0002"])
        stage.close(incident)
        #expect(stage.engine.incident("NS-03-g1-0002")?.orders.count == 2)
    }

    @Test func `a part is split off to another call point`() {
        let stage = fleet()
        stage.press("A")
        stage.act(.split(incident, at: .callPoint("B"), note: nil))
        #expect(stage.engine.openIncidents.map(\.callPoint.id) == ["A", "B"])
        #expect(stage.engine.incident("NS-03-g1-0002")?.plan.name == "street")
    }

    // MARK: Handed off

    @Test func `a call-taking centre is told once, and nothing stops`() {
        let stage = fleet()
        stage.press("A")
        let turn = stage.act(.handOff(incident, "city-command", reference: "p:0000000000000002"))
        #expect(turn.stories(of: "incident") == ["incident.handed_off city-command"])
        #expect(turn.stories(of: "notice") == ["notice.sent city-command by city-hook tier 1 handed_off"])
        #expect(stage.engine.incident(incident)?.handOff?.reference == "p:0000000000000002")
        let again = stage.act(.handOff(incident, "city-command", reference: "p:0000000000000003"))
        #expect(again.stories(of: "notice") == [])
        #expect(stage.advance(.seconds(60)).stories(of: "tier").first?.hasPrefix("tier.raised 2") == true)
        stage.act(.handOff(incident, "nobody", reference: "p:0000000000000003"))
        #expect(stage.refusal?.description == "There is no contact nobody. Give one of: station, city-command.")
    }

    // MARK: Why it is open

    @Test func `an open incident says what it waits for`() {
        let stage = fleet()
        stage.press("A")
        #expect(stage.incident("A")?.waitsFor == .answer)
        stage.accept("M-1")
        #expect(stage.incident("A")?.waitsFor == .arrival)
        stage.onScene("M-1")
        #expect(stage.incident("A")?.waitsFor == .scene)
        stage.act(.standDown(.unit("M-2")))
        stage.clear("M-1")
        #expect(stage.incident("A")?.waitsFor == .closing)
    }

    // MARK: The stage

    @discardableResult
    private func reopen(_ stage: Stage) -> [Event] {
        stage.act(
            .reopen(
                incident, ClosedIncident(stage.events.filter { $0.incident == incident }),
                reason: "p:0000000000000001"))
    }

    /// Five motorcycles north of `A`, the first and the fourth with an AED, and plans for other kinds of trouble.
    private func fleet(callPoints: Int = 0) -> Stage {
        var site = SiteBuilder()
        site.callPoint("A")
        site.callPoint("B", east: 1_000)
        for number in 0..<callPoints { site.callPoint(CallPointID("P-\(number + 1)"), east: number * 10) }
        site.plan(
            Plan(
                name: "medical",
                tiers: [
                    Tier(
                        name: "first aid",
                        send: [Requirement(kinds: [.motorcycle], count: 2, capabilities: ["aed"])],
                        notify: ["city-command"], ackWithin: .seconds(30), onSceneWithin: .seconds(20)),
                    Tier(name: "more", send: [Requirement(kinds: [.motorcycle], count: 1)]),
                ]))
        site.plan(.single(Requirement(kinds: [.air], count: 1), name: "air"))
        for number in 1...5 {
            site.unit(UnitID("M-\(number)"), capabilities: number == 1 || number == 4 ? ["aed"] : [])
        }
        let stage = stage(site.build())
        for number in 1...5 { stage.place(UnitID("M-\(number)"), at: here.place(north: number * 100)) }
        return stage
    }
}
