import Control
import EventCodec

// Who was considered, who went, why not the others, and who was told.
extension IncidentReview {
    var decisions: [ReviewBlock] {
        var blocks: [ReviewBlock] = [.heading(2, say(.headingDecisions))]
        for event in account.events {
            switch event.type {
            case "tier.raised":
                let tier = say(.tier, String(event.number("tier") ?? 0))
                blocks.append(.heading(3, "\(tier) · \(after(event)) · \(text(event))"))
            case "units.ranked": blocks += ranking(event)
            case "shortfall": blocks.append(.warning("\(after(event)) · \(text(event))"))
            case let type where IncidentReview.plain.contains(type):
                guard let mark = Mark.of(type: type) else { break }
                let word = say(mark.word, String(event.number("tier") ?? 0))
                blocks.append(.list(["\(after(event)) · \(mark.glyph) \(word) · \(text(event))"]))
            default: break
            }
        }
        return IncidentReview.joined(blocks)
    }

    /// Decisions that one line says.
    private static let plain: Set<String> = [
        "order.issued", "test.ordered", "order.declined", "order.timed_out", "order.reassigned", "order.nudged",
        "order.conflicted", "order.stood_down", "incident.held", "incident.released", "incident.watch",
        "incident.note", "incident.linked", "incident.acknowledged", "unit.assist", "alarm.closed",
        "alarm.related", "alarm.verified",
    ]

    /// Lists that follow one another become one.
    private static func joined(_ blocks: [ReviewBlock]) -> [ReviewBlock] {
        blocks.reduce(into: []) { joined, block in
            if case .list(let more) = block, case .list(let before)? = joined.last {
                joined[joined.count - 1] = .list(before + more)
            } else {
                joined.append(block)
            }
        }
    }

    private func ranking(_ ranking: EventLine) -> [ReviewBlock] {
        let weighed = account.weighed(in: ranking).map { say(.weighed, String($0)) } ?? say(.weighedMany)
        let number = String(ranking.number("requirement") ?? 0)
        let tier = say(.tier, String(ranking.number("tier") ?? 0))
        var blocks: [ReviewBlock] = [
            .paragraph(tier + say(.comma) + say(.requirement, number, after(ranking), weighed))
        ]
        if ranking.flag("degraded") { blocks.append(.warning(say(.rankedOnLastFixes))) }
        let titles: [ReviewPhrase] = [.columnUnit, .columnDistance, .columnEstimate, .columnFix, .columnOutcome]
        var table = ReviewTable(titles.map { say($0) }, right: [1, 2, 3])
        for unit in ranking.json["candidates"]?.array ?? [] {
            let wasOrdered = isOrdered(unit.text("unit"), by: ranking)
            table.add([
                .init(text: unit.text("unit")), .init(text: measures.distance(metres: unit.count("distance_m"))),
                .init(text: measures.clock(seconds: unit.count("eta_s"))),
                .init(text: measures.age(milliseconds: unit.count("fix_age_ms"))),
                .init(
                    text: wasOrdered ? "✓ " + say(.wasOrdered) : say(.wasNotNeeded), mark: wasOrdered ? .good : .plain),
            ])
        }
        let beyond = account.candidatesBeyond(ranking)
        if beyond > 0 { table.add(["", "", "", "", say(.moreFit, String(beyond))]) }
        let excluded = account.excluded(from: ranking)
        for unit in excluded.prefix(IncidentReview.namedLimit) {
            let reason = say(.outBecause, say.word("because." + unit.text("reason")))
            table.add(
                [unit.text("unit"), measures.distance(metres: unit.count("distance_m")), "", "", "✗ " + reason],
                mark: .out)
        }
        let more = excluded.count - IncidentReview.namedLimit
        if more > 0 { table.add(["", "", "", "", "✗ " + say(.moreOut, String(more))], mark: .out) }
        blocks.append(table.rows.isEmpty ? .warning(say(.nobodyFits)) : .table(table))
        let counts = details.excluded(ranking)
        if !counts.isEmpty { blocks.append(.paragraph(say(.outInAll, counts))) }
        return blocks
    }

    /// Whether a candidate was ordered out of this ranking: an order for the same requirement in the same instant of decision.
    private func isOrdered(_ unit: String, by ranking: EventLine) -> Bool {
        let next = account.events.first {
            $0.type == "units.ranked" && $0.position.sequence > ranking.position.sequence
                && $0.number("tier") == ranking.number("tier")
                && $0.number("requirement") == ranking.number("requirement")
        }
        return courses.contains { course in
            let order = course.order
            return course.unit == unit && course.tier == ranking.number("tier")
                && order.number("requirement") == ranking.number("requirement")
                && order.position.sequence > ranking.position.sequence
                && order.position.sequence < next?.position.sequence ?? .max
        }
    }

    // MARK: Notices

    /// A notice and who answered it.
    struct NoticeRow {
        var notice: EventLine
        var heard: EventLine?
        var isLate: Bool
        var contact: String { notice.text("contact") }

        var json: JSON {
            [
                "notice": notice.json, "heard": heard?.json ?? .null, "late": .bool(isLate),
            ]
        }
    }

    var noticeRows: [NoticeRow] {
        account.events.filter { $0.type == "notice.sent" }
            .map { notice in
                let heard = account.events.first {
                    $0.type == "notice.acknowledged" && $0.text("contact") == notice.text("contact")
                        && $0.microseconds >= notice.microseconds
                }
                let limit = notice.number("answer_within_ms").map { notice.microseconds + $0 * 1_000 }
                let isLate = limit.map { (heard?.microseconds ?? account.lastAt) > $0 } ?? false
                return NoticeRow(notice: notice, heard: heard, isLate: isLate)
            }
    }

    var notices: [ReviewBlock] {
        let rows = noticeRows
        guard !rows.isEmpty else { return [] }
        let titles: [ReviewPhrase] = [.columnContact, .columnSent, .columnReason, .columnPlan, .columnHeard]
        var table = ReviewTable(titles.map { say($0) }, right: [1, 3])
        for row in rows {
            let heard =
                row.heard.map { IncidentReview.dotted(details.joined(after($0), details.by($0))) } ?? say(.notHeard)
            table.add([
                .init(
                    text: IncidentReview.dotted(
                        details.joined(row.contact, say(.byChannel, row.notice.text("channel"))))),
                .init(text: after(row.notice)),
                .init(text: say.word(row.notice.text("reason"))),
                .init(
                    text: row.notice.number("answer_within_ms").map { measures.limit(milliseconds: $0) }
                        ?? say(.noLimit)),
                .init(
                    text: row.isLate ? "! " + say(.heardLate, heard) : heard,
                    mark: row.isLate ? .late : row.heard == nil ? .plain : .good),
            ])
        }
        return [.heading(2, say(.headingNotices)), .table(table)]
    }

    // MARK: For programs

    var json: JSON {
        guard case .object(let members) = account.json else { return account.json }
        return .object(
            members + [
                JSON.Member("intervals", .array(intervals.map(\.json))),
                JSON.Member("courses", .array(courses.map(\.json))),
                JSON.Member("notices", .array(noticeRows.map(\.json))),
                JSON.Member("events", .array(account.events.map(\.json))),
            ])
    }
}
