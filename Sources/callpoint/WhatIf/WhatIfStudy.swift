import CallpointCore
import Record

/// Goes through a journal and answers each incident once more, by another site file.
final class WhatIfStudy {
    private let site: Site
    private let wanted: IncidentID?
    private let done: (WhatIfCase) -> Void
    private var open: [IncidentID: Study] = [:]
    /// The decision that is being made: its rankings come one after the other.
    private var stage: (incident: IncidentID, tier: Int, world: WhatIfWorld.Stage)?
    private(set) var tally = WhatIfTally()

    /// Most incidents that are followed at once: each has an engine of its own.
    static let openLimit = 500

    private struct Study {
        var result: WhatIfCase
        var world: WhatIfWorld
        var reported: AlarmReported?
        var isAnswered = false
    }

    /// A study by a site file; `done` is given each incident when it is closed, and those that are open at the end.
    init(site: Site, incident: IncidentID?, done: @escaping (WhatIfCase) -> Void) {
        self.site = site
        wanted = incident
        self.done = done
    }

    /// Takes in an event, with the state before it.
    func take(_ moment: ReplayMoment) {
        let event = moment.event
        if let stage, stage.incident != event.incident || stage.world.at != event.at { decide() }
        guard event.mode == .live, let incident = event.incident else { return }
        switch event.body {
        case .alarmRaised: begin(incident, event, nil, moment)
        case .alarmReported(let reported): begin(incident, event, reported, moment)
        case .alarmClosed: end(incident)
        case .tierRaised(let raised):
            // One that is raised because nobody else could take the place of a unit that did not come is people's doing too.
            if stage == nil, raised.reason != .shortfall, open[incident]?.isAnswered == true {
                stage = (incident, raised.tier, Self.world(moment))
            }
            if stage?.incident == incident { open[incident]?.result.then.tier = raised.tier }
        case .unitsRanked(let ranked): weigh(ranked, moment)
        case .shortfall where stage?.incident == incident: open[incident]?.result.then.shortfalls += 1
        // What is ordered later, when a unit comes free or another does not come, is people's doing; a dispatcher's choice
        // is no plan's.
        case .orderIssued(let order) where stage?.incident == incident && order.by == nil && order.round == 0:
            open[incident]?.result.then.orders.append(
                WhatIfCase.Ordered(tier: order.tier, unit: order.unit, etaMilliseconds: order.etaMilliseconds))
        default: break
        }
    }

    /// Hands over what is still open.
    func finish() {
        decide()
        for incident in open.keys.sorted() { end(incident) }
    }

    private static func world(_ moment: ReplayMoment) -> WhatIfWorld.Stage {
        WhatIfWorld.Stage(at: moment.event.at, wall: moment.event.wall, engine: moment.engine)
    }

    private func begin(_ incident: IncidentID, _ event: Event, _ reported: AlarmReported?, _ moment: ReplayMoment) {
        guard wanted == nil || wanted == incident, let callPoint = event.callPoint else { return }
        var result = WhatIfCase(incident: incident, callPoint: callPoint, wall: event.wall)
        guard open.count < WhatIfStudy.openLimit else {
            result.unknown = .tooMany
            return hand(result)
        }
        if reported == nil, !site.callPoints.contains(where: { $0.id == callPoint }) { result.unknown = .noCallPoint }
        open[incident] = Study(result: result, world: WhatIfWorld(site: site), reported: reported)
        stage = (incident, 0, Self.world(moment))
    }

    private func weigh(_ ranked: UnitsRanked, _ moment: ReplayMoment) {
        guard let incident = moment.event.incident, var world = stage?.world, stage?.incident == incident else {
            return
        }
        guard let weighed = moment.weighed else {
            open[incident]?.result.unknown = .noEvidence
            return
        }
        var outside = 0
        for unit in weighed {
            if unit.exclusion == .radius { outside += 1 }
            world.weighed[unit.unit] = unit
        }
        let unweighed = ranked.excluded[.farther] + max(0, ranked.excluded[.radius] - outside)
        world.unweighed = max(world.unweighed, unweighed)
        stage?.world = world
    }

    /// All rankings of a turn are there: the other site file decides in their world.
    private func decide() {
        guard let (incident, tier, world) = stage else { return }
        stage = nil
        guard var study = open[incident], study.result.unknown == nil else { return }
        study.result.unweighed = max(study.result.unweighed, world.unweighed)
        study.result.unlisted = max(study.result.unlisted, world.weighed.count - study.world.listed(world))
        if study.isAnswered {
            study.world.raise(to: tier, of: incident, in: world)
        } else if let reported = study.reported {
            study.world.report(reported, in: world)
        } else {
            study.world.press(study.result.callPoint, in: world)
        }
        study.isAnswered = true
        study.result.now = study.world.answer
        open[incident] = study
    }

    private func end(_ incident: IncidentID) {
        guard let study = open.removeValue(forKey: incident) else { return }
        hand(study.result)
    }

    private func hand(_ result: WhatIfCase) {
        tally.add(result)
        done(result)
    }
}

/// What a study comes to, over all incidents.
struct WhatIfTally {
    private(set) var incidents = 0
    private(set) var other = 0
    private(set) var uncertain = 0
    private(set) var unknown: [WhatIfCase.Unknown: Int] = [:]
    private(set) var shortfalls = (then: 0, now: 0)
    private(set) var orders = (then: 0, now: 0)
    private(set) var tiers = (then: 0, now: 0)
    /// Sums over incidents for which both ordered somebody, in milliseconds.
    private(set) var first = (then: 0, now: 0)
    private(set) var last = (then: 0, now: 0)
    private(set) var bothOrdered = 0

    /// The mean of a sum over incidents for which both ordered somebody.
    func mean(_ sum: Int) -> Int? { bothOrdered > 0 ? sum / bothOrdered : nil }

    /// Incidents of which something can be said.
    var studied: Int { incidents - unknown.values.reduce(0, +) }

    mutating func add(_ result: WhatIfCase) {
        incidents += 1
        if let reason = result.unknown {
            unknown[reason, default: 0] += 1
            return
        }
        if result.isOther { other += 1 }
        if result.isUncertain { uncertain += 1 }
        shortfalls = (shortfalls.then + result.then.shortfalls, shortfalls.now + result.now.shortfalls)
        orders = (orders.then + result.then.orders.count, orders.now + result.now.orders.count)
        tiers = (tiers.then + result.then.tier, tiers.now + result.now.tier)
        guard let firstThen = result.then.first, let firstNow = result.now.first, let lastThen = result.then.last,
            let lastNow = result.now.last
        else { return }
        bothOrdered += 1
        first = (first.then + firstThen, first.now + firstNow)
        last = (last.then + lastThen, last.now + lastNow)
    }
}
