/// All that the engine knows but positions: rebuilt by applying the journal's events.
struct State: Sendable, Hashable {
    var site: Site
    /// The short random word of this start.
    var generation = ""
    /// Incidents that this generation has begun, tests too.
    var counter = 0
    /// Open incidents, oldest first.
    var incidents: [Incident] = []
    /// Serial nodes that have been heard.
    var nodes: [NodeName: NodeMemory] = [:]
    /// Faults that are not restored, oldest first.
    var faults: [StandingFault] = []
    /// Inputs that are down, and why.
    var inputsDown: [InputName: String] = [:]
    /// What units said of themselves, apart from any order.
    var statuses: [UnitID: UnitStatus] = [:]
    /// Whether the whole feed of positions is silent, and since when.
    var positionsStalledAt: Instant?
    /// Whether the journal is behind, and since when.
    var journalDegradedAt: Instant?

    init(site: Site) { self.site = site }

    /// Looked for from the newest on, which is the one that is mostly meant.
    func index(of incident: IncidentID) -> Int? { incidents.lastIndex { $0.id == incident } }

    /// The newest open incident at a call point.
    func newestIncident(at callPoint: CallPointID) -> Incident? {
        incidents.last { $0.callPoint.id == callPoint }
    }

    /// The order that a reference names, and where it stands; nil where there is none.
    func order(_ reference: OrderReference) -> (incident: Int, order: Int)? {
        for (number, incident) in incidents.enumerated() {
            for (place, order) in incident.orders.enumerated() {
                switch reference {
                case .order(order.id): return (number, place)
                case .unit(order.unit) where order.state.isLive: return (number, place)
                default: continue
                }
            }
        }
        return nil
    }
}

/// A fault that is not restored.
public struct StandingFault: Sendable, Hashable {
    /// What is wrong.
    public var fault: DeviceFault
    /// Since when.
    public var since: Instant
}

extension DeviceFault {
    /// Whether two faults are the same one: the subject and the kind, not the words.
    func isSame(as other: DeviceFault) -> Bool {
        input == other.input && callPoint == other.callPoint && kind == other.kind
    }

    /// Whether it is something that happened, rather than a state that is restored some day.
    var isMomentary: Bool {
        switch kind {
        case .forged, .replayed, .unknownAddress: true
        default: false
        }
    }
}
