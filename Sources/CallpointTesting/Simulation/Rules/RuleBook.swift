public import CallpointCore

/// Every rule, held against every event of a run.
///
/// A second engine, the mirror, applies the events and does nothing else: what it knows is what a restart would find.
public struct RuleBook: Sendable {
    /// Applies the events and hears nothing else.
    public private(set) var mirror: Engine
    /// What the rules look at.
    public private(set) var scene: Scene
    private var rules: [any Rule]
    private var turns = 0

    /// The rules for a site, with nothing heard.
    public init(site: Site, arbiter: Arbiter = .alone, rules: [any Rule] = RuleBook.all) {
        mirror = Engine(site: site, arbiter: arbiter)
        scene = Scene(book: Logbook(site: site), isAlone: arbiter == .alone)
        self.rules = rules
    }

    /// The rules of the house. A new one is added here.
    public static var all: [any Rule] {
        [
            TimeGoesOn(), IdsMeanOneThing(), EveryPressCounts(), OnlyAnAskedPressIsATest(), TiersOnlyRise(),
            OneOrderAUnit(), OrderedUnitsFit(), NobodySooner(), RankingsAreTrue(), ShortfallsAreTrue(),
            MostUrgentFirst(), ArrivalsAreTrue(), DeadlinesFireOnce(), NoDeadlineIsForgotten(), NobodyIsForgotten(),
            FreedUnitsAreSent(), AnswersCount(), ProjectionsAreTrue(), SchedulesChoose(),
            KindsAreAnswered(), FloodsAreSaid(), TakingIsDue(), SwapsGain(), CoverageIsTrue(), LedgersAreWrittenOnce(),
            RelatedPressesBelong(), CrossZoneIsSaid(), RecentIsTrue(),
            ExercisesGiveWay(), SilenceIsSaid(), OnlyAPersonCloses(), EngineKnowsWhatItSaid(), NothingOutlives(),
        ]
    }

    /// Makes a site known, before an event brings it into force.
    public mutating func know(_ site: Site) {
        mirror.know(site)
        scene.book.know(site)
    }

    /// Takes in where a unit is, and what the engine made of it.
    public mutating func observe(_ fix: Fix, outcome: FixOutcome) { scene.book.observe(fix, outcome: outcome) }

    /// A daemon starts from the record: it knows no position until it is told.
    public mutating func restart() {
        scene.book.forgetPositions()
        for index in rules.indices { rules[index].restarted() }
    }

    /// Holds the rules against a turn. `isCut` where a crash kept the rest of it from the record.
    public mutating func take(_ turn: [Event], cause: Cause, engine: Engine, isCut: Bool = false) -> [Breach] {
        scene.cause = cause
        var found: [Breach] = []
        for event in turn { take(event, &found) }
        guard !isCut else { return found }
        let last = turn.last
        for index in rules.indices {
            if let what = rules[index].atEnd(of: turn, scene, engine) { found.append(breach(index, what, last)) }
        }
        // Comparing everything at every turn costs more than the turn: where much is open, it is done less often.
        turns += 1
        if turns % (8 + scene.book.incidents.count) == 0 { found += replayBreaches(engine) }
        return found
    }

    /// What the record holds now: to go back to, where the disk takes nothing from here on.
    public var checkpoint: (mirror: Engine, scene: Scene) { (mirror, scene) }

    /// The record is what it was then: what was shown since is written nowhere.
    public mutating func lose(since checkpoint: (mirror: Engine, scene: Scene)) {
        (mirror, scene) = checkpoint
        for index in rules.indices { rules[index].lost(scene) }
    }

    /// Takes in an event of a record, which was held against the rules when it happened.
    public mutating func replay(_ event: Event) {
        scene.cause = .other
        var known: [Breach] = []
        take(event, &known)
    }

    /// Whether applying the events gives what the engine knows.
    public func replayBreaches(_ engine: Engine) -> [Breach] {
        guard !mirror.hasSameState(as: engine) else { return [] }
        return [
            Breach(
                rule: "a replay gives the state", what: "applying the events gave another state", event: nil,
                at: scene.book.last)
        ]
    }

    private mutating func take(_ event: Event, _ found: inout [Breach]) {
        scene.place = scene.book.place(of: event.incident)
        // What is played is another city: some rules say where the two meet, and the others are about what is live.
        for index in rules.indices where event.mode != .exercise || rules[index].hearsExercises {
            if let what = rules[index].before(event, scene) { found.append(breach(index, what, event)) }
        }
        mirror.apply(event)
        if event.mode == .exercise { return }
        scene.book.take(event)
        scene.place = scene.book.place(of: event.incident)
        for index in rules.indices {
            if let what = rules[index].after(event, scene) { found.append(breach(index, what, event)) }
        }
    }

    /// Holds the rules against a moment at which nothing is due any more.
    public mutating func quiet(at now: Instant) -> [Breach] {
        var found: [Breach] = []
        for index in rules.indices {
            if let what = rules[index].whenQuiet(at: now, scene) {
                found.append(Breach(rule: rules[index].name, what: what, event: nil, at: now))
            }
        }
        return found
    }

    private func breach(_ index: Int, _ what: String, _ event: Event?) -> Breach {
        Breach(rule: rules[index].name, what: what, event: event, at: event?.at ?? scene.book.last)
    }
}
