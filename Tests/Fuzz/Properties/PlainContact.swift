import CallpointCore
import Sense

/// What a contact's levels come to, worked out in the plainest way: everything at hand, one stretch after the other.
///
/// Nothing here is shared with the debouncer that it judges. The rule: a level counts when no edge came for the period
/// after it, and is told if it is another one than was told last.
struct PlainContact {
    /// A level that counts, as `Debouncer.Change` has it.
    struct Told: Equatable {
        var isActive: Bool
        var beganAt: Instant
        var settledAt: Instant
        var isSeenByLooking: Bool
    }

    private struct Edge {
        var at: Instant
        /// When it was told of: later than it was, where it is older than what came before.
        var readAt: Instant
        var isActive: Bool
        var isSeenByLooking: Bool
        /// When its level had held for the period; nil where it did not.
        var heldAt: Instant?
    }

    private typealias Sample = (isActive: Bool, at: Instant, readAt: Instant, origin: ContactSample.Origin)

    private(set) var told: [Told] = []
    private(set) var edges = 0
    private(set) var bounces = 0
    private(set) var shortPulses = 0
    /// The level that was told last; nil after the input was lost.
    private(set) var isActive: Bool?

    private let period: Duration
    private var latest: Instant?

    init(_ script: ContactScript) {
        period = script.period
        var section: [Sample] = []
        for (step, now) in script.steps {
            switch step {
            case .seen(let level, let at, let origin): section.append((level, at, now, origin))
            case .pause: break
            case .lost:
                read(section, until: now)
                section = []
                isActive = nil
            }
        }
        read(section, until: nil)
    }

    /// A stretch of which every level was known; what is pending at its end counts if it held until then.
    private mutating func read(_ samples: [Sample], until end: Instant?) {
        var found: [Edge] = []
        var raw: Bool?
        for sample in samples {
            let isOld = latest.map { sample.at < $0 } ?? false
            let at = isOld ? latest ?? sample.at : sample.at
            latest = at
            var isEdge = sample.origin == .edge
            if raw == nil, !isEdge {
                told.append(Told(isActive: sample.isActive, beganAt: at, settledAt: at, isSeenByLooking: true))
                isActive = sample.isActive
                raw = sample.isActive
            } else if !isEdge {
                isEdge = sample.isActive != raw && !isOld
            }
            if isEdge {
                raw = isOld ? raw ?? sample.isActive : sample.isActive
                found.append(
                    Edge(
                        at: at, readAt: sample.readAt, isActive: raw ?? false,
                        isSeenByLooking: sample.origin == .level))
            }
            // A poll's level is held when a round finds it again; between its rounds nobody looks.
            if sample.origin == .poll, let last = found.indices.last, found[last].heldAt == nil,
                at - found[last].at >= period
            {
                found[last].heldAt = at
            }
        }
        let isPolled = samples.first?.origin == .poll
        if !isPolled {
            for index in found.indices {
                let next = index + 1 < found.count ? found[index + 1].readAt : end
                let isHeld = next.map { $0 - found[index].at >= period } ?? true
                if isHeld { found[index].heldAt = found[index].at + period }
            }
        }
        judge(found)
    }

    private mutating func judge(_ found: [Edge]) {
        edges += found.count
        var first: Edge?
        for edge in found {
            if first != nil { bounces += 1 }
            let begin = first ?? edge
            first = edge.heldAt == nil ? begin : nil
            guard let heldAt = edge.heldAt else { continue }
            if edge.isActive == isActive {
                if !edge.isActive, period > .zero { shortPulses += 1 }
                continue
            }
            isActive = edge.isActive
            told.append(
                Told(
                    isActive: edge.isActive, beganAt: edge.at - begin.at > .seconds(1) ? edge.at : begin.at,
                    settledAt: heldAt, isSeenByLooking: begin.isSeenByLooking))
        }
    }
}
