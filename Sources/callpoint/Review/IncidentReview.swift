import Control
import EventCodec

/// The after-action review of one incident, from its account.
struct IncidentReview {
    let say: Wording
    let account: Account
    let name: (String) -> String?
    let courses: [OrderCourse]
    let intervals: [Interval]
    /// Most excluded units that one ranking names; the rest are counted.
    static let namedLimit = 20
    /// Most lines of the record that the review shows; the rest are counted.
    static let recordLimit = 1_000

    var measures: Measures { Measures(say: say) }
    var details: Details { Details(say: say, measures: measures, name: name) }

    init(say: Wording, account: Account, name: @escaping (String) -> String?) {
        self.say = say
        self.account = account
        self.name = name
        courses = account.courses
        intervals = account.intervals
    }

    var title: String { say(.title, account.events.first?.incident.map(TextWidth.plain) ?? "") }

    var blocks: [ReviewBlock] {
        [.heading(1, title)] + summary + pictures + times + orders + decisions + notices + ledger + record
    }

    func after(_ event: EventLine) -> String { measures.since(microseconds: event.microseconds - account.pressedAt) }

    func length(_ microseconds: Int64) -> String {
        String(measures.since(microseconds: max(0, microseconds)).dropFirst())
    }

    /// What happened, with its parts apart: two spaces are one where text flows.
    func text(_ event: EventLine) -> String { IncidentReview.dotted(details.text(event)) }

    static func dotted(_ text: String) -> String { text.replacing("  ", with: " · ") }

    // MARK: What happened

    private var summary: [ReviewBlock] {
        var facts: [(name: String, value: String)] = []
        func add(_ phrase: ReviewPhrase, _ value: String?) {
            if let value, !value.isEmpty { facts.append((say(phrase), IncidentReview.dotted(value))) }
        }
        let raised = account.raised
        let located = account.located
        add(.factPlace, details.joined(raised?.text("call_point"), located?.text("name"), raised?.text("priority")))
        if let located, let latitude = located.json["lat"]?.number, let longitude = located.json["lon"]?.number {
            add(
                .factPosition,
                details.joined(
                    "\(IncidentReview.degrees(latitude)), \(IncidentReview.degrees(longitude)) WGS-84",
                    located.number("accuracy_m").map { "±" + measures.distance(metres: $0) }))
            let road = [located.text("road"), located.text("chainage"), say.word(located.text("direction"))]
            add(.factRoad, road.filter { !$0.isEmpty }.joined(separator: " "))
        }
        if let raised {
            let isReport = raised.type == "alarm.reported"
            let (began, how) =
                isReport ? (Phrase.reportedOn, say.word(raised.text("source"))) : (.pressedOn, raised.text("input"))
            add(
                .factPressed,
                say(began, "\(raised.day) \(raised.time)", how, raised.text("plan"))
                    + (raised.text("auth") == "none" ? say(.comma) + say(.unproven) : ""))
            add(.factNote, raised.optionalText("note").map { "“\(details.text(of: $0))”" })
            add(.factSite, String(raised.text("config_hash").prefix(16)))
            add(.factLinked, raised.optionalText("linked"))
            if raised.isTest { add(.factTest, say(.thisWasTest)) }
        }
        for press in account.related { add(.factRelated, after(press) + " · " + text(press)) }
        if let verified = account.verified { add(.factVerified, after(verified) + " · " + text(verified)) }
        add(.factRecent, raised.flatMap(details.recent))
        if account.presses > 1 { add(.factPresses, String(account.presses)) }
        if let claimed = account.claimed { add(.factClaimed, after(claimed) + " · " + text(claimed)) }
        if let closed = account.closed {
            add(.factClosed, "\(closed.day) \(closed.time), \(after(closed)): \(text(closed))")
        } else if raised?.isTest == false {
            add(.factOpen, say(.stillOpen))
        }
        let last = account.events.last?.position.sequence ?? 0
        return [
            .facts(facts), verdict, .paragraph(say(.madeFrom, String(account.events.count), String(last))),
        ]
    }

    /// Seven places are what the log has: about a centimetre.
    static func degrees(_ value: Double) -> String {
        let scaled = Int64((value.magnitude * 1e7).rounded())
        let digits = String(scaled % 10_000_000 + 10_000_000).dropFirst()
        return "\(value < 0 ? "-" : "")\(scaled / 10_000_000).\(digits)"
    }

    /// What was late, in one sentence.
    private var verdict: ReviewBlock {
        var late = intervals.filter(\.isLate).map(title)
        for course in courses where course.isAnswerLate {
            late.append("\(say(.columnAnswer)) t\(course.tier) \(course.unit)")
        }
        for notice in noticeRows where notice.isLate { late.append("\(say(.headingNotices)) \(notice.contact)") }
        return late.isEmpty
            ? .paragraph(say(.nothingLate)) : .warning(say(.lateList, late.joined(separator: say(.comma))))
    }

    private func title(_ interval: Interval) -> String { say(interval.kind.phrase, String(interval.tier)) }

    // MARK: Times

    private var times: [ReviewBlock] {
        var table = ReviewTable(
            [say(.columnInterval), say(.columnTook), say(.columnPlan), say(.columnVerdict)], right: [1, 2])
        for interval in intervals {
            let took = interval.microseconds.map(length) ?? (account.closed == nil ? say(.notYet) : say(.neverHappened))
            let limit = interval.limitMicroseconds.map(length) ?? say(.noLimit)
            table.add([
                .init(text: title(interval)), .init(text: took), .init(text: limit), verdict(interval),
            ])
        }
        return [.heading(2, say(.headingIntervals)), .table(table)]
    }

    private func verdict(_ interval: Interval) -> ReviewTable.Cell {
        guard let limit = interval.limitMicroseconds else { return .init(text: "") }
        guard interval.isLate else {
            return .init(text: interval.microseconds == nil ? "" : "✓ " + say(.inTime), mark: .good)
        }
        guard let took = interval.microseconds else { return .init(text: "! " + say(.tooLate), mark: .late) }
        return .init(text: "! " + say(.wasLate, length(took - limit)), mark: .late)
    }

    private var orders: [ReviewBlock] {
        let heading = ReviewBlock.heading(2, say(.headingOrders))
        guard !courses.isEmpty else { return [heading, .warning(say(.noOrders))] }
        let titles: [ReviewPhrase] = [
            .columnTier, .columnUnit, .columnOrdered, .columnAnswer, .columnTravel, .columnEstimate, .columnArrived,
            .columnOnScene, .columnConsumed, .columnEnd,
        ]
        var table = ReviewTable(titles.map { say($0) }, right: [2, 3, 4, 5, 6, 7, 8])
        for course in courses {
            let answer = course.answerMicroseconds.map(length) ?? "—"
            let end = course.ending.flatMap { Mark.of(type: $0) }.map { "\($0.glyph) \(say($0.word))" }
            table.add([
                .init(text: String(course.tier)), .init(text: course.unit), .init(text: after(course.order)),
                .init(
                    text: !course.isAnswerLate
                        ? answer
                        : course.acceptedAt == nil ? "! " + say(.tooLate) : "! \(answer) (\(say(.tooLate)))",
                    mark: course.isAnswerLate ? .late : .plain),
                .init(text: course.travelMicroseconds.map(length) ?? "—"),
                .init(text: measures.clock(seconds: course.etaSeconds)),
                .init(
                    text: course.arrivalMicroseconds.map { (course.isLaterThanEstimate ? "> " : "") + length($0) }
                        ?? "—"),
                .init(text: course.onSceneMicroseconds.map(length) ?? "—"),
                .init(text: course.consumedMicroseconds.map(length) ?? "—"),
                .init(text: end ?? say(.stillRunning)),
            ])
        }
        return [heading, .table(table)]
    }

    private var ledger: [ReviewBlock] {
        let rows = courses.compactMap { course in account.ledger(of: course.id).map { (course, $0) } }
        guard !rows.isEmpty else { return [] }
        let titles: [Phrase] = [.unit, .sense, .debounce, .decide, .journalStage, .emit, .total, .budget, .verdict]
        var table = ReviewTable(titles.map { say($0) }, right: Set(1...7))
        for (course, ledger) in rows {
            let stages = ["sense_us", "debounce_us", "decide_us"].map { course.order.number($0) ?? 0 }
            let later = ["journal_us", "emit_us", "total_us"].map { ledger.number($0) ?? 0 }
            let isWithin = ledger.text("verdict") != "exceeded"
            let durable = ledger.json["order_durable"]?.bool == false ? say(.comma) + say(.shownBeforeDurable) : ""
            table.add(
                [.init(text: "t\(course.tier) \(course.unit)")]
                    + (stages + later).map { .init(text: measures.milliseconds(microseconds: $0)) }
                    + [
                        .init(text: String(ledger.number("budget_ms") ?? 0)),
                        .init(
                            text: (isWithin ? "" : "! ") + say.word(ledger.text("verdict")) + durable,
                            mark: isWithin ? .good : .late),
                    ])
        }
        return [.heading(2, say(.headingLedger)), .table(table)]
    }

    private var record: [ReviewBlock] {
        let titles = [say(.columnTime), say(.columnAfter), say(.columnWhat), say(.columnDetail)]
        var table = ReviewTable(titles, right: [1])
        for event in account.events.prefix(IncidentReview.recordLimit) {
            let mark = Mark.of(type: event.type) ?? Mark("·", .markUnknown)
            let argument =
                ["alarm.raised", "alarm.reported"].contains(event.type)
                ? event.text("priority") : String(event.number("tier") ?? 0)
            table.add([event.time, after(event), "\(mark.glyph) \(say(mark.word, argument))", text(event)])
        }
        let more = account.events.count - IncidentReview.recordLimit
        return [.heading(2, say(.headingRecord)), .table(table)]
            + (more > 0 ? [.paragraph(say(.moreLines, String(more)))] : [])
    }
}
