public import CallpointCore

/// A contact's edges and levels to the level that counts: a pure function over edges and time.
///
/// It decides as the Linux kernel does for a line that has a debounce period
/// (`drivers/gpio/gpiolib-cdev.c`): each edge starts the period anew; when it has
/// run out, the level counts, and is reported if it is not the one reported last.
/// So a line behaves the same whether the kernel debounces it or we do. What
/// differs is what can be known: the kernel stamps its event at the end of the
/// period and swallows the edges, while we saw them all, and say when the first was.
///
/// Fixed memory, whatever comes.
public struct Debouncer: Sendable, Hashable {
    /// A contact that moves for longer than this, and a period, does not bounce: it is loose, or wet.
    public static let restlessLimit: Duration = .seconds(1)

    /// How long a level must hold; with zero, each edge counts at once.
    public var period: Duration
    /// The level as it was seen last; nil while it is unknown.
    public private(set) var rawIsActive: Bool?
    /// The level that was reported last; nil while none was.
    public private(set) var isActive: Bool?
    /// What was counted since the start.
    public private(set) var counters = Counters()
    private var movement: Movement?
    private var latestAt: Instant?
    /// Whether levels come from a poll alone: between its rounds nobody knows whether a level holds.
    private var isPolled = false

    /// What was counted.
    public struct Counters: Sendable, Hashable {
        /// Edges that were told, or noticed by looking.
        public var edges: UInt64 = 0
        /// Edges beyond the first of each movement.
        public var bounces: UInt64 = 0
        /// Movements that began and ended at rest: active for less than the period.
        public var shortPulses: UInt64 = 0
    }

    /// Edges that follow one another within the period.
    private struct Movement: Sendable, Hashable {
        var beganAt: Instant
        var lastAt: Instant
        var edges = 1
        /// How its first edge was seen.
        var origin: ContactSample.Origin
    }

    /// A level that counts from now on.
    public struct Change: Sendable, Hashable {
        /// The level.
        public var isActive: Bool
        /// The finger's time: the first edge of the movement. After more than `restlessLimit` of movement its last
        /// edge, for then nobody can tell which edge was the finger.
        public var beganAt: Instant
        /// When the period had run out.
        public var settledAt: Instant
        /// Whether the level was found by looking, not told by an edge.
        public var isSeenByLooking: Bool
    }

    /// A contact whose level nobody knows yet, and how long a level must hold (zero or more).
    public init(period: Duration) { self.period = period }

    /// When the level counts if no edge comes before; nil while it holds still, and where the next round of a poll
    /// tells.
    public var deadline: Instant? { isPolled ? nil : heldAt }

    /// When a movement that goes on is too long for a bounce; nil while it holds still.
    public var restlessAt: Instant? { movement.map { $0.beganAt + period + Debouncer.restlessLimit } }

    /// The last edge of a movement that goes on, and how many it has so far; nil while it holds still.
    public var unsettled: (lastEdgeAt: Instant, edges: Int)? { movement.map { ($0.lastAt, $0.edges) } }

    /// Takes in a level; what counts from now on, if that changes.
    ///
    /// A level found by looking is an edge that nobody told, if it differs; the very first counts at once, as the
    /// kernel takes the level at the request of a line. A poll's level must be found again by a round after the period.
    /// What is older than what came before it is counted, and its level not believed.
    public mutating func take(isActive level: Bool, at instant: Instant, origin: ContactSample.Origin) -> Change? {
        let change = tick(at: instant)
        let isOld = latestAt.map { instant < $0 } ?? false
        let at = latestAt.map { max($0, instant) } ?? instant
        latestAt = at
        isPolled = origin == .poll
        if origin == .edge {
            move(to: isOld ? rawIsActive ?? level : level, at: at, origin: origin)
        } else if rawIsActive == nil {
            rawIsActive = level
            isActive = level
            return Change(isActive: level, beganAt: at, settledAt: at, isSeenByLooking: true)
        } else if level != rawIsActive, !isOld {
            move(to: level, at: at, origin: origin)
        }
        guard change == nil, let heldAt, at >= heldAt else { return change }
        return settle(at: isPolled ? at : heldAt)
    }

    /// Lets the period run out; what counts from now on, if that changes.
    public mutating func tick(at instant: Instant) -> Change? {
        guard let deadline, instant >= deadline else { return nil }
        return settle(at: deadline)
    }

    /// The level is unknown from now on; what was counted stays.
    public mutating func forget() {
        rawIsActive = nil
        isActive = nil
        movement = nil
    }

    /// When the level will have held for the period.
    private var heldAt: Instant? { movement.map { $0.lastAt + period } }

    private mutating func settle(at instant: Instant) -> Change? {
        guard let movement, let level = rawIsActive else { return nil }
        self.movement = nil
        guard level != isActive else {
            if !level, period > .zero { counters.shortPulses += 1 }
            return nil
        }
        isActive = level
        let isRestless = movement.lastAt - movement.beganAt > Debouncer.restlessLimit
        return Change(
            isActive: level, beganAt: isRestless ? movement.lastAt : movement.beganAt, settledAt: instant,
            isSeenByLooking: movement.origin == .level)
    }

    private mutating func move(to level: Bool, at instant: Instant, origin: ContactSample.Origin) {
        rawIsActive = level
        counters.edges += 1
        guard movement != nil else {
            movement = Movement(beganAt: instant, lastAt: instant, origin: origin)
            return
        }
        counters.bounces += 1
        movement?.lastAt = instant
        movement?.edges += 1
    }
}
