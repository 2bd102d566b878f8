import CallpointCore
import Sense

/// What must hold of debouncing and supervision, whatever a contact does: no press that its edges and levels do not
/// hold for the period, none left out that they do, no fault without its cause, and nothing without a bound.
public enum ContactProperties {
    private static let wire = WiredContact(callPoint: "NS-0412", role: .button, name: "panel/17")

    /// Holds everything against one input; throws what does not hold.
    public static func check(_ bytes: [UInt8]) throws(Violation) {
        let script = ContactScript(bytes)
        let expected = PlainContact(script)
        try checkDebouncer(script, expected)
        try checkSupervisor(script, expected)
    }

    // MARK: - The debouncer

    private static func checkDebouncer(_ script: ContactScript, _ expected: PlainContact) throws(Violation) {
        var debouncer = Debouncer(period: script.period)
        var changes: [Debouncer.Change] = []
        for (step, now) in script.steps {
            if let change = debouncer.tick(at: now) { changes.append(change) }
            switch step {
            case .seen(let level, let at, let origin):
                if let change = debouncer.take(isActive: level, at: at, origin: origin) { changes.append(change) }
            case .lost: debouncer.forget()
            case .pause: break
            }
        }
        if let change = debouncer.tick(at: (script.steps.last?.now ?? Instant(microseconds: 0)) + .seconds(10)) {
            changes.append(change)
        }
        let told = changes.map {
            PlainContact.Told(
                isActive: $0.isActive, beganAt: $0.beganAt, settledAt: $0.settledAt,
                isSeenByLooking: $0.isSeenByLooking)
        }
        try holdEqual(told, expected.told)
        let counters = debouncer.counters
        let counted = [Int(counters.edges), Int(counters.bounces), Int(counters.shortPulses)]
        let right = [expected.edges, expected.bounces, expected.shortPulses]
        try hold(counted == right, "edges, bounces and short pulses are \(right), and \(counted) were counted")
        try hold(debouncer.deadline == nil, "ten seconds later it still waits")
    }

    private static func holdEqual(
        _ told: [PlainContact.Told], _ expected: [PlainContact.Told]
    ) throws(Violation) {
        guard told != expected else { return }
        let place = zip(told, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(told.count, expected.count)
        let seen = told.indices.contains(place) ? "\(told[place])" : "nothing"
        let wanted = expected.indices.contains(place) ? "\(expected[place])" : "nothing"
        throw Violation("change \(place) came out as \(seen), and the contact says \(wanted)")
    }

    // MARK: - Supervision

    /// Every deadline is kept, as a loop keeps them.
    private struct Run {
        var supervisor: ContactSupervisor
        var signals: [Signal] = []
        var ticks = 0
        private var now = Instant(microseconds: 0)
        private var chatterAt: Instant?
        private let leastApart: Duration

        init(_ script: ContactScript) {
            var wire = ContactProperties.wire
            wire.debounce = script.period
            supervisor = ContactSupervisor(input: "panel", contacts: [wire])
            // It is told by the stamp of its cause, of which one may learn a period and a second later, and as late as
            // samples are.
            leastApart = .seconds(57) - script.lateness
        }

        mutating func run(to end: Instant) throws(Violation) {
            while let due = supervisor.nextDeadline, due <= end {
                ticks += 1
                now = max(now, due)
                try hold(ticks < 10_000, "a deadline is not met by its tick")
                try take(supervisor.tick(at: now), at: now)
            }
            now = max(now, end)
        }

        mutating func take(_ bodies: [Input.Body], at now: Instant) throws(Violation) {
            for body in bodies {
                switch body {
                case .signal(let signal): signals.append(signal)
                case .fault(let fault): try check(fault, at: now)
                case .restored: break
                default: throw Violation("a contact became \(body)")
                }
            }
        }

        private mutating func check(_ fault: DeviceFault, at now: Instant) throws(Violation) {
            switch fault.kind {
            case .stuck:
                guard let last = signals.last, last.state == .pressed, now - last.edgeAt >= .seconds(30) else {
                    throw Violation("a stuck button is told, and none was held for 30 s")
                }
            case .chatter:
                if let chatterAt {
                    let apart = now - chatterAt
                    try hold(apart >= leastApart, "chatter is told twice within \(apart)")
                }
                chatterAt = now
            default: throw Violation("one button alone has the fault \(fault.kind)")
            }
        }
    }

    private static func checkSupervisor(_ script: ContactScript, _ expected: PlainContact) throws(Violation) {
        var run = Run(script)
        for (step, now) in script.steps {
            try run.run(to: now)
            switch step {
            case .seen(let level, let at, let origin):
                let sample = ContactSample(
                    contact: 0, isActive: level, at: at, readAt: max(at, now), origin: origin)
                try run.take(run.supervisor.take(sample), at: now)
            case .lost: run.supervisor.lost(at: now)
            case .pause: break
            }
        }
        let end = script.steps.last?.now ?? Instant(microseconds: 0)
        try run.run(to: end + .seconds(200))
        try checkSignals(run.signals, expected)
        // A sample makes few deadlines: what holds still, a movement that does not, a press that is stuck, a quiet
        // minute, and what waits for its minute to be over.
        let most = 6 * (script.steps.count + 2)
        try hold(run.ticks <= most, "\(run.ticks) wakes for \(script.steps.count) steps, and \(most) are enough")
        guard let isActive = expected.isActive else { return }
        let faults = run.supervisor.status.first?.faults ?? []
        try hold(
            faults == (isActive ? [.stuck] : []),
            "200 s after its last edge the button is \(isActive ? "held" : "at rest"), and its faults are \(faults)")
    }

    /// Each level that counts is told once, with its times.
    private static func checkSignals(_ signals: [Signal], _ expected: PlainContact) throws(Violation) {
        let told = signals.map {
            PlainContact.Told(
                isActive: $0.state == .pressed, beganAt: $0.edgeAt,
                settledAt: $0.edgeAt + .microseconds($0.debounceMicroseconds), isSeenByLooking: $0.origin == .level)
        }
        try holdEqual(told, expected.told)
        for signal in signals {
            try hold(
                signal.readAt >= signal.edgeAt + .microseconds(signal.debounceMicroseconds),
                "\(signal) was read before it counted")
        }
    }
}
