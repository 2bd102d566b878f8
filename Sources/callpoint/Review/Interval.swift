import EventCodec

/// One stretch of an incident, held against the plan.
struct Interval {
    /// What is measured; its raw value stands in JSON.
    enum Kind: String, CaseIterable {
        /// From the press to the first order.
        case queue
        /// From the press to the first acceptance.
        case response
        /// From the acceptance to the scene, of the unit that was there first.
        case travel
        /// From the press to the first unit on scene.
        case arrival
        /// From a tier to the first unit on scene, where the tier sets a limit.
        case tier
        /// From the first unit on scene until it was free.
        case onScene = "on_scene"
        /// From the press to the closing.
        case whole

        var phrase: ReviewPhrase {
            switch self {
            case .queue: .intervalQueue
            case .response: .intervalResponse
            case .travel: .intervalTravel
            case .arrival: .intervalArrival
            case .tier: .intervalTier
            case .onScene: .intervalOnScene
            case .whole: .intervalWhole
            }
        }
    }

    var kind: Kind
    /// The tier of `tier`; 0 elsewhere.
    var tier: Int64 = 0
    /// How long it took; nil where its end has not come.
    var microseconds: Int64?
    /// What the plan allows; nil where it sets no limit.
    var limitMicroseconds: Int64?
    /// Whether it took longer than the plan allows, or has not ended though its time is over.
    var isLate = false

    var json: JSON {
        [
            "interval": .string(kind.rawValue), "tier": tier > 0 ? .integer(tier) : .null,
            "us": OrderCourse.json(microseconds), "limit_us": OrderCourse.json(limitMicroseconds),
            "late": .bool(isLate),
        ]
    }
}

extension Account {
    /// Every order's course, in the order of the log.
    var courses: [OrderCourse] {
        events.filter { $0.type == "order.issued" || $0.type == "test.ordered" }
            .map { OrderCourse(order: $0, life: life(of: $0.text("order")), closed: closed) }
    }

    /// When the last event of it happened.
    var lastAt: Int64 { events.map(\.microseconds).max() ?? pressedAt }

    /// Every interval, held against the plan.
    var intervals: [Interval] {
        let courses = courses
        let start = pressedAt
        let end = lastAt
        let accepted = courses.compactMap(\.acceptedAt).min()
        let first = courses.filter { $0.onSceneAt != nil }.min { ($0.onSceneAt ?? 0) < ($1.onSceneAt ?? 0) }
        func interval(
            _ kind: Interval.Kind, from: Int64?, to: Int64?, limit: Int64? = nil, tier: Int64 = 0
        ) -> Interval {
            let length = from.flatMap { from in to.map { max(0, $0 - from) } }
            // What has not ended is late once its time is over; an incident that closed leaves nothing to wait for.
            let so = length ?? from.map { max(0, end - $0) } ?? 0
            return Interval(
                kind: kind, tier: tier, microseconds: length, limitMicroseconds: limit,
                isLate: limit.map { so > $0 } ?? false)
        }
        let queueLimit = courses.first.flatMap { ledger(of: $0.id)?.number("budget_ms") }.map { $0 * 1_000 }
        // The plan's time for an answer runs from the order, not from the press.
        let answerLimit = courses.first.flatMap { course in
            course.answerWithinMilliseconds.map { course.issuedAt - start + $0 * 1_000 }
        }
        var all = [
            interval(.queue, from: start, to: courses.first?.issuedAt, limit: queueLimit),
            interval(.response, from: start, to: accepted, limit: courses.isEmpty ? nil : answerLimit),
            interval(.travel, from: first?.acceptedAt, to: first?.onSceneAt),
            interval(.arrival, from: start, to: first?.onSceneAt),
        ]
        for raised in events where raised.type == "tier.raised" {
            guard let within = raised.number("on_scene_within_ms") else { continue }
            if let there = first?.onSceneAt, there < raised.microseconds { continue }
            all.append(
                interval(
                    .tier, from: raised.microseconds, to: first?.onSceneAt, limit: within * 1_000,
                    tier: raised.number("tier") ?? 0))
        }
        all.append(interval(.onScene, from: first?.onSceneAt, to: first?.endedAt))
        all.append(interval(.whole, from: start, to: closed?.microseconds))
        return all
    }
}
