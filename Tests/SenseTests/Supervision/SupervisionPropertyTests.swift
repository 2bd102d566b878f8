import CallpointCore
import CallpointTesting
import Sense
import Testing

/// A contact's level over time, drawn at random: quiet, bouncing, pulsing and chattering stretches.
private struct Waveform {
    /// Microseconds since the start at which the level turns over; it begins at rest.
    var edges: [Int] = []

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var now = 0
        for _ in 0..<random.int(1...30) {
            switch random.int(0...3) {
            case 0: add(after: random.int(20_000...3_000_000), to: &now)
            case 1:
                for _ in 0..<random.int(1...8) { add(after: random.int(1...5_000), to: &now) }
            case 2: add(after: random.int(15_000...25_000), to: &now)
            default:
                for _ in 0..<random.int(20...500) { add(after: random.int(200...1_500), to: &now) }
            }
        }
    }

    private mutating func add(after microseconds: Int, to now: inout Int) {
        now += microseconds
        edges.append(now)
    }

    var end: Int { (edges.last ?? 0) + 5_000_000 }

    /// The stretches at one level.
    func stretches(active: Bool) -> [Range<Int>] {
        let turns = active ? edges : [0] + edges
        return stride(from: 0, to: turns.count, by: 2).map { index in
            turns[index]..<(index + 1 < turns.count ? turns[index + 1] : end)
        }
    }
}

private func bench(_ wave: Waveform, period: Duration) -> ContactBench {
    var bench = ContactBench([ContactBench.button(debounce: period)])
    bench.see(0, false, at: .zero, .level)
    _ = bench.news()
    for (index, edge) in wave.edges.enumerated() { bench.see(0, index % 2 == 0, at: .microseconds(edge)) }
    bench.run(to: .microseconds(wave.end))
    return bench
}

@Suite struct `Whatever a contact does` {
    private static let period = 20_000

    @Test(arguments: 1...100)
    func `no press is false, none is missed, and each change is told once`(seed: Int) {
        let wave = Waveform(seed: UInt64(seed))
        let bench = bench(wave, period: .microseconds(Self.period))
        let held = wave.stretches(active: true).filter { $0.count >= Self.period }
        let settled = bench.presses.map { Int(($0.readAt - ContactBench.start).microseconds) }
        // A press stands for a stretch that was active for the period, and ends its debouncing within it.
        for press in settled {
            #expect(held.contains { press == $0.lowerBound + Self.period }, "seed \(seed)")
        }
        // A stretch that is long enough is told, unless the one before was not left for a period: then it is the same.
        var isPressed = false
        var expected = 0
        let quiet = wave.stretches(active: false).filter { $0.count >= Self.period }
        for stretch in (held.map { ($0, true) } + quiet.map { ($0, false) }).sorted(by: {
            $0.0.lowerBound < $1.0.lowerBound
        }) {
            if stretch.1, !isPressed { expected += 1 }
            isPressed = stretch.1
        }
        #expect(settled.count == expected, "seed \(seed)")
        // Press and release take turns.
        for (one, next) in zip(bench.signals, bench.signals.dropFirst()) { #expect(one.state != next.state) }
        for signal in bench.signals {
            #expect(signal.edgeAt + .microseconds(signal.debounceMicroseconds) == signal.readAt)
            #expect(signal.debounceMicroseconds >= Self.period)
            #expect(signal.debounceMicroseconds <= 2 * Self.period + 1_000_000)
        }
    }

    @Test(arguments: 1...100)
    func `the kernel would have told the same changes at the same times`(seed: Int) {
        let wave = Waveform(seed: UInt64(seed))
        let own = bench(wave, period: .microseconds(Self.period)).signals
        let edges = wave.edges.enumerated().map {
            KernelDebounce.Edge(isActive: $0.offset % 2 == 0, at: ContactBench.start + .microseconds($0.element))
        }
        let kernels = KernelDebounce.events(of: edges, period: .microseconds(Self.period), first: false)
        #expect(own.map { $0.state == .pressed } == kernels.map(\.isActive), "seed \(seed)")
        #expect(own.map(\.readAt) == kernels.map(\.at), "seed \(seed)")
    }

    @Test(arguments: 1...20)
    func `a fault is said at most once a minute, begins before it ends, and is over in the end`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let roles: [ContactRole] = [.button, .buttonBreak, .tamper, .door, .mains]
        var bench = ContactBench(
            roles.map { WiredContact(callPoint: "NS-0412", role: $0, name: "\($0)", debounce: .milliseconds(20)) })
        var now = 0  // milliseconds, looked at every 50
        var said: [DeviceFault.Kind: Int] = [:]
        var standing: Set<DeviceFault.Kind> = []
        func check(_ bodies: [Input.Body]) {
            for body in bodies {
                switch body {
                case .fault(let fault):
                    #expect(now - (said[fault.kind] ?? -60_000) >= 60_000 - 50, "seed \(seed), \(fault.kind)")
                    #expect(standing.insert(fault.kind).inserted, "seed \(seed), \(fault.kind)")
                    said[fault.kind] = now
                case .restored(let fault):
                    #expect(standing.remove(fault.kind) != nil, "seed \(seed), \(fault.kind)")
                default: break
                }
            }
        }
        for step in 0..<1_000 {
            let end = now + random.int(0...(step % 500 < 250 ? 300 : 5_000))
            while now < end {
                now = min(end, now + 50)
                bench.run(to: .milliseconds(now))
                check(bench.news())
            }
            switch random.int(0...199) {
            case 0: bench.lose(at: .milliseconds(now))
            case 1: bench.supervisor.reconfigure(contacts: bench.supervisor.status.map(\.contact))
            default:
                bench.see(
                    random.int(0...4), random.chance(percent: 50), at: .milliseconds(now),
                    random.chance(percent: 90) ? .edge : .level)
            }
            check(bench.news())
        }
        for (contact, role) in roles.enumerated() {
            bench.see(contact, role == .buttonBreak, at: .milliseconds(now + 1), .level)
        }
        now += 1
        for _ in 0..<200 {
            now += 1_000
            bench.run(to: .milliseconds(now))
            check(bench.news())
        }
        #expect(standing == [], "seed \(seed)")
        #expect(bench.supervisor.nextDeadline == nil, "seed \(seed)")
    }

    @Test func `a hundred thousand edges leave no more behind than one`() {
        var debouncer = Debouncer(period: .milliseconds(20))
        for edge in 0..<100_000 {
            let at = ContactBench.at(.microseconds(edge * 500))
            _ = debouncer.take(isActive: edge % 2 == 0, at: at, origin: .edge)
        }
        // Fixed fields and no list: what it is made of says so.
        for child in Mirror(reflecting: debouncer).children { #expect(!(child.value is any Collection)) }
        #expect(debouncer.counters.edges == 100_000)
    }

    @Test(arguments: [Duration.milliseconds(20), .zero])
    func `1 kHz for 5 seconds opens one incident`(debounce: Duration) {
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(.street)
        let stage = Stage(site.build()) { Issue.record("\($0)") }
        var bench = ContactBench([WiredContact(callPoint: "A", role: .button, name: "panel/17", debounce: debounce)])
        bench.see(0, false, at: .zero, .level)
        for edge in 0...5_000 { bench.see(0, edge % 2 == 0, at: .seconds(1) + .milliseconds(edge)) }
        bench.run(to: .seconds(7))
        var raised = 0
        for body in bench.bodies {
            raised += stage.send(body).count { if case .alarmRaised = $0.body { true } else { false } }
        }
        #expect(raised == 1)
        #expect(bench.faults == ["+chatter"])
    }
}
