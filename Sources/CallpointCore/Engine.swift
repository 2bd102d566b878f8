/// From a press to tiered orders: the whole of what Callpoint decides.
///
/// Pure: no clock, no device, no disk. Inputs carry their times, events are
/// all that comes out, and the same inputs give the same events on any machine.
/// `handle` decides and `apply` evolves: applying the events of a run to a new
/// engine gives the same state, so a restart recovers and a review reconstructs.
///
/// One press can be followed through the folders: `Locate`, `Rank`, `Reserve`, `Order`, `Close`.
public struct Engine: Sendable {
    var state: State
    /// Who and where every unit is. Positions enter by `observe`, statuses by `apply`.
    var units = UnitRegistry()
    var positions = PositionTable()
    /// Site files that open incidents began with, and the one in force.
    private(set) var sites: [String: KnownSite] = [:]
    /// The one in force.
    var known: KnownSite
    /// Who grants a unit: this controller, or a store that several share.
    let arbiter: Arbiter
    /// What a turn needs and no later state depends on.
    var scratch = Scratch()

    /// An engine for a site, with nothing open.
    public init(site: Site, arbiter: Arbiter = .alone) {
        state = State(site: site)
        known = KnownSite(site)
        self.arbiter = arbiter
        sites[site.hash] = known
        adopt(site)
    }

    /// Makes a site known by its hash, so that an event may bring it into force. Call it before the
    /// event, and at a restart for each site file that the journal holds.
    public mutating func know(_ site: Site) { sites[site.hash] = KnownSite(site) }

    /// The site in force.
    public var site: Site { state.site }

    /// Whether the signal that was handled last was refused as a recording: its sender is told nothing.
    public var hasRefusedSignal: Bool { scratch.isSignalRefused }

    /// Decides what follows from an input. The events are already applied.
    public mutating func handle(_ input: Input) -> [Event] {
        begin(at: input.at, wall: input.wall)
        switch input.body {
        case .started(let start): self.start(start)
        case .act(let act):
            passTime()
            _ = try? perform(act)
        default:
            passTime()
            take(input.body)
        }
        settle()
        return scratch.turn
    }

    /// Decides what follows from a person's act, or says why it is not done; then only the passing of
    /// time has left events, and they are in the outcome too.
    public mutating func handle(_ act: Act, at instant: Instant, wall: WallTime) -> ActOutcome {
        begin(at: instant, wall: wall)
        passTime()
        do {
            let incident = try perform(act)
            settle()
            return ActOutcome(events: scratch.turn, incident: incident, refusal: nil)
        } catch {
            settle()
            return ActOutcome(events: scratch.turn, incident: nil, refusal: error)
        }
    }

    /// What a turn leaves to be done when it has answered whom it is about.
    private mutating func settle() {
        reopenTaken()
        noteFlood()
        noteDuties()
    }

    private mutating func begin(at instant: Instant, wall: WallTime) {
        scratch.turn.removeAll(keepingCapacity: true)
        scratch.isSignalRefused = false
        scratch.now = max(instant, scratch.now)
        scratch.denied.removeAll { $0.until <= scratch.now }
        scratch.wall = wall
    }

    private mutating func take(_ body: Input.Body) {
        switch body {
        case .stopping(let reason):
            writeChatter()
            emit(.daemonStopping(reason: reason))
        case .signal(let signal): hear(signal)
        case .fault(let fault): note(fault)
        case .restored(let fault): clear(fault)
        case .inputUp(let input, let detail): noteUp(input, detail: detail)
        case .inputDown(let input, let detail): noteDown(input, detail: detail)
        case .claim(let answer): settle(answer)
        case .emitted(let emission): account(emission)
        case .unitStatus(let unit, let status, let source): note(unit, status, source: source)
        case .configuration(let site, let summary):
            know(site)
            emit(.configLoaded(summary))
            forgetOldSites()
        case .configurationRefused(let file, let mistakes, let first):
            emit(.configRefused(file: file, mistakes: mistakes, first: first))
        case .journalDegraded(let reason, let waited):
            emit(.journalDegraded(reason: reason, waitedMilliseconds: waited))
        case .journalRestored(let behind, let milliseconds):
            emit(.journalRestored(behind: behind, milliseconds: milliseconds))
        case .clockStepped(let milliseconds): emit(.clockStepped(milliseconds: milliseconds))
        case .started, .act, .tick: break
        }
    }

    /// What became due while no daemon ran is decided after the start is written down, under its generation
    /// and by the site now in force.
    private mutating func start(_ start: Start) {
        emit(
            .daemonStarted(
                version: start.version, openIncidents: start.openIncidents, keptPorts: start.keptPorts))
        emit(
            .clockEpoch(
                ClockEpoch(
                    generation: start.generation, bootID: start.bootID,
                    monotonicMicroseconds: start.monotonicMicroseconds,
                    gapMilliseconds: start.gap.map { Int($0.milliseconds) })))
        emit(.configLoaded(start.summary))
        forgetOldSites()
        resume()
    }

    /// When the shell must send the next `.tick` at the latest; nil where nothing is due.
    public var nextDeadline: Instant? {
        var earliest = scratch.retryAt
        if let due = state.incidents.earliestDue { earliest = earliest.map { min($0, due) } ?? due }
        for claim in scratch.claims { earliest = earliest.map { min($0, claim.deadline) } ?? claim.deadline }
        if let at = scratch.swapAt { earliest = earliest.map { min($0, at) } ?? at }
        for due in [
            feedDeadline, bypassDeadline, walkTestDeadline, state.exercise?.until, arrivalDeadline, chatterDeadline,
            scratch.projectAt, restDeadline, scratch.coverageAt,
        ] {
            if let due { earliest = earliest.map { min($0, due) } ?? due }
        }
        return earliest
    }

    /// Adds an event to the turn and lets it act: nothing changes but by an event.
    mutating func emit(
        _ body: Event.Body, incident: IncidentID? = nil, callPoint: CallPointID? = nil, mode: Event.Mode = .live
    ) {
        let event = Event(
            at: scratch.now, wall: scratch.wall, incident: incident, callPoint: callPoint,
            mode: mode == .live && isExercise(incident) ? .exercise : mode, body)
        apply(event)
        scratch.turn.append(event)
    }

    /// Brings a site into force: its units are listed, those that it no longer names keep only their orders.
    mutating func adopt(_ site: Site) {
        state.site = site
        units.unlistAll(keepingUnknown: site.acceptsUnknownUnits)
        positions.reserve(max(positions.count, site.units.count))
        for unit in site.units {
            let row = enter(unit, isDeclared: true)
            positions.rows[row].kind = UInt8(unit.kind.index)
            guard let post = unit.post else {
                positions.rows[row].isPosted = false
                continue
            }
            if !positions.rows[row].isLocated || positions.rows[row].isPosted { positions.post(row, at: post) }
        }
    }

    /// Lists a unit, with the status and the order that the record gives it. Returns its row.
    mutating func enter(_ unit: PatrolUnit, isDeclared: Bool) -> Int {
        let known = units.row(of: unit.id)
        let row = units.list(unit, isDeclared: isDeclared)
        guard known == nil else { return row }
        _ = positions.append(kind: unit.kind)
        if let status = state.statuses[unit.id] { units.setStatus(status, row: row) }
        if let place = state.order(.unit(unit.id)) {
            let incident = state.incidents[place.incident]
            units.setOrder(incident.orders[place.order].id, row: row, isExercise: incident.isExercise)
        }
        return row
    }

    /// Keeps the site files that open incidents began with and the one in force, so that reloads do not pile up.
    private mutating func forgetOldSites() {
        var kept: [String: KnownSite] = [:]
        for hash in state.incidents.map(\.configuration) + [state.site.hash] { kept[hash] = sites[hash] }
        sites = kept
    }

    /// Brings the site of a hash into force, where it is known.
    mutating func adopt(hash: String) {
        guard let site = sites[hash] else { return }
        known = site
        adopt(site.site)
    }

    /// The call point and plan that an incident began with; from the site in force where that site file is gone.
    func beginning(of callPoint: CallPointID, plan: PlanName, configuration: String) -> (CallPoint, Plan)? {
        for site in [sites[configuration], known] {
            guard let site, let point = site.callPoint(callPoint), let plan = site.plan(plan) else { continue }
            return (point, plan)
        }
        return nil
    }

    /// A plan as it is for an incident that begins at a wall time, by the schedules of the site file that it begins with.
    func inForce(_ plan: Plan, configuration: String, at wall: WallTime) -> Plan {
        (sites[configuration] ?? known).site.inForce(plan, at: wall)
    }

    /// The plan that an incident began with; from the site in force where that site file is gone.
    func plan(_ name: PlanName, configuration: String) -> Plan? {
        sites[configuration]?.plan(name) ?? known.plan(name)
    }
}

/// What came of a person's act.
public struct ActOutcome: Sendable {
    /// What followed, with what the passing of time brought.
    public var events: [Event]
    /// The incident that was acted on, where there is one.
    public var incident: IncidentID?
    /// Why it was not done; nil where it was.
    public var refusal: Refusal?
}

/// What a turn needs and no later state depends on: not rebuilt by a replay.
struct Scratch: Sendable {
    var now = Instant(microseconds: 0)
    var wall = WallTime(millisecondsSince1970: 0, offsetMinutes: 0)
    var turn: [Event] = []
    /// When unmet requirements are tried again.
    var retryAt: Instant?
    /// When those under way are looked at again; nil where no plan with something open asks for it.
    var projectAt: Instant?
    /// When units are looked at that would be there sooner than those that have not answered.
    var swapAt: Instant?
    /// Orders whose units were taken in this turn, and whose needs are met anew at its end.
    var taken: [(order: OrderRecord, incident: IncidentID)] = []
    /// The most incidents that have waited at once in this flood.
    var floodPeak = 0
    /// When beats are looked at next; nil where none asks for cover.
    var coverageAt: Instant?
    /// After a start units have so long to say where they are: as long as a fix is good for.
    var coverageNotBefore = Instant(microseconds: 0)
    /// What was against sending each unit at the last look; empty where no beat asks for cover.
    var coverageDuties: [Duty] = []
    /// Beats of which positions say something else than was said last; at most one for each.
    var coverageDoubts: [Doubt] = []
    /// Claims that nobody has answered yet.
    var claims: [Claim] = []
    /// Orders whose latency ledger is still to be written.
    var unaccounted: [OrderID: Unaccounted] = [:]
    /// What nodes said that left no event: repeats, heartbeats, releases of what is not held. One entry
    /// for each node that the site names.
    var overheard: [NodeName: NodeMemory] = [:]
    /// Whether the signal of this turn was refused as a recording.
    var isSignalRefused = false
    /// Presses that joined incidents, by call point of the site.
    var repeats: [CallPointID: RepeatedPresses] = [:]
    /// What is counted and not written yet.
    var heldPresses: [HeldPresses] = []
    /// What the housings of nodes may write, by node of the site.
    var housings: [NodeName: LineAllowance] = [:]
    var heldHousings: [HeldHousing] = []
    /// When a replay was last reported of each node, so that a storm of them is one event a minute.
    var replayReportedAt: [NodeName: Instant] = [:]
    /// Units that a shared store refused to an incident a moment ago; at most one for each claim answered
    /// within `Engine.deniedPause`.
    var denied: [Denied] = []
    /// The press that this turn answers, for the ledger of the orders that follow from it.
    var press: Signal?
    /// Units that stand at the call point of their accepted order; at most one entry for each.
    var arrivals: [Arrival] = []

    /// A beat of which positions say something else than was said last, and since when.
    struct Doubt: Sendable {
        var beat: BeatID
        var since: Instant
    }

    /// A unit that stands where its order leads.
    struct Arrival: Sendable {
        var order: OrderID
        /// Receipt of the first fix that showed it there.
        var since: Instant
        /// Receipt of the fix that settled it; nil before.
        var sureAt: Instant?
    }

    /// A unit that a shared store refused to an incident.
    struct Denied: Sendable {
        var incident: IncidentID
        var unit: UnitID
        var until: Instant
    }

    /// What the ledger of an order will need.
    struct Unaccounted: Sendable {
        var incident: IncidentID
        var callPoint: CallPointID
        var mode: Event.Mode
        var budgetMilliseconds: Int
        var countsFrom: Instant
    }
}
