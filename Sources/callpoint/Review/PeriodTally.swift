import Control
import EventCodec

/// What a stretch of the record comes to, read line by line: an incident is kept while it is open, and then forgotten.
struct PeriodTally {
    /// Most open incidents that are followed at once. More are counted, and not measured.
    static let openLimit = 10_000
    /// Most orders that are followed of one incident. More are counted for their unit, and not measured.
    static let orderLimit = 512
    /// Most units, and most call points, that are told apart. More are counted together.
    static let nameLimit = 10_000
    /// Under which name those beyond a limit are counted.
    static let others = "…"

    /// An order that runs.
    private struct Order {
        var unit: String
        var issuedAt: Int64
        var acceptedAt: Int64?
        var onSceneAt: Int64?
    }

    /// An incident that is open.
    private struct Open {
        var callPoint: String
        var pressedAt: Int64
        var isOrdered = false
        var isAccepted = false
        var isOnScene = false
        var orders: [String: Order] = [:]
    }

    /// What one unit had to do.
    struct Load {
        var orders = 0
        var accepted = 0
        var declined = 0
        var timedOut = 0
        var consumedMicroseconds: Int64 = 0
    }

    /// What one call point was pressed for.
    struct Presses {
        var incidents = 0
        var falseAlarms = 0
    }

    private(set) var lines = 0
    private(set) var incidents = 0
    private(set) var tests = 0
    private(set) var notMeasured = 0
    private(set) var lost = 0
    private(set) var shortfalls = Array(repeating: 0, count: 24)
    private(set) var pressesByHour = Array(repeating: 0, count: 24)
    private(set) var dispositions: [String: Int] = [:]
    private(set) var loads: [String: Load] = [:]
    private(set) var callPoints: [String: Presses] = [:]
    private(set) var intervals: [Interval.Kind: Quantiles] = [:]
    private(set) var firstStamp = ""
    private(set) var lastStamp = ""
    private var open: [String: Open] = [:]
    private var lastSequence: Int64?

    var openCount: Int { open.count }

    mutating func add(_ event: EventLine) {
        lines += 1
        if firstStamp.isEmpty { firstStamp = event.stamp }
        lastStamp = event.stamp
        if let lastSequence, event.position.sequence > lastSequence + 1 {
            lost += Int(clamping: event.position.sequence - lastSequence - 1)
        }
        lastSequence = event.position.sequence
        if event.type == "test.started" { tests += 1 }
        guard !event.isTest, let incident = event.incident else { return }
        switch event.type {
        case "alarm.raised", "alarm.reported": raise(event, incident)
        case "shortfall": if let hour = PeriodTally.hour(of: event) { shortfalls[hour] += 1 }
        case "order.issued": order(event, incident)
        case "order.acknowledged", "unit.on_scene", "unit.clear", "order.stood_down", "order.declined",
            "order.timed_out":
            follow(event, incident)
        case "alarm.closed": close(event, incident)
        default: break
        }
    }

    /// The hour of the day where the site is.
    private static func hour(of event: EventLine) -> Int? {
        Int(event.time.prefix(2)).flatMap { (0..<24).contains($0) ? $0 : nil }
    }

    /// A name under which to count, so that no flood of names takes more room than the limit.
    private static func key<Value>(_ name: String, in table: [String: Value]) -> String {
        table[name] != nil || table.count < nameLimit ? name : others
    }

    private mutating func raise(_ event: EventLine, _ incident: String) {
        incidents += 1
        if let hour = PeriodTally.hour(of: event) { pressesByHour[hour] += 1 }
        let point = PeriodTally.key(event.text("call_point"), in: callPoints)
        callPoints[point, default: Presses()].incidents += 1
        guard open.count < PeriodTally.openLimit else {
            notMeasured += 1
            return
        }
        open[incident] = Open(callPoint: point, pressedAt: event.number("edge_us") ?? event.microseconds)
    }

    private mutating func order(_ event: EventLine, _ incident: String) {
        let unit = PeriodTally.key(event.unit, in: loads)
        loads[unit, default: Load()].orders += 1
        guard var entry = open[incident] else { return }
        if !entry.isOrdered { note(.queue, event.microseconds - entry.pressedAt) }
        entry.isOrdered = true
        if entry.orders.count < PeriodTally.orderLimit {
            entry.orders[event.text("order")] = Order(unit: unit, issuedAt: event.microseconds)
        }
        open[incident] = entry
    }

    private mutating func follow(_ event: EventLine, _ incident: String) {
        guard var entry = open[incident], var order = entry.orders[event.text("order")] else { return }
        let now = event.microseconds
        switch event.type {
        case "order.acknowledged":
            if !entry.isAccepted { note(.response, now - entry.pressedAt) }
            entry.isAccepted = true
            if order.acceptedAt == nil { loads[order.unit, default: Load()].accepted += 1 }
            order.acceptedAt = order.acceptedAt ?? now
        case "unit.on_scene":
            if !entry.isOnScene { note(.arrival, now - entry.pressedAt) }
            entry.isOnScene = true
            if order.onSceneAt == nil, let accepted = order.acceptedAt { note(.travel, now - accepted) }
            order.onSceneAt = order.onSceneAt ?? now
        default:
            // An order that nobody answered may still be accepted: it is followed until the incident closes.
            if event.type == "order.timed_out" {
                loads[order.unit, default: Load()].timedOut += 1
                entry.orders[event.text("order")] = order
                loads[order.unit, default: Load()].consumedMicroseconds += max(0, now - order.issuedAt)
                order.issuedAt = now
            } else {
                if event.type == "order.declined" { loads[order.unit, default: Load()].declined += 1 }
                finish(order, at: now)
                entry.orders[event.text("order")] = nil
                open[incident] = entry
                return
            }
        }
        entry.orders[event.text("order")] = order
        open[incident] = entry
    }

    private mutating func finish(_ order: Order, at now: Int64) {
        loads[order.unit, default: Load()].consumedMicroseconds += max(0, now - order.issuedAt)
        if let there = order.onSceneAt { note(.onScene, now - there) }
    }

    private mutating func close(_ event: EventLine, _ incident: String) {
        let disposition = event.text("disposition")
        dispositions[dispositions.count < 64 ? disposition : PeriodTally.others, default: 0] += 1
        let isFalse = disposition.hasPrefix("false")
        guard let entry = open.removeValue(forKey: incident) else { return }
        if isFalse { callPoints[entry.callPoint, default: Presses()].falseAlarms += 1 }
        note(.whole, event.microseconds - entry.pressedAt)
        for order in entry.orders.values where order.acceptedAt != nil { finish(order, at: event.microseconds) }
    }

    private mutating func note(_ kind: Interval.Kind, _ microseconds: Int64) {
        intervals[kind, default: Quantiles()].add(microseconds)
    }
}
