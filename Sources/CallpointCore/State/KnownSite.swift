/// A site whose call points, plans and contacts are found by name without looking at all of them.
struct KnownSite: Sendable {
    let site: Site
    private let callPoints: [CallPointID: Int]
    private let plans: [PlanName: Int]
    private let contacts: [ContactID: Int]

    init(_ site: Site) {
        self.site = site
        // Of two with one name the first counts; the site file allows no such two.
        callPoints = Dictionary(zip(site.callPoints.map(\.id), site.callPoints.indices)) { first, _ in first }
        plans = Dictionary(zip(site.plans.map(\.name), site.plans.indices)) { first, _ in first }
        contacts = Dictionary(zip(site.contacts.map(\.id), site.contacts.indices)) { first, _ in first }
    }

    func callPoint(_ id: CallPointID) -> CallPoint? { callPoints[id].map { site.callPoints[$0] } }

    func plan(_ name: PlanName) -> Plan? { plans[name].map { site.plans[$0] } }

    func contact(_ id: ContactID) -> Contact? { contacts[id].map { site.contacts[$0] } }

    /// A call point and the plan that answers a press there.
    func response(at id: CallPointID) -> (point: CallPoint, plan: Plan)? {
        guard let point = callPoint(id), let plan = plan(point.plan) else { return nil }
        return (point, plan)
    }
}
