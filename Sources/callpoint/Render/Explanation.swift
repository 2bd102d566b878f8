import EventCodec

/// Why these units went and not others, and how long it took, in plain words.
struct Explanation {
    let say: Wording
    var isColoured = false
    let name: (String) -> String?
    private var measures: Measures { Measures(say: say) }
    private var details: Details { Details(say: say, measures: measures, name: name) }
    /// Most excluded units that are named for one ranking; the rest are counted.
    static let namedLimit = 12

    init(say: Wording, isColoured: Bool = false, name: @escaping (String) -> String? = { _ in nil }) {
        self.say = say
        self.isColoured = isColoured
        self.name = name
    }

    func lines(_ account: Account) -> [String] {
        heading(account) + account.tiers.flatMap { tier(account, $0) } + ledger(account)
    }

    private func heading(_ account: Account) -> [String] {
        guard let raised = account.raised else { return [] }
        let incident = raised.incident ?? ""
        let place = [raised.text("call_point"), account.located?.text("name") ?? ""].filter { !$0.isEmpty }
        let title = [incident, raised.text("priority"), place.joined(separator: " ")].filter { !$0.isEmpty }
        var lines = [Style.bold.paint(title.joined(separator: " · "), isColoured: isColoured)]
        let auth = raised.text("auth") == "none" ? say(.comma) + say(.unproven) : ""
        let (began, how) =
            raised.type == "alarm.reported"
            ? (Phrase.reportedOn, say.word(raised.text("source"))) : (.pressedOn, raised.text("input"))
        lines.append("  " + say(began, "\(raised.day) \(raised.time)", how, raised.text("plan")) + auth)
        if let note = raised.optionalText("note") { lines.append("  “" + details.text(of: note) + "”") }
        if raised.type == "test.started" { lines.append("  " + say(.thisWasTest)) }
        if account.presses > 1 { lines.append("  " + say(.pressedAgain, String(account.presses))) }
        for press in account.related {
            lines.append("  \(after(press, account))  \(say(.markRelated)): \(details.text(press))")
        }
        if let verified = account.verified {
            lines.append("  \(after(verified, account))  \(say(.markVerified)): \(details.text(verified))")
        }
        if let recent = details.recent(raised) { lines.append("  " + recent) }
        if let located = account.located { lines.append("  " + say(.locatedAt, details.text(located))) }
        if let claimed = account.claimed {
            lines.append("  " + say(.claimedAfter, after(claimed, account), details.text(claimed)))
        }
        if let closed = account.closed {
            lines.append("  " + say(.closedAfter, after(closed, account), details.text(closed)))
        } else if raised.type != "test.started" {
            lines.append("  " + say(.stillOpen))
        }
        return lines
    }

    private func after(_ event: EventLine, _ account: Account) -> String {
        measures.since(microseconds: event.microseconds - account.pressedAt)
    }

    private func tier(_ account: Account, _ tier: Int64) -> [String] {
        let raised = account.events("tier.raised", tier: tier).first
        let what = raised.map { after($0, account) + "  " + details.text($0) } ?? ""
        var lines = ["", Style.bold.paint(say(.tier, String(tier)), isColoured: isColoured) + "  " + what]
        for ranking in account.events("units.ranked", tier: tier) { lines += self.ranking(ranking, account) }
        for shortfall in account.events("shortfall", tier: tier) {
            lines.append("  ! " + details.text(shortfall))
        }
        for notice in account.events("notice.sent", tier: tier) {
            lines.append("  " + say(.told, after(notice, account), details.text(notice)))
        }
        for order in account.orders(tier: tier) { lines += self.order(order, account) }
        return lines
    }

    private func ranking(_ ranking: EventLine, _ account: Account) -> [String] {
        let weighed = account.weighed(in: ranking).map { say(.weighed, String($0)) } ?? say(.weighedMany)
        var lines = [
            "  "
                + say(
                    .requirement, String(ranking.number("requirement") ?? 0), after(ranking, account), weighed)
        ]
        if let alternative = details.alternative(ranking) { lines.append("    " + alternative) }
        let candidates = ranking.json["candidates"]?.array ?? []
        if candidates.isEmpty { lines.append("    " + say(.nobodyFits)) }
        var table = Table(Array(repeating: Table.Column(title: ""), count: 5))
        table.indent = 4
        for unit in candidates {
            table.add([
                "✓ " + unit.text("unit"), measures.distance(metres: unit.count("distance_m")),
                measures.clock(seconds: unit.count("eta_s")),
                [say(.fixOld, measures.age(milliseconds: unit.count("fix_age_ms"))), details.handicap(unit) ?? ""]
                    .filter { !$0.isEmpty }.joined(separator: say(.comma)),
            ])
        }
        let more = account.candidatesBeyond(ranking)
        if more > 0 { table.add(["✓ " + say(.moreFit, String(more))]) }
        let excluded = account.excluded(from: ranking)
        for unit in excluded.prefix(Explanation.namedLimit) {
            table.add([
                "✗ " + unit.text("unit"), measures.distance(metres: unit.count("distance_m")), "",
                say(.outBecause, say.word("because." + unit.text("reason"))),
            ])
        }
        lines += table.lines(isColoured: isColoured)
        let counts = details.excluded(ranking)
        if !counts.isEmpty { lines.append("    " + say(.outInAll, counts)) }
        if ranking.flag("degraded") { lines.append("    ! " + say(.rankedOnLastFixes)) }
        return lines
    }

    private func order(_ order: EventLine, _ account: Account) -> [String] {
        let id = order.text("order")
        var lines = [
            "  "
                + say(
                    order.type == "test.ordered" ? .wouldOrder : .ordered, after(order, account), order.unit, id)
        ]
        if let instructions = order.optionalText("instructions") { lines.append("      “\(instructions)”") }
        if let briefing = details.briefing(order) { lines.append("      \(briefing)") }
        for event in account.life(of: id) {
            let mark = Mark.of(type: event.type) ?? Mark("·", .markUnknown)
            let text = "\(mark.glyph) \(say(mark.word))"
            lines.append(
                "    " + TextWidth.pad(after(event, account), to: 10, right: true) + "  "
                    + mark.style.paint(TextWidth.pad(text, to: 14), isColoured: isColoured) + " " + details.text(event))
        }
        return lines
    }

    private func ledger(_ account: Account) -> [String] {
        let orders = account.tiers.flatMap { account.orders(tier: $0) }
        let rows = orders.compactMap { order in
            account.ledger(of: order.text("order")).map { (order, $0) }
        }
        guard !rows.isEmpty else { return [] }
        let titles: [Phrase] = [.unit, .sense, .debounce, .decide, .journalStage, .emit, .total, .budget, .verdict]
        var table = Table(
            titles.enumerated().map { Table.Column(title: say($1), isRight: (1...7).contains($0)) })
        table.indent = 2
        for (order, ledger) in rows {
            let stages = [order.number("sense_us"), order.number("debounce_us"), order.number("decide_us")]
            let later = [ledger.number("journal_us"), ledger.number("emit_us"), ledger.number("total_us")]
            let isWithin = ledger.text("verdict") != "exceeded"
            let durable = ledger.json["order_durable"]?.bool == false ? say(.comma) + say(.shownBeforeDurable) : ""
            table.add(
                [Table.Cell(text: "t\(order.number("tier") ?? 0) \(order.unit)")]
                    + (stages + later).map { Table.Cell(text: measures.milliseconds(microseconds: $0 ?? 0)) }
                    + [
                        Table.Cell(text: String(ledger.number("budget_ms") ?? 0)),
                        Table.Cell(
                            text: say.word(ledger.text("verdict")) + durable, style: isWithin ? .good : .emergency),
                    ])
        }
        return ["", Style.bold.paint(say(.latencyInMilliseconds), isColoured: isColoured)]
            + table.lines(isColoured: isColoured)
    }
}
