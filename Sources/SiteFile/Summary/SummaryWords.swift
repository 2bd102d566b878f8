import CallpointCore

/// Every English word of the summary, in one place, so that another language can stand beside it.
struct SummaryWords: Sendable {
    let site = "site"
    let hash = "hash"
    let callPoints = "call points"
    let inputs = "inputs"
    let plans = "plans"
    let units = "units"
    let warnings = "warnings"
    let unknownAccepted = "and units that are not named here, as their positions come in"

    func places(_ datum: String) -> String { "places in \(datum)" }
    func times(_ zone: String) -> String { "times of \(zone)" }
    func plan(of point: CallPoint) -> String {
        (["plan \(point.plan)"] + point.planDuring.map { "\($0.plan) during \($0.schedule)" }).joined(separator: ", ")
    }
    func more(_ count: Int) -> String { "and \(count) more" }

    /// Names with commas; beyond `SiteSummary.shownLimit` they are counted.
    func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "nobody" }
        let shown = names.prefix(SiteSummary.shownLimit).joined(separator: ", ")
        let rest = names.count - SiteSummary.shownLimit
        return rest > 0 ? "\(shown), \(more(rest))" : shown
    }

    /// Degrees with five places, a metre: enough to find the post on a map.
    func coordinate(_ place: Coordinate) -> String {
        func degrees(_ e7: Int32) -> String {
            let rounded = (Int(e7.magnitude) + 50) / 100
            let fraction = String(rounded % 100_000)
            let zeros = String(repeating: "0", count: 5 - fraction.count)
            return "\(e7 < 0 ? "-" : "")\(rounded / 100_000).\(zeros)\(fraction)"
        }
        return "\(degrees(place.latitudeE7)), \(degrees(place.longitudeE7))"
    }

    func kind(of input: InputDeclaration) -> String {
        switch input.kind {
        case .serial(let line):
            "serial \(line.baud), sentence, " + (line.heartbeat.map { "heartbeat \(time($0))" } ?? "no heartbeat")
        case .gpio: "gpio"
        case .modbus(let line):
            "modbus-rtu \(line.baud), parity \(line.parity), poll \(time(line.poll)), timeout \(time(line.timeout))"
                + (line.isRS485 ? ", rs485" : "")
        }
    }

    func line(of plan: Plan, users: Int) -> String {
        let points = users == 1 ? "1 call point" : "\(users) call points"
        return "\(plan.priority.text), orders within \(time(plan.budget)), \(points)"
    }

    /// What raises a tier of a plan before its time.
    func hastening(_ plan: Plan) -> [String] {
        (plan.raisesOnSecondPress ? ["a second press raises tier 2"] : [])
            + (plan.raisesOnProjectedLateness ? ["those under way will be late: raise the next tier at once"] : [])
    }

    func heading(ofTier number: Int, _ tier: Tier) -> String {
        tier.name == "tier \(number)" ? tier.name : "tier \(number)  \(tier.name)"
    }

    /// What a tier does, a line each: whom it sends, whom it tells, and what happens when nobody comes.
    func steps(of tier: Tier, isLast: Bool) -> [String] {
        var lines = tier.send.map { "send \(requirement($0))" }
        if !tier.notify.isEmpty { lines.append("tell \(tier.notify.map(\.text).joined(separator: ", "))") }
        if let nudge = tier.nudgeAfter, !tier.send.isEmpty { lines.append("no answer in \(time(nudge)): call again") }
        if !tier.send.isEmpty { lines.append("no answer in \(time(tier.ackWithin)): order the next unit") }
        if let onScene = tier.onSceneWithin {
            let then = isLast ? (tier.notify.isEmpty ? "say so" : "tell them again") : "raise the next tier"
            lines.append("nobody on scene in \(time(onScene)): \(then)")
        }
        if tier.watch { lines.append("watched until it is closed") }
        return lines
    }

    private func requirement(_ requirement: Requirement) -> String {
        let gain = requirement.minGain.map { ", if \(time($0)) sooner than those under way" } ?? ""
        let during = requirement.during.map { ", during \($0)" } ?? ""
        return requirement.choices.map(way).joined(separator: ", or ") + gain + during
    }

    private func way(_ requirement: Requirement) -> String {
        var text = "\(requirement.count) \(requirement.kinds.map(\.rawValue).joined(separator: " or "))"
        if !requirement.capabilities.isEmpty { text += " with \(requirement.capabilities.joined(separator: ", "))" }
        if let metres = requirement.withinMetres { text += " within \(distance(metres))" }
        return text
    }

    private func time(_ duration: Duration) -> String { spaced(UnitSet.times.text(duration.milliseconds)) }

    private func distance(_ metres: Int) -> String { spaced(UnitSet.distances.text(Int64(metres))) }

    /// `30s` as people read it: `30 s`.
    private func spaced(_ text: String) -> String {
        let number = text.prefix(while: \.isNumber)
        return "\(number) \(text.dropFirst(number.count))"
    }
}

/// Columns that line up on a terminal, where a Chinese character is two cells wide.
enum TextColumns {
    /// Rows of equal length as lines, indented by two, columns two apart; the last column is not filled up.
    static func lines(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { width($0[column]) }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (cell, wide) in zip(row, widths) {
                line += "  " + cell + String(repeating: " ", count: wide - width(cell))
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// Terminal cells of a text: two for East Asian wide and full-width characters, none for combining ones.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x0300...0x036F, 0x200B...0x200D, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
