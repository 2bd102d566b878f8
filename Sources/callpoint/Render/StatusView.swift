import EventCodec

/// The daemon's `status` reply for people.
struct StatusView {
    let say: Wording
    var isColoured = false
    private var measures: Measures { Measures(say: say) }

    /// The whole page.
    func lines(_ status: JSON) -> [String] {
        var table = Table([Table.Column(title: ""), Table.Column(title: "")])
        table.add([cell(.site), Table.Cell(text: "\(status.text("site"))  \(status.text("site_name"))")])
        table.add([cell(.service), service(status)])
        table.add([cell(.log), Table.Cell(text: log(status))])
        table.add([cell(.incidentsHeading), incidents(status)])
        if let flood = status["flood"], flood != .null { table.add([cell(.flood), self.flood(flood)]) }
        for beat in status["coverage"]?.array ?? [] { table.add([cell(.cover), cover(beat)]) }
        table.add([cell(.unitsHeading), Table.Cell(text: units(status["units"] ?? .null))])
        table.add([cell(.fixes), fixes(status)])
        table.add([cell(.journal), journal(status["journal"] ?? .null)])
        table.add([cell(.latency), Table.Cell(text: latency(status["latency"] ?? .null))])
        table.add([cell(.subscribers), Table.Cell(text: String(status.count("subscribers")))])
        for row in maintenance(status) { table.add(row) }
        return table.lines(isColoured: isColoured) + inputs(status) + faults(status)
    }

    private func cell(_ phrase: Phrase) -> Table.Cell { Table.Cell(text: say(phrase), style: .dim) }

    private func service(_ status: JSON) -> Table.Cell {
        let isDegraded = status["degraded"]?.bool == true
        var text = say(
            isDegraded ? .serviceDegraded : .serviceOK, status.text("version"),
            measures.age(milliseconds: status.count("started_ago_ms")))
        if let factor = status["plan_times"]?.number, factor != 1 {
            text += "  [" + say(.planTimes, measures.factor(permille: Int64((factor * 1_000).rounded()))) + "]"
        }
        return Table.Cell(text: text, style: isDegraded ? .trouble : .good)
    }

    private func log(_ status: JSON) -> String {
        let head = status["head"] ?? .null
        let last = measures.age(milliseconds: status.count("last_event_ms"))
        return say(.logHead, "\(head.text("gen")):\(head.count("seq"))", String(head.text("hash").prefix(16)), last)
    }

    private func incidents(_ status: JSON) -> Table.Cell {
        let (open, unclaimed) = (status.count("open_incidents"), status.count("unacknowledged"))
        return Table.Cell(
            text: say(.openIncidents, String(open), String(unclaimed)), style: unclaimed > 0 ? .emergency : .plain)
    }

    private func flood(_ flood: JSON) -> Table.Cell {
        let figures = ["waiting", "open", "free", "on_duty"].map { String(flood.count($0)) }
        let text =
            measures.age(milliseconds: flood.count("since_ms")) + say(.comma)
            + say(.floodWaiting, figures[0], figures[1], figures[2], figures[3])
        return Table.Cell(text: text, style: .emergency)
    }

    private func cover(_ cover: JSON) -> Table.Cell {
        let unit = cover["unit"]?.string.map { unit in
            "\(unit) " + say(cover["moving"]?.bool == true ? .movesUp : .couldMoveUp)
        }
        let isLost = cover["lost"]?.bool == true
        let parts = [cover.text("beat"), isLost ? say(.nobodyFree) : nil, unit]
        return Table.Cell(
            text: parts.compactMap { $0 }.joined(separator: say(.comma)), style: isLost ? .trouble : .plain)
    }

    private func units(_ units: JSON) -> String {
        let names = ["available", "ordered", "busy", "out_of_service", "off_duty", "located", "stale"]
        let counts = names.map { say(.countOf, String(units.count($0)), say.word($0)) }
        return ([say(.inAll, String(units.count("total")))] + counts).joined(separator: say(.comma))
    }

    private func fixes(_ status: JSON) -> Table.Cell {
        let positions = status["positions"] ?? .null
        var text = say(.noFix)
        if let newest = status["newest_fix_ms"]?.integer, let oldest = status["oldest_fix_ms"]?.integer {
            text = say(.fixAges, measures.age(milliseconds: newest), measures.age(milliseconds: oldest))
        }
        text += say(.comma) + say(.accepted, String(positions.count("accepted"))) + reasons(positions["refused"])
        let isStalled = positions["stalled"]?.bool == true
        return Table.Cell(text: text, style: isStalled ? .trouble : .plain)
    }

    /// `, refused: 3 unknown unit, 1 out of range`; empty where nothing was refused.
    private func reasons(_ refused: JSON?) -> String {
        let parts = (refused?.object ?? []).filter { ($0.value.integer ?? 0) > 0 }.map { member in
            say(.countOf, String(member.value.integer ?? 0), say.word(member.name))
        }
        return parts.isEmpty ? "" : say(.comma) + say(.refused, parts.joined(separator: say(.comma)))
    }

    private func journal(_ journal: JSON) -> Table.Cell {
        let isOK = journal.text("state") == "ok"
        let text = say(
            isOK ? .journalOK : .journalDegraded, String(journal.count("durable_seq")), String(journal.count("pending"))
        )
        let reason = journal.text("reason")
        return Table.Cell(text: reason.isEmpty ? text : "\(text): \(reason)", style: isOK ? .plain : .emergency)
    }

    private func latency(_ latency: JSON) -> String {
        let stage = latency["press_to_order_us"] ?? .null
        guard stage.count("count") > 0 else { return say(.noOrderYet) }
        let figures = ["p50", "p99", "max"].map { measures.milliseconds(microseconds: stage.count($0)) }
        return say(.pressToOrder, String(stage.count("count")), figures[0], figures[1], figures[2])
    }

    /// What engineers have under way; nothing where there is nothing.
    private func maintenance(_ status: JSON) -> [[Table.Cell]] {
        var rows: [[Table.Cell]] = []
        if let walk = status["walk_test"], walk != .null {
            let text = [
                say(.walkIsOpen, measures.age(milliseconds: walk.count("left_ms"))),
                say(.seenOf, String(walk.count("seen")), String(walk.count("call_points"))),
                walk["asked"]?["call_point"]?.string.map { say(.onePressOf, TextWidth.plain($0)) },
            ]
            let line = text.compactMap { $0 }.joined(separator: say(.comma))
            rows.append([cell(.walkTest), Table.Cell(text: line, style: .test)])
        }
        if let exercise = status["exercise"], exercise != .null {
            let units = (exercise["units"]?.array ?? []).compactMap(\.string).map(TextWidth.plain)
            let text = [
                say(.walkIsOpen, measures.age(milliseconds: exercise.count("left_ms"))),
                say(.playedIncidents, String(exercise.count("incidents"))), units.joined(separator: say(.comma)),
            ]
            let line = text.filter { !$0.isEmpty }.joined(separator: say(.comma))
            rows.append([cell(.exercise), Table.Cell(text: line, style: .test)])
        }
        if let bypasses = status["bypasses"]?.array, !bypasses.isEmpty {
            let places = bypasses.map { "\($0.text("call_point")) \(say.word($0.text("kind")))" }
            rows.append([
                cell(.bypasses), Table.Cell(text: places.joined(separator: say(.comma)), style: .trouble),
            ])
        }
        return rows
    }

    private func inputs(_ status: JSON) -> [String] {
        guard let inputs = status["inputs"]?.array, !inputs.isEmpty else { return [] }
        let titles: [Phrase] = [.input, .kind, .state, .callPoints, .heard, .lastHeard, .detail]
        var table = Table(titles.map { Table.Column(title: say($0)) })
        for input in inputs {
            let state = input.text("state")
            table.add([
                Table.Cell(text: input.text("name")), Table.Cell(text: input.text("kind")),
                Table.Cell(text: say.word(state), style: state == "up" ? .good : .trouble),
                Table.Cell(text: String(input.count("call_points"))),
                Table.Cell(text: heard(input)),
                Table.Cell(text: input["last_ms"]?.integer.map { measures.age(milliseconds: $0) } ?? "—"),
                Table.Cell(text: input.text("detail").isEmpty ? input.text("path") : input.text("detail")),
            ])
        }
        return [""] + table.lines(isColoured: isColoured)
    }

    /// Sentences of a line of nodes, edges of a chip.
    private func heard(_ input: JSON) -> String {
        String(input.count("edges") + input.count("sentences")) + reasons(input["rejected"])
    }

    private func faults(_ status: JSON) -> [String] {
        guard let faults = status["faults"]?.array, !faults.isEmpty else { return [] }
        var table = Table([.fault, .place, .since, .detail].map { Table.Column(title: say($0)) })
        for fault in faults {
            let place = [fault.text("call_point"), fault.text("input")].filter { !$0.isEmpty }.joined(separator: " ")
            let kind = say.word(fault.text("kind"))
            let isBypassed = fault["bypassed"]?.bool == true
            table.add([
                Table.Cell(
                    text: isBypassed ? "◌ \(kind) [\(say(.bypassed))]" : "! \(kind)",
                    style: isBypassed ? .dim : .trouble), Table.Cell(text: place),
                Table.Cell(text: measures.age(milliseconds: fault.count("since_ms"))),
                Table.Cell(text: fault.text("detail")),
            ])
        }
        return [""] + table.lines(isColoured: isColoured)
    }
}
