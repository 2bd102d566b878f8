import CallpointCore

/// The plan of a press is its call point's, or that of the first schedule that holds; a clock that is not believed moves no plan.
struct SchedulesChoose: Rule {
    let name = "a schedule chooses the plan"

    func before(_ event: Event, _ scene: Scene) -> String? {
        guard case .alarmRaised(let raised) = event.body,
            let point = scene.book.site.callPoints.first(where: { $0.id == event.callPoint })
        else { return nil }
        var expected: (plan: PlanName, schedule: ScheduleName?) = (point.plan, nil)
        for scheduled in point.planDuring.reversed() {
            let schedule = scene.book.site.schedules.first { $0.name == scheduled.schedule }
            if schedule?.holds(at: event.wall) == true { expected = (scheduled.plan, scheduled.schedule) }
        }
        // A kind with a plan of its own keeps it at all hours.
        if let own = point.plansByKind.first(where: { $0.kind == point.kind }) { expected = (own.plan, nil) }
        return raised.plan == expected.plan && raised.schedule == expected.schedule ? nil : "it is \(expected.plan)"
    }
}
