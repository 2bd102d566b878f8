import CallpointCore
import Testing

@testable import Sense

/// `fault NS-1: text`, `restored NS-1: text`: what a body says of which call point, or of the bus.
private func words(_ bodies: [Input.Body]) -> [String] {
    bodies.map { body in
        switch body {
        case .fault(let fault): "fault \(fault.callPoint?.text ?? "bus") \(fault.kind.rawValue): \(fault.detail)"
        case .restored(let fault): "restored \(fault.callPoint?.text ?? "bus") \(fault.kind.rawValue): \(fault.detail)"
        default: "another"
        }
    }
}

@Suite struct `Faults of a bus` {
    /// NS-1 has its button on slave 3 and its tamper contact on slave 4; NS-2 is on slave 3 too.
    private let wiring = BusWiring(
        contacts: [
            BusContact(
                WiredContact(callPoint: "NS-1", role: .button, name: "bus/3/0"), at: BusAddress(slave: 3, number: 0)),
            BusContact(
                WiredContact(callPoint: "NS-1", role: .tamper, name: "bus/4/1"), at: BusAddress(slave: 4, number: 1)),
            BusContact(
                WiredContact(callPoint: "NS-2", role: .button, name: "bus/3/40"), at: BusAddress(slave: 3, number: 40)),
        ], lamps: [BusLamp(of: "NS-2", at: BusAddress(slave: 3, number: 7))])
    private let near = BusSpan(first: 0, count: 1)
    private let far = BusSpan(first: 40, count: 1)

    private func faults() -> BusFaults { BusFaults(input: "bus", wiring: wiring) }

    @Test func `a slave that is offline is a fault of each of its call points, and of no other`() {
        var faults = faults()
        #expect(
            words(faults.take(.offline(slave: 4, .silent))) == [
                "fault NS-1 offline: bus: slave 4 does not answer, 3 times in a row. Check its power, its address, A and B of "
                    + "its wires, and `timeout:`; NS-1 is not heard."
            ])
        // Already said of NS-1.
        #expect(
            words(faults.take(.offline(slave: 3, .garbled))) == [
                "fault NS-2 offline: bus: slave 3 gives no whole answer, 3 times in a row. Check baud, parity, wires and "
                    + "termination, and `timeout:`; NS-2 is not heard."
            ])
    }

    @Test func `a call point is heard again when all of its slaves answer`() {
        var faults = faults()
        _ = faults.take(.offline(slave: 3, .silent)) + faults.take(.offline(slave: 4, .silent))
        #expect(
            words(faults.take(.online(slave: 3))) == ["restored NS-2 offline: bus: slave 3 answers; NS-2 is heard."])
        #expect(
            words(faults.take(.online(slave: 4))) == ["restored NS-1 offline: bus: slave 4 answers; NS-1 is heard."])
        #expect(faults.take(.online(slave: 4)).isEmpty)
    }

    /// The journal may hold a fault of an earlier start; the core drops what does not stand.
    @Test func `the first answers are told as an end of a fault, too`() {
        var faults = faults()
        #expect(words(faults.take(.online(slave: 3))).map { String($0.prefix(13)) } == ["restored NS-2"])
        #expect(words(faults.take(.online(slave: 4))).map { String($0.prefix(13)) } == ["restored NS-1"])
        faults.portOpened()
        #expect((faults.take(.online(slave: 3)) + faults.take(.online(slave: 4))).isEmpty)
    }

    @Test(arguments: [
        (1, "exception 1, illegal function"), (2, "exception 2, illegal data address"),
        (4, "exception 4, device failure"),
        (9, "exception 9"), (11, "exception 11, gateway target does not respond"),
    ])
    func `what a slave refuses is a fault of those whose inputs it is`(code: Int, meaning: String) {
        var faults = faults()
        _ = faults.take(.online(slave: 3)) + faults.take(.online(slave: 4))
        #expect(
            words(faults.take(.refused(slave: 3, far, code: code))) == [
                "fault NS-2 offline: bus: slave 3 does not read its input 40 (\(meaning)). Check `slave:` and `bit:` of NS-2; "
                    + "it is not heard."
            ])
        #expect(faults.take(.refused(slave: 3, far, code: code)).isEmpty)
        #expect(
            words(faults.take(.accepted(slave: 3, far))) == [
                "restored NS-2 offline: bus: slave 3 answers; NS-2 is heard."
            ])
    }

    @Test func `a lamp that is refused is one fault of the bus, until every lamp is written`() {
        var faults = faults()
        let lamp = BusAddress(slave: 3, number: 7)
        #expect(
            words(faults.take(.coilRefused(lamp, code: 2))) == [
                "fault bus line: bus: slave 3 does not write its coil 7 (exception 2, illegal data address): the lamp of NS-2 "
                    + "stays as it is. Check its `slave:` and `bit:`; it is tried again once a minute."
            ])
        #expect(faults.take(.coilRefused(BusAddress(slave: 3, number: 8), code: 2)).isEmpty)
        #expect(faults.take(.coilAccepted(lamp)).isEmpty)
        #expect(
            words(faults.take(.coilAccepted(BusAddress(slave: 3, number: 8)))) == [
                "restored bus line: bus: every coil can be written."
            ])
    }

    /// Slave 5 has a lamp, slave 6 a sounder, and neither an input.
    @Test func `a silent slave that has lamps and nothing else is a fault of the bus, until it answers`() {
        var wiring = wiring
        wiring.lamps += [
            BusLamp(of: "NS-1", at: BusAddress(slave: 5, number: 0)),
            BusLamp(of: "NS-2", at: BusAddress(slave: 5, number: 1)),
            BusLamp(of: "NS-2", at: BusAddress(slave: 6, number: 0)),
        ]
        var faults = BusFaults(input: "bus", wiring: wiring)
        for slave in 3...6 { _ = faults.take(.online(slave: slave)) }
        #expect(
            words(faults.take(.offline(slave: 5, .silent))) == [
                "fault bus line: bus: slave 5 does not answer, 3 times in a row. Check its power, its address, A and B of its "
                    + "wires, and `timeout:`; the lamps and sounders of NS-1, NS-2 stay as they are."
            ])
        // One fault for all lamps of the bus.
        #expect(faults.take(.offline(slave: 6, .garbled)).isEmpty)
        #expect(faults.take(.online(slave: 5)).isEmpty)
        #expect(words(faults.take(.online(slave: 6))) == ["restored bus line: bus: every coil can be written."])
        // A slave that has inputs too is told by its call points.
        #expect(words(faults.take(.offline(slave: 3, .silent))).allSatisfy { !$0.contains(" line: ") })
        _ = faults.take(.offline(slave: 5, .silent))
        wiring.lamps.removeAll { $0.address.slave == 5 }
        #expect(words(faults.adopt(wiring)) == ["restored bus line: bus: every coil can be written."])
    }

    @Test func `a latch that cannot be reset, and a register that is not there, are told as what they are`() {
        let register = BusAddress(slave: 3, number: 12, table: .inputRegisters)
        let wiring = BusWiring(contacts: [
            BusContact(
                WiredContact(callPoint: "NS-1", role: .button, name: "bus/3/0"), at: BusAddress(slave: 3, number: 0),
                reset: 7),
            BusContact(WiredContact(callPoint: "NS-2", role: .button, name: "bus/3/i12"), at: register),
        ])
        var faults = BusFaults(input: "bus", wiring: wiring)
        _ = faults.take(.online(slave: 3))
        #expect(
            words(faults.take(.coilRefused(BusAddress(slave: 3, number: 7), code: 2))) == [
                "fault bus line: bus: slave 3 does not write its coil 7 (exception 2, illegal data address): the latch of NS-1 "
                    + "is not reset, and its next press goes unseen. Check its `reset:`; it is tried again once a minute."
            ])
        #expect(
            words(faults.take(.refused(slave: 3, BusSpan(first: 12, count: 1, table: .inputRegisters), code: 2))) == [
                "fault NS-2 offline: bus: slave 3 does not read its input register 12 (exception 2, illegal data address). "
                    + "Check `slave:` and `counter:` of NS-2; it is not heard."
            ])
        // A discrete input of that number is another place.
        #expect(faults.take(.refused(slave: 3, BusSpan(first: 12, count: 1), code: 2)).isEmpty)
        #expect(
            words(faults.adopt(BusWiring(contacts: [wiring.contacts[1]]))) == [
                "restored bus line: bus: every coil can be written."
            ])
    }

    @Test func `what is taken out of the site file is not at fault any more`() {
        var faults = faults()
        _ = faults.take(.offline(slave: 3, .silent)) + faults.take(.online(slave: 4))
        let rest = BusWiring(contacts: [wiring.contacts[1]])
        // NS-1 stays by its tamper contact, whose slave answers; NS-2 is gone.
        #expect(
            words(faults.adopt(rest)) == [
                "restored NS-2 offline: NS-2 is not on this bus any more.",
                "restored NS-1 offline: bus: slave 4 answers; NS-1 is heard.",
            ])
        _ = faults.take(.offline(slave: 4, .silent))
        #expect(words(faults.withdraw()) == ["restored NS-1 offline: NS-1 is not on this bus any more."])
    }
}
