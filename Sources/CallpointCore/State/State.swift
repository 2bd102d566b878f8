/// All that the engine knows but positions: rebuilt by applying the journal's events.
struct State: Sendable, Hashable {
    var site: Site
    /// The short random word of this start.
    var generation = ""
    /// Incidents that this generation has begun, tests too.
    var counter = 0
    /// Open incidents, oldest first.
    var incidents = OpenIncidents()
    /// Serial nodes that have been heard.
    var nodes: [NodeName: NodeMemory] = [:]
    /// Faults that are not restored, oldest first.
    var faults: [StandingFault] = []
    /// Bypasses in force, in the order in which they were set; at most `Bypass.limit`.
    var bypasses: [Bypass] = []
    /// The walk test that is open, or the last one.
    var walkTest: WalkTest?
    /// The exercise that is under way.
    var exercise: Exercise?
    /// Inputs that are down, and why.
    var inputsDown: [InputName: String] = [:]
    /// What units said of themselves, apart from any order.
    var statuses: [UnitID: UnitStatus] = [:]
    /// Beats whose cover was lost or into which a unit has moved up, by id; at most one entry for each of the site's.
    var coverage: [BeatCoverage] = []
    /// Units that rest after an incident, and until when; at most one entry for each.
    var rests: [Rest] = []
    /// Whether the whole feed of positions is silent, and since when.
    var positionsStalledAt: Instant?
    /// What was closed last at each call point of the site.
    var closed: [CallPointID: ClosedAlarm] = [:]
    /// Since when presses outnumber units; nil while they do not.
    var floodSince: Instant?
    /// Whether the journal is behind, and since when.
    var journalDegradedAt: Instant?

    init(site: Site) { self.site = site }

    /// A rest that ends by itself.
    struct Rest: Sendable, Hashable {
        var unit: UnitID
        var until: Instant
    }

    func index(of incident: IncidentID) -> Int? { incidents.index(of: incident) }

    /// The newest open incident at a call point.
    func newestIncident(at callPoint: CallPointID) -> Incident? { incidents.newest(at: callPoint) }

    /// The order that a reference names, and where it stands; nil where there is none.
    func order(_ reference: OrderReference) -> (incident: Int, order: Int)? {
        switch reference {
        case .order(let order):
            guard let incident = index(of: order.incident),
                let place = incidents[incident].orders.lastIndex(where: { $0.id == order })
            else { return nil }
            return (incident, place)
        case .unit(let unit):
            var played: (incident: Int, order: Int)?
            for incident in incidents.indices {
                let place = incidents[incident].orders.lastIndex { $0.unit == unit && $0.state.isLive }
                guard let place else { continue }
                // What is live goes before what is played.
                guard incidents[incident].isExercise else { return (incident, place) }
                played = played ?? (incident, place)
            }
            return played
        }
    }
}

/// What was closed last at a call point.
struct ClosedAlarm: Sendable, Hashable {
    var incident: IncidentID
    var disposition: Disposition
    var at: Instant
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

    /// Whether a start finds out anew whether it is there, and says so: noise of an input, and coils that are refused.
    var endsWithStart: Bool { kind == .noise || kind == .line && callPoint == nil }

    /// What a node's message that brought this fault said.
    var saidBegun: Signal.State {
        switch kind {
        case .tamper: .tamperOpen
        case .lowBattery: .lowBattery
        default: .pressed
        }
    }

    /// Whether it is something that happened, rather than a state that is restored some day.
    var isMomentary: Bool {
        switch kind {
        case .forged, .replayed, .unknownAddress: true
        default: false
        }
    }
}
