import CallpointCore
import Testing

@testable import Sense

private let start = ContactBench.start
private let period: Duration = .milliseconds(20)

private func after(_ milliseconds: Int) -> Instant { start + .milliseconds(milliseconds) }

/// Edges by their milliseconds, each the other way, from rest.
private func edges(_ times: [Int]) -> [KernelDebounce.Edge] {
    times.enumerated().map { KernelDebounce.Edge(isActive: $0.offset % 2 == 0, at: after($0.element)) }
}

/// A movement of the contact: the milliseconds of its edges, what counts in the end, and when it began.
private struct Movement: CustomTestStringConvertible {
    var name: String
    var edges: [Int]
    var changes: [(isActive: Bool, beganAt: Int, settledAt: Int)]
    var counters: (edges: UInt64, bounces: UInt64, shortPulses: UInt64)

    var testDescription: String { name }

    static let table = [
        Movement(name: "a clean press", edges: [0], changes: [(true, 0, 20)], counters: (1, 0, 0)),
        Movement(
            name: "a press and its release", edges: [0, 500], changes: [(true, 0, 20), (false, 500, 520)],
            counters: (2, 0, 0)),
        Movement(
            name: "a press that bounces", edges: [0, 1, 3, 4, 7], changes: [(true, 0, 27)], counters: (5, 4, 0)),
        Movement(
            name: "a release that bounces", edges: [0, 500, 502, 503], changes: [(true, 0, 20), (false, 500, 523)],
            counters: (4, 2, 0)),
        Movement(name: "a pulse of 19 ms", edges: [0, 19], changes: [], counters: (2, 1, 1)),
        Movement(
            name: "a pulse of exactly the period", edges: [0, 20], changes: [(true, 0, 20), (false, 20, 40)],
            counters: (2, 0, 0)),
        Movement(name: "two short pulses apart", edges: [0, 5, 100, 105], changes: [], counters: (4, 2, 2)),
        Movement(
            name: "a short pulse, then a press", edges: [0, 5, 100], changes: [(true, 100, 120)],
            counters: (3, 1, 1)),
        Movement(
            name: "a pulse that the press follows too soon", edges: [0, 5, 15], changes: [(true, 0, 35)],
            counters: (3, 2, 0)),
        Movement(
            name: "a gap while pressed", edges: [0, 100, 110], changes: [(true, 0, 20)], counters: (3, 1, 0)),
    ]
}

@Suite struct `Debouncing` {
    @Test(arguments: Movement.table)
    fileprivate func `a level counts when it has held for the period`(movement: Movement) {
        var debouncer = Debouncer(period: period)
        #expect(debouncer.take(isActive: false, at: start + .seconds(-1), origin: .level)?.isActive == false)
        var changes: [Debouncer.Change] = []
        for edge in edges(movement.edges) {
            if let change = debouncer.take(isActive: edge.isActive, at: edge.at, origin: .edge) {
                changes.append(change)
            }
        }
        if let change = debouncer.tick(at: after(10_000)) { changes.append(change) }
        #expect(
            changes
                == movement.changes.map {
                    Debouncer.Change(
                        isActive: $0.isActive, beganAt: after($0.beganAt), settledAt: after($0.settledAt),
                        isSeenByLooking: false)
                })
        #expect(debouncer.counters.edges == movement.counters.edges)
        #expect(debouncer.counters.bounces == movement.counters.bounces)
        #expect(debouncer.counters.shortPulses == movement.counters.shortPulses)
        #expect(debouncer.deadline == nil)
    }

    @Test(arguments: Movement.table)
    fileprivate func `the kernel's debouncing and ours say the same`(movement: Movement) {
        let edges = edges(movement.edges)
        var ours = ContactBench([ContactBench.button(debounce: period)])
        var kernels = ContactBench([
            WiredContact(callPoint: "NS-0412", role: .button, name: "panel/17", driverDebounce: period)
        ])
        for index in [0, 1] {
            let seen = index == 0 ? edges : KernelDebounce.events(of: edges, period: period, first: false)
            var bench = index == 0 ? ours : kernels
            bench.see(0, false, at: .zero - .seconds(1), .level)
            for edge in seen { bench.see(0, edge.isActive, at: edge.at - start) }
            bench.run(to: .seconds(10))
            if index == 0 { ours = bench } else { kernels = bench }
        }
        #expect(ours.signals.map(\.state) == kernels.signals.map(\.state))
        #expect(ours.signals.map(\.readAt) == kernels.signals.map(\.readAt))
        #expect(ours.faults == kernels.faults)
        for (own, other) in zip(ours.signals, kernels.signals) {
            // Where a contact bounces, we know the first edge and the kernel tells of the last alone.
            let last = own.readAt + (.zero - period)
            #expect(other.edgeAt == last || other.readAt == other.edgeAt)
            #expect(own.edgeAt <= other.edgeAt)
            // What the ledger calls debouncing ends where the level counts, on both.
            #expect(own.edgeAt + .microseconds(own.debounceMicroseconds) == own.readAt)
            #expect(other.edgeAt + .microseconds(other.debounceMicroseconds) == other.readAt)
        }
    }

    @Test func `a clean press has the same start and the same debounce whoever debounces`() {
        var ours = ContactBench([ContactBench.button(debounce: period)])
        ours.see(0, false, at: .zero, .level)
        ours.see(0, true, at: .seconds(1))
        ours.run(to: .seconds(2))
        var kernels = ContactBench([
            WiredContact(callPoint: "NS-0412", role: .button, name: "panel/17", driverDebounce: period)
        ])
        kernels.see(0, false, at: .zero, .level)
        kernels.see(0, true, at: .seconds(1) + period)
        #expect(ours.signals == kernels.signals)
        #expect(ours.presses.map(\.edgeAt) == [ContactBench.at(.seconds(1))])
        #expect(ours.presses.map(\.debounceMicroseconds) == [20_000])
    }

    @Test func `the first level counts at once, for the press may have begun while nobody looked`() {
        var debouncer = Debouncer(period: period)
        #expect(
            debouncer.take(isActive: true, at: start, origin: .level)
                == Debouncer.Change(isActive: true, beganAt: start, settledAt: start, isSeenByLooking: true))
        #expect(debouncer.counters.edges == 0)
    }

    @Test func `an edge of a line whose level is unknown must hold like any other`() {
        var debouncer = Debouncer(period: period)
        #expect(debouncer.take(isActive: true, at: start, origin: .edge) == nil)
        #expect(debouncer.tick(at: after(19)) == nil)
        #expect(debouncer.tick(at: after(20))?.isActive == true)
    }

    @Test func `a level found by looking that nobody told of is an edge`() {
        var debouncer = Debouncer(period: period)
        _ = debouncer.take(isActive: false, at: start, origin: .level)
        #expect(debouncer.take(isActive: true, at: after(100), origin: .level) == nil)
        #expect(
            debouncer.tick(at: after(120))
                == Debouncer.Change(
                    isActive: true, beganAt: after(100), settledAt: after(120), isSeenByLooking: true))
        // Looking at what is known already puts nothing off.
        _ = debouncer.take(isActive: false, at: after(200), origin: .edge)
        _ = debouncer.take(isActive: false, at: after(219), origin: .level)
        #expect(debouncer.tick(at: after(220))?.isActive == false)
    }

    @Test func `a period that ran out before the next edge has run out, however late anybody looks`() {
        var debouncer = Debouncer(period: period)
        _ = debouncer.take(isActive: false, at: start, origin: .level)
        _ = debouncer.take(isActive: true, at: after(100), origin: .edge)
        #expect(debouncer.take(isActive: false, at: after(400), origin: .edge)?.settledAt == after(120))
    }

    @Test func `an edge that is older than what is known is counted, and its level not believed`() {
        var debouncer = Debouncer(period: period)
        _ = debouncer.take(isActive: false, at: after(100), origin: .level)
        _ = debouncer.take(isActive: true, at: after(99), origin: .edge)
        #expect(debouncer.tick(at: after(200)) == nil)
        #expect(debouncer.rawIsActive == false)
        #expect(debouncer.counters.edges == 1)
    }

    @Test func `a movement of more than a second began with its last edge, for which one was the finger nobody knows`()
    {
        var debouncer = Debouncer(period: period)
        _ = debouncer.take(isActive: false, at: start, origin: .level)
        for step in 0...100 {
            #expect(debouncer.take(isActive: step % 2 == 0, at: after(10 + step * 10), origin: .edge) == nil)
        }
        #expect(debouncer.tick(at: after(1_030))?.beganAt == after(10))
        for step in 0...101 { _ = debouncer.take(isActive: step % 2 == 1, at: after(2_000 + step * 10), origin: .edge) }
        _ = debouncer.take(isActive: false, at: after(3_015), origin: .edge)
        #expect(debouncer.tick(at: after(3_035))?.beganAt == after(3_015))
    }

    @Test func `a poll's level counts when a round after the period finds it again, for between rounds nobody looks`() {
        var debouncer = Debouncer(period: period)
        _ = debouncer.take(isActive: false, at: start, origin: .poll)
        #expect(debouncer.take(isActive: true, at: after(50), origin: .poll) == nil)
        #expect(debouncer.deadline == nil)
        #expect(debouncer.tick(at: after(99)) == nil)
        #expect(
            debouncer.take(isActive: true, at: after(100), origin: .poll)
                == Debouncer.Change(isActive: true, beganAt: after(50), settledAt: after(100), isSeenByLooking: false))
        // One round alone is a short pulse.
        var other = Debouncer(period: period)
        for (round, level) in [false, true, false, false].enumerated() {
            _ = other.take(isActive: level, at: after(50 * round), origin: .poll)
        }
        #expect(other.isActive == false)
        #expect(other.counters.shortPulses == 1)
    }

    @Test func `without a period each edge counts at once`() {
        var debouncer = Debouncer(period: .zero)
        _ = debouncer.take(isActive: false, at: start, origin: .level)
        #expect(debouncer.take(isActive: true, at: after(1), origin: .edge)?.settledAt == after(1))
        #expect(debouncer.take(isActive: true, at: after(1), origin: .edge) == nil)
        #expect(debouncer.take(isActive: false, at: after(2), origin: .edge)?.isActive == false)
        #expect(debouncer.counters.shortPulses == 0)
    }

    @Test func `a line that was lost forgets its level and keeps its counts`() {
        var debouncer = Debouncer(period: period)
        _ = debouncer.take(isActive: false, at: start, origin: .level)
        _ = debouncer.take(isActive: true, at: after(1), origin: .edge)
        debouncer.forget()
        #expect(debouncer.tick(at: after(100)) == nil)
        #expect(debouncer.isActive == nil)
        #expect(debouncer.counters.edges == 1)
    }
}
