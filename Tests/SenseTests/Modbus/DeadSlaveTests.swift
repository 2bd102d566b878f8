import CallpointCore
import Sense
import Testing

/// docs/MODBUS.md states these figures; `limit` there is the longest time of one request.
@Suite struct `A dead slave does not slow the others` {
    /// Of ten slaves at 9,600 baud some are dead from the start.
    @Test(arguments: [1, 3, 9])
    func `no round waits in vain more than once, and together they take a tenth of the time`(deadCount: Int) throws {
        var bus = VirtualBus(slaves: 10)
        bus.dead = Set((11 - deadCount)...10)
        bus.run(for: .seconds(20))
        let settled = bus.now
        bus.run(for: .seconds(60))
        for round in bus.rounds(since: settled).dropFirst().dropLast() {
            #expect(round.count { $0.outcome == .silent } <= 1)
            #expect(round.filter(\.isRead).filter { $0.outcome == .answered }.count == 10 - deadCount)
        }
        let limit = bus.plan.timing.limit(of: try #require(bus.asked.first).request)
        #expect(bus.vain(since: settled) <= .seconds(6) + limit)
        // What a press has to hold for grows by one request's limit, whoever is dead.
        var healthy = VirtualBus(slaves: 10 - deadCount)
        healthy.run(for: .seconds(20))
        let before = healthy.longestGap(of: 1, since: Instant(microseconds: 10_000_000))
        #expect(bus.longestGap(of: 1, since: settled) <= before + limit + bus.plan.timing.gap)
        // The mean round is at most a tenth longer.
        let rounds = Double(bus.rounds(since: settled).count)
        let undisturbed = Double(healthy.rounds(since: Instant(microseconds: 0)).count) * 3
        #expect(rounds >= undisturbed * 0.89, "\(rounds) rounds in a minute instead of \(undisturbed)")
    }

    @Test func `slaves that fall silent together lengthen that round, and each later one by one wait at most`() throws {
        var bus = VirtualBus(slaves: 10)
        bus.run(for: .seconds(5))
        bus.dead = [4, 5, 6, 7, 8]
        let from = bus.now
        bus.run(for: .seconds(20))
        let silences = bus.rounds(since: from).map { round in round.count { $0.outcome == .silent } }
        let first = try #require(silences.firstIndex { $0 > 0 })
        // A round was under way: what was already read in it is asked in the next.
        #expect(silences[first] + silences[first + 1] <= 6)
        #expect(silences.dropFirst(first + 2).allSatisfy { $0 <= 1 })
        // Each is known to be offline within two rounds for each of them.
        #expect(bus.changes.suffix(5).map(\.change) == [4, 5, 6, 7, 8].map { .offline(slave: $0, .silent) })
        let told = try #require(bus.changes.last)
        #expect(told.at - from < .seconds(6), "\(told.at - from)")
    }

    @Test(arguments: [1, 5, 30])
    func `a mended cable brings everybody back within a round or two`(count: Int) {
        var bus = VirtualBus(slaves: count)
        bus.run(for: .seconds(5))
        bus.dead = Set(1...count)
        bus.run(for: .seconds(60))
        bus.dead = []
        let from = bus.now
        bus.run(for: .seconds(5))
        let back = bus.changes.filter { $0.at > from }
        #expect(back.count == count)
        let took = (back.last?.at ?? bus.now) - from
        #expect(took <= .milliseconds(120 + 30 * count), "\(took) for \(count)")
    }

    @Test func `while nobody answers all are asked in turn without a pause`() throws {
        var bus = VirtualBus(slaves: 30)
        bus.dead = Set(1...30)
        bus.run(for: .seconds(30))
        let from = bus.now
        bus.run(for: .seconds(10))
        let asked = bus.since(from)
        let turns = Dictionary(grouping: asked, by: \.request.slave).mapValues(\.count)
        #expect(Set(turns.keys) == Set(1...30))
        #expect((turns.values.max() ?? 0) - (turns.values.min() ?? 0) <= 1)
        let limit = bus.plan.timing.limit(of: try #require(asked.first).request) + bus.plan.timing.gap
        #expect(bus.vain(since: from) >= .seconds(9), "\(bus.vain(since: from))")
        #expect(limit * 30 < .seconds(4))
    }

    @Test func `one that comes back among the dead is found within ten limits for each of them`() throws {
        var bus = VirtualBus(slaves: 10)
        bus.dead = [7, 8, 9, 10]
        bus.run(for: .seconds(30))
        bus.dead = [7, 8, 9]
        let from = bus.now
        bus.run(for: .seconds(20))
        let back = try #require(bus.changes.first { $0.at > from })
        #expect(back.change == .online(slave: 10))
        let limit = bus.plan.timing.limit(of: try #require(bus.asked.first).request)
        #expect(back.at - from <= limit * 10 * 4 + .seconds(1))
    }

    @Test func `one lost answer costs one wait, and its slave is asked again in the next round`() throws {
        var bus = VirtualBus(slaves: 3)
        bus.run(for: .seconds(1))
        bus.dead = [2]
        bus.run(for: .milliseconds(300)) { if $0.asked.last?.outcome == .silent { $0.dead = [] } }
        let miss = try #require(bus.asked.first { $0.outcome == .silent })
        let again = try #require(bus.asked.first { $0.from > miss.from && $0.request.slave == 2 })
        #expect(again.round == miss.round + 1)
        #expect(bus.asked.count { $0.outcome == .silent } == 1)
        #expect(bus.changes.count == 3)
    }
}
