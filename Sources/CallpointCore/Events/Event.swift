/// One fact: the only way in which incidents, orders and statuses change.
public struct Event: Sendable, Hashable {
    /// When it was decided, on the controller's time line.
    public var at: Instant
    /// What the wall clock showed.
    public var wall: WallTime
    /// The incident that it belongs to, where it belongs to one.
    public var incident: IncidentID?
    /// The call point that it is about, where it is about one.
    public var callPoint: CallPointID?
    /// Live, a test that was asked for, or an exercise.
    public var mode: Mode
    /// What happened.
    public var body: Body

    /// An event from its parts.
    public init(
        at: Instant, wall: WallTime, incident: IncidentID? = nil, callPoint: CallPointID? = nil,
        mode: Mode = .live, _ body: Body
    ) {
        self.at = at
        self.wall = wall
        self.incident = incident
        self.callPoint = callPoint
        self.mode = mode
        self.body = body
    }

    /// Whether an event is about the real world, a test that was asked for, or an exercise of units that joined it.
    public enum Mode: String, Sendable, Hashable, CaseIterable { case live, test, exercise }

    /// What can happen. EVENTS in the repository's docs lists the fields of each.
    public enum Body: Sendable, Hashable {
        case daemonStarted(version: String, openIncidents: Int, keptPorts: Int = 0)
        case daemonStopping(reason: String)
        case clockEpoch(ClockEpoch)
        case clockStepped(milliseconds: Int)
        case configLoaded(ConfigurationSummary)
        case configRefused(file: String, mistakes: Int, first: String)
        case inputUp(InputName, detail: String)
        case inputDown(InputName, detail: String)
        case deviceFault(DeviceFault, stamp: NodeStamp?)
        case deviceRestored(DeviceFault, stamp: NodeStamp?)
        case journalDegraded(reason: String, waitedMilliseconds: Int)
        case journalRestored(behind: Int, milliseconds: Int)
        case positionsStalled(newestAgeMilliseconds: Int)
        case positionsResumed(silentMilliseconds: Int)
        /// `forMilliseconds`: it ends by itself after so long; nil where it does not.
        case unitStatus(UnitID, UnitStatus, actor: TextToken?, via: String, forMilliseconds: Int? = nil)

        case coverageLost(CoverageLost)
        /// Somebody is free again, or nobody watches the beat any more.
        case coverageRestored(BeatID, isWatched: Bool)
        case moveUpProposed(MoveUp)
        /// The unit moves up: a dispatcher says so, or the plan (then nobody is named).
        case moveUpAccepted(BeatID, unit: UnitID, actor: TextToken?, via: String)
        /// It does not, or no longer: a dispatcher says so, or one of `MoveUp.Ending` (then nobody is named).
        case moveUpDismissed(BeatID, unit: UnitID, actor: TextToken?, via: String)

        case alarmRaised(AlarmRaised)
        case alarmReported(AlarmReported)
        case alarmRepeated(input: InputName, stamp: NodeStamp?, presses: Int, agoMilliseconds: Int = 0)
        /// A press at another call point that belongs to this incident: the event's call point is the other one.
        case alarmRelated(AlarmRelated)
        case alarmVerified(AlarmVerified)
        case alarmLocated(AlarmLocated)
        case alarmRestored(input: InputName, stamp: NodeStamp?, heldMilliseconds: Int)
        case alarmClosed(
            Disposition, actor: TextToken, via: String, note: TextToken?, related: [CallPointID] = [])
        case incidentAcknowledged(actor: TextToken, via: String)
        /// Two belong together; nobody is named where a press itself shows it.
        case incidentLinked(to: IncidentID, by: Doer?)
        case incidentUnlinked(from: IncidentID, by: Doer)
        /// A part of it is an incident of its own from now on.
        case incidentSplit(into: IncidentID, by: Doer, takesOut: CallPointID? = nil)
        case incidentReopened(IncidentReopened)
        case incidentReclassified(IncidentReclassified)
        case incidentHandedOff(HandedOff)
        case incidentHeld(HoldSet)
        /// A hold is over.
        case incidentReleased(Ending)
        /// Somebody watches it by name.
        case incidentWatched(actor: TextToken, via: String)
        case incidentNote(TextToken, actor: TextToken, via: String)

        case tierRaised(TierRaised)
        case unitsRanked(UnitsRanked)
        case shortfall(Shortfall)
        /// Presses outnumber units.
        case floodStarted(FloodFigures)
        case floodEnded(FloodEnded)
        case noticeSent(NoticeSent)
        case noticeAcknowledged(contact: ContactID, actor: TextToken, via: String)

        case orderIssued(OrderIssued)
        case orderEmitted(OrderEmitted)
        case orderAcknowledged(OrderID, unit: UnitID, actor: TextToken, via: String, late: Bool)
        case orderDeclined(OrderID, unit: UnitID, actor: TextToken, via: String, reason: TextToken?)
        /// Nobody has answered yet: the unit is called once more.
        case orderNudged(OrderID, unit: UnitID, afterMilliseconds: Int)
        case orderTimedOut(OrderID, unit: UnitID, afterMilliseconds: Int)
        case orderReassigned(from: OrderID, to: OrderID)
        case orderConflicted(OrderID, unit: UnitID)
        case orderStoodDown(OrderID, unit: UnitID, reason: StandDownReason, by: Doer?)
        case unitEnRoute(OrderID, unit: UnitID, actor: TextToken, via: String)
        /// It waits close by until it may go in.
        case unitStaging(OrderID, unit: UnitID, actor: TextToken, via: String)
        /// It comes later than anybody could know: in so long.
        case unitDelayed(OrderID, unit: UnitID, etaMilliseconds: Int, actor: TextToken, via: String, reason: TextToken?)
        /// Said by a person, or shown by its position (then nobody is named).
        case unitOnScene(OrderID, unit: UnitID, actor: TextToken?, via: String)
        case unitClear(OrderID, unit: UnitID, actor: TextToken, via: String)
        /// An officer calls for help under an order, or again without one.
        case unitAssist(OrderID?, unit: UnitID, actor: TextToken, via: String)

        case bypassSet(BypassSet)
        /// A bypass of a kind of fault (nil: of every kind) is over.
        case bypassEnded(kind: DeviceFault.Kind?, Ending)

        case walkTestStarted(WalkTestStarted)
        /// One press of the event's call point is asked for.
        case walkTestAsked(forMilliseconds: Int, actor: TextToken, via: String)
        /// Nothing is asked for any more.
        case walkTestWithdrawn(actor: TextToken, via: String)
        /// A fault of the event's call point was seen for the first time in this walk test.
        case walkTestSeen(DeviceFault.Kind)
        case walkTestEnded(Ending)

        case exerciseStarted(ExerciseStarted)
        case exerciseJoined(unit: UnitID, actor: TextToken, via: String)
        case exerciseLeft(unit: UnitID, actor: TextToken, via: String)
        case exerciseEnded(Ending)

        /// The press that was asked for.
        case testPressed(TestPressed)
        /// Its release.
        case testReleased(input: InputName, stamp: NodeStamp?, heldMilliseconds: Int)
        case testStarted(actor: TextToken, via: String, plan: PlanName)
        /// Who would have been ordered; nobody was.
        case testOrdered(OrderIssued)
        case testFinished(OrderEmitted)
    }
}

/// Ties the time line to the machine's monotonic clock, so that a later start can go on from here.
public struct ClockEpoch: Sendable, Hashable {
    /// The short random word of this start.
    public var generation: String
    /// Names the machine's boot.
    public var bootID: String
    /// What the monotonic clock showed at this event's instant, in microseconds.
    public var monotonicMicroseconds: Int64
    /// How long no daemon ran; nil where nobody can tell.
    public var gapMilliseconds: Int?

    /// An epoch from its parts.
    public init(generation: String, bootID: String, monotonicMicroseconds: Int64, gapMilliseconds: Int?) {
        self.generation = generation
        self.bootID = bootID
        self.monotonicMicroseconds = monotonicMicroseconds
        self.gapMilliseconds = gapMilliseconds
    }
}

/// How loud an event is: syslog's words.
public enum Severity: String, Sendable, Hashable, CaseIterable {
    case emergency, alert, critical, error, warning, notice, info, debug
}
