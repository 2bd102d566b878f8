/// A site whose call points, plans and contacts are found by name without looking at all of them.
struct KnownSite: Sendable {
    let site: Site
    /// Beats of which one unit at least is to be free there, in the order of the file.
    let watchedBeats: [Beat]
    private let placeOfPoint: [CallPointID: Int]
    private let placeOfPlan: [PlanName: Int]
    private let placeOfContact: [ContactID: Int]
    /// Whether any plan lets two call points confirm each other.
    let confirmsAcross: Bool

    init(_ site: Site) {
        self.site = site
        confirmsAcross = site.plans.contains { $0.crossZone != nil }
        watchedBeats = site.beats.filter { !$0.cover.isEmpty }
        // Of two with one name the first counts; the site file allows no such two.
        placeOfPoint = Dictionary(zip(site.callPoints.map(\.id), site.callPoints.indices)) { first, _ in first }
        placeOfPlan = Dictionary(zip(site.plans.map(\.name), site.plans.indices)) { first, _ in first }
        placeOfContact = Dictionary(zip(site.contacts.map(\.id), site.contacts.indices)) { first, _ in first }
    }

    func callPoint(_ id: CallPointID) -> CallPoint? { placeOfPoint[id].map { site.callPoints[$0] } }

    func plan(_ name: PlanName) -> Plan? { placeOfPlan[name].map { site.plans[$0] } }

    func contact(_ id: ContactID) -> Contact? { placeOfContact[id].map { site.contacts[$0] } }

    /// A call point and the plan that answers a press of its button at a wall time, with the schedule that chose the plan.
    func response(at id: CallPointID, _ wall: WallTime) -> (point: CallPoint, plan: Plan, schedule: ScheduleName?)? {
        guard let point = callPoint(id) else { return nil }
        let (name, schedule) = site.plan(of: point, for: point.kind, at: wall)
        guard let plan = plan(name) else { return nil }
        return (point, site.inForce(plan, at: wall), schedule)
    }
}
