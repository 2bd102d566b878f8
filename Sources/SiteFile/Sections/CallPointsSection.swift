import CallpointCore
import Geodesy

/// Reads `call_points`.
struct CallPointsSection {
    /// Most call points of a site.
    static let limit = 10_000
    /// Most cameras of a call point.
    static let cameraLimit = 16
    /// Most scheduled plans of a call point.
    static let scheduledLimit = 16

    private(set) var callPoints: [CallPoint] = []
    private(set) var buttons: [ButtonBinding] = []
    private(set) var attachments: [Attachment] = []
    private(set) var surroundings: [Surroundings] = []
    private let declared: Declared
    private var wires: WireSection
    private var names = UniqueNames("call point")

    init(_ entry: Entry?, _ declared: Declared) {
        self.declared = declared
        wires = WireSection(declared: declared)
        guard let entry, let elements = entry.list(of: "call points", limit: Self.limit) else { return }
        guard !elements.isEmpty else {
            entry.findings.mistake(entry.place, "the site has no call points", entry.writeExample)
            return
        }
        for element in elements { read(element) }
    }

    private mutating func read(_ entry: Entry) {
        guard let table = entry.table(.callPoint) else { return }
        let id = table["id"]?.identifier()
        if let id, let at = table["id"] { names.claim(id, at: at) }
        let title = table["name"]?.text(limit: 100)
        let plans = readPlan(table)
        let kind = table["kind"].map { $0.choice(AlarmKind.self) } ?? .panic
        let location = table["location"].flatMap(Location.init(reading:))
        let place = location.flatMap { PlaceSection.coordinate($0.table, datum: declared.datum ?? .wgs84) }
        readWires(table, id ?? "this call point")
        let planDuring = readPlanDuring(table)
        let briefing = readBriefing(table, cameras: readSurroundings(table, id))
        guard let id, let plans, let kind, let location, let place else { return }
        callPoints.append(
            CallPoint(
                id: CallPointID(id), name: title ?? id, place: place, scale: DegreeScale(at: place),
                accuracyMetres: location.accuracyMetres, datum: declared.datum ?? .wgs84, road: location.road,
                briefing: briefing, carriageway: location.carriageway, plan: plans.plan,
                planDuring: planDuring, kind: kind, plansByKind: plans.byKind))
    }

    /// What travels with each order from here, beside the road.
    private func readBriefing(_ table: Table, cameras: [Surroundings.Camera]) -> Briefing {
        let hazards = table["hazards"].flatMap { entry in
            entry.list(of: "hazards", limit: Briefing.hazardLimit)?.compactMap { $0.text(limit: 100) }
        }
        return Briefing(
            address: table["address"]?.text(limit: 100),
            cameras: cameras.prefix(Briefing.cameraLimit).map(\.id), hazards: hazards ?? [],
            channel: table["channel"]?.text(limit: 60))
    }

    /// The plans that a call point names, or else the preset's, where the site has no other.
    private func readPlan(_ table: Table) -> PlansOfPlace? {
        if let entry = table["plan"] { return PlansOfPlace(entry, declared) }
        if let plan = declared.standardPlan { return PlansOfPlace(plan: PlanName(plan)) }
        table.findings.mistake(table.place, "a call point has no plan", "Add, for example, plan: street.")
        return nil
    }

    private func readPlanDuring(_ table: Table) -> [ScheduledPlan] {
        let elements = table["plan_during"]?.list(of: "scheduled plans", limit: Self.scheduledLimit) ?? []
        return elements.compactMap { element in
            guard let table = element.table(.scheduledPlan), let schedule = table["schedule"], let plan = table["plan"],
                let scheduleName = schedule.identifier(), let planName = plan.identifier()
            else { return nil }
            let isThere = Declared.check(
                scheduleName, schedule, is: "schedule", among: declared.schedules, section: "schedules")
            guard Declared.check(planName, plan, is: "plan", among: declared.plans, section: "plans"), isThere else {
                return nil
            }
            return ScheduledPlan(schedule: ScheduleName(scheduleName), plan: PlanName(planName))
        }
    }

    private mutating func readWires(_ table: Table, _ id: String) {
        if let entry = table["button"], let binding = wires.read(entry, .button, of: id) { buttons.append(binding) }
        for role in Attachment.Role.allCases {
            guard let entry = table[role.rawValue], let wire = wires.read(entry, .attachment(role), of: id) else {
                continue
            }
            attachments.append(Attachment(role: role, wire: wire))
        }
    }

    /// Enters what stands around, and gives the cameras among it.
    private mutating func readSurroundings(_ table: Table, _ id: String?) -> [Surroundings.Camera] {
        let station = table["station"].flatMap { entry in
            entry.identifier().flatMap { name in
                Declared.check(name, entry, is: "contact", among: declared.contacts, section: "contacts") ? name : nil
            }
        }
        let cameras = table["cameras"].map(self.cameras) ?? []
        let intercom = table["intercom"].flatMap { url($0, schemes: ["sip:", "sips:"], what: "a SIP address") }
        guard let id, station != nil || !cameras.isEmpty || intercom != nil else { return [] }
        surroundings.append(
            Surroundings(
                callPoint: CallPointID(id), station: station.map(ContactID.init), cameras: cameras, intercom: intercom))
        return cameras
    }

    private func cameras(_ entry: Entry) -> [Surroundings.Camera] {
        var names = UniqueNames("camera")
        let elements = entry.list(of: "cameras", limit: Self.cameraLimit) ?? []
        return elements.compactMap { element in
            guard let table = element.table(.camera) else { return nil }
            let id = table["id"]?.identifier()
            if let id, let at = table["id"] { names.claim(id, at: at) }
            let schemes = ["rtsp://", "rtsps://", "http://", "https://"]
            let url = table["url"].flatMap { self.url($0, schemes: schemes, what: "a camera's address") }
            guard let id, let url else { return nil }
            return Surroundings.Camera(id: id, url: url)
        }
    }

    private func url(_ entry: Entry, schemes: [String], what: String) -> String? {
        guard let text = entry.text(limit: 500) else { return nil }
        guard let scheme = schemes.first(where: text.lowercased().hasPrefix), text.count > scheme.count,
            !text.contains(where: \.isWhitespace)
        else {
            return entry.refuse(
                "\(entry.name) \(Entry.quoted(text)) is not \(what)",
                "Begin with \(schemes.joined(separator: " or ")), without spaces.")
        }
        return text
    }
}

/// What `location` says beside latitude and longitude.
private struct Location {
    let table: Table
    var accuracyMetres = 10
    var road: RoadReference?
    var carriageway: Carriageway?

    init?(reading entry: Entry) {
        guard let table = entry.table(.location) else { return nil }
        self.table = table
        if let entry = table["accuracy_m"] {
            guard let metres = entry.integer(in: 1...1_000) else { return nil }
            accuracyMetres = metres
        }
        let road = table["road"]?.text(limit: 100)
        let chainage = table["chainage"].flatMap(Self.chainage)
        let direction = table["direction"]?.text(limit: 32)
        carriageway = Self.carriageway(table, direction: direction)
        if let road {
            self.road = RoadReference(road: road, chainage: chainage, direction: direction)
        } else if table["road"] == nil {
            for key in ["chainage", "direction"] where table[key] != nil {
                table.findings.mistake(
                    table.keyPlace(key), "\(key) stands here without a road", "Add road, or remove \(key).")
            }
        }
    }

    /// The side of a divided road, where the file says that it is one and which way traffic goes.
    private static func carriageway(_ table: Table, direction: String?) -> Carriageway? {
        let heading = table["heading"]?.integer(in: 0...359)
        guard let divided = table["divided"] else {
            if table["heading"] != nil {
                table.findings.mistake(
                    table.keyPlace("heading"), "heading stands here without divided", "Add divided: true, or remove it."
                )
            }
            return nil
        }
        guard divided.bool() == true else { return nil }
        if let degrees = heading ?? direction.flatMap(Carriageway.heading) { return Carriageway(heading: degrees) }
        if table["heading"] == nil {
            table.findings.mistake(
                table.keyPlace("divided"), "nobody can tell which way traffic goes on this side",
                "Add heading, in degrees from north, or direction as one of \(Carriageway.words).")
        }
        return nil
    }

    /// A post as it stands at the road (桩号): `K12+300`, `ZK3+050.5`.
    private static func chainage(_ entry: Entry) -> String? {
        guard let text = entry.text(limit: 32) else { return nil }
        let post = /[A-Z]{0,3}K[0-9]{1,4}\+[0-9]{3}(\.[0-9]{1,3})?/
        guard text.wholeMatch(of: post) != nil else {
            return entry.refuse("chainage \(Entry.quoted(text)) is not a post's", "Write it as K12+300.")
        }
        return text
    }
}
