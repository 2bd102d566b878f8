import CallpointCore
import CallpointTesting
import Testing

/// Incidents that no button began.
@Suite struct ReportTests {
    private let incident: IncidentID = "NS-03-g1-0001"

    @Test func `a report at a call point is answered like a press there`() {
        let stage = fleet()
        let turn = report(stage, .callPoint("A"))
        #expect(turn.stories(of: "alarm").first == "alarm.reported P1 telephone after -")
        #expect(turn.orderedUnits == ["M-1", "M-2"])
        #expect(stage.incident("A")?.presses == 0)
        #expect(stage.incident("A")?.isHeld == false)
        for unit in stage.ordered("A") { stage.accept(unit) }
        #expect(stage.advance(.seconds(60)).stories(of: "tier").first == "tier.raised 2 not_on_scene")
    }

    @Test func `a report from anywhere has a place of its own, named by the post that is nearest`() throws {
        let stage = fleet()
        let turn = report(stage, at(north: 900))
        let located = try #require(turn.located.first)
        #expect(located.name == "900 m from A A")
        #expect(located.source == .report)
        #expect(located.accuracyMetres == 100)
        // Nearest to the place and not to the post: M-4 stands 400 m north, M-3 300 m.
        #expect(turn.orderedUnits == ["M-4", "M-3"])
        let open = try #require(stage.engine.openIncidents.first)
        #expect(open.callPoint.id == "@NS-03-g1-0001")
        #expect(open.plan.name == "street")
    }

    @Test func `a report names its plan, or has that of the nearest post`() {
        let stage = fleet()
        report(stage, at(north: 3_100))
        #expect(stage.engine.openIncidents.first?.plan.name == "quiet")
        report(stage, at(north: 3_100), plan: "street")
        #expect(stage.engine.openIncidents.last?.plan.name == "street")
        report(stage, at(north: 0), plan: "nowhere")
        #expect(stage.refusal?.description == "There is no plan nowhere. Give one of: street, quiet.")
    }

    @Test func `a press at a call point joins what was reported there`() {
        let stage = fleet()
        report(stage, .callPoint("A"))
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 1"])
        #expect(stage.engine.openIncidents.count == 1)
    }

    @Test func `a second report of a call point is an incident of its own, linked to the first`() {
        let stage = fleet()
        report(stage, .callPoint("A"))
        let turn = report(stage, .callPoint("A"))
        #expect(turn.stories(of: "alarm").first == "alarm.reported P1 telephone after NS-03-g1-0001")
        #expect(turn.stories(of: "incident") == ["incident.linked NS-03-g1-0001"])
    }

    @Test func `a report that was taken in goes on after a restart, to the unit and the metre`() {
        let stage = fleet()
        report(stage, at(north: 900))
        let before = stage.engine.openIncidents
        stage.restart()
        #expect(stage.engine.openIncidents.map(\.callPoint) == before.map(\.callPoint))
        #expect(stage.engine.openIncidents.flatMap(\.orders).map(\.unit) == ["M-4", "M-3"])
        #expect(stage.decline("M-4").orderedUnits == ["M-2"])
    }

    @Test(arguments: [
        (Coordinate(latitudeE7: 900_000_001, longitudeE7: 0), 100), (Coordinate(latitudeE7: 0, longitudeE7: .max), 100),
        (Plane.shenzhen.place(north: 0), 0), (Plane.shenzhen.place(north: 0), 10_001),
    ])
    func `a place that is none is refused`(place: Coordinate, accuracy: Int) {
        let stage = fleet()
        report(stage, .point(place, DegreeScale(atLatitudeE7: 225_000_000), accuracyMetres: accuracy))
        #expect(
            stage.refusal?.what == "The place of the report is none: latitude, longitude or accuracy is out of range.")
        #expect(stage.engine.openIncidents.isEmpty)
    }

    @Test func `a call point that the site does not have is refused`() {
        let stage = fleet()
        report(stage, .callPoint("Z"))
        #expect(stage.refusal?.what == "There is no call point Z.")
    }

    // MARK: Officers

    @Test func `an officer without an order who calls for help is an incident where the unit was last seen`() throws {
        let stage = fleet()
        let turn = assist(stage, "M-1")
        #expect(turn.stories(of: "alarm").first == "alarm.reported P1 officer after -")
        #expect(turn.stories(of: "tier") == ["tier.raised 1 alarm", "tier.raised 2 assist"])
        // Everybody but the one who calls.
        #expect(turn.orderedUnits == ["M-2", "M-3", "V-1", "V-2"])
        let open = try #require(stage.engine.openIncidents.first)
        #expect(open.caller == "M-1")
        #expect(open.callPoint.accuracyMetres == 20)
        #expect(stage.advance(.seconds(40)).orderedUnits.contains("M-1") == false)
    }

    @Test func `an officer who calls again is heard as the same one, and the next tier follows`() {
        let stage = fleet()
        assist(stage, "M-1")
        let again = assist(stage, "M-1")
        #expect(again.stories(of: "alarm") == [])
        #expect(again.stories(of: "unit.assist") == ["unit.assist without an order"])
        #expect(again.stories(of: "tier") == ["tier.raised 3 assist"])
        #expect(assist(stage, "M-1").stories(of: "notice") == ["notice.sent city-command by city-hook tier 3 assist"])
        #expect(stage.engine.openIncidents.count == 1)
    }

    @Test func `an officer who needs help is not sent to others`() {
        let stage = fleet()
        #expect(assist(stage, "M-1").stories(of: "unit.status") == ["unit.status M-1 busy via cli"])
        #expect(!stage.press("A").orderedUnits.contains("M-1"))
    }

    @Test func `an officer whose order is open calls for help there`() {
        let stage = fleet()
        stage.press("A")
        #expect(assist(stage, "M-1").stories(of: "alarm") == [])
        #expect(stage.incident("A")?.tier == 2)
    }

    @Test func `an officer whom nobody has seen is told what to do`() {
        let stage = fleet()
        assist(stage, "V-9")
        #expect(
            stage.refusal?.description
                == "Nobody knows where V-9 is: it has sent no position. Say where help is needed: "
                + "'callpoint report CALL_POINT --by officer'.")
        assist(stage, "X-1")
        #expect(stage.refusal?.what == "There is no unit X-1.")
    }

    // MARK: The stage

    /// A has the plan `street` and B, 3 km north, the plan `quiet`; V-9 has never sent a position.
    private func fleet() -> Stage {
        var site = SiteBuilder()
        site.callPoint("A")
        site.callPoint("B", north: 3_000, plan: "quiet")
        site.plan(.single(Requirement(kinds: [.motorcycle], count: 1), name: "quiet", priority: .p3))
        for number in 1...4 { site.unit(UnitID("M-\(number)")) }
        for number in 1...3 { site.unit(UnitID("V-\(number)"), .vehicle) }
        site.unit("V-9", .vehicle)
        let stage = stage(site.build())
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        for number in 1...3 { stage.place(UnitID("V-\(number)"), at: here.place(north: -1_000 * number)) }
        return stage
    }

    private func at(north: Int) -> Report.Place {
        let place = here.place(north: north)
        return .point(place, DegreeScale(atLatitudeE7: place.latitudeE7), accuracyMetres: 100)
    }

    @discardableResult
    private func report(_ stage: Stage, _ place: Report.Place, plan: PlanName? = nil) -> [Event] {
        stage.act(.report(Report(at: place, source: .telephone, plan: plan)))
    }

    @discardableResult
    private func assist(_ stage: Stage, _ unit: UnitID) -> [Event] {
        let place = stage.engine.lastPlace(of: unit)
        return stage.act(.assist(.unit(unit), scale: place.map { DegreeScale(atLatitudeE7: $0.latitudeE7) }))
    }
}

extension [Event] {
    fileprivate var located: [AlarmLocated] {
        compactMap { event in
            guard case .alarmLocated(let located) = event.body else { return nil }
            return located
        }
    }
}
