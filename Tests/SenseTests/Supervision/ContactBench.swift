import CallpointCore
import Sense

/// Contacts of an input in virtual time: hands in what a driver would see, and lets every deadline pass on the way.
struct ContactBench {
    static let start = Instant(microseconds: 5_000_000)

    var supervisor: ContactSupervisor
    /// All that followed so far.
    private(set) var bodies: [Input.Body] = []
    /// How often time was let pass: a measure of how often a loop would wake.
    private(set) var ticks = 0
    private var now = ContactBench.start

    init(_ contacts: [WiredContact]) { supervisor = ContactSupervisor(input: "panel", contacts: contacts) }

    /// A single button with our own debounce.
    static func button(debounce: Duration = .milliseconds(20)) -> WiredContact {
        WiredContact(callPoint: "NS-0412", role: .button, name: "panel/17", debounce: debounce)
    }

    /// So long after the start.
    static func at(_ time: Duration) -> Instant { start + time }

    /// Lets time pass until then, with a tick at each deadline.
    mutating func run(to time: Duration) {
        let end = ContactBench.at(time)
        while let due = supervisor.nextDeadline, due <= end {
            ticks += 1
            precondition(ticks < 1_000_000, "a deadline is not met by its tick")
            now = max(now, due)
            bodies += supervisor.tick(at: now)
        }
        now = max(now, end)
    }

    mutating func see(_ contact: Int, _ isActive: Bool, at time: Duration, _ origin: ContactSample.Origin = .edge) {
        run(to: time)
        let at = ContactBench.at(time)
        bodies += supervisor.take(
            ContactSample(contact: contact, isActive: isActive, at: at, readAt: at, origin: origin))
    }

    mutating func count(_ contact: Int, _ value: UInt16, at time: Duration) {
        run(to: time)
        let at = ContactBench.at(time)
        bodies += supervisor.count(contact: contact, value: value, at: at, readAt: at)
    }

    mutating func lose(at time: Duration) {
        run(to: time)
        supervisor.lost(at: ContactBench.at(time))
    }

    mutating func lose(_ contacts: [Int], at time: Duration) {
        run(to: time)
        supervisor.lost(contacts: contacts, at: ContactBench.at(time))
    }

    /// What followed since the last time it was asked for.
    mutating func news() -> [Input.Body] {
        defer { bodies = [] }
        return bodies
    }

    var signals: [Signal] { bodies.signals }
    var presses: [Signal] { signals.filter { $0.state == .pressed } }

    /// What began (`+stuck`) and ended (`-stuck`).
    var faults: [String] { bodies.faults }
}

extension [Input.Body] {
    var signals: [Signal] {
        compactMap { body in
            guard case .signal(let signal) = body else { return nil }
            return signal
        }
    }

    /// What began (`+stuck`) and ended (`-stuck`).
    var faults: [String] {
        compactMap { body in
            switch body {
            case .fault(let fault): "+\(fault.kind)"
            case .restored(let fault): "-\(fault.kind)"
            default: nil
            }
        }
    }

    func details(of kind: DeviceFault.Kind) -> [String] {
        compactMap { body in
            switch body {
            case .fault(let fault) where fault.kind == kind: fault.detail
            default: nil
            }
        }
    }
}
