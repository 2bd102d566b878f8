import CallpointCore
public import EventCodec

/// What `callpoint check` tells of a good site file.
public struct SiteSummary: Sendable {
    private let configuration: SiteConfiguration
    private let words = SummaryWords()

    /// Most call points, and most names in a row, that the text shows; the rest are counted.
    public static let shownLimit = 40

    /// The summary of a configuration.
    public init(_ configuration: SiteConfiguration) {
        self.configuration = configuration
    }

    /// Aligned English text for people, with a line end after every line.
    public func text() -> String {
        let sections = [heading, callPoints, inputs, plans, units, warnings].filter { !$0.isEmpty }
        return sections.map { $0.map { "\($0)\n" }.joined() }.joined(separator: "\n")
    }

    private var site: Site { configuration.site }

    private var heading: [String] {
        let name = site.name == site.id ? site.id : "\(site.id)  \(site.name)"
        return [
            "\(words.site)  \(name)",
            "\(words.places(configuration.datum.rawValue)), \(words.times(configuration.timeZone))",
            "\(words.hash) \(configuration.hash)",
        ]
    }

    private var callPoints: [String] {
        let wires = Dictionary(configuration.buttons.map { ($0.callPoint, $0.text) }, uniquingKeysWith: { a, _ in a })
        let rows = site.callPoints.prefix(Self.shownLimit).map { point in
            [
                point.id.text, point.name, words.coordinate(point.place), wires[point.id] ?? "",
                words.plan(of: point),
            ]
        }
        let more = site.callPoints.count - rows.count
        return ["\(words.callPoints) (\(site.callPoints.count))"] + TextColumns.lines(rows)
            + (more > 0 ? ["  \(words.more(more))"] : [])
    }

    private var inputs: [String] {
        let rows = configuration.inputs.map { input in
            let users = configuration.buttons.filter { $0.input == input.name }.map(\.callPoint.text)
            return [input.name.text, words.list(users), words.kind(of: input), input.location]
        }
        return ["\(words.inputs) (\(rows.count))"] + TextColumns.lines(rows)
    }

    private var plans: [String] {
        var lines = ["\(words.plans) (\(site.plans.count))"]
        for plan in site.plans {
            let users = site.callPoints.filter { point in
                point.plan == plan.name || point.planDuring.contains { $0.plan == plan.name }
            }.count
            lines.append("  \(plan.name)  \(words.line(of: plan, users: users))")
            lines += words.hastening(plan).map { "    \($0)" }
            for (index, tier) in plan.tiers.enumerated() {
                lines.append("    \(words.heading(ofTier: index + 1, tier))")
                lines += words.steps(of: tier, isLast: index + 1 == plan.tiers.count).map { "      \($0)" }
            }
        }
        return lines
    }

    private var units: [String] {
        let rows = UnitKind.allCases.compactMap { kind -> [String]? in
            let ofKind = site.units.filter { $0.kind == kind }
            guard !ofKind.isEmpty else { return nil }
            let names = ofKind.map { unit in unit.callSign.map { "\(unit.id) \($0)" } ?? unit.id.text }
            return [kind.rawValue, "\(ofKind.count)", words.list(names)]
        }
        let unknown = site.acceptsUnknownUnits ? ["  \(words.unknownAccepted)"] : []
        return ["\(words.units) (\(site.units.count))"] + TextColumns.lines(rows) + unknown
    }

    private var warnings: [String] {
        guard !configuration.warnings.isEmpty else { return [] }
        return ["\(words.warnings) (\(configuration.warnings.count))"]
            + configuration.warnings.map { "  \($0.description)" }
    }
}

extension SiteSummary {
    /// The same for programs.
    public var json: JSON {
        [
            "id": .string(site.id), "name": .string(site.name), "datum": .string(configuration.datum.rawValue),
            "time_zone": .string(configuration.timeZone), "hash": .string(configuration.hash),
            "call_points": .array(callPointsJSON), "inputs": .array(configuration.inputs.map(inputJSON)),
            "plans": .array(site.plans.map(planJSON)), "units": unitsJSON,
            "warnings": .array(configuration.warnings.map(warningJSON)),
        ]
    }

    private var callPointsJSON: [JSON] {
        let wires = Dictionary(configuration.buttons.map { ($0.callPoint, $0.text) }, uniquingKeysWith: { a, _ in a })
        return site.callPoints.map { point in
            let scheduled = point.planDuring.map { during in
                JSON.object([
                    .init("schedule", .string(during.schedule.text)), .init("plan", .string(during.plan.text)),
                ])
            }
            let members: [JSON.Member] = scheduled.isEmpty ? [] : [.init("plan_during", .array(scheduled))]
            return .object((callPointJSON(point, wire: wires[point.id] ?? "").object ?? []) + members)
        }
    }

    private func callPointJSON(_ point: CallPoint, wire: String) -> JSON {
        [
            "id": .string(point.id.text), "name": .string(point.name),
            "lat": .number(Double(point.place.latitudeE7) / 1e7),
            "lon": .number(Double(point.place.longitudeE7) / 1e7), "input": .string(wire),
            "plan": .string(point.plan.text),
        ]
    }

    private func inputJSON(_ input: InputDeclaration) -> JSON {
        let users = configuration.buttons.filter { $0.input == input.name }
        return [
            "name": .string(input.name.text), "kind": .string(input.kindName), "location": .string(input.location),
            "call_points": .array(users.map { .string($0.callPoint.text) }),
        ]
    }

    private func planJSON(_ plan: Plan) -> JSON {
        [
            "name": .string(plan.name.text), "priority": .string(plan.priority.text),
            "budget_ms": .integer(plan.budget.milliseconds),
            "call_points": .integer(Int64(site.callPoints.filter { $0.plan == plan.name }.count)),
            "tiers": .array(
                plan.tiers.map { tier in
                    [
                        "name": .string(tier.name),
                        "units": .integer(Int64(tier.send.map(\.count).reduce(0, +))),
                        "notify": .array(tier.notify.map { .string($0.text) }),
                        "ack_within_ms": .integer(tier.ackWithin.milliseconds),
                        "on_scene_within_ms": tier.onSceneWithin.map { .integer($0.milliseconds) } ?? .null,
                        "watch": .bool(tier.watch),
                    ]
                }),
        ]
    }

    private var unitsJSON: JSON {
        .object(
            UnitKind.allCases.map { kind in
                JSON.Member(kind.rawValue, .integer(Int64(site.units.filter { $0.kind == kind }.count)))
            })
    }

    private func warningJSON(_ warning: SiteMistake) -> JSON {
        [
            "file": .string(warning.file), "line": .integer(Int64(warning.line)),
            "column": .integer(Int64(warning.column)), "what": .string(warning.what),
            "remedy": .string(warning.remedy),
        ]
    }
}
