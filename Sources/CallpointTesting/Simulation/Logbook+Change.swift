import CallpointCore

// How the logbook follows what people change of an incident itself.
extension Logbook {
    mutating func open(_ reopened: IncidentReopened, _ event: Event) {
        guard let id = event.incident, let callPoint = event.callPoint,
            let site = site(reopened.configuration),
            let plan = site.plans.first(where: { $0.name == reopened.plan })
        else { return }
        var point = site.callPoints.first { $0.id == callPoint }
        if let spot = reopened.spot {
            point = CallPoint(
                id: callPoint, name: spot.name, place: spot.place, scale: spot.scale,
                accuracyMetres: spot.accuracyMetres, plan: reopened.plan)
        }
        guard let point else { return }
        var incident = LoggedIncident(
            id: id, point: point, plan: Logbook.counting(plan, site, event.wall), at: event.at,
            priority: reopened.priority, nature: reopened.nature)
        incident.caller = reopened.unit
        incident.presses = reopened.presses
        incident.isHeld = false
        incident.related = reopened.related
        incidents.append(incident)
    }

    /// Another plan answers: what is on its list of orders counts for it, and nothing else does.
    mutating func reclassify(_ place: Int, _ now: IncidentReclassified, _ event: Event) {
        guard let site = site(now.configuration), let named = site.plans.first(where: { $0.name == now.plan }) else {
            return
        }
        let plan = Logbook.counting(named, site, event.wall)
        incidents[place].plan = plan
        incidents[place].priority = now.priority
        incidents[place].tier = min(incidents[place].tier, plan.tiers.count)
        incidents[place].shortfalls = []
        incidents[place].spared = []
        for index in incidents[place].orders.indices {
            let order = incidents[place].orders[index]
            let counted = now.counted.first { $0.order == order.id }
            incidents[place].orders[index].meets = LoggedIncident.Need(
                tier: counted?.tier ?? order.tier, requirement: counted?.requirement ?? 0)
            incidents[place].orders[index].alternative = counted?.alternative ?? 1
        }
        let within = plan.tiers[..<incidents[place].tier].last { $0.onSceneWithin != nil }?.onSceneWithin
        guard !incidents[place].hasBeenOnScene, let within else { return }
        let due = event.at + within
        incidents[place].onSceneBy = min(incidents[place].onSceneBy ?? due, due)
    }
}
