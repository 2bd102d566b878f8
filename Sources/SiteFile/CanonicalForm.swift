import CallpointCore
import EventCodec

/// A site's meaning as one text: every default filled in, keys in one order, no comments.
///
/// Lists keep the order of the file; what the file writes as a map is sorted by its names.
enum CanonicalForm {
    /// SHA-256 of the text, hex.
    static func hash(of configuration: SiteConfiguration) -> String {
        Digest.hex(Digest.sha256(json(of: configuration).bytes))
    }

    static func json(of configuration: SiteConfiguration) -> JSON {
        let site = configuration.site
        let unitTable: JSON = [
            "accept_unknown": .bool(site.acceptsUnknownUnits), "limit": .integer(Int64(site.unitLimit)),
            "list": .array(site.units.map(unit)),
        ]
        let form: JSON = [
            "version": 1, "id": .string(site.id), "name": .string(site.name),
            "datum": .string(configuration.datum.rawValue), "time_zone": .string(configuration.timeZone),
            "access": .array(configuration.access.rules.map(rule)),
            "inputs": .array(configuration.inputs.map(input)),
            "contacts": .array(site.contacts.sorted { $0.id < $1.id }.map(contact)),
            "call_points": .array(site.callPoints.map(callPoint)),
            "buttons": .array(configuration.buttons.map(wire)),
            "attachments": .array(configuration.attachments.map { [$0.role.rawValue: wire($0.wire)] }),
            "surroundings": .array(configuration.surroundings.map(surroundings)),
            "plans": .array(site.plans.sorted { $0.name < $1.name }.map(plan)), "units": unitTable,
            "kinds": .array(UnitKind.allCases.map { kind($0, site.kinds[$0]) }),
            "positions": positions(configuration.positions), "record": record(configuration.record),
        ]
        let schedules = site.schedules.sorted { $0.name < $1.name }.map(schedule)
        return extended(
            form,
            by: [
                ("beats", site.beats.isEmpty ? nil : .array(site.beats.map(beat))),
                ("schedules", schedules.isEmpty ? nil : .array(schedules)), ("alarms", alarms(site.alarms)),
            ])
    }

    private static func schedule(_ schedule: Schedule) -> JSON {
        func dates(_ dates: [Schedule.Dates]) -> JSON {
            .array(dates.map { [.integer(Int64($0.first)), .integer(Int64($0.last))] })
        }
        return [
            "name": .string(schedule.name.text), "days": .array(schedule.days.map { .integer(Int64($0)) }),
            "hours": .array(schedule.hours.map { [.integer(Int64($0.from)), .integer(Int64($0.until))] }),
            "dates": dates(schedule.dates), "except": dates(schedule.exceptions),
        ]
    }

    private static func beat(_ beat: Beat) -> JSON {
        extended(
            [
                "id": .string(beat.id.text), "name": .string(beat.name),
                "rings": .array(beat.rings.map { .array($0.map(place)) }),
            ],
            by: [("cover", beat.cover.isEmpty ? nil : .array(beat.cover.map { .string($0.rawValue) }))])
    }

    private static func alarms(_ rules: AlarmRules) -> JSON? {
        guard rules != AlarmRules() else { return nil }
        // Without it the form is what it was before there was one.
        guard let recent = rules.recentWithin else { return kinds(rules) }
        return ["kinds": kinds(rules), "recent": time(recent)]
    }

    private static func kinds(_ rules: AlarmRules) -> JSON {
        .array(
            AlarmKind.allCases.map { kind in
                extended(
                    ["kind": .string(kind.rawValue)],
                    by: [
                        ("priority", rules[kind].priority.map { .string($0.text) }),
                        ("silent", rules[kind].isSilent.map { .bool($0) }),
                        ("dispatch", rules[kind].isDispatched.map { .bool($0) }),
                    ])
            })
    }

    private static func time(_ duration: Duration) -> JSON { .integer(duration.milliseconds) }
    private static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
    private static func place(_ place: Coordinate) -> JSON {
        [.integer(Int64(place.latitudeE7)), .integer(Int64(place.longitudeE7))]
    }

    private static func rule(_ rule: AccessRules.Rule) -> JSON {
        [
            "role": .string(rule.role.name), "name": .string(rule.name), "group": .bool(rule.isGroup),
            "unit": text(rule.unit?.text),
        ]
    }

    private static func input(_ input: InputDeclaration) -> JSON {
        let name = JSON.string(input.name.text)
        switch input.kind {
        case .serial(let line):
            return [
                "name": name, "port": .string(line.path), "baud": .integer(Int64(line.baud)), "protocol": "sentence",
                "heartbeat": line.heartbeat.map(time) ?? .null,
            ]
        case .gpio(.name(let chip)), .gpio(.path(let chip)): return ["name": name, "chip": .string(chip)]
        case .gpio(.label(let label)): return ["name": name, "label": .string(label)]
        case .modbus(let line):
            return [
                "name": name, "port": .string(line.path), "baud": .integer(Int64(line.baud)), "protocol": "modbus-rtu",
                "parity": .string(line.parity.rawValue), "poll": time(line.poll), "timeout": time(line.timeout),
                "rs485": .bool(line.isRS485),
            ]
        }
    }

    private static func contact(_ contact: Contact) -> JSON {
        extended(
            ["id": .string(contact.id.text), "name": .string(contact.name), "channel": .string(contact.channel)],
            by: [("answer_within", contact.answerWithin.map(time))])
    }

    /// Keys that came later are written only where they are set: a file that does not use them keeps its hash, and
    /// the incidents that are open over an upgrade keep their plan.
    private static func extended(_ form: JSON, by later: [(name: String, value: JSON?)]) -> JSON {
        .object((form.object ?? []) + later.compactMap { key in key.value.map { JSON.Member(key.name, $0) } })
    }

    private static func callPoint(_ point: CallPoint) -> JSON {
        let briefing = point.briefing
        let hazards = briefing.hazards.isEmpty ? nil : JSON.array(briefing.hazards.map { .string($0) })
        let during = point.planDuring.map { JSON.array([.string($0.schedule.text), .string($0.plan.text)]) }
        let plans = point.plansByKind.map { JSON.array([.string($0.kind.rawValue), .string($0.plan.text)]) }
        return extended(
            surveyed(point),
            by: [
                ("address", briefing.address.map { .string($0) }), ("hazards", hazards),
                ("channel", briefing.channel.map { .string($0) }),
                ("plan_during", during.isEmpty ? nil : .array(during)),
                ("carriageway", point.carriageway.map { .integer(Int64($0.headingDegrees)) }),
                ("kind", point.kind == .panic ? nil : .string(point.kind.rawValue)),
                ("plans", plans.isEmpty ? nil : .array(plans)),
            ])
    }

    private static func surveyed(_ point: CallPoint) -> JSON {
        [
            "id": .string(point.id.text), "name": .string(point.name), "place": place(point.place),
            "accuracy_m": .integer(Int64(point.accuracyMetres)), "road": text(point.road?.road),
            "chainage": text(point.road?.chainage), "direction": text(point.road?.direction),
            "plan": .string(point.plan.text),
        ]
    }

    private static func wire(_ wire: ButtonBinding) -> JSON {
        [
            "call_point": .string(wire.callPoint.text), "input": .string(wire.input.text),
            "source": source(wire.source), "break": wire.breakSource.map(source) ?? .null,
        ]
    }

    private static func source(_ source: ButtonBinding.Source) -> JSON {
        switch source {
        case .address(let address): return ["address": .string(address)]
        case .line(let wire):
            let line: JSON =
                switch wire.line {
                case .offset(let offset): .integer(Int64(offset))
                case .name(let name): .string(name)
                }
            return [
                "line": line, "low": .bool(wire.isActiveLow), "bias": .string(wire.bias.rawValue),
                "debounce": time(wire.debounce),
            ]
        case .bit(let bit):
            let members: [JSON.Member] = [
                .init("slave", .integer(Int64(bit.slave))), .init("bit", .integer(Int64(bit.number))),
                .init("low", .bool(bit.isActiveLow)), .init("debounce", time(bit.debounce)),
            ]
            // Only where there is one: a file that was good before latches were known keeps its hash.
            return .object(members + (bit.reset.map { [.init("reset", .integer(Int64($0)))] } ?? []))
        case .counter(let counter):
            return [
                "slave": .integer(Int64(counter.slave)), "counter": .integer(Int64(counter.number)),
                "register": .string(counter.register.rawValue),
            ]
        }
    }

    private static func surroundings(_ around: Surroundings) -> JSON {
        [
            "call_point": .string(around.callPoint.text), "station": text(around.station?.text),
            "cameras": .array(around.cameras.map { [.string($0.id), .string($0.url)] }),
            "intercom": text(around.intercom),
        ]
    }

    private static func plan(_ plan: Plan) -> JSON {
        extended(
            [
                "name": .string(plan.name.text), "budget": time(plan.budget), "priority": .string(plan.priority.text),
                "tiers": .array(plan.tiers.map(tier)),
            ],
            by: [
                ("second_press", plan.raisesOnSecondPress ? "raise" : nil),
                ("projected_lateness", plan.raisesOnProjectedLateness ? "raise" : nil),
                ("prefer_beat", plan.preferBeat.map(time)),
                ("preempt", plan.preempts.map { .string($0.text) }), ("swap_gain", plan.swapGain.map(time)),
                ("related", plan.related.map { vicinity($0.vicinity, more: $0.sendsMore) }),
                ("cross_zone", plan.crossZone.map { vicinity($0, more: nil) }),
                ("begin_at", plan.begins.isEmpty ? nil : .array(plan.begins.map(beginning))),
                ("move_up", plan.movesUpByItself ? "automatic" : nil),
            ])
    }

    private static func vicinity(_ vicinity: Plan.Vicinity, more: Bool?) -> JSON {
        extended(
            ["within": .integer(Int64(vicinity.withinMetres)), "window": time(vicinity.window)],
            by: [("send_more", more.map { .bool($0) })])
    }

    private static func beginning(_ beginning: Plan.Beginning) -> JSON {
        [.string(beginning.kind.rawValue), .integer(Int64(beginning.tier))]
    }

    private static func tier(_ tier: Tier) -> JSON {
        extended(
            ofTier(tier),
            by: [("nudge_after", tier.nudgeAfter.map(time)), ("channel", tier.channel.map { .string($0) })])
    }

    private static func ofTier(_ tier: Tier) -> JSON {
        [
            "name": .string(tier.name), "send": .array(tier.send.map(requirement)),
            "notify": .array(tier.notify.map { .string($0.text) }), "instructions": text(tier.instructions),
            "ack_within": time(tier.ackWithin), "on_scene_within": tier.onSceneWithin.map(time) ?? .null,
            "watch": .bool(tier.watch),
        ]
    }

    private static func requirement(_ requirement: Requirement) -> JSON {
        let anyOf = requirement.alternatives.isEmpty ? nil : JSON.array(requirement.alternatives.map(way))
        return extended(
            way(requirement),
            by: [
                ("any_of", anyOf), ("min_gain", requirement.minGain.map(time)),
                ("during", requirement.during.map { .string($0.text) }),
            ])
    }

    private static func way(_ requirement: Requirement) -> JSON {
        [
            "kinds": .array(requirement.kinds.map { .string($0.rawValue) }),
            "count": .integer(Int64(requirement.count)),
            "within": requirement.withinMetres.map { .integer(Int64($0)) } ?? .null,
            "capabilities": .array(requirement.capabilities.map { .string($0) }),
        ]
    }

    private static func unit(_ unit: PatrolUnit) -> JSON {
        extended(
            named(unit),
            by: [("beats", unit.beats.isEmpty ? nil : .array(unit.beats.map { .string($0.text) }))])
    }

    private static func named(_ unit: PatrolUnit) -> JSON {
        [
            "id": .string(unit.id.text), "kind": .string(unit.kind.rawValue), "call_sign": text(unit.callSign),
            "agency": text(unit.agency), "capabilities": .array(unit.capabilities.map { .string($0) }),
            "post": unit.post.map(place) ?? .null,
        ]
    }

    private static func kind(_ kind: UnitKind, _ profile: KindProfile) -> JSON {
        extended(
            moving(kind, profile),
            by: [
                ("other_carriageway", profile.otherCarriageway.map(time)), ("rest_after", profile.restAfter.map(time)),
            ])
    }

    private static func moving(_ kind: UnitKind, _ profile: KindProfile) -> JSON {
        [
            "kind": .string(kind.rawValue), "reaction": time(profile.reaction),
            "detour": .integer(Int64(profile.detourPercent)),
            "speed": .integer(Int64(profile.speedMillimetresPerSecond)),
        ]
    }

    private static func positions(_ positions: PositionSettings) -> JSON {
        [
            "stale_after": time(positions.staleAfter), "door": .bool(positions.isDoorEnabled),
            "poll": time(positions.doorPoll),
            "units": positions.doorUnits.map { .array($0.map { .string($0.text) }) } ?? .null,
        ]
    }

    private static func record(_ record: RecordSettings) -> JSON {
        [
            "durability_wait": time(record.durabilityWait), "retention": time(record.retention),
            "retention_size": .integer(record.retentionBytes), "segment_size": .integer(record.segmentBytes),
            "segment_age": time(record.segmentAge),
        ]
    }
}
