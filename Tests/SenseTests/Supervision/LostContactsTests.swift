import CallpointCore
import Sense
import Testing

/// One slave of a bus falls silent, and the others do not.
@Suite struct `Contacts that are lost one by one` {
    private static func contact(
        _ role: ContactRole, _ name: String, of callPoint: CallPointID = "NS-0412"
    ) -> WiredContact { WiredContact(callPoint: callPoint, role: role, name: name) }

    /// NS-0412 has its button and its tamper contact on two slaves; NS-0413 has a button beside it.
    private func bench() -> ContactBench {
        var bench = ContactBench([
            Self.contact(.button, "bus/3/0"), Self.contact(.tamper, "bus/4/0"),
            Self.contact(.button, "bus/3/1", of: "NS-0413"),
        ])
        for contact in 0..<3 { bench.see(contact, false, at: .zero, .level) }
        _ = bench.news()
        return bench
    }

    @Test func `a button that was held when its slave died is not stuck, and no release is invented`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1), .poll)
        bench.lose([0], at: .seconds(2))
        bench.run(to: .seconds(3_600))
        #expect(bench.signals.map(\.state) == [.pressed])
        #expect(bench.faults == [])
        #expect(bench.supervisor.status.map(\.isActive) == [nil, false, false])
        #expect(bench.supervisor.status.map(\.rawIsActive) == [nil, false, false])
    }

    @Test(arguments: [true, false])
    func `what it is when it is back is told, as found by looking`(isHeld: Bool) {
        var bench = bench()
        bench.see(0, true, at: .seconds(1), .poll)
        bench.lose([0], at: .seconds(2))
        _ = bench.news()
        bench.see(0, isHeld, at: .seconds(100), .level)
        #expect(bench.signals.map(\.state) == [isHeld ? .pressed : .released])
        #expect(bench.signals.map(\.origin) == [.level])
        // Held from there on for 30 s it is stuck.
        bench.run(to: .seconds(129))
        #expect(bench.faults == [])
        bench.run(to: .seconds(130))
        #expect(bench.faults == (isHeld ? ["+stuck"] : []))
    }

    @Test func `a new press after its return counts, though the one before was never seen to end`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1), .poll)
        bench.lose([0], at: .seconds(2))
        bench.see(0, false, at: .seconds(10), .level)
        bench.see(0, true, at: .seconds(20), .poll)
        #expect(bench.signals.map(\.state) == [.pressed, .released, .pressed])
        #expect(bench.presses.map(\.origin) == [.edge, .edge])
    }

    @Test func `the contacts beside it go on as if nothing were`() {
        var bench = bench()
        bench.see(1, true, at: .seconds(1), .poll)
        bench.see(2, true, at: .seconds(1), .poll)
        bench.lose([0], at: .seconds(2))
        bench.run(to: .seconds(40))
        #expect(bench.faults == ["+tamper", "+stuck"])
        bench.see(2, false, at: .seconds(50), .poll)
        #expect(bench.signals.map(\.callPoint) == ["NS-0413", "NS-0413"])
        #expect(bench.signals.map(\.state) == [.pressed, .released])
    }

    @Test func `a button that is held goes on being held when another contact of its call point is lost`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1), .poll)
        bench.lose([1], at: .seconds(2))
        bench.run(to: .seconds(40))
        #expect(bench.faults == ["+stuck"])
        bench.see(0, false, at: .seconds(50), .poll)
        #expect(bench.signals.map(\.state) == [.pressed, .released])
    }

    @Test func `what waits to be said of a contact that is lost is not said`() {
        var bench = bench()
        for (second, isOpen) in [(1, true), (2, false), (3, true)] { bench.see(1, isOpen, at: .seconds(second), .poll) }
        bench.lose([1], at: .seconds(4))
        bench.run(to: .seconds(200))
        #expect(bench.faults == ["+tamper", "-tamper"])
    }

    @Test func `a contact that is not there means nothing`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1), .poll)
        bench.lose([7, -1], at: .seconds(2))
        bench.run(to: .seconds(40))
        #expect(bench.faults == ["+stuck"])
    }
}

/// The two contacts of a button on two slaves: 0 is normally open, 1 normally closed (active at rest).
@Suite struct `A button of which one contact is lost` {
    private func bench() -> ContactBench {
        var bench = ContactBench([
            WiredContact(callPoint: "NS-0412", role: .button, name: "bus/3/0"),
            WiredContact(callPoint: "NS-0412", role: .buttonBreak, name: "bus/4/0"),
        ])
        bench.see(0, false, at: .zero, .level)
        bench.see(1, true, at: .zero, .level)
        _ = bench.news()
        return bench
    }

    @Test(arguments: [0, 1])
    func `the other one tells the next press and its end`(lost: Int) {
        var bench = bench()
        bench.lose([lost], at: .seconds(1))
        bench.run(to: .seconds(10))
        #expect(bench.bodies.isEmpty)
        let left = 1 - lost
        bench.see(left, left == 0, at: .seconds(20), .poll)
        bench.see(left, left != 0, at: .seconds(21), .poll)
        #expect(bench.signals.map(\.state) == [.pressed, .released])
        #expect(bench.faults == [])
    }

    @Test func `held while one is lost it is held by the other, and stuck in its time`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1), .poll)
        bench.see(1, false, at: .seconds(1), .poll)
        bench.lose([1], at: .seconds(2))
        bench.run(to: .seconds(40))
        #expect(bench.signals.map(\.state) == [.pressed])
        #expect(bench.faults == ["+stuck"])
    }

    /// The contact that said pressed is gone, and the other says rest: nobody knows.
    @Test func `no release is invented by what is left, and the truth is told when it is back`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1), .poll)
        bench.lose([0], at: .milliseconds(1_050))
        bench.run(to: .seconds(40))
        #expect(bench.signals.map(\.state) == [.pressed])
        #expect(bench.faults == [])
        bench.see(0, false, at: .seconds(50), .level)
        #expect(bench.signals.map(\.state) == [.pressed, .released])
    }
}
