import CallpointCore
import EventCodec
import Foundation
import Testing

@testable import callpoint

/// The review of one incident: what it says, and that nothing in it is ever markup.
struct ReviewTests {
    private static let english = Wording(language: .en)

    /// Units round the call point, so that a map has something to show.
    private static let places: [JSON] = Sample.weighed.enumerated().map { index, unit in
        [
            "unit": .string(unit.unit.text), "distance_m": .integer(Int64(unit.distanceMetres)),
            "lat": .number(22.5369 + 0.003 * Double(index)), "lon": .number(113.9345 - 0.002 * Double(index)),
            "excluded": unit.exclusion.map { .string($0.rawValue) } ?? .null,
        ]
    }

    private func review(
        _ events: [Event] = Sample.alarm, say: Wording = english, name: @escaping (String) -> String? = Sample.name
    ) throws -> IncidentReview {
        let hash = RankingRecord.hash(RankingRecord.encode(Sample.weighed))
        let account = Account(events: try Sample.parsed(events), rankings: [hash: ReviewTests.places])
        return IncidentReview(say: say, account: account, name: name)
    }

    private func markdown(_ review: IncidentReview) -> String {
        MarkdownPage(say: review.say).lines(review.blocks).joined(separator: "\n")
    }

    private func page(_ review: IncidentReview) -> String {
        HTMLPage(say: review.say).text(review.blocks, title: review.title)
    }

    /// The sample, with the first unit on scene so many milliseconds after the press.
    private func alarm(onSceneAfter milliseconds: Int64) -> [Event] {
        Sample.alarm.map { event in
            guard case .unitOnScene = event.body else { return event }
            return Sample.event(after: milliseconds, event.body)
        }
    }

    // MARK: Times against the plan

    @Test func `each interval is measured from its own beginning`() throws {
        let intervals = try review().intervals
        let took = intervals.map { [$0.kind.rawValue, $0.microseconds.map { String($0 / 1_000) } ?? "—"] }
        #expect(
            took == [
                ["queue", "1"], ["response", "6470"], ["travel", "45442"], ["arrival", "51912"], ["tier", "51911"],
                ["on_scene", "849393"], ["whole", "901305"],
            ])
        #expect(intervals.map(\.limitMicroseconds) == [250_000, 30_001_000, nil, nil, 60_000_000, nil, nil])
    }

    /// Tier 1 was raised 1 ms after the press and gives a minute.
    @Test(arguments: [(60_001, false), (60_002, true)])
    func `a unit on scene after the tier's limit is late, and not before`(milliseconds: Int64, late: Bool) throws {
        let tier = try #require(review(alarm(onSceneAfter: milliseconds)).intervals.first { $0.kind == .tier })
        #expect(tier.isLate == late)
    }

    @Test func `what was late stands at the top and in its row`() throws {
        let text = markdown(try review(alarm(onSceneAfter: 75_001)))
        #expect(text.contains("Late against the plan: Tier 1 to first on scene, Answer t1 F-22."))
        #expect(text.contains("| Tier 1 to first on scene | 1:15 | 1:00 | **\\! late: 0:15 over** |"))
    }

    @Test func `nobody on scene is late once the time is over, and not sooner`() throws {
        let waiting = Sample.alarm.filter { event in
            switch event.body {
            case .unitOnScene, .alarmClosed, .orderStoodDown: false
            default: true
            }
        }
        #expect(try review(waiting).intervals.first { $0.kind == .tier }?.isLate == false)
        let later = waiting + [Sample.event(after: 61_000, .alarmRepeated(input: "panel", stamp: nil, presses: 3))]
        let tier = try #require(review(later).intervals.first { $0.kind == .tier })
        #expect(tier.microseconds == nil)
        #expect(tier.isLate)
    }

    @Test func `a unit is taken from its order until it is free`() throws {
        let courses = try review().courses
        #expect(courses.map(\.unit) == ["M-17", "F-22", "V-09"])
        #expect(courses.map(\.ending) == ["alarm.closed", "order.timed_out", "order.stood_down"])
        #expect(courses.map { $0.consumedMicroseconds.map { $0 / 1_000 } } == [901_304, 30_000, 29_999])
        #expect(courses.map(\.isAnswerLate) == [false, true, false])
    }

    @Test func `an answer after its time takes the order up again`() throws {
        let late =
            Sample.alarm + [
                Sample.event(
                    after: 40_000,
                    .orderAcknowledged(Sample.second, unit: "F-22", actor: Sample.person, via: "radio", late: true))
            ]
        let events = try Sample.parsed(late.filter { if case .alarmClosed = $0.body { false } else { true } })
        let course = try #require(Account(events: events).courses.first { $0.unit == "F-22" })
        #expect(course.ending == nil)
        #expect(course.isAnswerLate)
    }

    // MARK: Decisions

    @Test func `who was considered, who went, and why not the others`() throws {
        let text = markdown(try review())
        #expect(text.contains("| M-17 | 612 m | 1:34 | 2.1 s | ✓ ordered |"))
        #expect(text.contains("| V-09 | 2.1 km | 3:40 | 41 s | ✓ ordered |"))
        #expect(text.contains("| V-03 | 210 m |  |  | ✗ out: busy |"))
        #expect(text.contains("| V-04 | 900 m |  |  | ✗ out: its fix is too old |"))
        #expect(text.contains("shown before it was durable"))
    }

    @Test func `a candidate who was not ordered was not needed`() throws {
        let fewer = Sample.alarm.filter { event in
            if case .orderIssued(let order) = event.body { order.unit != "V-09" } else { true }
        }
        #expect(
            markdown(try review(fewer)).contains("| V-09 | 2.1 km | 3:40 | 41 s | not needed: enough came before |"))
    }

    @Test func `a notice that nobody heard in time is late`() throws {
        let notice = NoticeSent(
            contact: "watch", channel: "log", tier: 1, reason: .raised(.alarm), answerWithinMilliseconds: 20_000)
        func heard(after milliseconds: Int64) -> [Event] {
            [
                Sample.event(after: 2, .noticeSent(notice)),
                Sample.event(
                    after: milliseconds,
                    .noticeAcknowledged(contact: "watch", actor: Sample.person, via: "phone")),
            ]
        }
        func rows(_ more: [Event]) throws -> [Bool] {
            let events = (Sample.alarm + more).sorted { $0.at < $1.at }
            return try review(events).noticeRows.filter { $0.contact == "watch" }.map(\.isLate)
        }
        #expect(try rows(heard(after: 20_002)) == [false])
        #expect(try rows(heard(after: 20_003)) == [true])
        #expect(try rows([heard(after: 0)[0]]) == [true])
    }

    // MARK: Pages

    private static let hostile = "\"><script>alert('x')</script><img src=x onerror=alert(1)>&lt;|`*_[a](http://b)"

    @Test(arguments: Language.allCases)
    func `a name is text and never markup`(language: Language) throws {
        let events = Sample.alarm.map { event -> Event in
            guard case .alarmLocated(var located) = event.body else { return event }
            located.name = ReviewTests.hostile
            return Sample.event(after: 1, .alarmLocated(located))
        }
        let review = try review(events, say: Wording(language: language)) { _ in ReviewTests.hostile }
        let page = page(review)
        #expect(!page.contains("<script"))
        #expect(!page.contains("<img"))
        #expect(page.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
        // In the facts, in the note, and on the map.
        #expect(page.components(separatedBy: "&lt;script&gt;").count > 4)
        let markdown = markdown(review)
        #expect(!markdown.contains("<script"))
        #expect(markdown.contains("\\|\\`\\*\\_\\[a\\](http://b)"))
    }

    @Test func `the page needs nothing from elsewhere and runs nothing`() throws {
        let page = page(try review())
        let text = page.replacing("http://www.w3.org/2000/svg", with: "")
        for forbidden in ["http:", "https:", "src=", "href=", "@import", "url(", "<script", "<link", "onload"] {
            #expect(!text.contains(forbidden), "\(forbidden)")
        }
        #expect(page.contains("default-src 'none'"))
        #expect(page.contains("size: A4"))
    }

    @Test func `every element that is opened is closed again, in order`() throws {
        var open: [String] = []
        let void: Set<Substring> = ["meta", "!DOCTYPE"]
        for match in page(try review()).matches(of: /<(\/?)([!A-Za-z0-9]+)[^>]*?(\/?)>/) {
            guard match.3.isEmpty, !void.contains(match.2) else { continue }
            if match.1.isEmpty {
                open.append(String(match.2))
            } else {
                #expect(open.popLast() == String(match.2))
            }
        }
        #expect(open.isEmpty)
    }

    @Test func `the map shows who went, who could have, and who was out and why`() throws {
        let page = page(try review())
        #expect(page.contains(">M-17 1:34 · 612 m</text>"))
        #expect(page.contains(">V-03 busy</text>"))
        #expect(page.components(separatedBy: "class=\"way\"").count == 4)
        #expect(page.components(separatedBy: "class=\"excluded\"").count == 4)
        #expect(page.contains("WGS-84"))
    }

    @Test func `without the rankings' input there is no map, and the page says so`() throws {
        let review = IncidentReview(
            say: ReviewTests.english, account: Account(events: try Sample.parsed(Sample.alarm)), name: Sample.name)
        #expect(markdown(review).contains("there is no map"))
        #expect(!page(review).contains("class=\"way\""))
    }

    @Test func `the same in Chinese`() throws {
        let text = markdown(try review(say: Wording(language: .zh)))
        #expect(text.contains("# NS-03-7c1e-0007 复盘"))
        #expect(text.contains("超过预案时限：应答 t1 F-22。"))
        #expect(text.contains("| 按下至首次接警 | 6.5 秒 | 0:30 | ✓ 按时 |"))
    }

    @Test func `as JSON it has every interval, course and notice`() throws {
        let json = try review().json
        #expect(json["incident"] == "NS-03-7c1e-0007")
        #expect(json["intervals"]?.array?.first { $0["interval"] == "response" }?["us"] == 6_470_000)
        #expect(
            json["courses"]?.array?.map { $0["ending"]?.string } == [
                "alarm.closed", "order.timed_out", "order.stood_down",
            ])
        #expect(json["notices"]?.array?.count == 1)
        #expect(json["events"]?.array?.count == Sample.alarm.count)
    }

    @Test func `every phrase of a review stands in both languages and fills the same places`() {
        for phrase in ReviewPhrase.allCases {
            let texts = ReviewPhrase.texts[phrase]
            #expect(texts?.en.isEmpty == false && texts?.zh.isEmpty == false, "\(phrase)")
            let used = [texts?.en ?? "", texts?.zh ?? ""].map { text in (0...9).filter { text.contains("{\($0)}") } }
            #expect(used[0] == used[1], "\(phrase)")
        }
    }
}
