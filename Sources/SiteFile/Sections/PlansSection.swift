import CallpointCore

/// What a second press does besides being kept and counted.
enum SecondPress: String, CaseIterable {
    /// Nothing.
    case join
    /// Raise the second tier at once.
    case raise
}

/// What is done when the units under way are seen to be too late.
enum ProjectedLateness: String, CaseIterable {
    /// Nothing; the deadline is waited for.
    case wait
    /// The next tier is raised at once.
    case raise
}

/// Whether a unit moves up into a beat that an order has left without cover before a dispatcher says so.
enum MoveUpMode: String, CaseIterable {
    case propose, automatic
}

/// Reads `plans`.
struct PlansSection {
    /// Most plans of a site.
    static let limit = 100
    /// Most tiers of a plan.
    static let tierLimit = 9
    /// Most requirements of a tier.
    static let requirementLimit = 8
    /// Most contacts that a tier notifies.
    static let notifyLimit = 16

    private let declared: Declared

    static func read(_ entry: Entry?, _ declared: inout Declared) -> [Plan] {
        guard let entry, let named = entry.named("plan", limit: limit) else { return [] }
        let preset = named.first { $0.name == PresetPlan.key && !PresetPlan.isPlan($0.entry) }
        let own = named.filter { $0.name != preset?.name }
        let presetName = preset.flatMap { PresetPlan.name($0.entry) }
        declared.plans = Set(own.map(\.name) + [presetName].compactMap { $0 })
        // A preset that cannot be read is told once, and not at each call point too.
        if preset != nil, presetName == nil { declared.plans = nil }
        if own.isEmpty, preset != nil { declared.standardPlan = presetName ?? PresetPlan.quickResponse }
        let section = PlansSection(declared: declared)
        var plans = own.compactMap { name, place, entry -> Plan? in
            if name == presetName {
                return refuseTwin(name, place, entry)
            }
            return section.plan(name, entry)
        }
        if let preset, let plan = PresetPlan.read(preset.entry, declared) {
            for (number, tier) in plan.tiers.enumerated() {
                for requirement in tier.send {
                    section.checkStaffing(
                        of: requirement, preset.entry, where: "tier \(number + 1) of \(plan.name)", isLenient: true)
                }
            }
            plans.append(plan)
        }
        return plans
    }

    private static func refuseTwin(_ name: String, _ place: FilePlace, _ entry: Entry) -> Plan? {
        entry.findings.mistake(place, "the plan \(name) is the preset's", "Give this plan another name.")
        return nil
    }

    private func plan(_ name: String, _ entry: Entry) -> Plan? {
        guard let table = entry.table(.plan) else { return nil }
        let budget = table["budget"].map { $0.duration(in: 1...10_000) } ?? .milliseconds(250)
        let priority: Priority? = table["priority"].map(AlarmsSection.priority) ?? .p1
        guard let tiersEntry = table["tiers"], let entries = tiersEntry.list(of: "tiers", limit: Self.tierLimit) else {
            return nil
        }
        guard !entries.isEmpty else { return tiersEntry.refuse("the plan \(name) has no tiers") }
        let tiers = entries.enumerated().compactMap { tier($0.element, number: $0.offset + 1, plan: name) }
        let secondPress = table["second_press"].map(self.secondPress) ?? .join
        let lateness = table["projected_lateness"].map { $0.choice(ProjectedLateness.self) } ?? .wait
        let preferBeat = table["prefer_beat"]?.duration(in: 1_000...3_600_000)
        let moveUp = table["move_up"].map { $0.choice(MoveUpMode.self) } ?? .propose
        guard let budget, let priority, let secondPress, let lateness, let moveUp, tiers.count == entries.count else {
            return nil
        }
        return Plan(
            name: PlanName(name), budget: budget, priority: priority, tiers: tiers,
            raisesOnSecondPress: secondPress == .raise, raisesOnProjectedLateness: lateness == .raise,
            preferBeat: preferBeat, begins: beginnings(table["begin_at"], tiers: tiers.count, plan: name),
            preempts: table["preempt"].flatMap(preempts),
            swapGain: table["swap_gain"]?.duration(in: 1_000...3_600_000),
            related: table["related"].flatMap(related), crossZone: table["cross_zone"].flatMap(crossZone),
            movesUpByItself: moveUp == .automatic)
    }

    private func secondPress(_ entry: Entry) -> SecondPress? { entry.choice(SecondPress.self) }

    private func related(_ entry: Entry) -> Plan.Related? {
        guard let table = entry.table(.related), let vicinity = vicinity(table) else { return nil }
        let sendsMore = table["send_more"].map { $0.bool() } ?? true
        return sendsMore.map { Plan.Related(vicinity, sendsMore: $0) }
    }

    private func crossZone(_ entry: Entry) -> Plan.Vicinity? { entry.table(.crossZone).flatMap(vicinity) }

    private func vicinity(_ table: Table) -> Plan.Vicinity? {
        let within = table["within"]?.metres(in: 1...10_000)
        let window = table["window"]?.duration(in: 1_000...3_600_000)
        guard let within, let window else { return nil }
        return Plan.Vicinity(withinMetres: within, window: window)
    }

    /// `true` is whatever is less urgent; a priority is that one and those below it.
    private func preempts(_ entry: Entry) -> Priority? {
        switch entry.choice(["true", "false"] + Priority.allCases.map(\.text)) {
        case nil, "false": nil
        case "true": .p1
        case let text?: Priority.allCases.first { $0.text == text }
        }
    }

    /// The tiers that kinds of alarms begin at; a tier that the plan does not have is a mistake.
    private func beginnings(_ entry: Entry?, tiers: Int, plan: String) -> [Plan.Beginning] {
        guard let table = entry?.table(.beginAt) else { return [] }
        return AlarmKind.allCases.compactMap { kind in
            guard let entry = table[kind.rawValue], let tier = entry.integer(in: 1...Self.tierLimit) else { return nil }
            guard tier <= tiers else {
                return entry.refuse(
                    "\(kind.rawValue) begins at tier \(tier), and \(plan) has \(tiers)",
                    "Name one of its tiers, or add one.")
            }
            return Plan.Beginning(kind, tier: tier)
        }
    }

    private func tier(_ entry: Entry, number: Int, plan: String) -> Tier? {
        guard let table = entry.table(.tier) else { return nil }
        let name = table["name"].map { $0.text(limit: 60) } ?? "tier \(number)"
        let send = requirements(table["send"], tier: number, where: "tier \(number) of \(plan)")
        let notify = contacts(table["notify"])
        let instructions = table["instructions"]?.text(limit: 500, hasLines: true)
        let ack = table["ack_within"].map { $0.duration(in: 1_000...3_600_000) } ?? .seconds(30)
        let nudge = table["nudge_after"]?.duration(in: 1_000...3_600_000)
        let onScene = table["on_scene_within"]?.duration(in: 1_000...86_400_000)
        let watch = table["watch"].map { $0.bool() } ?? false
        let channel = table["channel"]?.text(limit: 60)
        guard let name, let send, let notify, let ack, let watch else { return nil }
        if send.isEmpty, notify.isEmpty, !watch {
            return entry.refuse(
                "tier \(number) of \(plan) sends nobody and tells nobody", "Add send or notify, or remove the tier.")
        }
        if let nudge, nudge >= ack {
            entry.findings.mistake(
                table.keyPlace("nudge_after"),
                "tier \(number) of \(plan) calls a unit again when its order is another's already",
                "Make nudge_after shorter than ack_within.")
        }
        if let onScene, onScene <= ack, !send.isEmpty {
            entry.findings.warning(
                table.keyPlace("on_scene_within"),
                "tier \(number) of \(plan) wants units on scene before an unanswered order is given to another",
                "Make on_scene_within longer than ack_within.")
        }
        return Tier(
            name: name, send: send, notify: notify, instructions: instructions, ackWithin: ack, nudgeAfter: nudge,
            onSceneWithin: onScene, watch: watch, channel: channel)
    }

    private func contacts(_ entry: Entry?) -> [ContactID]? {
        guard let entry else { return [] }
        return entry.identifiers(limit: Self.notifyLimit).map { names in
            names.compactMap { name, entry in
                Declared.check(name, entry, is: "contact", among: declared.contacts, section: "contacts")
                    ? ContactID(name) : nil
            }
        }
    }

    private func requirements(_ entry: Entry?, tier: Int, where place: String) -> [Requirement]? {
        guard let entry else { return [] }
        guard let entries = entry.list(of: "requirements", limit: Self.requirementLimit) else { return nil }
        let read = entries.compactMap { requirement($0, tier: tier, where: place) }
        return read.count == entries.count ? read : nil
    }

    private func requirement(_ entry: Entry, tier: Int, where place: String) -> Requirement? {
        if entry.hasKey("any_of") { return alternatives(entry, tier: tier, where: place) }
        guard let table = entry.table(.requirement) else { return nil }
        let gain = minGain(table, tier: tier)
        let during = during(table)
        guard var requirement = way(table) else { return nil }
        requirement.minGain = gain
        requirement.during = during
        checkStaffing(of: requirement, entry, where: place)
        return requirement
    }

    /// One way to meet a requirement: kinds, how many, how far, and what they must be able to do.
    private func way(_ table: Table) -> Requirement? {
        let kinds = table["kinds"].flatMap(self.kinds)
        let count = table["count"].map { $0.integer(in: 1...20) } ?? 1
        let within = table["within"]?.metres(in: 1...1_000_000)
        let capabilities = table["capabilities"]?.identifiers(limit: UnitsSection.capabilityLimit) ?? []
        guard let kinds, let count else { return nil }
        return Requirement(
            kinds: kinds, count: count, withinMetres: within, capabilities: capabilities.map(\.name).sorted())
    }

    private func alternatives(_ entry: Entry, tier: Int, where place: String) -> Requirement? {
        guard let table = entry.table(.anyOf), let list = table["any_of"],
            let entries = list.list(of: "alternatives", limit: Requirement.alternativeLimit)
        else { return nil }
        let gain = minGain(table, tier: tier)
        let ways = entries.compactMap { entry in entry.table(.alternative).flatMap(way) }
        guard ways.count == entries.count else { return nil }
        guard ways.count > 1 else {
            return list.refuse(
                "any_of names \(ways.count) of its alternatives", "Name two, or write the one without any_of.")
        }
        // Nobody for one alternative is what the others are for: it is told as less than asked for.
        let canServe = ways.contains { isStaffed($0) }
        for (way, entry) in zip(ways, entries) { checkStaffing(of: way, entry, where: place, isLenient: canServe) }
        var requirement = Requirement(anyOf: ways, minGain: gain)
        requirement.during = during(table)
        return requirement
    }

    private func during(_ table: Table) -> ScheduleName? {
        guard let entry = table["during"], let name = entry.identifier() else { return nil }
        return Declared.check(name, entry, is: "schedule", among: declared.schedules, section: "schedules")
            ? ScheduleName(name) : nil
    }

    /// Where tier 1 asks for a gain, nobody could be under way before.
    private func minGain(_ table: Table, tier: Int) -> Duration? {
        guard let entry = table["min_gain"], let gain = entry.duration(in: 1_000...3_600_000) else { return nil }
        guard tier > 1 else {
            return entry.refuse(
                "min_gain compares with the units of lower tiers, and tier 1 has none", "Remove it, or move it up.")
        }
        return gain
    }

    private func kinds(_ entry: Entry) -> [UnitKind]? {
        guard let elements = entry.list(of: "kinds", limit: UnitKind.allCases.count) else { return nil }
        guard !elements.isEmpty else { return entry.refuse("kinds is empty") }
        var kinds: Set<UnitKind> = []
        for element in elements {
            let single = Entry(
                node: element.node, key: .required("unit kind", "vehicle"), findings: element.findings)
            guard let kind = single.choice(UnitKind.self) else { continue }
            if !kinds.insert(kind).inserted {
                element.findings.mistake(element.place, "kinds names \(kind.rawValue) twice", "Remove one of them.")
            }
        }
        return kinds.isEmpty ? nil : UnitKind.allCases.filter(kinds.contains)
    }

    private func fitting(_ requirement: Requirement) -> [PatrolUnit] {
        (declared.units ?? []).filter { unit in
            requirement.kinds.contains(unit.kind) && requirement.capabilities.allSatisfy(unit.capabilities.contains)
        }
    }

    private func isStaffed(_ requirement: Requirement) -> Bool { !fitting(requirement).isEmpty }

    /// None at all is a mistake, unless unknown units may come or something else would do; fewer than asked for is worth
    /// a word.
    private func checkStaffing(
        of requirement: Requirement, _ entry: Entry, where place: String, isLenient: Bool = false
    ) {
        guard declared.units != nil else { return }
        let fit = fitting(requirement)
        guard fit.count < requirement.count else { return }
        var wanted = requirement.kinds.map(\.rawValue).joined(separator: " or ")
        if !requirement.capabilities.isEmpty { wanted += " with \(requirement.capabilities.joined(separator: ", "))" }
        let canUnknownFit = declared.acceptsUnknownUnits && requirement.capabilities.isEmpty
        if fit.isEmpty, !canUnknownFit, !isLenient {
            entry.findings.mistake(
                entry.place, "nobody could serve \(place): no unit is \(wanted)",
                "Add such a unit under units, or send other kinds.")
        } else {
            entry.findings.warning(
                entry.place, "\(place) asks for \(requirement.count) \(wanted), and the site has \(fit.count)",
                "Ask for fewer, or add units; until then every alarm has a shortfall here.")
        }
    }
}
