import EventCodec

/// The review of a stretch of time, from its tally.
struct PeriodReview {
    let say: Wording
    let tally: PeriodTally
    /// Most rows of a table about units or call points; JSON has them all.
    static let rowLimit = 100

    private var measures: Measures { Measures(say: say) }

    /// The stretches that a period measures, in their order.
    static let kinds: [Interval.Kind] = [.queue, .response, .travel, .arrival, .onScene, .whole]

    var title: String { say(.periodTitle, PeriodReview.minute(tally.firstStamp), PeriodReview.minute(tally.lastStamp)) }

    /// `2026-04-12 14:03` of a stamp.
    private static func minute(_ stamp: String) -> String {
        stamp.isEmpty ? "—" : TextWidth.plain(String(stamp.prefix(16)).replacing("T", with: " "))
    }

    var blocks: [ReviewBlock] {
        var facts: [(name: String, value: String)] = [
            (say(.factIncidents), String(tally.incidents)), (say(.factStillOpen), String(tally.openCount)),
            (say(.factTests), String(tally.tests)),
            (say(.factShortfalls), String(tally.shortfalls.reduce(0, +))),
        ]
        if tally.notMeasured > 0 { facts.append((say(.factNotMeasured), String(tally.notMeasured))) }
        var blocks: [ReviewBlock] = [.heading(1, title), .facts(facts)]
        if tally.lost > 0 { blocks.append(.warning(say(.linesMissing, String(tally.lost)))) }
        blocks.append(.paragraph(say(.periodFrom, String(tally.lines))))
        return blocks + times + dispositions + falseAlarms + hours + loads
    }

    private func length(_ microseconds: Int64?) -> String {
        microseconds.map { String(measures.since(microseconds: $0).dropFirst()) } ?? "—"
    }

    private var times: [ReviewBlock] {
        var table = ReviewTable(
            [say(.columnInterval), say(.columnCount), "p50", "p90", "p99", say(.columnLongest)], right: [1, 2, 3, 4, 5])
        for kind in PeriodReview.kinds {
            let values = tally.intervals[kind] ?? Quantiles()
            table.add(
                [say(kind.phrase), String(values.count)]
                    + [500, 900, 990].map { length(values.value(permille: $0)) }
                    + [length(values.count > 0 ? values.longest : nil)])
        }
        return [.heading(2, say(.headingTimes)), .table(table)]
    }

    private var dispositions: [ReviewBlock] {
        var table = ReviewTable([say(.columnDisposition), say(.columnCount)], right: [1])
        for (word, count) in tally.dispositions.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.add([say.word(word), String(count)])
        }
        return section(.headingDispositions, table)
    }

    private var falseAlarms: [ReviewBlock] {
        var table = ReviewTable(
            [say(.columnCallPoint), say(.factIncidents), say(.columnFalse), say(.columnShare)], right: [1, 2, 3])
        for (point, presses) in sortedPoints.prefix(PeriodReview.rowLimit) {
            let share = "\((presses.falseAlarms * 100 + presses.incidents / 2) / max(1, presses.incidents)) %"
            table.add([point, String(presses.incidents), String(presses.falseAlarms), share])
        }
        return section(.headingFalse, table, of: tally.callPoints.count)
    }

    private var sortedPoints: [(key: String, value: PeriodTally.Presses)] {
        tally.callPoints.sorted {
            ($1.value.falseAlarms, $1.value.incidents, $0.key) < ($0.value.falseAlarms, $0.value.incidents, $1.key)
        }
    }

    private var hours: [ReviewBlock] {
        var table = ReviewTable([say(.columnHour), say(.factIncidents), say(.factShortfalls)], right: [1, 2])
        for hour in 0..<24 where tally.pressesByHour[hour] > 0 || tally.shortfalls[hour] > 0 {
            let text = hour < 10 ? "0\(hour)" : String(hour)
            table.add([
                .init(text: "\(text):00–\(text):59"), .init(text: String(tally.pressesByHour[hour])),
                .init(text: String(tally.shortfalls[hour]), mark: tally.shortfalls[hour] > 0 ? .late : .plain),
            ])
        }
        return section(.headingHours, table)
    }

    private var loads: [ReviewBlock] {
        let titles: [ReviewPhrase] = [
            .columnUnit, .headingOrders, .columnAccepted, .columnDeclined, .columnTimedOut, .columnConsumed,
        ]
        var table = ReviewTable(titles.map { say($0) }, right: [1, 2, 3, 4, 5])
        for (unit, load) in sortedLoads.prefix(PeriodReview.rowLimit) {
            table.add([
                unit, String(load.orders), String(load.accepted), String(load.declined), String(load.timedOut),
                length(load.consumedMicroseconds),
            ])
        }
        return section(.headingLoads, table, of: tally.loads.count)
    }

    private var sortedLoads: [(key: String, value: PeriodTally.Load)] {
        tally.loads.sorted { ($1.value.orders, $0.key) < ($0.value.orders, $1.key) }
    }

    private func section(_ heading: ReviewPhrase, _ table: ReviewTable, of total: Int = 0) -> [ReviewBlock] {
        guard !table.rows.isEmpty else { return [] }
        let more = total - table.rows.count
        return [.heading(2, say(heading)), .table(table)]
            + (more > 0 ? [.paragraph(say(.moreRows, String(more)))] : [])
    }

    var json: JSON {
        [
            "from": .string(tally.firstStamp), "through": .string(tally.lastStamp),
            "lines": .integer(Int64(tally.lines)), "lines_missing": .integer(Int64(tally.lost)),
            "incidents": .integer(Int64(tally.incidents)), "open": .integer(Int64(tally.openCount)),
            "not_measured": .integer(Int64(tally.notMeasured)), "tests": .integer(Int64(tally.tests)),
            "intervals": .object(
                PeriodReview.kinds.map { JSON.Member($0.rawValue, (tally.intervals[$0] ?? Quantiles()).json) }),
            "dispositions": .object(
                tally.dispositions.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .integer(Int64($0.value))) }),
            "call_points": .array(
                sortedPoints.map { point, presses in
                    [
                        "call_point": .string(point), "incidents": .integer(Int64(presses.incidents)),
                        "false_alarms": .integer(Int64(presses.falseAlarms)),
                    ]
                }),
            "incidents_by_hour": .array(tally.pressesByHour.map { .integer(Int64($0)) }),
            "shortfalls_by_hour": .array(tally.shortfalls.map { .integer(Int64($0)) }),
            "units": .array(
                sortedLoads.map { unit, load in
                    [
                        "unit": .string(unit), "orders": .integer(Int64(load.orders)),
                        "accepted": .integer(Int64(load.accepted)), "declined": .integer(Int64(load.declined)),
                        "timed_out": .integer(Int64(load.timedOut)), "consumed_us": .integer(load.consumedMicroseconds),
                    ]
                }),
        ]
    }
}
