/// A walk through the call points of a site: a checklist of what was seen of each.
///
/// It disarms nothing. Within it one press of one call point at a time can be asked for, and that press alone is a
/// test; every other one, the second at the same call point too, is live. Both the walk and what it asks for end
/// by themselves.
public struct WalkTest: Sendable, Hashable {
    /// When it began.
    public let startedAt: Instant
    /// What the wall clock showed then.
    public let startedWall: WallTime
    /// The call points on its list; empty for all that the site has.
    public let named: [CallPointID]
    /// Who began it, as a token.
    public let actor: TextToken
    /// When it ends by itself.
    public internal(set) var until: Instant
    /// The one press that is asked for and has not come; may be past its time.
    public internal(set) var ask: Ask?
    /// How and when it ended; nil while it is open.
    public internal(set) var end: End?
    private var records: [CallPointID: Record] = [:]

    /// Where nobody says for how long.
    public static let standardDuration: Duration = .seconds(1_800)
    /// How long one may be.
    public static let durations: ClosedRange<Duration> = .seconds(60) ... .seconds(28_800)
    /// Most call points that are named one by one: their names stand in one line of the log.
    public static let nameLimit = 32

    /// A press that was asked for.
    public struct Ask: Sendable, Hashable {
        /// Where.
        public var callPoint: CallPointID
        /// When it was asked for. A press that began before is live.
        public var askedAt: Instant
        /// From when on a press there is live again.
        public var until: Instant
        /// Who asked, as a token.
        public var actor: TextToken
        /// How that came.
        public var via: String

        /// Where nobody says for how long.
        public static let standardDuration: Duration = .seconds(120)
        /// How long a press may be awaited. Short: whoever asks stands there.
        public static let durations: ClosedRange<Duration> = .seconds(5) ... .seconds(600)
    }

    /// What was seen of a call point.
    public struct Record: Sendable, Hashable {
        /// The press that was asked for; the last one where there were several.
        public internal(set) var press: Press?
        /// Kinds of fault that began while the walk was open, in the order in which they did.
        public internal(set) var faults: [DeviceFault.Kind] = []
    }

    /// A press that was asked for and came.
    public struct Press: Sendable, Hashable {
        /// The id under which it went the whole way.
        public let incident: IncidentID
        /// When it was taken in.
        public let seenAt: Instant
        /// What the wall clock showed then.
        public let seenWall: WallTime
        /// What came.
        public let pressed: TestPressed
        /// From its edge until the first order that nobody got was visible, in microseconds; nil where there was none.
        public internal(set) var totalMicroseconds: Int?
        /// How long it was held, in milliseconds; nil while no release was seen.
        public internal(set) var heldMilliseconds: Int?
        /// Who had asked for it, as a token.
        public let actor: TextToken
    }

    /// How a walk ended.
    public struct End: Sendable, Hashable {
        /// When.
        public var at: Instant
        /// What the wall clock showed then.
        public var wall: WallTime
        /// Why.
        public var ending: Ending
    }

    init(_ started: WalkTestStarted, at instant: Instant, wall: WallTime) {
        startedAt = instant
        startedWall = wall
        named = started.callPoints
        actor = started.actor
        until = instant + .milliseconds(started.forMilliseconds)
    }

    /// Whether a call point is on the list of a walk that is open.
    public func covers(_ callPoint: CallPointID) -> Bool {
        end == nil && (named.isEmpty || named.contains(callPoint))
    }

    /// What was seen of a call point; empty for one of which nothing was.
    public subscript(callPoint: CallPointID) -> Record { records[callPoint] ?? Record() }

    mutating func change(_ callPoint: CallPointID, _ body: (inout Record) -> Void) {
        body(&records[callPoint, default: Record()])
    }
}

/// A walk test that began.
public struct WalkTestStarted: Sendable, Hashable {
    /// The call points on its list, at most `WalkTest.nameLimit`; empty for all that the site has.
    public var callPoints: [CallPointID]
    /// It ends by itself after so long, in milliseconds.
    public var forMilliseconds: Int
    /// Who began it, as a token.
    public var actor: TextToken
    /// How that came.
    public var via: String

    /// A walk test from its parts.
    public init(callPoints: [CallPointID], forMilliseconds: Int, actor: TextToken, via: String) {
        self.callPoints = callPoints
        self.forMilliseconds = forMilliseconds
        self.actor = actor
        self.via = via
    }
}

/// The press that was asked for.
public struct TestPressed: Sendable, Hashable {
    /// The input that it came in by.
    public var input: InputName
    /// Which sentence of which node; nil for a wired line.
    public var stamp: NodeStamp?
    /// When it happened at the device.
    public var edgeAt: Instant
    /// From the edge to reading it, in microseconds.
    public var senseMicroseconds: Int
    /// Time that debouncing took, in microseconds.
    public var debounceMicroseconds: Int
    /// Who had asked for it, as a token.
    public var actor: TextToken

    /// A press from its parts.
    public init(
        input: InputName, stamp: NodeStamp?, edgeAt: Instant, senseMicroseconds: Int, debounceMicroseconds: Int,
        actor: TextToken
    ) {
        self.input = input
        self.stamp = stamp
        self.edgeAt = edgeAt
        self.senseMicroseconds = senseMicroseconds
        self.debounceMicroseconds = debounceMicroseconds
        self.actor = actor
    }
}

/// A row of a walk test's list.
public struct ChecklistRow: Sendable, Hashable {
    /// The call point.
    public var callPoint: CallPointID
    /// What people call the place.
    public var name: String
    /// What was seen of it.
    public var record: WalkTest.Record
    /// Whether its press is asked for now.
    public var isAsked: Bool
}
