import CallpointCore
import EventCodec

/// What a study found, for people and for programs.
struct WhatIfReport {
    let say: Wording
    private var measures: Measures { Measures(say: say) }

    func lines(_ result: WhatIfCase) -> [String] {
        let mark = result.unknown != nil ? "–" : result.isUncertain ? "?" : result.isOther ? "≠" : "="
        var lines = ["\(mark) \(result.incident)  \(stamp(result.wall))  \(result.callPoint)"]
        if let unknown = result.unknown { return lines.map(TextWidth.plain) + ["    " + why(unknown)] }
        lines.append("    " + say.replay(.answeredThen, text(result.then)))
        lines.append("    " + say.replay(.answeredNow, text(result.now)))
        if result.isUncertain { lines.append("    ? " + say.replay(.unweighed, String(result.unweighed))) }
        if result.unlisted > 0 { lines.append("    " + say.replay(.unlisted, String(result.unlisted))) }
        return lines.map(TextWidth.plain)
    }

    private func text(_ answer: WhatIfCase.Answer) -> String {
        var parts: [String] = []
        for tier in Set(answer.orders.map(\.tier)).sorted() {
            let units = answer.orders.filter { $0.tier == tier }.map { order in
                "\(order.unit) \(clock(order.etaMilliseconds))"
            }
            parts.append("t\(tier) " + units.joined(separator: say(.comma)))
        }
        if parts.isEmpty { parts.append(say.replay(.nobodyOrdered)) }
        if let first = answer.first, let last = answer.last {
            parts.append(say.replay(.firstAndLast, clock(first), clock(last)))
        }
        if answer.shortfalls > 0 { parts.append(say.replay(.short, String(answer.shortfalls))) }
        return parts.joined(separator: " | ")
    }

    private func clock(_ milliseconds: Int) -> String {
        measures.clock(seconds: Int64((milliseconds + 500) / 1_000))
    }

    /// The site's own wall clock, as the log shows it.
    private func stamp(_ wall: WallTime) -> String {
        String(wall.stamp.prefix(19)).replacing("T", with: " ")
    }

    private func why(_ unknown: WhatIfCase.Unknown) -> String {
        switch unknown {
        case .noEvidence: say.replay(.whatIfNoEvidence)
        case .noCallPoint: say.replay(.whatIfNoCallPoint)
        case .tooMany: say.replay(.whatIfTooMany, String(WhatIfStudy.openLimit))
        }
    }

    func lines(_ tally: WhatIfTally) -> [String] {
        var lines = ["", say.replay(.whatIfSum, String(tally.studied), String(tally.incidents), String(tally.other))]
        for reason in WhatIfCase.Unknown.allCases {
            if let count = tally.unknown[reason] {
                lines.append("  " + say.replay(.whatIfUnknown, String(count), why(reason)))
            }
        }
        if let firstThen = tally.mean(tally.first.then), let firstNow = tally.mean(tally.first.now),
            let lastThen = tally.mean(tally.last.then), let lastNow = tally.mean(tally.last.now)
        {
            lines.append("  " + say.replay(.meanFirst, clock(firstThen), clock(firstNow)))
            lines.append("  " + say.replay(.meanLast, clock(lastThen), clock(lastNow)))
        }
        lines.append("  " + say.replay(.sumOrders, String(tally.orders.then), String(tally.orders.now)))
        lines.append("  " + say.replay(.sumShortfalls, String(tally.shortfalls.then), String(tally.shortfalls.now)))
        lines.append("  " + say.replay(.sumTiers, String(tally.tiers.then), String(tally.tiers.now)))
        if tally.uncertain > 0 { lines.append("  ? " + say.replay(.sumUncertain, String(tally.uncertain))) }
        lines.append(say.replay(.whatIfLimits))
        return lines
    }

    func json(_ result: WhatIfCase) -> JSON {
        func answer(_ answer: WhatIfCase.Answer) -> JSON {
            [
                "orders": .array(
                    answer.orders.map { order in
                        [
                            "tier": .integer(Int64(order.tier)), "unit": .string(order.unit.text),
                            "eta_ms": .integer(Int64(order.etaMilliseconds)),
                        ]
                    }),
                "first_eta_ms": number(answer.first), "last_eta_ms": number(answer.last),
                "shortfalls": .integer(Int64(answer.shortfalls)), "tier": .integer(Int64(answer.tier)),
            ]
        }
        return [
            "incident": .string(result.incident.text), "ts": .string(result.wall.stamp),
            "call_point": .string(result.callPoint.text),
            "unknown": result.unknown.map { .string($0.rawValue) } ?? .null, "differs": .bool(result.isOther),
            "uncertain": .bool(result.isUncertain), "unweighed": .integer(Int64(result.unweighed)),
            "not_in_site_file": .integer(Int64(result.unlisted)), "then": answer(result.then),
            "would_be": result.unknown == nil ? answer(result.now) : .null,
        ]
    }

    func json(_ tally: WhatIfTally) -> JSON {
        func pair(_ sums: (then: Int, now: Int)) -> JSON {
            ["then": .integer(Int64(sums.then)), "would_be": .integer(Int64(sums.now))]
        }
        return [
            "incidents": .integer(Int64(tally.incidents)), "studied": .integer(Int64(tally.studied)),
            "differ": .integer(Int64(tally.other)), "uncertain": .integer(Int64(tally.uncertain)),
            "mean_first_eta_ms": [
                "then": number(tally.mean(tally.first.then)), "would_be": number(tally.mean(tally.first.now)),
            ],
            "mean_last_eta_ms": [
                "then": number(tally.mean(tally.last.then)), "would_be": number(tally.mean(tally.last.now)),
            ],
            "orders": pair(tally.orders), "shortfalls": pair(tally.shortfalls), "tiers": pair(tally.tiers),
        ]
    }

    private func number(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
}
