import CallpointCore
import Yams

/// Reads `schedules`.
enum SchedulesSection {
    /// Most schedules of a site.
    static let limit = 100
    /// Most times, and most dates, of a schedule.
    static let rangeLimit = 32

    private enum Day: String, CaseIterable { case mon, tue, wed, thu, fri, sat, sun }

    static func read(_ entry: Entry?, _ declared: inout Declared) -> [Schedule] {
        guard let entry else {
            declared.schedules = []
            return []
        }
        guard let named = entry.named("schedule", limit: limit) else { return [] }
        declared.schedules = Set(named.map(\.name))
        return named.compactMap { name, place, entry in
            guard let table = entry.table(.schedule) else { return nil }
            let schedule = Schedule(
                name: ScheduleName(name), days: days(table["days"]), hours: ranges(table["times"], hours),
                dates: ranges(table["dates"], dates), exceptions: ranges(table["except"], dates))
            if table["days"] == nil, table["times"] == nil, table["dates"] == nil {
                entry.findings.mistake(
                    place, "the schedule \(name) always holds", "Add days, times or dates, or do without it.")
            }
            return schedule
        }
    }

    private static func days(_ entry: Entry?) -> [Int] {
        guard let entry else { return Array(1...7) }
        guard let elements = entry.list(of: "days", limit: 7) else { return [1] }
        guard !elements.isEmpty else { return entry.refuse("days is empty") ?? [1] }
        let chosen = elements.compactMap { element in
            Entry(node: element.node, key: .required("day", "mon"), findings: element.findings).choice(Day.self)
        }
        return Day.allCases.indices.filter { chosen.contains(Day.allCases[$0]) }.map { $0 + 1 }
    }

    private static func ranges<Range>(_ entry: Entry?, _ read: (Entry) -> Range?) -> [Range] {
        (entry?.list(of: "entries", limit: rangeLimit) ?? []).compactMap(read)
    }

    /// `22:00-04:00`: over midnight where the end is not after the beginning.
    private static func hours(_ entry: Entry) -> Schedule.Hours? {
        guard let text = entry.written?.string,
            let parts = text.wholeMatch(of: /([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])/)?.output,
            let fromHour = Int(parts.1), let fromMinute = Int(parts.2), let hour = Int(parts.3),
            let minute = Int(parts.4), fromHour < 24, hour * 60 + minute <= 1_440
        else { return entry.refuse("\(entry.described) is no time of day", "Write it as \"22:00-04:00\".") }
        let (from, until) = (fromHour * 60 + fromMinute, hour * 60 + minute)
        guard from != until else {
            return entry.refuse("\(text) ends where it begins", "Write \"00:00-24:00\" for a whole day.")
        }
        return Schedule.Hours(from: from, until: until == 0 ? 1_440 : until)
    }

    /// `2026-09-01..2027-01-15`, or one date.
    private static func dates(_ entry: Entry) -> Schedule.Dates? {
        guard let text = entry.written?.string else { return refuseDates(entry) }
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { day(String($0)) }
        guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else { return refuseDates(entry) }
        guard first <= last else { return entry.refuse("\(text) ends before it begins", "Put the earlier date first.") }
        return Schedule.Dates(first: first, last: last)
    }

    private static func refuseDates(_ entry: Entry) -> Schedule.Dates? {
        entry.refuse("\(entry.described) is no date", "Write it as 2026-09-01, or 2026-09-01..2027-01-15.")
    }

    /// A date of the calendar; the 30th of February is none.
    private static func day(_ text: String) -> Int? {
        guard let parts = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/)?.output, let year = Int(parts.1),
            let month = Int(parts.2), let day = Int(parts.3), (1...12).contains(month), day >= 1
        else { return nil }
        let number = Schedule.day(year: year, month: month, day: day)
        let next = Schedule.day(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
        return number < next ? number : nil
    }
}
