import CallpointCore
import EventCodec
import Testing

@testable import callpoint

struct TextTests {
    @Test(arguments: Language.allCases)
    func `every phrase has a text in every language`(language: Language) {
        let texts = language == .zh ? Wording.chinese : Wording.english
        for phrase in Phrase.allCases {
            #expect(texts[phrase]?.isEmpty == false, "\(phrase) has no text in \(language)")
        }
    }

    @Test func `both languages fill in the same places`() {
        for phrase in Phrase.allCases {
            let used = Language.allCases.map { language in
                let text = Wording.text(phrase, in: language)
                return (0...9).filter { text.contains("{\($0)}") }
            }
            // Verification by count: a place may stand elsewhere, and a language may leave one out of a sentence
            // that carries it in another word; none may use one that the other does not know.
            #expect(used[0] == used[1], "\(phrase)")
        }
    }

    /// Every word of the log that people may read.
    static let words: [String] =
        ExclusionReason.allCases.map(\.rawValue) + ExclusionReason.allCases.map { "because." + $0.rawValue }
        + UnitStatus.allCases.map(\.rawValue) + Disposition.allCases.map(\.rawValue) + UnitKind.allCases.map(\.rawValue)
        + DeviceFault.Kind.allCases.map(\.rawValue) + TierRaised.Reason.allCases.map(\.rawValue)
        + FixOutcome.allCases.filter { $0 != .accepted }.map(\.rawValue)
        + OrderRecord.State.allCases.map(\.rawValue) + ["ordered", "located", "up", "down", "farther"]
        + ["node", "button", "button_break", "tamper", "door", "mains", "output"].map { "role." + $0 }
        + ["button", "button_break", "tamper", "door", "mains", "output"].flatMap { ["active." + $0, "idle." + $0] }
        + ["pressed", "released", "tamper_open", "tamper_closed", "heartbeat", "low_battery"].map { "said." + $0 }
        + ["all"]

    @Test(arguments: words)
    func `every word of the log has words for people`(word: String) {
        let english = Wording(language: .en).word(word)
        #expect(!english.contains("_"))
        #expect(!english.contains("."))
        let chinese = Wording(language: .zh).word(word)
        #expect(chinese.unicodeScalars.contains { $0.value >= 0x4E00 }, "\(word) has no Chinese")
    }

    @Test(arguments: EventType.allCases)
    func `every type of event has its mark`(type: EventType) {
        #expect(Mark.of(type: type.rawValue) != nil)
    }

    @Test(arguments: [
        ([:], Language.en), (["LANG": "zh_CN.UTF-8"], .zh), (["LANG": "zh_CN.UTF-8", "LC_ALL": "C"], .en),
        (["LANG": "C", "LC_MESSAGES": "zh_TW"], .zh), (["LC_MESSAGES": "en_GB", "LANG": "zh_CN"], .en),
    ])
    func `the environment decides the language as the C library does`(variables: [String: String], language: Language) {
        #expect(Language.ofEnvironment { variables[$0] } == language)
    }

    @Test(arguments: [("abc", 3), ("深南大道", 8), ("A3 出口", 7), ("e\u{301}", 1), ("▲", 1), ("（）", 4), ("", 0)])
    func `a wide character takes two columns`(text: String, columns: Int) {
        #expect(TextWidth.columns(text) == columns)
    }

    @Test func `what could steer a terminal is shown as a mark`() {
        #expect(TextWidth.plain("a\u{1B}[31mb\u{202E}c\nd") == "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d")
        #expect(TextWidth.plain("深大地铁站 A3 出口") == "深大地铁站 A3 出口")
    }

    @Test func `columns line up whatever the script`() {
        var table = Table([
            Table.Column(title: "名称"), Table.Column(title: "N", isRight: true), Table.Column(title: "x"),
        ])
        table.add(["深南大道", "7", "a"])
        table.add(["ab", "123", ""])
        #expect(table.lines(isColoured: false) == ["名称        N  x", "深南大道    7  a", "ab        123"])
    }
}

struct MeasureTests {
    let english = Measures(say: Wording(language: .en))
    let chinese = Measures(say: Wording(language: .zh))

    @Test(
        arguments: [
            (0, "+0 ms"), (999_999, "+999 ms"), (1_000_000, "+1.0 s"), (6_470_000, "+6.5 s"), (9_949_000, "+9.9 s"),
            (9_950_000, "+0:10"),
            (10_000_000, "+0:10"), (51_912_000, "+0:52"), (901_305_000, "+15:01"), (3_723_000_000, "+1:02:03"),
            (-20_000, "-20 ms"),
        ] as [(Int64, String)])
    func `time since the press gets coarser as it gets longer`(microseconds: Int64, text: String) {
        #expect(english.since(microseconds: microseconds) == text)
    }

    @Test(
        arguments: [
            (412, "412 ms"), (3_200, "3.2 s"), (41_000, "41 s"), (119_999, "119 s"), (120_000, "2 min"),
            (7_200_000, "2 h"), (172_800_000, "2 d"), (-5, "0 ms"),
        ] as [(Int64, String)])
    func `an age is rough`(milliseconds: Int64, text: String) {
        #expect(english.age(milliseconds: milliseconds) == text)
    }

    @Test(
        arguments: [
            (0, "0 m"), (612, "612 m"), (999, "999 m"), (1_000, "1.0 km"), (2_149, "2.1 km"), (2_150, "2.2 km"),
        ]
            as [(Int64, String)])
    func `a distance is in metres or kilometres`(metres: Int64, text: String) {
        #expect(english.distance(metres: metres) == text)
    }

    @Test(
        arguments: [
            (6, "0.006"), (118, "0.118"), (6_204, "6.20"), (9_996, "10.0"), (20_174, "20.2"), (99_960, "100"),
            (412_000, "412"),
        ]
            as [(Int64, String)])
    func `a stage of the ledger has three figures`(microseconds: Int64, text: String) {
        #expect(english.milliseconds(microseconds: microseconds) == text)
    }

    @Test func `Chinese has its own units`() {
        #expect(chinese.since(microseconds: 20_000) == "+20 毫秒")
        #expect(chinese.distance(metres: 2_100) == "2.1 公里")
        #expect(chinese.age(milliseconds: 180_000) == "3 分钟")
    }

    @Test(arguments: [(100, "0.1"), (1_000, "1"), (50, "0.05"), (1_500, "1.5"), (2_000, "2")] as [(Int64, String)])
    func `a factor has no more places than it needs`(permille: Int64, text: String) {
        #expect(english.factor(permille: permille) == text)
    }

    @Test(
        arguments: [
            ("90s", 1_775_973_697_412), ("10m", 1_775_973_187_412), ("2h", 1_775_966_587_412),
            ("1d", 1_775_887_387_412),
            ("2026-04-12T14:03:07.412+08:00", 1_775_973_787_412), ("2026-04-12T06:03:07Z", 1_775_973_787_000),
            ("", nil), ("10", nil), ("m", nil), ("-5m", nil), ("5q", nil), ("25:00", nil), ("14:60", nil),
            ("2026-13-12T06:03:07Z", nil), ("2026-04-12T06:03:07", nil), ("2026-04-12T06:03:07.4Z", nil),
        ] as [(String, Int64?)])
    func `a time on the command line is an age, a time of day or a stamp`(text: String, milliseconds: Int64?) {
        #expect(LocalTime.milliseconds(text, now: Sample.wall) == milliseconds)
    }

    @Test func `a time of day is the last time that it was so late`() throws {
        let now = Sample.wall
        for text in ["00:00", "12:30", "23:59:59"] {
            let found = try #require(LocalTime.milliseconds(text, now: now))
            #expect(found <= now)
            #expect(found > now - 90_000_000)
        }
    }
}
