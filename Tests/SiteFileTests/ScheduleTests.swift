import CallpointCore
import SiteFile
import Testing

/// Schedules as a site file writes them.
struct ScheduleTests {
    private func text(_ schedule: String, during: String = "during: s") -> String {
        SmallSite.changing("kinds:\n", to: "schedules: {s: {\(schedule)}}\nkinds:\n")
            .replacing("within: 3km", with: "within: 3km, \(during)")
    }

    @Test func `days, times over midnight, dates and exceptions are read`() throws {
        let written =
            "days: [sat, fri], times: [\"22:00-04:00\", \"07:30-24:00\"], dates: [2026-05-01..2026-05-31], except: [2026-05-09]"
        let site = try SmallSite.parse(text(written)).get().site
        let may = Schedule.Dates(first: 20_574, last: 20_604)
        #expect(
            site.schedules == [
                Schedule(
                    name: "s", days: [5, 6], hours: [.init(from: 1_320, until: 240), .init(from: 450, until: 1_440)],
                    dates: [may], exceptions: [.init(first: 20_582, last: 20_582)])
            ])
        #expect(site.plans[0].tiers[0].send[0].during == "s")
    }

    @Test func `a call point has other plans while schedules hold, and the summary says so`() throws {
        let text = SmallSite.changing("kinds:\n", to: "schedules: {night: {times: [\"22:00-04:00\"]}}\nkinds:\n")
            .replacing(
                "    plan: street\n", with: "    plan: street\n    plan_during: [{schedule: night, plan: street}]\n")
        let configuration = try SmallSite.parse(text).get()
        #expect(configuration.site.callPoints[0].planDuring == [ScheduledPlan(schedule: "night", plan: "street")])
        #expect(SiteSummary(configuration).text().contains("plan street, street during night"))
    }

    @Test(arguments: [
        ("times: [\"24:00-25:00\"]", "41:25: \"24:00-25:00\" is no time of day. Write it as \"22:00-04:00\"."),
        ("times: [\"7:00-8:00\"]", "41:25: \"7:00-8:00\" is no time of day. Write it as \"22:00-04:00\"."),
        ("times: [\"07:00-07:00\"]", "41:25: 07:00-07:00 ends where it begins. Write \"00:00-24:00\" for a whole day."),
        ("dates: [2026-02-30]", "41:25: \"2026-02-30\" is no date. Write it as 2026-09-01, or 2026-09-01..2027-01-15."),
        (
            "dates: [2026-02-03..2026-02-02]",
            "41:25: 2026-02-03..2026-02-02 ends before it begins. Put the earlier date first."
        ),
        ("days: [monday]", "41:24: day \"monday\" is not known. Write mon."),
        ("days: []", "41:23: days is empty. Write, for example, days: [mon, tue, wed, thu, fri]."),
        ("", "41:13: the schedule s always holds. Add days, times or dates, or do without it."),
    ])
    func `a schedule that makes no sense is told`(written: String, told: String) {
        #expect(SmallSite.mistakes(text(written)) == ["devices.yaml:" + told])
    }

    @Test func `a schedule that is not there is told`() {
        let mistakes = SmallSite.mistakes(text("days: [mon]", during: "during: t"))
        #expect(
            mistakes == [
                "devices.yaml:34:78: schedule t does not exist. Add it under schedules, or name one that is there."
            ])
    }
}
