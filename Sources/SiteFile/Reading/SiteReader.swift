import CallpointCore
import Yams

/// Walks a site file's tree once, section by section, in the order in which they need each other.
struct SiteReader {
    let findings: Findings
    private let beside: BesideFile
    private var declared = Declared()

    init(findings: Findings, beside: BesideFile) {
        self.findings = findings
        self.beside = beside
    }

    /// What the tree says, with a hash to be filled in; every mistake is in `findings`.
    mutating func read(_ root: Node) -> SiteConfiguration? {
        guard case .mapping = root else {
            let what = "the file is not a list of keys and values"
            findings.mistake(FilePlace(root.mark), what, "Begin with version: 1.")
            return nil
        }
        let key = SchemaKey.required("the file", "version: 1")
        guard let table = Entry(node: root, key: key, findings: findings).table(.root) else { return nil }
        readVersion(table["version"])
        let site = SiteSection(table["site"])
        declared.datum = site.datum
        let contacts = ContactsSection.read(table["contacts"], &declared)
        let inputs = InputsSection.read(table["inputs"], &declared)
        let schedules = SchedulesSection.read(table["schedules"], &declared)
        let beats = BeatsSection(table["beats"], &declared, beside)
        let units = UnitsSection(table["units"], &declared)
        let plans = PlansSection.read(table["plans"], &declared)
        let alarms = AlarmsSection.read(table["alarms"])
        let places = CallPointsSection(table["call_points"], declared)
        let access = AccessSection.read(table["access"], declared)
        let kinds = KindsSection.read(table["kinds"])
        let positions = PositionsSection.read(table["positions"], declared)
        let record = RecordSection.read(table["record"])
        guard findings.mistakes.isEmpty, let id = site.id, let datum = site.datum, let timeZone = site.timeZone else {
            return nil
        }
        let core = Site(
            id: id, name: site.name ?? id, callPoints: places.callPoints, plans: plans, units: units.units,
            contacts: contacts, beats: beats.beats, schedules: schedules, kinds: kinds,
            staleAfter: positions.staleAfter,
            acceptsUnknownUnits: units.acceptsUnknown, unitLimit: units.tableLimit, alarms: alarms, hash: "")
        let configuration = SiteConfiguration(
            site: core, inputs: inputs, buttons: places.buttons, attachments: places.attachments,
            surroundings: places.surroundings, access: access, record: record, positions: positions, datum: datum,
            timeZone: timeZone, hash: "")
        UnusedNames(configuration, table, findings).note()
        return configuration
    }

    private func readVersion(_ entry: Entry?) {
        guard let entry, let version = entry.integer(in: 0...1_000_000), version != 1 else { return }
        findings.mistake(
            entry.place, "version is \(version), and this program reads version 1",
            "Write version: 1, or install the program that the file was written for.")
    }
}

/// Warns of what the file names and nothing uses.
struct UnusedNames {
    private let configuration: SiteConfiguration
    private let table: Table
    private let findings: Findings

    init(_ configuration: SiteConfiguration, _ table: Table, _ findings: Findings) {
        self.configuration = configuration
        self.table = table
        self.findings = findings
    }

    func note() {
        let site = configuration.site
        let usedPlans = Set(
            site.callPoints.flatMap {
                [$0.plan.text] + $0.planDuring.map(\.plan.text) + $0.plansByKind.map(\.plan.text)
            })
        let kept = Set(
            site.callPoints.flatMap { $0.planDuring.map(\.schedule) }
                + site.plans.flatMap { $0.tiers.flatMap { $0.send.compactMap(\.during) } })
        for schedule in site.schedules where !kept.contains(schedule.name) {
            warn("schedules", "nothing goes by the schedule \(schedule.name)", "Name it under plan_during or during.")
        }
        for plan in site.plans where !usedPlans.contains(plan.name.text) {
            warn("plans", "no call point uses the plan \(plan.name)", "Remove it, or name it at a call point.")
        }
        let told = Set(site.plans.flatMap { $0.tiers.flatMap(\.notify) })
        let stations = Set(configuration.surroundings.compactMap(\.station))
        for contact in site.contacts where !told.contains(contact.id) && !stations.contains(contact.id) {
            warn("contacts", "nobody ever tells the contact \(contact.id)", "Name it under notify, or remove it.")
        }
        let patrolled = Set(site.units.flatMap(\.beats))
        for beat in site.beats where !patrolled.contains(beat.id) {
            warn("beats", "no unit is at home in the beat \(beat.id)", "Name it under beats at a unit, or remove it.")
        }
        let wired = Set(configuration.buttons.map(\.input) + configuration.attachments.map(\.wire.input))
        for input in configuration.inputs where !wired.contains(input.name) {
            warn("inputs", "nothing is wired to the input \(input.name)", "Remove it, or name it at a call point.")
        }
        if !configuration.access.rules.contains(where: { $0.role >= .dispatcher }) {
            warn(
                "access", "nobody may close an incident but root and the daemon's own account",
                "Name accounts or groups under access: dispatcher.")
        }
    }

    private func warn(_ section: String, _ what: String, _ remedy: String) {
        findings.warning(table.keyPlace(section), what, remedy)
    }
}
