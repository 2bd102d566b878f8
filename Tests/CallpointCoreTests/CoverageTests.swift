import CallpointCore
import CallpointTesting
import EventCodec
import Testing

/// A beat should not be left without anybody.
@Suite struct CoverageTests {
    /// Call point `A` in the beat `home` with motorcycle M-1; M-2 and M-3 in the beat `north`, M-4 in no beat, M-5 in `far`.
    private func site(automatic: Bool = false, cover: [UnitKind] = [.motorcycle], own: UnitID? = nil) throws -> Site {
        var site = SiteBuilder()
        site.callPoint("A")
        var plan = wanting(1)
        plan.movesUpByItself = automatic
        site.plan(plan)
        for (id, south, north) in [("home", -1_000, 1_000), ("north", 1_000, 3_000), ("far", 3_000, 5_000)] {
            let corners = [(south, -1_000), (north, -1_000), (north, 1_000), (south, 1_000)]
            site.site.beats.append(
                try #require(
                    Beat(
                        id: BeatID(id), name: id, rings: [corners.map { here.place(north: $0.0, east: $0.1) }],
                        cover: cover, scale: { DegreeScale(atLatitudeE7: $0.latitudeE7) })))
        }
        for number in 1...5 {
            site.unit(UnitID("M-\(number)"))
            if UnitID("M-\(number)") == own { site.site.units[number - 1].beats = ["home"] }
        }
        return site.build()
    }

    /// Everybody has said where they are, and nothing has been said of cover.
    private func stage(automatic: Bool = false, own: UnitID? = nil) throws -> Stage {
        let stage = CallpointCoreTests.stage(try site(automatic: automatic, own: own))
        for (number, north) in zip(1...5, [100, 1_500, 1_600, 9_000, 4_000]) {
            stage.place(UnitID("M-\(number)"), at: here.place(north: north))
        }
        stage.advance(.seconds(121))
        #expect(stage.events.stories(of: "coverage") == [])
        return stage
    }

    /// M-1 is ordered from `home`, and M-2 moves up into it.
    private func moved(own: UnitID? = nil) throws -> Stage {
        let stage = try stage(own: own)
        stage.press("A")
        stage.advance(.seconds(1))
        stage.act(.moveUp("home", accepts: true))
        stage.accept("M-1")
        stage.place("M-2", at: here.place(north: 900))
        #expect(stage.advance(.seconds(31)).stories(of: "coverage") == ["coverage.restored home"])
        return stage
    }

    private func moves(_ events: [Event]) -> [String] {
        events.stories(of: "moveup").map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    }

    @Test func `an order that takes the last unit of a beat is said a second later, and the next unit is proposed`()
        throws
    {
        let stage = try stage()
        // Never in the turn that answers a press.
        #expect(stage.press("A").stories(of: "coverage") == [])
        let turn = stage.advance(.seconds(1))
        #expect(turn.stories(of: "coverage") == ["coverage.lost home"])
        #expect(turn.first { $0.body.story == "coverage.lost home" }?.incident == stage.incident("A")?.id)
        // M-2 is nearer to the middle than M-4, and M-3 stays for the beat that both cover.
        #expect(moves(turn) == ["moveup.proposed home M-2"])
    }

    @Test(arguments: [UnitStatus.offDuty, .busy, .outOfService])
    func `a unit that goes off duty or is busy leaves its beat without cover`(status: UnitStatus) throws {
        let stage = try stage()
        stage.status("M-1", status)
        let turn = stage.advance(.seconds(1))
        #expect(turn.stories(of: "coverage") == ["coverage.lost home"])
        #expect(moves(turn) == ["moveup.proposed home M-2"])
        stage.status("M-1", .available)
        #expect(stage.advance(.seconds(1)).stories(of: "coverage") == ["coverage.restored home"])
    }

    @Test func `a unit that rests still covers its beat`() throws {
        let stage = try stage()
        stage.status("M-1", .standby)
        #expect(stage.advance(.seconds(60)).stories(of: "coverage") == [])
    }

    @Test func `a unit that leaves its beat is missed when it has been gone for a while`() throws {
        let stage = try stage()
        stage.place("M-1", at: here.place(north: -2_000))
        #expect(stage.advance(.seconds(14)).stories(of: "coverage") == [])
        #expect(stage.advance(.seconds(17)).stories(of: "coverage") == ["coverage.lost home"])
        stage.place("M-1", at: here.place(north: 100))
        #expect(stage.advance(.seconds(14)).stories(of: "coverage") == [])
        #expect(stage.advance(.seconds(17)).stories(of: "coverage") == ["coverage.restored home"])
    }

    @Test func `a unit that is not heard of any more covers nothing`() throws {
        let stage = try stage()
        stage.silence("M-1")
        #expect(stage.advance(.seconds(110)).stories(of: "coverage") == [])
        #expect(stage.advance(.seconds(50)).stories(of: "coverage") == ["coverage.lost home"])
    }

    @Test func `a unit that drives along the edge of its beat is not one line after the other`() throws {
        let stage = try stage()
        for round in 0..<60 {
            stage.place("M-1", at: here.place(north: round % 2 == 0 ? -1_005 : -995))
            #expect(stage.advance(.seconds(10)).stories(of: "coverage") == [])
        }
    }

    @Test func `a loss and a proposal are said once, not at every look`() throws {
        let stage = try stage()
        stage.status("M-1", .offDuty)
        let later = stage.advance(.seconds(1_800))
        #expect(later.stories(of: "coverage") == ["coverage.lost home"])
        #expect(moves(later) == ["moveup.proposed home M-2"])
    }

    @Test func `the last unit of a beat is not taken for another`() throws {
        let stage = try stage()
        stage.status("M-3", .offDuty)
        stage.press("A")
        #expect(moves(stage.advance(.seconds(1))) == ["moveup.proposed home M-4"])
    }

    @Test func `two beats do not take both units of a third`() throws {
        let stage = try stage()
        stage.status("M-1", .offDuty)
        stage.status("M-5", .offDuty)
        #expect(moves(stage.advance(.seconds(1))) == ["moveup.proposed home M-2", "moveup.proposed far M-4"])
    }

    @Test func `a unit that has come into the beat it is proposed for leaves the others there to spare`() throws {
        let stage = try stage()
        for unit: UnitID in ["M-2", "M-3", "M-4"] { stage.silence(unit) }
        stage.advance(.seconds(200))
        for unit: UnitID in ["M-1", "M-5"] { stage.status(unit, .offDuty) }
        stage.advance(.seconds(1))
        #expect(moves(stage.events) == [])
        for unit: UnitID in ["M-2", "M-4"] { stage.place(unit, at: here.place(north: 100)) }
        // Both are in `home`, and it is not yet sure that they stay.
        let turn = stage.advance(.seconds(16))
        #expect(moves(turn) == ["moveup.proposed home M-2", "moveup.proposed north M-4"])
    }

    @Test func `a unit that rests moves up where nobody else can`() throws {
        let stage = try stage()
        for unit: UnitID in ["M-2", "M-3"] { stage.status(unit, .standby) }
        stage.press("A")
        #expect(moves(stage.advance(.seconds(1))) == ["moveup.proposed home M-4"])
        stage.status("M-4", .standby)
        stage.act(.moveUp("home", accepts: true))
        stage.status("M-4", .offDuty)
        let turn = stage.advance(.seconds(1))
        #expect(moves(turn) == ["moveup.dismissed home M-4", "moveup.proposed home M-2"])
    }

    @Test func `who plays in an exercise does not move up`() throws {
        let stage = try stage()
        stage.act(.startExercise(["M-2", "M-3"], for: .seconds(3_600)))
        stage.status("M-1", .busy)
        #expect(moves(stage.advance(.seconds(1))) == ["moveup.proposed home M-4"])
    }

    @Test func `nothing moves up before a dispatcher says so; then it goes on until somebody is there`() throws {
        let stage = try stage()
        stage.press("A")
        stage.advance(.seconds(1))
        #expect(stage.advance(.seconds(25)).stories(of: "moveup") == [])
        #expect(stage.act(.moveUp("home", accepts: true)).stories(of: "moveup") == ["moveup.accepted home M-2 via cli"])
        stage.act(.moveUp("home", accepts: true))
        #expect(stage.refusal?.what == "M-2 moves up into home already.")
        stage.accept("M-1")
        stage.place("M-2", at: here.place(north: 900))
        #expect(stage.advance(.seconds(31)).stories(of: "coverage") == ["coverage.restored home"])
        stage.act(.moveUp("north", accepts: true))
        #expect(stage.refusal?.what == "The beat north is covered, or there is no such beat.")
    }

    @Test func `who is proposed and not free any more cannot move up`() throws {
        let stage = try stage()
        stage.press("A")
        stage.advance(.seconds(1))
        stage.status("M-2", .busy)
        stage.act(.moveUp("home", accepts: true))
        #expect(stage.refusal?.what == "M-2 is not free any more.")
        #expect(moves(stage.advance(.seconds(1))) == ["moveup.dismissed home M-2", "moveup.proposed home M-4"])
    }

    @Test func `after a dispatcher's no nobody is proposed until the beat was covered`() throws {
        let stage = try stage()
        stage.status("M-1", .busy)
        stage.advance(.seconds(1))
        stage.act(.moveUp("home", accepts: false))
        #expect(stage.advance(.seconds(60)).stories(of: "moveup") == [])
        stage.act(.moveUp("home", accepts: true))
        #expect(stage.refusal?.what == "Nobody is proposed to move up into home.")
        stage.status("M-1", .available)
        #expect(stage.advance(.seconds(1)).stories(of: "coverage") == ["coverage.restored home"])
        stage.status("M-1", .busy)
        #expect(moves(stage.advance(.seconds(1))) == ["moveup.proposed home M-2"])
    }

    @Test func `a plan may let it move up by itself, and only for an order under it`() throws {
        let stage = try stage(automatic: true)
        stage.press("A")
        let turn = stage.advance(.seconds(1))
        #expect(turn.stories(of: "coverage") == ["coverage.lost home automatic"])
        #expect(turn.stories(of: "moveup.accepted") == ["moveup.accepted home M-2 via plan"])
        stage.status("M-5", .busy)
        let other = stage.advance(.seconds(1))
        #expect(other.stories(of: "coverage") == ["coverage.lost far"] && moves(other) == ["moveup.proposed far M-4"])
    }

    @Test func `a unit that has moved up covers the beat, and a press goes first`() throws {
        let stage = try moved()
        #expect(stage.engine.beatCoverage.map(\.unit) == ["M-2"] && !stage.engine.beatCoverage[0].isLost)
        stage.close(try #require(stage.incident("A")?.id))
        stage.status("M-1", .offDuty)
        #expect(stage.advance(.seconds(1)).stories(of: "coverage") == [])
        #expect(stage.press("A").orderedUnits == ["M-2"])
        let turn = stage.advance(.seconds(1))
        #expect(turn.stories(of: "moveup.dismissed") == ["moveup.dismissed home M-2 via unavailable"])
        #expect(turn.stories(of: "coverage") == ["coverage.lost home"])
    }

    @Test func `a unit on its way up is ordered like any other`() throws {
        let stage = try stage()
        stage.status("M-1", .busy)
        stage.advance(.seconds(1))
        stage.act(.moveUp("home", accepts: true))
        #expect(stage.press("A").orderedUnits == ["M-2"])
        #expect(moves(stage.advance(.seconds(1))) == ["moveup.dismissed home M-2", "moveup.proposed home M-4"])
    }

    @Test func `a unit goes back when somebody of the beat's own is there again`() throws {
        let stage = try moved()
        stage.close(try #require(stage.incident("A")?.id))
        #expect(
            stage.advance(.seconds(1)).stories(of: "moveup") == ["moveup.dismissed home M-2 via covered"])
        #expect(stage.engine.beatCoverage.isEmpty)
    }

    @Test func `a unit that passes through is not the beat's own`() throws {
        let stage = try moved(own: "M-1")
        stage.place("M-4", at: here.place(north: 500))
        #expect(stage.advance(.seconds(60)).stories(of: "moveup") == [])
        stage.close(try #require(stage.incident("A")?.id))
        #expect(
            stage.advance(.seconds(1)).stories(of: "moveup") == ["moveup.dismissed home M-2 via covered"])
    }

    @Test func `a unit that leaves the beat into which it moved up is not expected there any more`() throws {
        let stage = try moved()
        stage.place("M-2", at: here.place(north: 1_500))
        let turn = stage.advance(.seconds(31))
        #expect(turn.stories(of: "moveup.dismissed") == ["moveup.dismissed home M-2 via left"])
        #expect(turn.stories(of: "coverage") == ["coverage.lost home"])
    }

    @Test(arguments: [0, 1, 2, 3])
    func `a restart knows what is not covered, who is proposed, who moves up and what was refused`(step: Int) throws {
        let stage = try stage()
        stage.status("M-1", .busy)
        stage.advance(.seconds(1))
        if step == 1 { stage.act(.moveUp("home", accepts: false)) }
        if step >= 2 { stage.act(.moveUp("home", accepts: true)) }
        if step == 3 {
            stage.place("M-2", at: here.place(north: 900))
            stage.advance(.seconds(31))
        }
        let known = stage.engine.beatCoverage
        #expect(known.count == 1)
        let turn = stage.restart()
        #expect(turn.stories(of: "coverage") == [] && turn.stories(of: "moveup") == [])
        #expect(stage.engine.beatCoverage == known)
        let later = stage.advance(.seconds(300))
        #expect(later.stories(of: "coverage") == [] && later.stories(of: "moveup") == [])
    }

    @Test func `the last line of each kind is all that a snapshot needs`() throws {
        let stage = try moved()
        stage.close(try #require(stage.incident("A")?.id))
        stage.advance(.seconds(1))
        stage.status("M-5", .busy)
        stage.status("M-1", .offDuty)
        stage.advance(.seconds(1))
        stage.act(.moveUp("far", accepts: false))
        stage.place("M-2", at: here.place(north: 1_500))
        stage.advance(.seconds(40))
        stage.act(.moveUp("home", accepts: true))
        stage.status("M-5", .available)
        stage.advance(.seconds(1))
        let all = stage.events
        #expect(Set(all.stories(of: "moveup").map { $0.split(separator: " ")[0] }).count == 3)
        for count in all.indices {
            let told = all.prefix(count)
            var last: [String: Int] = [:]
            for (place, event) in told.enumerated() { for key in event.keepKeys { last[key] = place } }
            let kept = Set(last.values)
            var (whole, rest) = (Engine(site: try site()), Engine(site: try site()))
            for (place, event) in told.enumerated() {
                whole.apply(event)
                if kept.contains(place) { rest.apply(event) }
            }
            #expect(whole.beatCoverage == rest.beatCoverage, "after \(count) events")
        }
    }

    @Test func `a reload without cover forgets lost beats and sends nobody on`() throws {
        let stage = try stage()
        stage.status("M-1", .busy)
        stage.status("M-5", .busy)
        stage.advance(.seconds(1))
        stage.act(.moveUp("home", accepts: true))
        stage.reload(try site(cover: []))
        let turn = stage.advance(.seconds(1))
        #expect(
            turn.stories(of: "coverage") == ["coverage.restored far unwatched", "coverage.restored home unwatched"])
        #expect(
            turn.stories(of: "moveup") == [
                "moveup.dismissed far M-4 via not_asked", "moveup.dismissed home M-2 via not_asked",
            ])
        #expect(stage.engine.beatCoverage.isEmpty)
        stage.silenceAll()
        #expect(stage.advance(.seconds(3_600)).stories(of: "coverage") == [])
    }

    @Test func `a site that asks for no cover is never looked at`() throws {
        let stage = CallpointCoreTests.stage(try site(cover: []))
        stage.status("M-1", .offDuty)
        #expect(stage.engine.nextDeadline == nil)
    }
}
