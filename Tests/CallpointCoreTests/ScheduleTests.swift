import CallpointCore
import CallpointTesting
import Testing

/// Civil time chooses the plan.
@Suite struct ScheduleTests {
    /// A wall time of Shenzhen, in minutes after midnight of a date.
    private func wall(_ year: Int, _ month: Int, _ day: Int, _ minute: Int, offset: Int = 480, isTrusted: Bool = true)
        -> WallTime
    {
        let local = Schedule.day(year: year, month: month, day: day) * 1_440 + minute
        return WallTime(
            millisecondsSince1970: Int64(local - offset) * 60_000, offsetMinutes: offset, isTrusted: isTrusted)
    }

    @Test(arguments: [
        (1970, 1, 1, 0), (1970, 1, 2, 1), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017),
        (2026, 11, 27, 20_784), (2100, 3, 1, 47_541),
    ])
    func `a date has the number of its day`(year: Int, month: Int, day: Int, number: Int) {
        #expect(Schedule.day(year: year, month: month, day: day) == number)
    }

    // 2026-05-01 is a Friday.
    @Test(arguments: [
        (1, 1_319, false), (1, 1_320, true), (1, 1_439, true), (2, 0, true), (2, 239, true), (2, 240, false),
        (2, 1_320, true), (3, 239, true), (3, 1_320, false), (4, 100, false), (1, 100, false),
    ])
    func `hours over midnight belong to the day on which they begin`(day: Int, minute: Int, holds: Bool) {
        let night = Schedule(name: "n", days: [5, 6], hours: [.init(from: 1_320, until: 240)])
        #expect(night.holds(at: wall(2026, 5, day, minute)) == holds)
    }

    @Test func `dates and exceptions count by the day on which the hours begin`() {
        let may = Schedule.Dates(
            first: Schedule.day(year: 2026, month: 5, day: 1), last: Schedule.day(year: 2026, month: 5, day: 31))
        let holiday = Schedule.Dates(first: may.first + 4, last: may.first + 5)
        let night = Schedule(
            name: "n", hours: [.init(from: 1_320, until: 240)], dates: [may], exceptions: [holiday])
        #expect(night.holds(at: wall(2026, 4, 30, 1_400)) == false)
        #expect(night.holds(at: wall(2026, 5, 1, 100)) == false)
        #expect(night.holds(at: wall(2026, 6, 1, 100)) == true)
        #expect(night.holds(at: wall(2026, 5, 5, 1_400)) == false)
        #expect(night.holds(at: wall(2026, 5, 5, 100)) == true)
        #expect(night.holds(at: wall(2026, 5, 7, 100)) == false)
    }

    @Test func `daylight saving is in the offset: civil time decides, not the hours that have gone by`() {
        let morning = Schedule(name: "m", hours: [.init(from: 480, until: 540)])
        // 07:30 UTC is 08:30 in winter and 09:30 in summer in Berlin.
        let at = Int64(Schedule.day(year: 2026, month: 3, day: 29) * 1_440 + 450) * 60_000
        #expect(morning.holds(at: WallTime(millisecondsSince1970: at, offsetMinutes: 60)) == true)
        #expect(morning.holds(at: WallTime(millisecondsSince1970: at, offsetMinutes: 120)) == false)
    }

    @Test func `before 1970 and west of Greenwich a day is a day`() {
        let wednesday = Schedule(name: "t", days: [3])
        // 1969-12-31 was a Wednesday, also at 23:59 in a zone west of Greenwich on New Year's morning of Greenwich.
        #expect(wednesday.holds(at: WallTime(millisecondsSince1970: 60_000, offsetMinutes: -300)) == true)
        #expect(wednesday.holds(at: WallTime(millisecondsSince1970: 60_000, offsetMinutes: 0)) == false)
    }

    @Test func `a clock that is not believed says nothing`() {
        #expect(Schedule(name: "a").holds(at: wall(2026, 5, 1, 0, isTrusted: false)) == nil)
    }

    private func site() -> Site {
        var site = SiteBuilder()
        site.callPoint("A")
        site.site.callPoints[0].planDuring = [
            ScheduledPlan(schedule: "night", plan: "night"), ScheduledPlan(schedule: "always", plan: "day"),
        ]
        site.site.schedules = [
            Schedule(name: "night", hours: [.init(from: 1_320, until: 240)]),
            Schedule(name: "always", dates: [.init(first: 0, last: 20_000)]),
        ]
        site.plan(wanting(1))
        var night = Plan.single(Requirement(kinds: [.motorcycle], count: 2), name: "night")
        night.tiers[0].send.append(Requirement(kinds: [.motorcycle], count: 1, during: "always"))
        site.plan(night)
        site.plan(.single(Requirement(kinds: [.motorcycle], count: 1), name: "day"))
        for number in 1...4 { site.unit(UnitID("M-\(number)")) }
        return site.build()
    }

    private func press(_ wall: WallTime, site: Site) -> [Event] {
        var engine = Engine(site: site)
        for number in 1...4 {
            _ = engine.observe(
                Fix(
                    unit: UnitID("M-\(number)"), place: here.place(north: 100 * number), sourceMilliseconds: 1,
                    receivedAt: Instant(microseconds: 1_000_000)))
        }
        let at = Instant(microseconds: 2_000_000)
        let signal = Signal(
            callPoint: "A", input: "field", state: .pressed, authentication: .wired, edgeAt: at, readAt: at)
        return engine.handle(Input(at: at, wall: wall, .signal(signal)))
    }

    @Test func `the first schedule that holds chooses the plan, and the event names it`() throws {
        for (minute, plan, schedule, orders): (Int, PlanName, ScheduleName?, Int) in [
            (1_400, "night", "night", 2), (720, "street", nil, 1),
        ] {
            let turn = press(wall(2026, 5, 1, minute), site: site())
            guard case .alarmRaised(let raised) = turn.first?.body else {
                Issue.record("no alarm")
                return
            }
            #expect(raised.plan == plan && raised.schedule == schedule)
            #expect(turn.issuedOrders.count == orders)
        }
        #expect(press(wall(2020, 5, 1, 720), site: site()).first?.body.story.hasPrefix("alarm.raised") == true)
    }

    @Test func `a requirement outside its schedule asks for nobody, and is no shortfall; in doubt it counts`() {
        // In 2020 both hold: the requirement of the night plan counts.
        #expect(press(wall(2020, 5, 1, 1_400), site: site()).issuedOrders.count == 3)
        let turn = press(wall(2026, 5, 1, 1_400), site: site())
        #expect(turn.issuedOrders.count == 2 && turn.stories(of: "shortfall") == [])
        var doubtful = site()
        doubtful.callPoints[0].plan = "night"
        #expect(press(wall(2026, 5, 1, 720, isTrusted: false), site: doubtful).issuedOrders.count == 3)
    }

    @Test func `an incident keeps what its schedules said when it began, also over a restart`() {
        let stage = CallpointCoreTests.stage(site())
        for number in 1...4 { stage.place(UnitID("M-\(number)"), at: here.place(north: 100 * number)) }
        stage.press("A")
        stage.advance(.seconds(20))
        stage.restart()
        #expect(stage.incident("A")?.plan.name == "street")
    }
}
