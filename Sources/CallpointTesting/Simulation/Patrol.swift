import CallpointCore

/// A unit of a simulated city: where it is, and what it is about to do.
///
/// It walks or drives from point to point of its beat, on straight legs in whole metres; ordered, it goes to the call
/// point at its own speed, which is not the one that the site file supposes.
struct Patrol: Sendable {
    let plan: Scenario.PatrolPlan
    let unit: UnitID
    /// When it reports next, in microseconds; never for a unit at a post.
    var nextReport: Int64
    var silentUntil: Int64 = 0
    var deafUntil: Int64 = 0
    /// The order that it works on.
    var order: OrderID?

    private var random: SeededGenerator
    private let millimetresPerSecond: Int
    private var from: (north: Int, east: Int)
    private var to: (north: Int, east: Int)
    private var start: Int64 = 0
    private var end: Int64 = 0
    /// It stays where the leg ends until it is free.
    private var isBound = false

    init(_ plan: Scenario.PatrolPlan, profile: KindProfile) {
        self.plan = plan
        unit = UnitID(plan.id)
        random = SeededGenerator(seed: plan.nonce)
        from = (plan.north, plan.east)
        to = from
        // The site's speed is along the road; a leg is the straight line.
        millimetresPerSecond = max(
            200, profile.speedMillimetresPerSecond * plan.speedPercent / profile.detourPercent)
        nextReport = plan.reportSeconds == 0 ? .max : Int64(random.int(0...(plan.reportSeconds * 1_000))) * 1_000
    }

    /// Where it is, in metres from the middle of the city.
    mutating func place(at now: Int64) -> (north: Int, east: Int) {
        while now >= end {
            if isBound || plan.beat == 0 { return to }
            // It stands for a while, and goes on.
            let pause = Int64(random.int(0...60)) * 1_000_000
            let target = (
                plan.north + random.int(-plan.beat...plan.beat), plan.east + random.int(-plan.beat...plan.beat)
            )
            leave(to, for: target, at: end + pause)
            if now < start { return from }
        }
        if now <= start { return from }
        let (gone, whole) = (Int(now - start), Int(end - start))
        return (from.north + (to.north - from.north) * gone / whole, from.east + (to.east - from.east) * gone / whole)
    }

    private mutating func leave(_ here: (north: Int, east: Int), for target: (north: Int, east: Int), at now: Int64) {
        from = here
        to = target
        start = now
        let (north, east) = (Double(target.north - here.north), Double(target.east - here.east))
        let metres = Int((north * north + east * east).squareRoot())
        end = now + max(1_000_000, Int64(metres * 1_000) * 1_000_000 / Int64(millimetresPerSecond))
    }

    /// Goes to a call point and stays; when it is there, in microseconds.
    mutating func go(to target: (north: Int, east: Int), at now: Int64) -> Int64 {
        if plan.beat == 0 { return now + 5_000_000 }
        leave(place(at: now), for: target, at: now)
        isBound = true
        return end
    }

    /// Moves up to a place, and stays there until it is called or sent back.
    mutating func moveUp(to target: (north: Int, east: Int), at now: Int64) {
        guard plan.beat > 0, order == nil else { return }
        leave(place(at: now), for: target, at: now)
        isBound = true
    }

    /// Goes back to its beat.
    mutating func free(at now: Int64) {
        order = nil
        guard isBound else { return }
        isBound = false
        leave(place(at: now), for: (plan.north, plan.east), at: now)
    }

    /// When it reported last, where it did since it was asked before; the next report follows in its rhythm.
    mutating func report(by now: Int64) -> Int64? {
        guard nextReport <= now else { return nil }
        let interval = Int64(plan.reportSeconds) * 1_000_000
        let at = nextReport + (now - nextReport) / interval * interval
        nextReport = at + interval
        return at
    }
}
