import EventCodec

/// What became of one order, as times on the controller's time line in microseconds.
struct OrderCourse {
    let order: EventLine
    let life: [EventLine]
    var acceptedAt: Int64?
    var enRouteAt: Int64?
    var onSceneAt: Int64?
    /// When the unit was free of it again: clear, stood down, declined, not answered, or the incident closed.
    var endedAt: Int64?
    /// The type of the event that ended it; nil while it runs.
    var ending: String?

    /// Follows an order's life in the order of the log.
    init(order: EventLine, life: [EventLine], closed: EventLine?) {
        self.order = order
        self.life = life
        for event in life { follow(event) }
        if endedAt == nil, order.type == "order.issued", let closed {
            (endedAt, ending) = (closed.microseconds, closed.type)
        }
    }

    private mutating func follow(_ event: EventLine) {
        switch event.type {
        case "order.acknowledged":
            acceptedAt = acceptedAt ?? event.microseconds
            // An answer after its time takes the order up again.
            (endedAt, ending) = (nil, nil)
        case "unit.en_route": enRouteAt = enRouteAt ?? event.microseconds
        case "unit.on_scene": onSceneAt = onSceneAt ?? event.microseconds
        case "unit.clear", "order.stood_down", "order.declined", "order.timed_out":
            (endedAt, ending) = (event.microseconds, event.type)
        default: break
        }
    }

    var id: String { order.text("order") }
    var unit: String { order.unit }
    var tier: Int64 { order.number("tier") ?? 0 }
    var issuedAt: Int64 { order.microseconds }
    /// Estimated seconds from the order to the scene.
    var etaSeconds: Int64 { order.number("eta_s") ?? 0 }
    var answerWithinMilliseconds: Int64? { order.number("ack_within_ms") }

    /// From the order to the acceptance.
    var answerMicroseconds: Int64? { acceptedAt.map { $0 - issuedAt } }
    /// From the acceptance to the scene.
    var travelMicroseconds: Int64? {
        guard let acceptedAt, let onSceneAt else { return nil }
        return max(0, onSceneAt - acceptedAt)
    }
    /// From the order to the scene: what the estimate was of.
    var arrivalMicroseconds: Int64? { onSceneAt.map { $0 - issuedAt } }
    /// From the scene to the end.
    var onSceneMicroseconds: Int64? {
        guard let onSceneAt, let endedAt else { return nil }
        return max(0, endedAt - onSceneAt)
    }
    /// For how long the order kept the unit from others.
    var consumedMicroseconds: Int64? { endedAt.map { $0 - issuedAt } }

    /// Whether nobody answered within the plan's time, or later than that.
    var isAnswerLate: Bool {
        if life.contains(where: { $0.type == "order.timed_out" || $0.flag("late") }) { return true }
        guard let answerMicroseconds, let answerWithinMilliseconds else { return false }
        return answerMicroseconds > answerWithinMilliseconds * 1_000
    }

    /// Whether the unit came later than was estimated when it was ordered.
    var isLaterThanEstimate: Bool { arrivalMicroseconds.map { $0 > etaSeconds * 1_000_000 } ?? false }

    var json: JSON {
        [
            "order": .string(id), "unit": .string(unit), "tier": .integer(tier),
            "answer_us": OrderCourse.json(answerMicroseconds),
            "answer_within_ms": OrderCourse.json(answerWithinMilliseconds), "answer_late": .bool(isAnswerLate),
            "travel_us": OrderCourse.json(travelMicroseconds), "arrival_us": OrderCourse.json(arrivalMicroseconds),
            "eta_s": .integer(etaSeconds), "later_than_eta": .bool(isLaterThanEstimate),
            "on_scene_us": OrderCourse.json(onSceneMicroseconds),
            "consumed_us": OrderCourse.json(consumedMicroseconds), "ending": ending.map { .string($0) } ?? .null,
        ]
    }

    static func json(_ value: Int64?) -> JSON { value.map { .integer($0) } ?? .null }
}
