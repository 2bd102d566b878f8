import CallpointCore
import EventCodec
import Testing

@testable import callpoint

struct MaintenanceViewTests {
    private static func point(_ place: String, _ callPoint: String, _ role: String, _ more: JSON) -> JSON {
        let plain: [JSON.Member] = [
            .init("place", .string(place)), .init("call_point", .string(callPoint)), .init("role", .string(role)),
        ]
        return .object(plain + (more.object ?? []))
    }

    static let inputs: JSON = [
        "inputs": [
            [
                "name": "panel", "kind": "gpio", "path": "gpiochip0", "state": "up", "detail": "gpiochip0, 54 lines",
                "points": [
                    point(
                        "panel/17", "NS-0412", "button",
                        [
                            "level": true, "active": true, "edges": 1_204, "bounces": 31, "short_pulses": 2,
                            "gaps": 1, "seen_ms": 400, "pressed_ms": 400, "faults": ["stuck"], "bypassed": [],
                            "asked": true,
                        ]),
                    point(
                        "panel/19", "NS-0412", "button_break",
                        [
                            "level": false, "active": false, "edges": 8, "seen_ms": 900, "faults": [],
                            "bypassed": ["line"],
                        ]),
                    point("panel/20", "NS-0412", "door", ["level": true, "active": true, "seen_ms": 900]),
                    point(
                        "panel/22", "NS-0412", "output",
                        [
                            "level": nil,
                            "trouble":
                                "line 22 of panel is held by \u{1B}\"gpioset\". End it, or wire the lamp elsewhere.",
                        ]),
                ],
            ],
            [
                "name": "field", "kind": "serial", "path": "/dev/ttyS0", "state": "down", "detail": "",
                "points": [
                    point("field/0413", "NS-0413", "node", ["said": "heartbeat", "seen_ms": 6_100, "pressed_ms": nil])
                ],
            ],
        ]
    ]

    @Test func `every wire and node is a line, with what is wrong beneath`() {
        #expect(
            InputsView(say: Wording(language: .en)).lines(Self.inputs).joined(separator: "\n")
                == Golden.inputsEnglish)
        #expect(
            InputsView(say: Wording(language: .zh)).lines(Self.inputs).joined(separator: "\n")
                == Golden.inputsChinese)
    }

    private static let rows: JSON = [
        [
            "call_point": "NS-0412", "name": "深大地铁站 A3 出口", "asked": false, "seen": true,
            "faults": ["tamper", "line"], "incident": "NS-03-7c1e-0007",
            "seen_ts": "2026-04-12T14:05:31.204+08:00", "input": "panel", "sense_us": 41, "debounce_us": 20_000,
            "total_us": 43_174, "released": true, "held_ms": 1_300, "by": .string(Sample.person.text),
        ],
        [
            "call_point": "NS-0413", "name": "=B 出口, \"东\"", "asked": false, "seen": true, "faults": [],
            "incident": "NS-03-7c1e-0008", "seen_ts": "2026-04-12T14:07:02.000+08:00", "input": "field",
            "sense_us": 900, "debounce_us": 0, "total_us": nil, "released": false, "held_ms": nil, "by": "p:ff",
        ],
        ["call_point": "NS-0414", "name": "科技园北门", "asked": true, "seen": false, "faults": []],
        ["call_point": "NS-0415", "name": "高新园", "asked": false, "seen": false, "faults": ["tamper"]],
    ]

    static let list: JSON = [
        "state": "open", "started_ts": "2026-04-12T14:03:07.412+08:00", "by": .string(Sample.person.text),
        "left_ms": 1_500_000, "asked": ["call_point": "NS-0414", "left_ms": 90_000], "rows": rows,
    ]

    @Test func `a walk test's list says what was seen of each call point, and what was not`() {
        func text(_ language: Language) -> String {
            ChecklistView(say: Wording(language: language), name: Sample.name).lines(Self.list).joined(separator: "\n")
        }
        #expect(text(.en) == Golden.checklistEnglish)
        #expect(text(.zh) == Golden.checklistChinese)
        #expect(!ChecklistView.isWhole(Self.list))
        #expect(ChecklistView(say: Wording(language: .en)).lines(["state": "none"]) == ["no walk test yet"])
    }

    @Test func `as a table for a spreadsheet it says the same, and no cell is a formula`() {
        let bytes = ChecklistTable(name: Sample.name).bytes(Self.list)
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let text = String(decoding: bytes.dropFirst(3), as: UTF8.self)
        #expect(text.split(separator: "\r\n").joined(separator: "\n") == Golden.checklistTable)
    }

    @Test func `bypasses in force are listed with what is left of them`() {
        let view = BypassesView(say: Wording(language: .en), name: Sample.name)
        let bypasses: JSON = [
            [
                "call_point": "NS-0412", "kind": "tamper", "left_ms": 5_400_000, "by": .string(Sample.person.text),
                "via": "cli", "reason": .string(Sample.note.text),
            ],
            ["call_point": "NS-0414", "kind": "all", "left_ms": 61_000, "by": "p:ff", "via": "cli", "reason": nil],
        ]
        #expect(view.lines(bypasses).joined(separator: "\n") == Golden.bypasses)
        #expect(view.lines([]) == ["no bypasses"])
    }

    @Test func `status says that a walk test is open, what is bypassed, and does not call that trouble`() {
        var status = ViewTests.status.object ?? []
        status.removeAll { $0.name == "faults" }
        status += [
            .init(
                "faults",
                [
                    [
                        "input": "panel", "call_point": "NS-0412", "kind": "tamper", "detail": "open.",
                        "since_ms": 7_000, "bypassed": true,
                    ]
                ]),
            .init(
                "bypasses", [["call_point": "NS-0412", "kind": "tamper"], ["call_point": "NS-0414", "kind": "all"]]),
            .init(
                "walk_test",
                ["left_ms": 720_000, "seen": 3, "call_points": 6, "asked": ["call_point": "NS-0415", "left_ms": 1]]),
        ]
        let lines = StatusView(say: Wording(language: .en)).lines(.object(status))
        #expect(lines.contains("walk test    open for 12 min more, 3 of 6 seen, one press of NS-0415 is a test"))
        #expect(lines.contains("bypasses     NS-0412 tamper, NS-0414 all faults"))
        #expect(lines.contains { $0.hasPrefix("◌ tamper [bypassed]  NS-0412 panel") })
    }

    // MARK: What is said while a press is awaited

    private func steps(_ rows: [(row: JSON, state: JSON)], _ language: Language = .en) -> (
        lines: [String], isDone: Bool
    ) {
        var steps = WalkSteps(say: Wording(language: language))
        let lines = rows.flatMap { steps.take(["state": $0.state, "rows": [$0.row]]) }
        return (lines, steps.isDone)
    }

    private func row(_ isAsked: Bool, _ press: JSON? = nil, _ faults: JSON = []) -> (row: JSON, state: JSON) {
        let plain: [JSON.Member] = [
            .init("call_point", "NS-0412"), .init("asked", .bool(isAsked)), .init("faults", faults),
            .init("seen", .bool(press != nil)),
        ]
        return (.object(plain + (press?.object ?? [])), "open")
    }

    private func press(_ incident: String, held: Int64? = nil, total: Int64? = 43_174) -> JSON {
        [
            "incident": .string(incident), "sense_us": 41, "debounce_us": 20_000,
            "total_us": total.map { .integer($0) } ?? .null, "released": .bool(held != nil),
            "held_ms": held.map { .integer($0) } ?? .null,
        ]
    }

    @Test func `a press is said when it is seen, and its release`() {
        let seen = steps([
            row(true), row(true), row(true, nil, ["tamper"]), row(false, press("I-1"), ["tamper"]),
            row(false, press("I-1", held: 1_300), ["tamper"]),
        ])
        #expect(
            seen.lines == [
                "✓ tamper", "✓ seen, 43.2 ms in all (sense 0.041 ms, debounce 20.0 ms)", "let go", "✓ held for 1.3 s",
            ])
        #expect(seen.isDone)
        #expect(
            steps([row(true), row(false, press("I-1", held: 900, total: nil))], .zh).lines
                == ["✓ 已见（感知 0.041 毫秒，去抖 20.0 毫秒）", "✓ 按住 900 毫秒"])
    }

    @Test func `the press of an earlier asking is not taken for this one`() {
        let waiting = steps([row(true, press("I-1", held: 900)), row(true, press("I-1", held: 900))])
        #expect(waiting.lines.isEmpty && !waiting.isDone)
        let lapsed = steps([row(true, press("I-1", held: 900)), row(false, press("I-1", held: 900))])
        #expect(lapsed.lines == ["! NOT SEEN; a press there is live again"])
        let again = steps([row(true, press("I-1", held: 900)), row(false, press("I-2", held: 800))])
        #expect(again.lines.count == 2 && again.isDone)
        // It came before the first look.
        #expect(steps([row(false, press("I-1", held: 900))]).lines.count == 2)
    }

    @Test func `what does not come is said, and that a press is live again`() {
        let over = steps([row(true), row(false)])
        #expect(over.lines == ["! NOT SEEN; a press there is live again"] && over.isDone)
        let ended = steps([row(true), (row(false).row, "ended")])
        #expect(ended.lines == ["! the walk test is over; every press is live"] && ended.isDone)
        var gone = WalkSteps(say: Wording(language: .en))
        #expect(gone.take(["state": "none", "rows": []]) == ["the walk test is over; every press is live"])
        #expect(gone.isDone)
    }

    @Test func `a button that is not let go of is asked about, and holds nobody up for ever`() {
        let held = steps([row(true)] + Array(repeating: row(false, press("I-1")), count: 301))
        #expect(held.lines.suffix(2) == ["let go", "! no release seen: is it stuck?"])
        #expect(held.isDone)
    }

    @Test(
        arguments: [
            ("90s", 90), ("30min", 1_800), ("30m", 1_800), ("2h", 7_200), ("1d", 86_400), ("", nil), ("30", nil),
            ("0s", nil), ("-1s", nil), ("1.5h", nil), ("1w", nil), ("99999999999999999999s", nil), ("86400000d", nil),
        ] as [(String, Int?)])
    func `a length of time has a unit`(text: String, seconds: Int?) {
        #expect(TimeSpan(argument: text)?.duration == seconds.map { .seconds($0) })
    }
}
