import EventCodec
import Testing

@testable import callpoint

/// What a shift hands to the next.
struct HandOverTests {
    private let view = HandOverView(say: Wording(language: .en)) { $0 == "p:0000000000000001" ? "anowak" : nil }

    private let incidents: JSON = [
        [
            "incident": "NS-03-7c1e-0006", "call_point": "NS-0415", "name": "North gate", "priority": "P1",
            "age_ms": 700_000, "acknowledged_by": "p:0000000000000001", "watch": true, "watched_by": nil,
            "held_ms": nil, "linked": ["NS-03-7c1e-0007"], "waits_for": "scene",
            "handed_off": ["contact": "city-command", "reference": "p:0000000000000001"],
            "notices": [["contact": "station", "tier": 1, "unanswered": true]],
            "orders": [
                ["unit": "M-17", "state": "on_scene"], ["unit": "M-18", "state": "declined"],
            ],
        ],
        [
            "incident": "NS-03-7c1e-0007", "call_point": "NS-0412", "name": "Exit A3", "priority": "P2",
            "age_ms": 60_000, "mode": "exercise", "acknowledged_by": nil, "watch": false, "waits_for": "units",
            "orders": [],
        ],
    ]

    @Test func `what nobody has claimed stands first, and each says what it waits for`() throws {
        let status: JSON = [
            "site": "NS-03", "site_name": "Park 03",
            "faults": [["call_point": "NS-0412", "input": "panel", "kind": "stuck", "since_ms": 61_000]],
            "bypasses": [
                ["call_point": "NS-0413", "kind": "tamper", "left_ms": 600_000, "by": "p:0000000000000001"]
            ],
            "walk_test": ["left_ms": 1_200_000],
        ]
        let units: JSON = [
            ["unit": "M-17", "call_sign": "", "status": "available", "stale": false],
            ["unit": "M-18", "call_sign": "Moto 18", "status": "off_duty", "stale": false],
            ["unit": "V-03", "call_sign": "", "status": "available", "stale": true],
        ]
        let lines = view.lines(status, incidents: incidents, units: units).map { $0.trimmed }
        let text = lines.joined(separator: "\n")
        #expect(lines.first == "Handover of NS-03  Park 03")
        #expect(
            text.contains(
                "P2 NS-03-7c1e-0007  NS-0412 Exit A3\n60 s, waits for units: too few fit, UNCLAIMED, [EXERCISE]"),
            "\(text)")
        #expect(
            text.contains(
                "11 min, somebody is on scene, claimed by anowak, NOBODY WATCHES IT, with city-command as anowak, "
                    + "linked to NS-03-7c1e-0007, not heard yet: station, M-17 on scene"), "\(text)")
        let first = try #require(lines.firstIndex { $0.hasPrefix("P2") })
        #expect(first < (try #require(lines.firstIndex { $0.hasPrefix("P1") })))
        #expect(text.contains("NS-0412 panel  stuck  61 s"))
        #expect(text.contains("M-18 Moto 18  off duty") && text.contains("V-03  stale") && !text.contains("M-17  "))
        #expect(text.contains("open for 20 min more"), "\(text)")
    }

    @Test func `where all is well it says so`() {
        let lines = view.lines(["site": "NS-03", "site_name": ""], incidents: [], units: []).map(\.trimmed)
        for said in ["no open incidents", "no faults", "no bypasses", "every unit is available"] {
            #expect(lines.contains(said))
        }
    }

    @Test func `as JSON it is sorted, and names who is not available`() {
        let json = view.json(
            ["site": "NS-03", "degraded": true], incidents: incidents,
            units: [["unit": "M-18", "status": "busy"], ["unit": "M-17", "status": "available"]])
        #expect(json["incidents"]?.array?.map { $0.text("incident") } == ["NS-03-7c1e-0007", "NS-03-7c1e-0006"])
        #expect(json["units"]?.array?.map { $0.text("unit") } == ["M-18"])
        #expect(json["degraded"]?.bool == true)
    }
}
