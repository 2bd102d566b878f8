/// Hours of the day, days of the week and dates at which something else holds: school hours, the night life's.
///
/// In civil time at the site: the shell gives each input the wall time with the site's offset from UTC at that moment, so
/// that daylight saving is in it. Where the shell does not believe its clock, no schedule can be told to hold.
public struct Schedule: Hashable, Sendable {
    /// Its name, unique in the site.
    public var name: ScheduleName
    /// Days of the week, 1 for Monday … 7 for Sunday; never empty.
    public var days: [Int]
    /// Hours of those days; empty for the whole day.
    public var hours: [Hours]
    /// Dates, where only some count; empty for all.
    public var dates: [Dates]
    /// Dates that do not count: holidays.
    public var exceptions: [Dates]

    /// From one minute of the day to another.
    public struct Hours: Hashable, Sendable {
        /// Minutes after midnight, 0…1,439.
        public var from: Int
        /// Minutes after midnight, 1…1,440. Where it is not after `from`, the hours go on over midnight, and belong to the
        /// day on which they begin.
        public var until: Int

        /// Hours from their ends.
        public init(from: Int, until: Int) {
            self.from = from
            self.until = until
        }
    }

    /// From one date to another, both included.
    public struct Dates: Hashable, Sendable {
        /// Days since 1970-01-01.
        public var first: Int
        /// Days since 1970-01-01.
        public var last: Int

        /// Dates from their ends.
        public init(first: Int, last: Int) {
            self.first = first
            self.last = last
        }
    }

    /// A schedule from its parts.
    public init(
        name: ScheduleName, days: [Int] = Array(1...7), hours: [Hours] = [], dates: [Dates] = [],
        exceptions: [Dates] = []
    ) {
        self.name = name
        self.days = days
        self.hours = hours
        self.dates = dates
        self.exceptions = exceptions
    }

    /// Whether it holds at a wall time; nil where that is not to be believed.
    public func holds(at wall: WallTime) -> Bool? {
        guard wall.isTrusted else { return nil }
        let local = wall.millisecondsSince1970 / 60_000 + Int64(wall.offsetMinutes)
        let day = Int(local >= 0 ? local / 1_440 : (local - 1_439) / 1_440)
        let minute = Int(local) - day * 1_440
        guard !hours.isEmpty else { return counts(day) }
        return hours.contains { hours in
            if hours.from < hours.until { return (hours.from..<hours.until).contains(minute) && counts(day) }
            return minute >= hours.from && counts(day) || minute < hours.until && counts(day - 1)
        }
    }

    /// Whether a day counts; days since 1970-01-01, which was a Thursday.
    private func counts(_ day: Int) -> Bool {
        let weekday = ((day + 3) % 7 + 7) % 7 + 1
        guard days.contains(weekday) else { return false }
        if !dates.isEmpty, !dates.contains(where: { ($0.first...$0.last).contains(day) }) { return false }
        return !exceptions.contains { ($0.first...$0.last).contains(day) }
    }

    /// The number of a date of the Gregorian calendar, in days since 1970-01-01.
    ///
    /// After Hinnant's `days_from_civil`: years begin in March, so that the leap day is the last one.
    public static func day(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let ofEra = y - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}

/// Another plan of a call point, while a schedule holds.
public struct ScheduledPlan: Hashable, Sendable {
    /// While this holds.
    public var schedule: ScheduleName
    /// This answers a press.
    public var plan: PlanName

    /// A scheduled plan from its parts.
    public init(schedule: ScheduleName, plan: PlanName) {
        self.schedule = schedule
        self.plan = plan
    }
}

extension Site {
    /// The plan of a call point at a wall time, and the schedule that says so: the first of its schedules that holds;
    /// its own plan where none does, or the clock is not believed.
    ///
    /// A kind of alarm that has a plan of its own here keeps it at all hours.
    public func plan(
        of point: CallPoint, for kind: AlarmKind, at wall: WallTime
    ) -> (plan: PlanName, schedule: ScheduleName?) {
        if let own = point.plansByKind.first(where: { $0.kind == kind }) { return (own.plan, nil) }
        for scheduled in point.planDuring where holds(scheduled.schedule, at: wall) == true {
            return (scheduled.plan, scheduled.schedule)
        }
        return (point.plan, nil)
    }

    /// A plan as it is at a wall time: a requirement whose schedule does not hold asks for nobody. Where the clock is not
    /// believed it counts: in doubt, help is sent.
    func inForce(_ plan: Plan, at wall: WallTime) -> Plan {
        guard plan.tiers.contains(where: { $0.send.contains { $0.during != nil } }) else { return plan }
        var plan = plan
        for tier in plan.tiers.indices {
            for place in plan.tiers[tier].send.indices {
                guard let schedule = plan.tiers[tier].send[place].during, holds(schedule, at: wall) == false else {
                    continue
                }
                plan.tiers[tier].send[place].count = 0
                plan.tiers[tier].send[place].alternatives = []
            }
        }
        return plan
    }

    private func holds(_ name: ScheduleName, at wall: WallTime) -> Bool? {
        schedules.first { $0.name == name }?.holds(at: wall)
    }
}
