import CallpointCore
import Control
import EventCodec
import Foundation
import Testing

@testable import callpoint

/// The review of a period, and the program that prints both.
struct PeriodTests {
    private func tally(_ lines: [[UInt8]]) throws -> PeriodTally {
        var tally = PeriodTally()
        for line in lines { tally.add(try #require(EventLine(line))) }
        return tally
    }

    @Test func `an incident gives its times, its disposition, and its units' loads`() throws {
        let tally = try tally(Sample.lines(Sample.alarm))
        #expect(tally.incidents == 1)
        #expect(tally.openCount == 0)
        #expect(tally.dispositions == ["genuine": 1])
        #expect(tally.pressesByHour[14] == 1)
        // One value only: a percentile is the longest, which is exact.
        let longest = PeriodReview.kinds.map { tally.intervals[$0]?.value(permille: 500).map { $0 / 1_000 } }
        #expect(longest == [1, 6_470, 45_442, 51_912, 849_393, 901_305])
        #expect(tally.loads.mapValues(\.orders) == ["M-17": 1, "F-22": 1, "V-09": 1])
        #expect(tally.loads.mapValues(\.accepted) == ["M-17": 1, "F-22": 0, "V-09": 0])
        #expect(tally.loads.mapValues(\.timedOut) == ["M-17": 0, "F-22": 1, "V-09": 0])
        #expect(
            tally.loads.mapValues { $0.consumedMicroseconds / 1_000 } == [
                "M-17": 901_304, "F-22": 30_000, "V-09": 29_999,
            ])
    }

    private static func alarm(_ id: String, at point: CallPointID = "NS-0412", closed: Disposition? = nil) -> [Event] {
        let all = Sample.alarm.filter { event in
            switch event.body {
            case .alarmRaised: true
            case .alarmClosed: closed != nil
            default: false
            }
        }
        return all.map { event in
            var event = event
            event.incident = IncidentID(id)
            event.callPoint = point
            if case .alarmClosed(_, let actor, let via, let note, _) = event.body, let closed {
                event.body = .alarmClosed(closed, actor: actor, via: via, note: note)
            }
            return event
        }
    }

    @Test func `false alarms are told by call point, the worst first`() throws {
        let tally = try tally(
            Sample.lines(
                PeriodTests.alarm("I-1", closed: .genuine) + PeriodTests.alarm("I-2", closed: .falseAccidental)
                    + PeriodTests.alarm("I-3", at: "NS-0413", closed: .falseMalicious)
                    + PeriodTests.alarm("I-4", at: "NS-0414", closed: .unfounded)))
        let rows = try #require(PeriodReview(say: Wording(language: .en), tally: tally).json["call_points"]?.array)
        #expect(rows.map { $0["call_point"]?.string } == ["NS-0412", "NS-0413", "NS-0414"])
        #expect(rows.map { $0["false_alarms"]?.integer } == [1, 1, 0])
        #expect(rows.map { $0["incidents"]?.integer } == [2, 1, 1])
    }

    @Test func `a shortfall counts in its hour where the site is`() throws {
        let shortfall = Shortfall(tier: 1, requirement: 1, wanted: 2, found: 0, excluded: ExclusionCounts())
        let tally = try tally(Sample.lines(Sample.alarm + [Sample.event(after: 3_600_000, .shortfall(shortfall))]))
        #expect(tally.shortfalls[15] == 1)
        #expect(tally.shortfalls.reduce(0, +) == 1)
    }

    @Test func `beyond the bound an incident is counted and not measured`() throws {
        var tally = PeriodTally()
        let line = String(decoding: Sample.lines(PeriodTests.alarm("I-0"))[0], as: UTF8.self)
        for index in 0...PeriodTally.openLimit {
            tally.add(try #require(EventLine(Array(line.replacing("I-0", with: "I-\(index)").utf8))))
        }
        #expect(tally.incidents == PeriodTally.openLimit + 1)
        #expect(tally.openCount == PeriodTally.openLimit)
        #expect(tally.notMeasured == 1)
    }

    @Test func `a test press is no incident`() throws {
        let press = Sample.event(
            after: 0, .testStarted(actor: Sample.person, via: "cli", plan: "street"), mode: .test)
        let tally = try tally(Sample.lines([press]))
        #expect(tally.incidents == 0)
        #expect(tally.tests == 1)
    }

    @Test func `lines that are missing are told`() throws {
        let lines = Sample.lines(Sample.alarm)
        let tally = try tally(Array(lines[..<3] + lines[5...]))
        #expect(tally.lost == 2)
        let text = MarkdownPage(say: Wording(language: .en)).lines(
            PeriodReview(say: Wording(language: .en), tally: tally).blocks)
        #expect(text.contains { $0.contains("2 lines of this stretch are missing") })
    }

    @Test func `a percentile is never below the true one, and above it by less than 1 in 128`() {
        var quantiles = Quantiles()
        var values: [Int64] = []
        var state: UInt64 = 7
        for _ in 0..<5_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Int64(state >> (20 + state >> 59))
            values.append(value)
            quantiles.add(value)
        }
        values.sort()
        for permille in [1, 10, 500, 900, 990, 1_000] {
            let exact = values[max(1, (values.count * permille + 999) / 1_000) - 1]
            let found = quantiles.value(permille: permille) ?? -1
            #expect(found >= exact, "\(permille)")
            #expect(Double(found) <= Double(exact) * (1 + 1.0 / 128) + 1, "\(permille)")
        }
        #expect(quantiles.longest == values.last)
    }

    @Test(arguments: [0, 1, 127, 128, 255, 256, 257, 1_000_000, Int64.max] as [Int64])
    func `one value is its own percentile`(value: Int64) {
        var quantiles = Quantiles()
        quantiles.add(value)
        #expect(quantiles.value(permille: 500) == value)
    }
}

@Suite(.serialized) struct ReviewProgramTests {
    private static func log() throws -> String {
        let path = NSTemporaryDirectory() + "review-\(UUID().uuidString.prefix(8)).jsonl"
        let text = Sample.lines(Sample.alarm).map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func `a log file is enough for a review and for a period`() throws {
        let path = try ReviewProgramTests.log()
        defer { unlink(path) }
        let (status, data, _) = try Program.run("review", Sample.incident.text, "--file", path)
        #expect(status == 0)
        #expect(data.hasPrefix("# Review of NS-03-7c1e-0007\n"))
        let period = try Program.run("review", "--since", "2026-04-12T00:00:00Z", "--file", path, "--json")
        #expect(period.status == 0)
        #expect(try JSON.parse(Array(period.data.utf8))["incidents"] == 1)
    }

    @Test func `the page is written whole to where it was asked for`() throws {
        let path = try ReviewProgramTests.log()
        let page = path + ".html"
        defer {
            unlink(path)
            unlink(page)
        }
        let (status, data, chatter) = try Program.run(
            "review", Sample.incident.text, "--file", path, "--html", page, "--lang", "zh")
        #expect(status == 0)
        #expect(data.isEmpty)
        #expect(chatter.contains("已写入 \(page)"))
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.hasPrefix("<!DOCTYPE html>"))
        #expect(text.hasSuffix("</html>\n"))
    }

    @Test func `the daemon gives both, and its names`() throws {
        let daemon = try LiveDaemon(
            log: Sample.lines(Sample.alarm),
            replies: ["names": .done([JSON.Member("names", [Sample.person.text: "anowak"])])])
        try daemon.start()
        defer { daemon.stop() }
        let (status, data, _) = try Program.run("review", Sample.incident.text, "--run", daemon.directory)
        #expect(status == 0)
        #expect(data.contains("by anowak, radio"))
        let period = try Program.run("review", "--since", "2026-04-12T00:00:00Z", "--run", daemon.directory)
        #expect(period.status == 0)
        #expect(period.data.contains("| Press to first acceptance | 1 |"))
    }

    @Test(arguments: [
        ["review"], ["review", "I-1", "--since", "7d"], ["review", "--since", "7x"],
        ["review", "I-1", "--file", "a", "--state", "b"],
    ])
    func `neither or both of what excludes each other is usage`(arguments: [String]) throws {
        let program = try Program(arguments)
        #expect(program.end() == ExitStatus.usage.rawValue)
        #expect(program.data.isEmpty)
    }

    @Test func `an incident that the log does not know is said`() throws {
        let path = try ReviewProgramTests.log()
        defer { unlink(path) }
        let (status, data, chatter) = try Program.run("review", "I-9", "--file", path)
        #expect(status == 1)
        #expect(data.isEmpty)
        #expect(chatter.contains("no event of I-9 is in the log"))
    }
}
