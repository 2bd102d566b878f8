public import CallpointCore

/// Drives an engine as the shell does, in time that a test advances by hand.
///
/// Ticks come exactly at `nextDeadline`; units that were placed report every ten
/// seconds; after every event the rules that hold for any run are checked, and
/// a breach goes to `report`.
public final class Stage {
    /// The engine that is driven.
    public private(set) var engine: Engine
    /// What time it is.
    public private(set) var now = Instant(microseconds: 1_000_000_000)
    /// Everything that has come out, in order.
    public private(set) var events: [Event] = []
    /// The refusal of the last act; nil where it was done.
    public private(set) var refusal: Refusal?

    private let arbiter: Arbiter
    private let firstSite: Site
    private var sites: [Site]
    private var rules: RuleBook
    private var watch: SchemaWatch?
    private let report: (String) -> Void
    private var beacons: [(unit: UnitID, place: Coordinate)] = []
    private var nextBeacon: Instant
    private var sourceMilliseconds: Int64 = 1_700_000_000_000
    private var starts = 0
    private var isStuck = false

    /// Units that were placed report again so often.
    public static let beaconInterval: Duration = .seconds(10)

    /// A stage for a site, started. Breaches of the rules go to `report`.
    public init(_ site: Site, arbiter: Arbiter = .alone, report: @escaping (String) -> Void) {
        engine = Engine(site: site, arbiter: arbiter)
        rules = RuleBook(site: site, arbiter: arbiter)
        self.arbiter = arbiter
        self.report = report
        firstSite = site
        sites = [site]
        do { watch = try SchemaWatch() } catch { report("the event log's schema cannot be used: \(error)") }
        nextBeacon = now + Stage.beaconInterval
        start(gap: .zero)
    }

    /// The wall clock, which decides nothing.
    public var wall: WallTime {
        WallTime(millisecondsSince1970: 1_776_000_000_000 + now.microseconds / 1_000, offsetMinutes: 480)
    }

    /// Hands an input over, and then the ticks that are due at once. Returns what came out.
    @discardableResult
    public func send(_ body: Input.Body) -> [Event] {
        finish(engine.handle(Input(at: now, wall: wall, body)), Stage.cause(body))
    }

    /// What the rules are told of an input. Of a node's sentence they cannot know whether it was heard before.
    private static func cause(_ body: Input.Body) -> Cause {
        switch body {
        case .signal(let signal) where signal.state == .pressed && signal.stamp == nil && signal.origin == .edge:
            .press(signal)
        case .started: .start
        case .tick: .tick
        default: .other
        }
    }

    /// Has a person do something; `refusal` says afterwards whether it was done.
    @discardableResult
    public func act(_ verb: Act.Verb) -> [Event] {
        let outcome = engine.handle(Act(verb, actor: "p:0011223344556677", via: "cli"), at: now, wall: wall)
        refusal = outcome.refusal
        return finish(outcome.events, .act(verb, isRefused: outcome.refusal != nil))
    }

    private func finish(_ turn: [Event], _ cause: Cause) -> [Event] {
        check(turn, cause)
        var all = turn
        var turns = 0
        while !isStuck, let due = engine.nextDeadline, due <= now {
            turns += 1
            guard turns < 100 else {
                isStuck = true
                report("ticks at \(now.microseconds) µs never end: time stands still from here on")
                break
            }
            let more = engine.handle(Input(at: now, wall: wall, .tick))
            check(more, .tick)
            all += more
        }
        if !isStuck { for breach in rules.quiet(at: now) { report(breach.description) } }
        return all
    }

    private func check(_ turn: [Event], _ cause: Cause) {
        events += turn
        for breach in rules.take(turn, cause: cause, engine: engine) { report(breach.description) }
        for breach in watch?.breaches(of: turn) ?? [] { report(breach) }
    }

    /// Lets time pass: ticks come exactly when they are due, and placed units go on reporting.
    @discardableResult
    public func advance(_ duration: Duration) -> [Event] {
        let end = now + duration
        var all: [Event] = []
        while !isStuck {
            let due = min(end, engine.nextDeadline ?? end, beacons.isEmpty ? end : nextBeacon)
            now = max(now, due)
            if now >= nextBeacon { reportPlaces() }
            if let deadline = engine.nextDeadline, deadline <= now { all += send(.tick) }
            if now >= end { break }
        }
        return all
    }

    private func reportPlaces() {
        while nextBeacon <= now { nextBeacon = nextBeacon + Stage.beaconInterval }
        for beacon in beacons { _ = fix(beacon.unit, at: beacon.place) }
    }

    /// Takes in one fix, received now.
    @discardableResult
    public func fix(
        _ unit: UnitID, at place: Coordinate, kind: UnitKind? = nil, accuracyMetres: UInt16 = 0,
        headingDegrees: UInt16 = .max, speedCentimetresPerSecond: UInt16 = 0
    ) -> FixOutcome {
        sourceMilliseconds += 1
        let fix = Fix(
            unit: unit, place: place, sourceMilliseconds: sourceMilliseconds, receivedAt: now,
            accuracyMetres: accuracyMetres, speedCentimetresPerSecond: speedCentimetresPerSecond,
            headingDegrees: headingDegrees, kind: kind)
        let outcome = engine.observe(fix)
        rules.observe(fix, outcome: outcome)
        return outcome
    }

    /// Puts a unit somewhere; it reports from there until it is moved or silenced.
    public func place(_ unit: UnitID, at place: Coordinate) {
        silence(unit)
        beacons.append((unit, place))
        _ = fix(unit, at: place)
    }

    /// A unit reports no more.
    public func silence(_ unit: UnitID) { beacons.removeAll { $0.unit == unit } }

    /// Nobody reports any more.
    public func silenceAll() { beacons.removeAll() }

    /// Brings another site file into force.
    @discardableResult
    public func reload(_ site: Site) -> [Event] {
        sites.append(site)
        rules.know(site)
        return send(.configuration(site, summary: Stage.summary(of: site)))
    }

    /// Ends the engine and starts a new one from the events, as after a crash; `keeping` cuts the record short.
    /// Positions are warm. A gap of nil is one that nobody knows.
    @discardableResult
    public func restart(gap: Duration? = .seconds(1), keeping count: Int? = nil) -> [Event] {
        let fixes = engine.fixes
        if let count {
            events.removeLast(events.count - count)
            rules = RuleBook(site: firstSite, arbiter: arbiter)
            for site in sites { rules.know(site) }
            for event in events { rules.replay(event) }
        }
        var next = Engine(site: firstSite, arbiter: arbiter)
        for site in sites { next.know(site) }
        for event in events { next.apply(event) }
        if count == nil, !next.hasSameState(as: engine) { report("a replay gave another state") }
        engine = next
        rules.restart()
        for fix in fixes { rules.observe(fix, outcome: engine.observe(fix)) }
        now = now + (gap ?? .seconds(60))
        return start(gap: gap)
    }

    @discardableResult
    private func start(gap: Duration?) -> [Event] {
        starts += 1
        let generation = "g" + String(starts)
        return send(
            .started(
                Start(
                    generation: generation, version: "0", bootID: "boot", monotonicMicroseconds: now.microseconds,
                    gap: gap, openIncidents: engine.openIncidents.count,
                    summary: Stage.summary(of: sites.last ?? firstSite))))
    }

    private static func summary(of site: Site) -> ConfigurationSummary {
        ConfigurationSummary(
            file: "devices.yaml", hash: site.hash, callPoints: site.callPoints.count, units: site.units.count)
    }
}
