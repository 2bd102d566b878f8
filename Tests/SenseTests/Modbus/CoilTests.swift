import CallpointCore
import Sense
import Testing

@Suite struct `Lamps on a bus` {
    private let lamps = (0..<50).map { BusAddress(slave: 1 + $0 % 5, number: $0) }

    @Test func `a lamp is written in the round after it is wanted, and once`() {
        var bus = VirtualBus(slaves: 2, coils: [BusAddress(slave: 2, number: 7)])
        bus.run(for: .seconds(1))
        #expect(bus.writes.isEmpty)
        bus.plan.want(BusAddress(slave: 2, number: 7), isOn: true)
        let from = bus.now
        bus.run(for: .seconds(1))
        #expect(bus.writes.map(\.isOn) == [true])
        #expect(bus.writes.allSatisfy { $0.from - from <= .milliseconds(100) })
    }

    /// Slave 2 has a lamp and nothing else, and the lamp stays as it is for hours.
    @Test func `a slave with lamps alone is asked every ten seconds, and told when it is silent`() {
        let lamp = BusAddress(slave: 2, number: 7)
        var bus = VirtualBus(BusLayout(inputs: [BusAddress(slave: 1, number: 0)], coils: [lamp]))
        bus.plan.want(lamp, isOn: true)
        bus.run(for: .seconds(61))
        #expect(bus.writes.map(\.isOn) == Array(repeating: true, count: 7))
        bus.dead = [2]
        let from = bus.now
        bus.run(for: .seconds(15))
        #expect(bus.changes.filter { $0.at > from }.map(\.change) == [.offline(slave: 2, .silent)])
        bus.dead = []
        bus.run(for: .seconds(5))
        #expect(bus.changes.last?.change == .online(slave: 2))
        #expect(bus.writes.last?.isOn == true)
    }

    @Test func `of several words before a lamp could be written the last counts`() {
        var bus = VirtualBus(slaves: 1, coils: [BusAddress(slave: 1, number: 0)])
        bus.dead = [1]
        bus.run(for: .seconds(1))
        for isOn in [true, false, true, false, true] { bus.plan.want(BusAddress(slave: 1, number: 0), isOn: isOn) }
        bus.run(for: .seconds(1))
        #expect(bus.writes.isEmpty)
        bus.dead = []
        bus.run(for: .seconds(2))
        #expect(bus.writes.map(\.isOn) == [true])
    }

    @Test func `fifty blinking lamps delay no round by more than one write, and all get their turn`() {
        var bus = VirtualBus(slaves: 5, coils: lamps)
        bus.run(for: .seconds(2))
        let quiet = bus.longestGap(of: 1, since: Instant(microseconds: 1_000_000))
        let from = bus.now
        bus.run(for: .seconds(30)) { bus in
            let isOn = bus.now.microseconds / 250_000 % 2 == 0
            for lamp in lamps { bus.plan.want(lamp, isOn: isOn) }
        }
        let timing = bus.plan.timing
        let write = BusRequest(slave: 1, action: .write(coil: 0, isOn: true))
        let longest = bus.longestGap(of: 1, since: from)
        #expect(longest <= quiet + timing.limit(of: write) - timing.timeout + bus.thinking + timing.gap)
        #expect(Set(bus.writes.map { BusAddress(slave: $0.request.slave, number: $0.coil ?? -1) }) == Set(lamps))
        for round in bus.rounds(since: from) { #expect(round.count { !$0.isRead } <= 1) }
    }

    @Test func `time that a round leaves over is for lamps, and the next one begins when it should`() {
        var bus = VirtualBus(slaves: 1, coils: lamps.filter { $0.slave == 1 }, baud: 115_200)
        bus.run(for: .seconds(1))
        for lamp in lamps { bus.plan.want(lamp, isOn: true) }
        let from = bus.now
        bus.run(for: .seconds(1))
        let round = bus.rounds(since: from).first ?? []
        #expect(round.count { !$0.isRead } > 1)
        #expect(bus.writes.count == 10)
        let reads = bus.since(from).filter(\.isRead)
        #expect(reads.allSatisfy { $0.from.microseconds % 50_000 == 0 })
    }

    @Test(arguments: [true, false])
    func `a lamp that leaves the site file is written dark once, with its slave or without`(isActiveLow: Bool) {
        let lamp = BusAddress(slave: 2, number: 7)
        var bus = VirtualBus(slaves: 2, coils: [lamp])
        bus.plan.want(lamp, isOn: !isActiveLow)
        bus.run(for: .seconds(1))
        bus.plan.adopt(BusLayout(inputs: [BusAddress(slave: 1, number: 0)]), dark: [lamp: isActiveLow])
        let from = bus.now
        bus.run(for: .seconds(1))
        #expect(bus.writes.map(\.isOn) == [!isActiveLow, isActiveLow])
        #expect(bus.since(from).count { $0.request.slave == 2 } == 1)
    }

    @Test func `a lamp that leaves the site file holds up nobody when its slave is dead, or refuses`() {
        let lamps = [BusAddress(slave: 2, number: 7), BusAddress(slave: 3, number: 1)]
        var bus = VirtualBus(slaves: 3, coils: lamps)
        for lamp in lamps { bus.plan.want(lamp, isOn: true) }
        bus.run(for: .seconds(1))
        bus.dead = [2]
        bus.refusedCoils = [lamps[1]]
        bus.plan.adopt(
            BusLayout(inputs: [BusAddress(slave: 1, number: 0)]),
            dark: Dictionary(lamps.map { ($0, false) }) { a, _ in a })
        let from = bus.now
        bus.run(for: .seconds(200))
        #expect(bus.since(from).filter { $0.request.slave != 1 }.map(\.request.slave).sorted() == [2, 3])
        #expect(bus.changes.count { $0.at > from } == 0)
    }

    @Test func `a slave that was away is given its lamps anew`() {
        var bus = VirtualBus(slaves: 2, coils: [BusAddress(slave: 2, number: 0)])
        bus.plan.want(BusAddress(slave: 2, number: 0), isOn: true)
        bus.run(for: .seconds(1))
        bus.dead = [2]
        bus.run(for: .seconds(5))
        bus.dead = []
        bus.run(for: .seconds(5))
        #expect(bus.writes.map(\.isOn) == [true, true])
    }

    @Test func `a lamp that is refused is told once and tried again once a minute`() {
        let lamp = BusAddress(slave: 1, number: 9)
        var bus = VirtualBus(slaves: 1, coils: [lamp])
        bus.refusedCoils = [lamp]
        bus.plan.want(lamp, isOn: true)
        bus.run(for: .seconds(150))
        #expect(bus.writes.count == 3)
        #expect(bus.changes.map(\.change) == [.online(slave: 1), .coilRefused(lamp, code: 2)])
        bus.refusedCoils = []
        bus.run(for: .seconds(60))
        #expect(bus.changes.last?.change == .coilAccepted(lamp))
    }

    @Test func `a slave with lamps alone shows by them that it is there`() {
        let lamp = BusAddress(slave: 9, number: 0)
        var bus = VirtualBus(BusLayout(inputs: [BusAddress(slave: 1, number: 0)], coils: [lamp]))
        bus.dead = [9]
        bus.plan.want(lamp, isOn: true)
        bus.run(for: .seconds(5))
        #expect(bus.changes.map(\.change) == [.online(slave: 1), .offline(slave: 9, .silent)])
        bus.dead = []
        bus.run(for: .seconds(5))
        #expect(bus.changes.last?.change == .online(slave: 9))
        #expect(bus.writes.last?.outcome == .answered)
    }

    @Test func `a port that was opened again has its lamps written again`() {
        let lamp = BusAddress(slave: 1, number: 0)
        var bus = VirtualBus(slaves: 1, coils: [lamp])
        bus.plan.want(lamp, isOn: true)
        bus.run(for: .seconds(1))
        bus.plan.portOpened()
        bus.run(for: .seconds(1))
        #expect(bus.writes.map(\.isOn) == [true, true])
        #expect(bus.changes.map(\.change) == [.online(slave: 1), .online(slave: 1)])
    }
}
