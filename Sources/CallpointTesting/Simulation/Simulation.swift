public import CallpointCore
import EventCodec

/// Plays a scenario: a city, its units and its people around an engine, in virtual time.
///
/// Pure: no clock, no device, no thread. The same scenario gives the same events, to the byte, on any machine.
/// After every event the rules are held against the record; the first breach ends the run.
public struct Simulation {
    /// What is played.
    public let scenario: Scenario
    /// Everything that was written down, in order; empty where nobody asked for it.
    public private(set) var events: [Event] = []

    var engine: Engine
    var book: RuleBook
    var encoder: EventEncoder
    var agenda = Agenda<Deed>()
    var patrols: [Patrol]
    var tally = Tally()
    var breaches: [Breach] = []
    /// What time it is, in microseconds from the beginning of the day.
    var now: Int64 = 0
    var wallStep: Int64 = 0
    var starts = 0
    /// Between these the daemon did not run.
    var down: (from: Int64, to: Int64) = (-1, -1)
    /// The happening that kills the daemon at the next turn.
    var crash: Happening?
    var stalledUntil: Int64 = 0
    var diskBadUntil: Int64 = 0
    /// What the record held when the disk began to fail, and when that was.
    var checkpoint: (mirror: Engine, scene: Scene, at: Int64)?
    /// Between these nothing reached the disk, and a crash took it.
    var lost: (from: Int64, to: Int64) = (-1, -1)
    var isSiteChanged = false
    /// Where the chances of what follows from each incident come from.
    var origins: [IncidentID: Origin] = [:]
    /// The press that is being handed in.
    var pressing = Origin(nonce: 1, isGenuine: true)
    var buttons: [Button]
    let sites: [Site]
    let postOf: [CallPointID: Int]
    let patrolOf: [UnitID: Int]
    private let keepsEvents: Bool

    /// The instant at which the day begins: not 0, where mistakes hide.
    static let dawn: Int64 = 1_000_000_000

    /// What somebody or something does at a time.
    enum Deed: Sendable {
        case happen(Int)
        case press(Int, Press)
        case signal(Int, Signal.State)
        case repeated(Signal)
        case send(Input.Body)
        case act(Act.Verb)
        case arrive(Int, OrderID)
        case emitted([OrderID])
        case diskIsBack
        case wake
    }

    /// A press that is to come.
    struct Press: Sendable {
        var nonce: UInt64
        var isGenuine = true
        var heldMicroseconds: Int64
        var isAgain = false
        var isBouncing = false
    }

    /// What an incident came from.
    struct Origin: Sendable {
        var nonce: UInt64
        var isGenuine: Bool
    }

    /// What is known of a button beside the engine.
    struct Button: Sendable {
        var counter: UInt32 = 0
        var heldUntil: Int64 = -1
        var lastPress: (signal: Signal, at: Int64)?
    }

    /// A simulation of a scenario, at the beginning of its day.
    public init(_ scenario: Scenario, keepsEvents: Bool = false, rules: [any Rule] = RuleBook.all) {
        self.scenario = scenario
        self.keepsEvents = keepsEvents
        sites = [scenario.site(isChanged: false), scenario.site(isChanged: true)]
        engine = Engine(site: sites[0])
        book = RuleBook(site: sites[0], rules: rules)
        engine.know(sites[1])
        book.know(sites[1])
        encoder = EventEncoder(head: ChainHead(generation: "g0"))
        patrols = scenario.patrols.map { Patrol($0, profile: KindProfiles.city[$0.kind]) }
        buttons = Array(repeating: Button(), count: scenario.posts.count)
        postOf = Dictionary(uniqueKeysWithValues: scenario.posts.enumerated().map { (CallPointID($1.id), $0) })
        patrolOf = Dictionary(uniqueKeysWithValues: scenario.patrols.enumerated().map { (UnitID($1.id), $0) })
        for (index, happening) in scenario.happenings.enumerated() { agenda.add(.happen(index), at: happening.at) }
    }

    /// Plays the whole day, or up to the first breach.
    public mutating func run() -> Outcome {
        start(gap: .zero)
        while now < scenario.end, breaches.isEmpty {
            now = max(now, min(scenario.end, agenda.first ?? scenario.end, nextDeadline ?? scenario.end))
            report()
            tick()
            while breaches.isEmpty, let (at, deed) = agenda.take(by: now) { perform(deed, setFor: at) }
            if breaches.isEmpty { breaches += book.quiet(at: instant) }
        }
        if breaches.isEmpty { breaches += book.replayBreaches(engine) }
        tally.open = engine.openIncidents.count
        return Outcome(seed: scenario.seed, hash: Digest.hex(encoder.head.hash), tally: tally, breaches: breaches)
    }

    /// What time it is on the controller's line.
    var instant: Instant { Instant(microseconds: Simulation.dawn + now) }

    var wall: WallTime {
        let milliseconds = 1_776_000_000_000 + (Simulation.dawn + now) / 1_000 + wallStep
        return WallTime(
            millisecondsSince1970: milliseconds, offsetMinutes: 480, isTrusted: milliseconds > 1_500_000_000_000)
    }

    private var nextDeadline: Int64? { engine.nextDeadline.map { $0.microseconds - Simulation.dawn } }

    /// Hands over the newest position of each unit that has reported since: as the shell does, which keeps the newest.
    private mutating func report() {
        for index in patrols.indices {
            guard let at = patrols[index].report(by: now), at >= patrols[index].silentUntil, at >= stalledUntil,
                !(down.from..<down.to).contains(at)
            else { continue }
            let metres = patrols[index].place(at: at)
            observe(
                Fix(
                    unit: patrols[index].unit, place: Plane.shenzhen.place(north: metres.north, east: metres.east),
                    sourceMilliseconds: 1 + at / 1_000,
                    receivedAt: Instant(microseconds: Simulation.dawn + at)))
            tally.fixes += 1
        }
    }

    mutating func observe(_ fix: Fix) { book.observe(fix, outcome: engine.observe(fix)) }

    /// Ticks as often as something is due at this instant.
    mutating func tick() {
        var turns = 0
        while breaches.isEmpty, let due = nextDeadline, due <= now {
            turns += 1
            guard turns < 100 else {
                breaches.append(
                    Breach(
                        rule: "time passes", what: "ticks at this instant never end", event: nil, at: instant))
                return
            }
            finish(engine.handle(Input(at: instant, wall: wall, .tick)), .tick)
        }
    }

    /// Hands an input over.
    @discardableResult
    mutating func send(_ body: Input.Body, _ cause: Cause = .other, again deed: Deed? = nil) -> [Event] {
        finish(engine.handle(Input(at: instant, wall: wall, body)), cause, again: deed)
    }

    /// Has a person do something.
    mutating func act(_ verb: Act.Verb) {
        let outcome = engine.handle(
            Act(verb, actor: "p:0011223344556677", via: "cli"), at: instant, wall: wall)
        if outcome.refusal != nil { tally.refused += 1 }
        finish(outcome.events, .act(verb, isRefused: outcome.refusal != nil), again: .act(verb))
    }

    /// Writes a turn down, holds the rules against it, and lets people hear of it. A crash cuts it: what it kept from
    /// the record was never seen, and whoever asked for it does so again.
    @discardableResult
    mutating func finish(_ turn: [Event], _ cause: Cause, again deed: Deed? = nil) -> [Event] {
        guard let crash, !turn.isEmpty else {
            write(turn, cause, isCut: false)
            follow(turn)
            tick()
            return turn
        }
        self.crash = nil
        let kept = Array(turn.prefix(Int(crash.nonce % UInt64(turn.count + 1))))
        write(kept, cause, isCut: true)
        follow(kept)
        tally.crashes += 1
        loseTail(crash)
        restart(gap: Simulation.gap(crash), isWarm: crash.nonce % 5 != 0)
        if let deed, kept.count < turn.count { agenda.add(deed, at: now + 3_000_000) }
        return kept
    }

    private mutating func write(_ turn: [Event], _ cause: Cause, isCut: Bool) {
        for event in turn {
            _ = encoder.encode(event)
            tally.count(event)
            if keepsEvents { events.append(event) }
        }
        breaches += book.take(turn, cause: cause, engine: engine, isCut: isCut)
    }
}
