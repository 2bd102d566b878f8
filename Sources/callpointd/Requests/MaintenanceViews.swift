import CallpointCore
import Control
import EventCodec
import Sense
import SiteFile

// Wires and nodes, bypasses and walk tests, for `callpoint inputs`, `bypass` and `walktest`.

extension Daemon {
    /// Every wire and node of the inputs, as it is now.
    func inputsMembers(at now: Instant) -> [JSON.Member] {
        var faults: [CallPointID: [StandingFault]] = [:]
        for standing in engine.standingFaults {
            if let callPoint = standing.fault.callPoint { faults[callPoint, default: []].append(standing) }
        }
        let asked = engine.walkTest?.ask.flatMap { $0.until > now ? $0.callPoint : nil }
        let inputs = configuration.inputs.map { input -> JSON in
            let device = devices[input.name]
            let status = device?.inputStatus
            let state = device?.isOpen == true ? "up" : "down"
            return [
                "name": .string(input.name.text), "kind": .string(input.kindName), "path": .string(input.location),
                "state": .string(state), "detail": .string(status?.detail ?? engine.reasonDown(input.name) ?? ""),
                "points": .array(
                    (status?.points ?? []).map { point in
                        view(
                            point, faults: faults[point.callPoint] ?? [], isAsked: asked == point.callPoint, at: now)
                    }),
            ]
        }
        return [.init("inputs", .array(inputs))]
    }

    /// The exercise that is under way; null where there is none.
    func exerciseView(at now: Instant) -> JSON {
        guard let exercise = engine.exercise else { return .null }
        return [
            "by": .string(exercise.actor.text), "since_ms": .integer((now - exercise.startedAt).milliseconds),
            "left_ms": .integer(max(0, (exercise.until - now).milliseconds)),
            "units": .array(exercise.units.map { .string($0.text) }),
            "incidents": .integer(Int64(engine.openIncidents(where: \.isExercise).count)),
        ]
    }

    private func view(_ point: InputPoint, faults: [StandingFault], isAsked: Bool, at now: Instant) -> JSON {
        let own = faults.map(\.fault).filter { point.role.tells(of: $0.kind) }
        func kinds(_ isBypassed: Bool) -> JSON {
            .array(own.filter { engine.isBypassed($0) == isBypassed }.map { .string($0.kind.rawValue) })
        }
        func age(_ instant: Instant?) -> JSON { instant.map { .integer((now - $0).milliseconds) } ?? .null }
        return [
            "place": .string(point.place), "call_point": .string(point.callPoint.text),
            "role": .string(point.role.rawValue), "level": point.level.map { .bool($0) } ?? .null,
            "active": point.isActive.map { .bool($0) } ?? .null,
            "said": point.said.map { .string($0.word) } ?? .null, "edges": .integer(Int64(point.edges)),
            "bounces": .integer(Int64(point.bounces)), "short_pulses": .integer(Int64(point.shortPulses)),
            "gaps": .integer(Int64(point.gaps)), "seen_ms": age(point.seenAt), "pressed_ms": age(point.pressedAt),
            "faults": kinds(false), "bypassed": kinds(true),
            "trouble": point.trouble.map { .string($0) } ?? .null, "asked": .bool(isAsked),
        ]
    }

    func view(_ bypass: Bypass, at now: Instant) -> JSON {
        [
            "call_point": .string(bypass.callPoint.text), "kind": .string(bypass.kind?.rawValue ?? "all"),
            "since_ms": .integer((now - bypass.setAt).milliseconds),
            "left_ms": .integer((bypass.until - now).milliseconds), "by": .string(bypass.actor.text),
            "via": .string(bypass.via), "reason": bypass.reason.map { .string($0.text) } ?? .null,
        ]
    }

    /// Whether a walk test is open, and what is asked for; for `status`.
    func walkTestView(at now: Instant) -> JSON {
        guard let walk = engine.walkTest, walk.end == nil else { return .null }
        let rows = engine.checklist
        return [
            "by": .string(walk.actor.text), "since_ms": .integer((now - walk.startedAt).milliseconds),
            "left_ms": .integer((walk.until - now).milliseconds), "call_points": .integer(Int64(rows.count)),
            "seen": .integer(Int64(rows.count { $0.record.press != nil })), "asked": askedView(walk, at: now),
        ]
    }

    private func askedView(_ walk: WalkTest, at now: Instant) -> JSON {
        guard let ask = walk.ask, ask.until > now else { return .null }
        return ["call_point": .string(ask.callPoint.text), "left_ms": .integer((ask.until - now).milliseconds)]
    }

    /// The list of the walk test that is open or was last, or one call point's row of it.
    func walkTestMembers(of callPoint: CallPointID?, at now: Instant) -> [JSON.Member] {
        guard let walk = engine.walkTest else { return [.init("state", "none"), .init("rows", [])] }
        let rows = engine.checklist.filter { callPoint == nil || $0.callPoint == callPoint }
        var members: [JSON.Member] = [
            .init("state", walk.end == nil ? "open" : "ended"),
            .init("started_ts", .string(walk.startedWall.stamp)), .init("by", .string(walk.actor.text)),
        ]
        if let end = walk.end {
            members += [
                .init("ended_ts", .string(end.wall.stamp)),
                .init("ending", .string(end.ending == .expired ? "expired" : "by")),
            ]
        } else {
            members += [
                .init("left_ms", .integer((walk.until - now).milliseconds)), .init("asked", askedView(walk, at: now)),
            ]
        }
        let isAwaited = walk.ask.map { $0.until > now } ?? false
        return members + [.init("rows", .array(rows.map { view($0, isAsked: $0.isAsked && isAwaited) }))]
    }

    private func view(_ row: ChecklistRow, isAsked: Bool) -> JSON {
        var members: [JSON.Member] = [
            .init("call_point", .string(row.callPoint.text)), .init("name", .string(row.name)),
            .init("asked", .bool(isAsked)), .init("seen", .bool(row.record.press != nil)),
            .init("faults", .array(row.record.faults.map { .string($0.rawValue) })),
        ]
        guard let press = row.record.press else { return .object(members) }
        members += [
            .init("incident", .string(press.incident.text)), .init("seen_ts", .string(press.seenWall.stamp)),
            .init("input", .string(press.pressed.input.text)),
            .init("sense_us", .integer(Int64(press.pressed.senseMicroseconds))),
            .init("debounce_us", .integer(Int64(press.pressed.debounceMicroseconds))),
            .init("total_us", press.totalMicroseconds.map { .integer(Int64($0)) } ?? .null),
            .init("released", .bool(press.heldMilliseconds != nil)),
            .init("held_ms", press.heldMilliseconds.map { .integer(Int64($0)) } ?? .null),
            .init("by", .string(press.actor.text)),
        ]
        return .object(members)
    }
}

extension InputPoint.Role {
    /// Whether a kind of fault is a matter of this wire, so that it stands in its row.
    fileprivate func tells(of kind: DeviceFault.Kind) -> Bool {
        switch self {
        case .node: kind != .door && kind != .mains
        case .button: [.stuck, .chatter, .line, .offline, .forged, .replayed, .key].contains(kind)
        case .buttonBreak: kind == .line
        case .tamper: kind == .tamper
        case .door: kind == .door
        case .mains: kind == .mains
        case .output: false
        }
    }
}

extension Signal.State {
    /// As the control socket writes it.
    fileprivate var word: String {
        switch self {
        case .pressed: "pressed"
        case .released: "released"
        case .tamperOpen: "tamper_open"
        case .tamperClosed: "tamper_closed"
        case .heartbeat: "heartbeat"
        case .lowBattery: "low_battery"
        }
    }
}
