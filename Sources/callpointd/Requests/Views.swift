import CallpointCore
import Control
import EventCodec
import Sense
import SiteFile

extension Daemon {
    /// Whether anything stands in the way of the whole service: a fault of an input, the journal, the feed.
    var isDegraded: Bool {
        journalState.isDegraded || engine.isPositionFeedStalled || configuration.inputs.contains { isDown($0) }
    }

    private func isDown(_ input: InputDeclaration) -> Bool { devices[input.name]?.isOpen != true }

    func statusMembers(at now: Instant) -> [JSON.Member] {
        let units = engine.unitViews(at: now)
        let ages = units.filter { !$0.isPosted }.compactMap { $0.fix.map { (now - $0.receivedAt).milliseconds } }
        let incidents = engine.openIncidents { !$0.isExercise }
        return identity + [
            .init("gen", .string(encoder.head.generation)),
            .init(
                "head",
                [
                    "gen": .string(encoder.head.generation), "seq": .integer(encoder.head.sequence),
                    "hash": .string(Digest.hex(encoder.head.hash)),
                ]),
            .init("started_ago_ms", .integer((now - startedAt).milliseconds)),
            .init("config_hash", .string(configuration.hash)),
            .init("plan_times", .number(Double(configuration.planTimesPermille) / 1_000)),
            .init("open_incidents", .integer(Int64(incidents.count))),
            .init("unacknowledged", .integer(Int64(incidents.count { $0.acknowledgedBy == nil }))),
            .init("flood", floodView(at: now)), .init("coverage", coverageView), .init("units", counts(of: units)),
            .init("newest_fix_ms", ages.min().map { .integer($0) } ?? .null),
            .init("oldest_fix_ms", ages.max().map { .integer($0) } ?? .null),
            .init("last_event_ms", .integer((now - lastEventAt).milliseconds)),
            .init("inputs", .array(configuration.inputs.map { view($0, at: now) })),
            .init("positions", positionsView), .init("journal", journalView),
            .init("subscribers", .integer(Int64(control?.statistics.subscribers ?? 0))),
            .init("faults", .array(engine.standingFaults.map { view($0, at: now) })),
            .init("bypasses", .array(engine.bypasses.map { view($0, at: now) })),
            .init("walk_test", walkTestView(at: now)), .init("exercise", exerciseView(at: now)),
            .init("latency", latencyView), .init("degraded", .bool(isDegraded)),
        ]
    }

    /// That presses outnumber units, since when, and how it stands; null while they do not.
    private func floodView(at now: Instant) -> JSON {
        guard let since = engine.floodSince else { return .null }
        let figures = engine.floodFigures
        return [
            "since_ms": .integer((now - since).milliseconds), "waiting": .integer(Int64(figures.waiting)),
            "open": .integer(Int64(figures.open)), "on_duty": .integer(Int64(figures.onDuty)),
            "free": .integer(Int64(figures.free)),
        ]
    }

    /// Beats that nobody covers or into which a unit has moved up.
    private var coverageView: JSON {
        .array(
            engine.beatCoverage.map { known in
                [
                    "beat": .string(known.beat.text), "lost": .bool(known.isLost),
                    "unit": known.unit.map { .string($0.text) } ?? .null, "moving": .bool(known.isMoving),
                ]
            })
    }

    private func counts(of units: [Engine.UnitView]) -> JSON {
        let listed = units.filter(\.isListed)
        return [
            "total": .integer(Int64(listed.count)),
            "available": .integer(Int64(listed.count { $0.status.isOrderable && $0.order == nil })),
            "busy": .integer(Int64(listed.count { $0.status == .busy })),
            "off_duty": .integer(Int64(listed.count { $0.status == .offDuty })),
            "out_of_service": .integer(Int64(listed.count { $0.status == .outOfService })),
            "ordered": .integer(Int64(listed.count { $0.order != nil })),
            "located": .integer(Int64(listed.count { $0.fix != nil })),
            "stale": .integer(Int64(listed.count { $0.isStale })),
        ]
    }

    private var positionsView: JSON {
        var refused: [JSON.Member] = []
        for reason in FixRefusal.allCases {
            let count = positionSocket?.counters[reason] ?? 0
            if count > 0 { refused.append(.init(reason.rawValue, .integer(Int64(count)))) }
        }
        for (index, outcome) in FixOutcome.allCases.enumerated() where outcome != .accepted && fixCounts[index] > 0 {
            refused.append(.init(outcome.rawValue, .integer(Int64(fixCounts[index]))))
        }
        return [
            "accepted": .integer(Int64(fixCounts[0])), "refused": .object(refused),
            "clock_disagrees": .integer(Int64(positionSocket?.counters.clockDisagrees ?? 0)),
            "stalled": .bool(engine.isPositionFeedStalled),
            "door_looks": positionDoor.map { .integer(Int64($0.looks)) } ?? .null,
        ]
    }

    private var journalView: JSON {
        [
            "state": journalState.isDegraded ? "degraded" : "ok", "reason": .string(journalState.reason),
            "pending": .integer(encoder.head.sequence - durableThrough), "durable_seq": .integer(durableThrough),
            "wait_ms": .integer(configuration.record.durabilityWait.milliseconds),
        ]
    }

    private func view(_ standing: StandingFault, at now: Instant) -> JSON {
        var members: [JSON.Member] = []
        if let input = standing.fault.input { members.append(.init("input", .string(input.text))) }
        if let callPoint = standing.fault.callPoint { members.append(.init("call_point", .string(callPoint.text))) }
        members += [
            .init("kind", .string(standing.fault.kind.rawValue)), .init("detail", .string(standing.fault.detail)),
            .init("since_ms", .integer((now - standing.since).milliseconds)),
            .init("bypassed", .bool(engine.isBypassed(standing.fault))),
        ]
        return .object(members)
    }

    private var latencyView: JSON {
        func value(_ microseconds: Int?) -> JSON { microseconds.map { .integer(Int64($0)) } ?? .null }
        return [
            "press_to_order_us": [
                "count": .integer(Int64(latency.count)), "p50": value(latency.percentile(50)),
                "p99": value(latency.percentile(99)),
                "max": value(latency.count > 0 ? latency.maximumMicroseconds : nil),
            ]
        ]
    }

    func view(_ incident: Incident, at now: Instant) -> JSON {
        [
            "incident": .string(incident.id.text), "call_point": .string(incident.callPoint.id.text),
            "name": .string(incident.callPoint.name), "plan": .string(incident.plan.name.text),
            "priority": .string(incident.priority.text), "mode": incident.isExercise ? "exercise" : "live",
            "kind": .string(incident.nature.kind.rawValue),
            "silent": .bool(incident.nature.isSilent), "dispatch": .bool(incident.nature.isDispatched),
            "opened_ts": .string(incident.openedWall.stamp),
            "age_ms": .integer((now - incident.openedAt).milliseconds),
            "presses": .integer(Int64(engine.presses(of: incident))),
            "tier": .integer(Int64(incident.tier)), "tiers": .integer(Int64(incident.plan.tiers.count)),
            "verification": .string(incident.verification.rawValue),
            "related": .array(incident.related.map { .string($0.callPoint.text) }),
            "recent": incident.recent.map { view($0, since: incident.openedAt, at: now) } ?? .null,
            "acknowledged_by": incident.acknowledgedBy.map { .string($0.text) } ?? .null,
            "watch": .bool(incident.isWatched),
            "watched_by": incident.watchedBy.map { .string($0.text) } ?? .null,
            "held_ms": incident.holdUntil.map { .integer(max(0, ($0 - now).milliseconds)) } ?? .null,
            "notices": .array(incident.told.map { view($0) }), "shortfall": .bool(!incident.shortfalls.isEmpty),
            "linked": .array(incident.links.map { .string($0.text) }),
            "handed_off": incident.handOff.map {
                ["contact": .string($0.contact.text), "reference": .string($0.reference.text)]
            } ?? .null,
            "waits_for": .string(incident.waitsFor.rawValue),
            "orders": .array(incident.orders.map { view($0, at: now) }),
        ]
    }

    /// What had ended at the call point, told as of now.
    private func view(_ recent: RecentAlarm, since: Instant, at now: Instant) -> JSON {
        [
            "incident": .string(recent.incident.text), "disposition": .string(recent.disposition.rawValue),
            "ago_ms": .integer(Int64(recent.agoMilliseconds) + (now - since).milliseconds),
        ]
    }

    private func view(_ told: Incident.Told) -> JSON {
        [
            "contact": .string(told.contact.text), "tier": .integer(Int64(told.tier)),
            "unanswered": .bool(told.answerBy != nil),
        ]
    }

    private func view(_ order: OrderRecord, at now: Instant) -> JSON {
        let isOnItsWay = order.state.isLive && order.state != .onScene
        return [
            "order": .string(order.id.text), "unit": .string(order.unit.text), "tier": .integer(Int64(order.tier)),
            "state": .string(order.state.rawValue), "eta_s": .integer(Int64((order.etaMilliseconds + 500) / 1_000)),
            "distance_m": .integer(Int64(order.distanceMetres)),
            "age_ms": .integer((now - order.issuedAt).milliseconds),
            "expected_ms": (isOnItsWay ? order.expectedAt : nil).map { .integer(max(0, ($0 - now).milliseconds)) }
                ?? .null,
        ]
    }

    func units(near: CallPointID?, at now: Instant) -> ControlReply {
        var weighed: [UnitID: WeighedUnit] = [:]
        if let near {
            guard let ranked = engine.preview(of: near, at: now), case .weighed(let list) = ranked.evidence else {
                return .failed(
                    ControlFailure(
                        .unknown, "There is no call point \(near).", remedy: "Name one of the site file's."))
            }
            for unit in list { weighed[unit.unit] = unit }
        }
        let views = engine.unitViews(at: now).map { view($0, weighed: weighed, isNear: near != nil, at: now) }
        return .done([.init("units", .array(views))])
    }

    private func view(
        _ unit: Engine.UnitView, weighed: [UnitID: WeighedUnit], isNear: Bool, at now: Instant
    ) -> JSON {
        var members: [JSON.Member] = [
            .init("unit", .string(unit.unit.id.text)), .init("kind", .string(unit.unit.kind.rawValue)),
            .init("call_sign", unit.unit.callSign.map { .string($0) } ?? .null),
            .init("status", .string(unit.status.rawValue)),
            .init("order", unit.order.map { .string($0.text) } ?? .null), .init("stale", .bool(unit.isStale)),
        ]
        if let fix = unit.fix {
            members += [
                .init("lat", .number(Double(fix.place.latitudeE7) / 1e7)),
                .init("lon", .number(Double(fix.place.longitudeE7) / 1e7)),
                .init("fix_age_ms", unit.isPosted ? .null : .integer((now - fix.receivedAt).milliseconds)),
            ]
        }
        guard isNear else { return .object(members) }
        guard let found = weighed[unit.unit.id] else {
            members.append(.init("excluded", .string(unit.fix == nil ? "unlocated" : "farther")))
            return .object(members)
        }
        members.append(.init("distance_m", .integer(Int64(found.distanceMetres))))
        if let reason = found.exclusion {
            members.append(.init("excluded", .string(reason.rawValue)))
        } else {
            let profile = configuration.site.kinds[found.kind]
            let eta = profile.etaMilliseconds(
                metres: found.distanceMetres, reactionMilliseconds: Int(profile.reaction.milliseconds))
            members.append(.init("eta_s", .integer(Int64((eta + 500) / 1_000))))
        }
        return .object(members)
    }
}
