/// What a closed incident was, as its events tell: what is needed to open it again.
///
/// The engine forgets an incident when it is closed; the record does not. Whoever holds the record hands this in.
public struct ClosedIncident: Sendable, Hashable {
    /// The call point that it belongs to.
    public var callPoint: CallPointID
    /// The plan that answered it last.
    public var plan: PlanName
    /// The hash of the site file that holds this plan.
    public var configuration: String
    /// How many presses it had.
    public var presses: Int
    /// The highest attempt of any of its orders; 0 where it gave none.
    public var attempts: Int
    /// What it was closed as.
    public var closedAs: Disposition
    /// Where it is, where that is no call point of the site.
    public var spot: Spot?
    /// The unit that had called for help, where one had.
    public var unit: UnitID?
    /// What it was about.
    public var nature = AlarmNature()
    /// The other call points that it had taken in.
    public var related: [CallPointID] = []

    /// Reads what an incident was out of all of its events, oldest first; nil where its beginning or its end is not
    /// among them, and for one that was played: an exercise that is over is not gone on with.
    public init?(_ events: [Event]) {
        var beginning: ClosedIncident?
        var end: Disposition?
        var orders = 0
        for event in events where event.mode == .live {
            switch event.body {
            case .alarmRaised(let raised): beginning = ClosedIncident(raised, event)
            case .alarmReported(let reported): beginning = ClosedIncident(reported, event)
            case .alarmRepeated(_, _, let presses, _): beginning?.presses = presses
            case .alarmRelated(let related):
                beginning?.presses = related.presses
                if let callPoint = event.callPoint { beginning?.related.append(callPoint) }
            case .incidentSplit(_, _, let takenOut): beginning?.related.removeAll { $0 == takenOut }
            case .incidentReopened(let reopened):
                end = nil
                beginning?.related = reopened.related
            case .incidentReclassified(let now):
                beginning?.plan = now.plan
                beginning?.configuration = now.configuration
            case .orderIssued(let issued): orders = max(orders, issued.order.attempt)
            case .alarmClosed(let disposition, _, _, _, _): end = disposition
            default: break
            }
        }
        guard let beginning, let end else { return nil }
        self = beginning
        attempts = orders
        closedAs = end
    }

    private init?(_ raised: AlarmRaised, _ event: Event) {
        guard let callPoint = event.callPoint else { return nil }
        self.init(callPoint: callPoint, plan: raised.plan, configuration: raised.configuration, presses: 1)
        nature = raised.nature
    }

    private init?(_ reported: AlarmReported, _ event: Event) {
        guard let callPoint = event.callPoint else { return nil }
        self.init(callPoint: callPoint, plan: reported.plan, configuration: reported.configuration, presses: 0)
        unit = reported.unit
        nature = reported.nature
        guard callPoint.isSpot else { return }
        spot = Spot(
            place: reported.place, scale: reported.scale, accuracyMetres: reported.accuracyMetres, name: reported.name)
    }

    private init(callPoint: CallPointID, plan: PlanName, configuration: String, presses: Int) {
        self.callPoint = callPoint
        self.plan = plan
        self.configuration = configuration
        self.presses = presses
        attempts = 0
        closedAs = .genuine
    }
}

extension CallPointID {
    /// Whether it names the place of one report, and no post: no call point's name begins so.
    public var isSpot: Bool { text.utf8.first == UInt8(ascii: "@") }
}

extension OrderID {
    /// Which order to its unit in its tier it is: its last part, 1…; 0 where the id does not have the form of one.
    public var attempt: Int { text.split(separator: "/").last.flatMap { Int($0) } ?? 0 }
}
