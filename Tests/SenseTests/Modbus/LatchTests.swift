import CallpointCore
import Testing

@testable import Sense

@Suite struct `Coils that reset latches` {
    private let latch = BusAddress(slave: 2, number: 9)

    private func bus(lamps: [BusAddress] = [], baud: Int = 9_600) -> VirtualBus {
        let inputs = (1...3).map { BusAddress(slave: $0, number: 0) }
        var bus = VirtualBus(
            BusLayout(inputs: inputs, coils: lamps, resets: [latch]),
            timing: BusTiming(baud: baud, hasParity: true, timeout: .milliseconds(100)))
        bus.run(for: .seconds(1))
        return bus
    }

    @Test func `it is off from the start on, and a pulse is on and off again, with nothing between`() {
        var bus = bus()
        #expect(bus.writes.map(\.isOn) == [false], "whatever it was left at")
        bus.plan.pulse(latch)
        let from = bus.now
        bus.run(for: .seconds(1))
        #expect(bus.since(from).filter { !$0.isRead }.map(\.isOn) == [true, false])
        let begin = bus.since(from).firstIndex { !$0.isRead } ?? 0
        #expect(bus.since(from)[begin + 1].isOn == false)
        #expect(bus.since(from)[begin + 1].from - bus.since(from)[begin].to == bus.plan.timing.gap)
        bus.run(for: .seconds(60))
        #expect(bus.writes.count == 3, "once")
    }

    @Test func `fifty blinking lamps do not delay it`() {
        let lamps = (0..<50).map { BusAddress(slave: 1 + $0 % 3, number: 100 + $0) }
        var bus = bus(lamps: lamps)
        bus.run(for: .seconds(5)) { bus in
            for lamp in lamps { bus.plan.want(lamp, isOn: bus.now.microseconds / 250_000 % 2 == 0) }
        }
        bus.plan.pulse(latch)
        let from = bus.now
        bus.run(for: .seconds(1)) { bus in
            for lamp in lamps { bus.plan.want(lamp, isOn: bus.now.microseconds / 250_000 % 2 == 0) }
        }
        let writes = bus.since(from).filter { !$0.isRead }
        #expect(writes.prefix(2).map(\.coil) == [9, 9])
    }

    /// What the latch holds when its slave is back is perhaps another press, and has to be read first.
    @Test func `a slave that falls silent before is not reset when it is back`() {
        var bus = bus()
        bus.dead = [2]
        bus.plan.pulse(latch)
        bus.run(for: .seconds(10))
        bus.dead = []
        bus.run(for: .seconds(10))
        #expect(bus.writes.filter { $0.outcome == .answered }.map(\.isOn) == [false, false])
    }

    @Test func `one that dies between on and off is switched off when it is back`() {
        var bus = bus()
        bus.plan.pulse(latch)
        bus.run(for: .seconds(5)) { if $0.writes.last?.isOn == true { $0.dead = [2] } }
        bus.dead = []
        bus.run(for: .seconds(10))
        let answered = bus.writes.filter { $0.outcome == .answered }.map(\.isOn)
        #expect(answered == [false, true, false])
    }

    @Test func `one that leaves the site file between on and off is switched off all the same`() {
        var bus = bus()
        bus.plan.pulse(latch)
        bus.run(for: .seconds(1)) { bus in
            guard bus.writes.last?.isOn == true, bus.plan.slaves.count == 3 else { return }
            bus.plan.adopt(BusLayout(inputs: [BusAddress(slave: 1, number: 0)]))
        }
        #expect(bus.writes.map(\.isOn) == [false, true, false])
        #expect(bus.plan.slaves.map(\.number) == [1])
    }

    @Test func `a coil that is no reset has no pulse`() {
        let lamp = BusAddress(slave: 1, number: 5)
        var bus = bus(lamps: [lamp])
        bus.plan.pulse(lamp)
        bus.run(for: .seconds(1))
        #expect(bus.writes.map(\.coil) == [9])
    }
}

@Suite struct `Presses that latches hold` {
    private let one = BusAddress(slave: 3, number: 0), other = BusAddress(slave: 3, number: 1)
    private func at(_ milliseconds: Int64) -> Instant { Instant(microseconds: milliseconds * 1_000) }

    @Test func `a latch is reset once, when what its press led to is visible`() {
        var latches = BusLatches()
        latches.take(one, isActive: false)
        #expect(latches.takeOwed().isEmpty)
        latches.take(one, isActive: true)
        let owed = latches.takeOwed()
        #expect(owed.count == 1 && latches.takeOwed().isEmpty)
        #expect(latches.takeHeld(at: at(10_000)).isEmpty, "nobody has seen it")
        #expect(latches.receive(owed[0], at: at(10)) == one)
        #expect(latches.receive(owed[0], at: at(11)) == nil)
    }

    @Test func `one that holds all the same is reset again once a second, until it lets go`() {
        var latches = BusLatches()
        latches.take(one, isActive: true)
        for owed in latches.takeOwed() { _ = latches.receive(owed, at: at(0)) }
        #expect(latches.takeHeld(at: at(999)).isEmpty)
        #expect(latches.takeHeld(at: at(1_000)) == [one])
        #expect(latches.takeHeld(at: at(1_999)).isEmpty)
        #expect(latches.takeHeld(at: at(2_000)) == [one])
        latches.take(one, isActive: false)
        #expect(latches.takeHeld(at: at(9_000)).isEmpty)
    }

    @Test func `each has a number of its own, and that of a press before resets no later one`() {
        var latches = BusLatches()
        latches.take(one, isActive: true)
        latches.take(other, isActive: true)
        let owed = latches.takeOwed()
        #expect(Set(owed).count == 2)
        latches.forget { $0 == one }
        latches.take(one, isActive: true)
        let later = latches.takeOwed()
        #expect(later.count == 1)
        #expect(owed.compactMap { latches.receive($0, at: at(0)) } == [other])
        #expect(latches.receive(later[0], at: at(0)) == one)
    }

    @Test func `what is forgotten is not reset`() {
        var latches = BusLatches()
        latches.take(one, isActive: true)
        let owed = latches.takeOwed()
        latches.forget { $0.slave == 3 }
        #expect(latches.receive(owed[0], at: at(0)) == nil)
        #expect(latches.takeHeld(at: at(9_000)).isEmpty)
    }
}
