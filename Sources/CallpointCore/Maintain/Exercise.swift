/// An exercise: incidents that are played, with the units that have joined it and nobody else.
///
/// It disarms nothing. A press of a button is live, and a live incident takes any unit out of an exercise. Nothing of an
/// exercise goes out by a real channel, and every one of its events says that it is one.
public struct Exercise: Sendable, Hashable {
    /// When it began.
    public let startedAt: Instant
    /// Who began it, as a token.
    public let actor: TextToken
    /// How that came.
    public let via: String
    /// When it ends by itself.
    public internal(set) var until: Instant
    /// Units that have joined it, in the order in which they did; at most `unitLimit`.
    public internal(set) var units: [UnitID]

    /// Where nobody says for how long.
    public static let standardDuration: Duration = .seconds(7_200)
    /// How long one may be.
    public static let durations: ClosedRange<Duration> = .seconds(60) ... .seconds(43_200)
    /// Most units that join one: their names stand in one line of the log.
    public static let unitLimit = 32

    init(_ started: ExerciseStarted, at instant: Instant) {
        startedAt = instant
        actor = started.actor
        via = started.via
        until = instant + .milliseconds(started.forMilliseconds)
        units = Array(started.units.prefix(Exercise.unitLimit))
    }
}

/// An exercise that began.
public struct ExerciseStarted: Sendable, Hashable {
    /// The units that are in it from the beginning, at most `Exercise.unitLimit`.
    public var units: [UnitID]
    /// It ends by itself after so long, in milliseconds.
    public var forMilliseconds: Int
    /// Who began it, as a token.
    public var actor: TextToken
    /// How that came.
    public var via: String

    /// An exercise from its parts.
    public init(units: [UnitID], forMilliseconds: Int, actor: TextToken, via: String) {
        self.units = units
        self.forMilliseconds = forMilliseconds
        self.actor = actor
        self.via = via
    }
}
