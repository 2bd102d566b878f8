import EventCodec

/// What the log says of one incident, put in order: the ground of `explain`, in words and as JSON.
struct Account {
    /// Every event of the incident, in the order of the log.
    var events: [EventLine]
    /// The whole input of each ranking by its hash, where the journal still has it.
    var rankings: [String: [JSON]]

    init(events: [EventLine], rankings: [String: [JSON]] = [:]) {
        self.events = events
        self.rankings = rankings
    }

    var raised: EventLine? { first("alarm.raised") ?? first("alarm.reported") ?? first("test.started") }
    var located: EventLine? { first("alarm.located") }
    /// How it ended; nil where it is open, for the first time or again.
    var closed: EventLine? {
        let last = events.last { $0.type == "alarm.closed" || $0.type == "incident.reopened" }
        return last?.type == "alarm.closed" ? last : nil
    }
    var claimed: EventLine? { first("incident.acknowledged") }
    var presses: Int64 {
        let joined = ["alarm.repeated", "alarm.related"]
        return events.compactMap { joined.contains($0.type) ? $0.number("presses") : nil }.max() ?? 1
    }
    /// Presses at other call points that belong to it, without those that were split off again.
    var related: [EventLine] {
        let takenOut = events.filter { $0.type == "incident.split" }.map { $0.text("takes_out") }
        return events.filter { $0.type == "alarm.related" && !takenOut.contains($0.text("call_point")) }
    }
    /// What was last known of the alarm; nil where nobody said anything.
    var verified: EventLine? { events.last { $0.type == "alarm.verified" } }

    /// When the button was pressed, in microseconds of the time line.
    var pressedAt: Int64 {
        (first("test.pressed") ?? raised)?.number("edge_us") ?? raised?.microseconds ?? events.first?.microseconds ?? 0
    }

    /// Hashes of the rankings, in order and once each.
    var rankingHashes: [String] {
        var hashes: [String] = []
        for event in events where event.type == "units.ranked" {
            if let hash = event.optionalText("input_hash"), !hashes.contains(hash) { hashes.append(hash) }
        }
        return hashes
    }

    /// Tiers that have events, in order.
    var tiers: [Int64] { Array(Set(events.compactMap { $0.number("tier") })).sorted() }

    func first(_ type: String) -> EventLine? { events.first { $0.type == type } }

    func events(_ type: String, tier: Int64) -> [EventLine] {
        events.filter { $0.type == type && $0.number("tier") == tier }
    }

    /// Orders, real or of a test.
    func orders(tier: Int64) -> [EventLine] {
        events.filter { ($0.type == "order.issued" || $0.type == "test.ordered") && $0.number("tier") == tier }
    }

    /// What became of an order, in the order of the log: answers, deadlines, the scene.
    func life(of order: String) -> [EventLine] {
        events.filter { $0.text("order") == order && !Account.openings.contains($0.type) }
    }

    /// The latency ledger of an order.
    func ledger(of order: String) -> EventLine? {
        events.first { ($0.type == "order.emitted" || $0.type == "test.finished") && $0.text("order") == order }
    }

    private static let openings: Set<String> = ["order.issued", "order.emitted", "test.ordered", "test.finished"]

    /// Units that were out of a ranking, nearest first: all of them where the journal has the ranking's input, else
    /// the nearest that the event names.
    func excluded(from ranking: EventLine) -> [JSON] {
        guard let units = rankings[ranking.text("input_hash")] else {
            return ranking.json["nearest_excluded"]?.array ?? []
        }
        return units.filter { $0["excluded"]?.string != nil }
            .map { unit in
                [
                    "unit": .string(unit.text("unit")), "distance_m": .integer(unit.count("distance_m")),
                    "reason": .string(unit.text("excluded")),
                ]
            }
            .sorted { ($0.count("distance_m"), $0.text("unit")) < ($1.count("distance_m"), $1.text("unit")) }
    }

    /// How many units a ranking weighed; nil where neither the journal nor the event says.
    func weighed(in ranking: EventLine) -> Int? {
        if let units = rankings[ranking.text("input_hash")] { return units.count }
        guard let excluded = ranking.json["excluded"]?.object else { return nil }
        // The event names at most five candidates, so with five there may be more.
        let candidates = ranking.json["candidates"]?.array?.count ?? 0
        return candidates < 5 ? candidates + excluded.reduce(0) { $0 + Int($1.value.integer ?? 0) } : nil
    }

    /// How many units fit a ranking beyond those that its event names.
    func candidatesBeyond(_ ranking: EventLine) -> Int {
        guard let units = rankings[ranking.text("input_hash")] else { return 0 }
        let fitting = units.count { $0["excluded"]?.string == nil }
        return max(0, fitting - (ranking.json["candidates"]?.array?.count ?? 0))
    }

    /// The same for programs.
    var json: JSON {
        let start = pressedAt
        return [
            "incident": .string(events.first?.incident ?? ""), "call_point": .string(raised?.text("call_point") ?? ""),
            "alarm": raised?.json ?? .null, "located": located?.json ?? .null, "presses": .integer(presses),
            "related": .array(related.map(\.json)), "verified": verified?.json ?? .null,
            "claimed": claimed?.json ?? .null, "closed": closed?.json ?? .null,
            "tiers": .array(tiers.map { json(of: $0, start: start) }),
        ]
    }

    private func json(of tier: Int64, start: Int64) -> JSON {
        let rankings: [JSON] = events("units.ranked", tier: tier).map { ranking in
            [
                "requirement": .integer(ranking.number("requirement") ?? 0),
                "after_press_us": .integer(ranking.microseconds - start),
                "candidates": ranking.json["candidates"] ?? [], "excluded": ranking.json["excluded"] ?? [:],
                "excluded_units": .array(excluded(from: ranking)), "input_hash": .string(ranking.text("input_hash")),
            ]
        }
        return [
            "tier": .integer(tier), "raised": events("tier.raised", tier: tier).first?.json ?? .null,
            "rankings": .array(rankings), "shortfalls": .array(events("shortfall", tier: tier).map(\.json)),
            "notices": .array(events("notice.sent", tier: tier).map(\.json)),
            "orders": .array(
                orders(tier: tier).map { order in
                    [
                        "order": order.json, "life": .array(life(of: order.text("order")).map(\.json)),
                        "ledger": ledger(of: order.text("order"))?.json ?? .null,
                    ]
                }),
        ]
    }
}
