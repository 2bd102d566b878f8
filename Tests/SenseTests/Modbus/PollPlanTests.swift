import CallpointCore
import Sense
import Testing

@Suite struct `A plan of polls` {
    @Test func `a round reads each slave once, and begins when it should`() {
        var bus = VirtualBus(slaves: 1)
        bus.run(for: .seconds(10))
        #expect(bus.asked.count == 200)
        let begins = bus.asked.map(\.from.microseconds)
        #expect(begins == (0..<200).map { $0 * 50_000 })
        #expect(bus.changes.map(\.change) == [.online(slave: 1)])
    }

    /// Ten slaves take 10 × (14 characters of 11 bits, 5 ms, and a gap of 3.5 characters) at 9,600 baud.
    @Test func `a bus that is slower than its interval goes on without a pause`() {
        var bus = VirtualBus(slaves: 10)
        bus.run(for: .seconds(10))
        #expect(bus.plan.lastRound?.milliseconds == 250)
        for round in bus.rounds(since: Instant(microseconds: 0)).dropLast() {
            #expect(round.map(\.request.slave) == Array(1...10))
        }
        let pauses = zip(bus.asked, bus.asked.dropFirst()).map { $1.from - $0.to }
        #expect(pauses.allSatisfy { $0 == bus.plan.timing.gap })
    }

    @Test func `a round that was late does not move the next ones`() {
        var bus = VirtualBus(slaves: 2)
        bus.run(for: .seconds(1))
        bus.thinking = .milliseconds(15)
        bus.run(for: .milliseconds(60))
        bus.thinking = .milliseconds(1)
        let from = bus.now
        bus.run(for: .seconds(1))
        let late = bus.since(from + .milliseconds(500)).filter { $0.request.slave == 1 }
        #expect(late.allSatisfy { $0.from.microseconds % 50_000 == 0 })
    }

    @Test(arguments: [1, 2, 3])
    func `a slave is offline after three misses in a row, and not before`(misses: Int) {
        var bus = VirtualBus(slaves: 2)
        bus.run(for: .seconds(1))
        bus.dead = [2]
        bus.run(for: .seconds(5)) { bus in
            if bus.asked.count(where: { $0.outcome == .silent }) == misses { bus.dead = [] }
        }
        let offline: [PollPlan.Change] = misses < 3 ? [] : [.offline(slave: 2, .silent), .online(slave: 2)]
        #expect(bus.changes.map(\.change) == [.online(slave: 1), .online(slave: 2)] + offline)
    }

    @Test func `garbled answers are misses, and say so`() {
        var bus = VirtualBus(slaves: 1)
        bus.garbling = [1]
        bus.run(for: .seconds(1))
        #expect(bus.changes.map(\.change) == [.offline(slave: 1, .garbled)])
    }

    @Test func `a slave that refuses is there, and what it refuses is told once`() {
        var bus = VirtualBus(slaves: 2)
        bus.refusing = [2: 2]
        bus.run(for: .seconds(5))
        let span = BusSpan(first: 0, count: 8)
        #expect(
            bus.changes.map(\.change) == [
                .online(slave: 1), .online(slave: 2), .refused(slave: 2, span, code: 2),
            ])
        bus.refusing = [:]
        bus.run(for: .seconds(1))
        #expect(bus.changes.last?.change == .accepted(slave: 2, span))
        #expect(bus.changes.count == 4)
    }

    @Test func `another site file's slaves are asked at once, and what is known of the others is kept`() {
        var bus = VirtualBus(slaves: 3)
        bus.dead = [3]
        bus.run(for: .seconds(5))
        bus.plan.adopt(BusLayout(inputs: [1, 3, 4].map { BusAddress(slave: $0, number: 0) }))
        let from = bus.now
        bus.run(for: .seconds(5))
        #expect(bus.changes.filter { $0.at > from }.map(\.change) == [.online(slave: 4)])
        #expect(Set(bus.since(from).map(\.request.slave)) == [1, 3, 4])
    }
}

@Suite struct `What a late answer could spoil` {
    private let layout = BusLayout(inputs: [0, 100, 200].map { BusAddress(slave: 1, number: $0) })

    /// An answer that was on its way when its time was up is as long as the one to the next question.
    @Test func `a slave that missed something is asked that one thing, once a round, for two rounds`() throws {
        var bus = VirtualBus(layout)
        bus.run(for: .seconds(1))
        bus.dead = [1]
        bus.run(for: .milliseconds(200)) { if $0.asked.last?.outcome == .silent { $0.dead = [] } }
        bus.run(for: .seconds(1))
        let missed = try #require(bus.asked.firstIndex { $0.outcome == .silent })
        let rest = bus.asked[missed...]
        let firsts = rest.prefix(7).map { asked -> Int in
            guard case .read(let span) = asked.request.action else { return -1 }
            return span.first
        }
        // The miss, two rounds of the same alone, and all three again.
        #expect(firsts == [100, 100, 100, 0, 100, 200, 0])
        #expect(Set(rest.prefix(4).map(\.round)).count == 4)
    }
}
