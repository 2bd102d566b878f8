import CallpointCore
import Sense

/// A fuzzer's bytes as what a contact does, and when its driver tells of it.
///
/// The first byte says how long a level must hold, and whether edges or a poll tell. Then two bytes make a step: what
/// happens, and how long after the step before.
struct ContactScript {
    /// What a driver hands in, in its order.
    enum Step {
        /// A level, told by an edge or found by looking; `at` is its stamp, which may be older than what came before.
        case seen(isActive: Bool, at: Instant, origin: ContactSample.Origin)
        /// The input is gone.
        case lost
        /// Time passes, and nothing else.
        case pause
    }

    /// How long a level must hold.
    let period: Duration
    /// The longest time from a sample's stamp, as far as it is believed, until it is handed in; of a poll also from one
    /// round to the next, for it tells nothing in between.
    private(set) var lateness: Duration = .zero
    /// The steps, and the controller's time at each.
    private(set) var steps: [(step: Step, now: Instant)] = []

    private static let periods: [Int64] = [20_000, 0, 1_000, 5_000, 20_000, 50_000, 200_000, 1_000_000]
    /// Microseconds; one to sixteen of them pass before a step, so that periods are met to the microsecond.
    private static let units: [Int64] = [
        0, 1, 50, 250, 1_000, 2_500, 5_000, 10_000, 12_500, 20_000, 50_000, 62_500, 250_000, 1_000_000, 4_000_000,
        10_000_000,
    ]
    /// A step may be repeated: a contact that bounces is short to write.
    private static let repeats = [1, 2, 5, 16]
    private static let mostSteps = 120

    init(_ input: [UInt8]) {
        let head = input.first ?? 0
        period = .microseconds(ContactScript.periods[Int(head & 7)])
        let isPolled = head & 8 != 0
        var now = Instant(microseconds: 100_000_000)
        var latest: Instant?
        var seenAt = now
        var isActive = false
        var place = 1
        while place + 1 < input.count {
            let (what, wait) = (input[place], input[place + 1])
            place += 2
            let time: Duration = .microseconds(ContactScript.units[Int(wait >> 4)] * Int64(wait & 15 + 1))
            for _ in 0..<ContactScript.repeats[Int(what >> 6)] where steps.count < ContactScript.mostSteps {
                var at = now + time
                if what & 8 != 0, let latest {
                    at = latest + (.zero - max(time, .microseconds(1)))
                } else {
                    now = at
                }
                let step = ContactScript.step(what & 7, wasActive: isActive, isPolled: isPolled, at: at)
                if case .seen(let level, _, _) = step {
                    isActive = level
                    latest = max(latest ?? at, at)
                    lateness = max(lateness, latest.map { now - $0 } ?? .zero, isPolled ? now - seenAt : .zero)
                    seenAt = now
                }
                steps.append((step, now))
            }
        }
    }

    private static func step(_ what: UInt8, wasActive: Bool, isPolled: Bool, at: Instant) -> Step {
        switch (what, isPolled) {
        case (7, _): .lost
        case (6, _): .pause
        case (_, true): .seen(isActive: what & 1 != 0, at: at, origin: .poll)
        // Most edges turn the level over; after a lost one they do not.
        case (0, _), (1, _): .seen(isActive: !wasActive, at: at, origin: .edge)
        case (2, _), (3, _): .seen(isActive: what & 1 != 0, at: at, origin: .edge)
        default: .seen(isActive: what & 1 != 0, at: at, origin: .level)
        }
    }
}
