import CallpointCore
import Control
import EventCodec
import Testing

@testable import callpoint

struct ViewTests {
    static let status: JSON = [
        "version": "0.1.0", "site": "NS-03", "site_name": "南山科技园 03", "gen": "7c1e",
        "head": ["gen": "7c1e", "seq": 48_219, "hash": "9e96aabbccddeeff0011"], "started_ago_ms": 7_300_000,
        "open_incidents": 2, "unacknowledged": 1,
        "units": [
            "total": 12, "available": 7, "busy": 2, "out_of_service": 0, "off_duty": 1,
            "ordered": 2, "located": 11, "stale": 1,
        ],
        "newest_fix_ms": 800, "oldest_fix_ms": 41_000, "last_event_ms": 3_200,
        "inputs": [
            [
                "name": "field", "kind": "serial", "path": "/dev/ttyS0", "state": "up", "detail": "", "call_points": 4,
                "sentences": 812, "rejected": ["checksum": 3], "last_ms": 2_000,
            ],
            [
                "name": "panel", "kind": "gpio", "path": "gpiochip0", "state": "down",
                "detail": "gpiochip0 is not there", "call_points": 2,
            ],
        ],
        "positions": ["accepted": 9_001, "refused": ["unknown_unit": 4, "out_of_range": 0]],
        "journal": ["state": "ok", "pending": 0, "durable_seq": 48_219], "subscribers": 3,
        "faults": [
            [
                "input": "panel", "kind": "offline", "detail": "panel: gpiochip0 is not there.",
                "since_ms": 7_300_000,
            ]
        ],
        "latency": ["press_to_order_us": ["count": 5, "p50": 20_174, "p99": 31_000, "max": 31_412]],
        "degraded": true,
    ]

    static let units: JSON = [
        "units": [
            [
                "unit": "V-03", "kind": "vehicle", "call_sign": "车巡03", "status": "busy", "order": nil, "stale": false,
                "lat": .number(22.5369), "lon": .number(113.9345), "fix_age_ms": 2_100, "distance_m": 210,
                "excluded": "busy",
            ],
            [
                "unit": "M-17", "kind": "motorcycle", "call_sign": "摩巡17", "status": "available",
                "order": "NS-03-7c1e-0007/1/M-17/1", "stale": false, "lat": .number(22.5411), "lon": .number(113.93001),
                "fix_age_ms": 800, "distance_m": 612, "eta_s": 94,
            ],
            ["unit": "A-01", "kind": "air", "call_sign": nil, "status": "off_duty", "stale": true],
        ]
    ]

    static let incidents: JSON = [
        "incidents": [
            [
                "incident": "NS-03-7c1e-0006", "call_point": "NS-0415", "name": "科技园北门", "priority": "P1",
                "age_ms": 700_000, "presses": 1, "tier": 1, "tiers": 3, "acknowledged_by": "p:0011223344556677",
                "watch": false, "orders": [], "shortfall": false,
            ],
            [
                "incident": "NS-03-7c1e-0007", "call_point": "NS-0412", "name": "深大地铁站 A3 出口", "priority": "P1",
                "age_ms": 51_000, "presses": 2, "tier": 2, "tiers": 3, "acknowledged_by": nil, "watch": true,
                "orders": [
                    [
                        "order": "NS-03-7c1e-0007/1/M-17/1", "unit": "M-17", "tier": 1, "state": "on_scene",
                        "eta_s": 94,
                        "distance_m": 612, "age_ms": 51_000,
                    ],
                    [
                        "order": "NS-03-7c1e-0007/1/F-22/1", "unit": "F-22", "tier": 1, "state": "timed_out",
                        "eta_s": 171, "distance_m": 240, "age_ms": 51_000,
                    ],
                ],
                "shortfall": true,
            ],
        ]
    ]

    private func account() throws -> Account {
        let events = try Sample.parsed(Sample.alarm)
        let hash = RankingRecord.hash(RankingRecord.encode(Sample.weighed))
        let ranking: [JSON] = Sample.weighed.map { unit in
            [
                "unit": .string(unit.unit.text), "distance_m": .integer(Int64(unit.distanceMetres)),
                "excluded": unit.exclusion.map { .string($0.rawValue) } ?? .null,
            ]
        }
        return Account(events: events, rankings: [hash: ranking])
    }

    private func check(_ lines: [String], _ golden: String) {
        #expect(lines.joined(separator: "\n") == golden)
    }

    @Test func `status says how the daemon is, silence included`() {
        check(StatusView(say: Wording(language: .en)).lines(ViewTests.status), Golden.status)
    }

    @Test func `units stand by id`() {
        check(UnitsView(say: Wording(language: .en)).lines(ViewTests.units, near: nil), Golden.units)
    }

    @Test func `near a call point, who comes soonest stands first and who is out says why`() {
        check(UnitsView(say: Wording(language: .en)).lines(ViewTests.units, near: "NS-0412"), Golden.unitsNear)
    }

    @Test func `unclaimed incidents stand first`() {
        let view = IncidentsView(say: Wording(language: .en), name: Sample.name)
        check(view.lines(ViewTests.incidents), Golden.incidents)
    }

    @Test func `nothing open, no units: said, not left blank`() {
        #expect(IncidentsView(say: Wording(language: .en)).lines(["incidents": []]) == ["no open incidents"])
        #expect(UnitsView(say: Wording(language: .zh)).lines(["units": []], near: nil) == ["没有警力"])
    }

    @Test func `an empty reply harms no view`() {
        #expect(!StatusView(say: Wording(language: .en)).lines(.null).isEmpty)
        #expect(!Explanation(say: Wording(language: .en)).lines(Account(events: [])).contains { !$0.isEmpty })
    }

    @Test func `an explanation names who went, who did not, why, and how long it took`() throws {
        check(Explanation(say: Wording(language: .en), name: Sample.name).lines(try account()), Golden.explainEnglish)
    }

    @Test func `the same explanation in Chinese`() throws {
        check(Explanation(say: Wording(language: .zh), name: Sample.name).lines(try account()), Golden.explainChinese)
    }

    @Test func `without the ranking's input the event's own words must do`() throws {
        var account = try account()
        account.rankings = [:]
        let text = Explanation(say: Wording(language: .en)).lines(account).joined(separator: "\n")
        #expect(text.contains("5 units weighed"))
        #expect(text.contains("V-03"))
        #expect(!text.contains("V-04"))
    }

    @Test func `as JSON the account holds every order's life and ledger`() throws {
        let json = try account().json
        #expect(json["incident"] == "NS-03-7c1e-0007")
        #expect(json["presses"] == 2)
        let orders = try #require(json["tiers"]?.array?.first?["orders"]?.array)
        #expect(orders.map { $0["order"]?["unit"]?.string } == ["M-17", "F-22", "V-09"])
        #expect(orders[0]["life"]?.array?.map { $0["type"]?.string } == ["order.acknowledged", "unit.on_scene"])
        #expect(orders[1]["ledger"]?["verdict"] == "exceeded")
        #expect(orders[2]["ledger"] == .null)
    }
}
