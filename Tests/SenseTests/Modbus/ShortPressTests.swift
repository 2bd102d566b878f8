import CallpointCore
import CallpointTesting
import Testing

@testable import Sense

/// Presses that no round of reading can see, on foreign slaves that count or hold them.
@Suite("Presses shorter than a round", .serialized, hasModbusRig)
struct ShortPressTests {
    private func counter(_ table: BusTable) throws -> ModbusBench {
        let contacts = [
            BusContact(
                WiredContact(callPoint: "NS-1", role: .button, name: "bus/3/i5"),
                at: BusAddress(slave: 3, number: 5, table: table)), ModbusBench.contact("NS-3", 4, 0),
        ]
        let bench = try ModbusBench(BusWiring(contacts: contacts)) { try $0.say("count 3 5 500") }
        try bench.settle()
        return bench
    }

    @Test(arguments: [BusTable.inputRegisters, .holdingRegisters])
    func `a counter that has moved is a press, once, and what it counted before is none`(table: BusTable) throws {
        let bench = try counter(table)
        try bench.rig.say("set 4 0 1")
        try bench.turns("a press beside it") { bench.presses == ["NS-3"] }
        for (count, presses) in [(501, 1), (504, 2)] {
            try bench.rig.say("count 3 5 \(count)")
            try bench.turns("press \(presses)") { bench.presses.count { $0 == "NS-1" } == presses }
        }
        bench.turns(for: .milliseconds(200))
        #expect(bench.presses == ["NS-3", "NS-1", "NS-1"])
        #expect(bench.bus.status.contacts[0].pressedAt != nil)
        #expect(
            bench.signals.filter { $0.state == .pressed && $0.callPoint == "NS-1" }.map(\.origin) == [.edge, .edge])
    }

    @Test func `what is counted while the slave is silent is a press when it is back, and its start anew is none`()
        throws
    {
        let bench = try counter(.inputRegisters)
        try bench.rig.say("dead 3")
        try bench.turns("the fault") { bench.faults.count == 1 }
        try bench.rig.say("count 3 5 502")
        try bench.rig.say("alive 3")
        try bench.turns("the press") { bench.presses == ["NS-1"] }
        // Its supply was gone: it begins at 0.
        try bench.rig.say("dead 3")
        try bench.turns("the fault") { bench.faults.count == 2 }
        try bench.rig.say("count 3 5 0")
        let before = bench.restored.count
        try bench.rig.say("alive 3")
        try bench.turns("the return") { bench.restored.count > before }
        bench.turns(for: .milliseconds(200))
        #expect(bench.presses == ["NS-1"])
        try bench.rig.say("count 3 5 1")
        try bench.turns("a press after it") { bench.presses == ["NS-1", "NS-1"] }
        // An adapter that is pulled forgets nothing either.
        bench.rig.pull()
        try bench.turns("the loss") { bench.downs.count == 1 }
        try bench.rig.plugIn()
        try bench.rig.say("count 3 5 2")
        try bench.turns("a press after that") { bench.presses.count == 3 }
    }

    private func latched(_ prepare: [String] = []) throws -> ModbusBench {
        let contacts = [
            BusContact(
                WiredContact(callPoint: "NS-1", role: .button, name: "bus/3/0"), at: BusAddress(slave: 3, number: 0),
                reset: 9)
        ]
        return try ModbusBench(BusWiring(contacts: contacts)) { rig in
            for command in ["latch 3 0 9"] + prepare { try rig.say(command) }
        }
    }

    @Test func `a latch is a press when it is read, is reset when that is visible, and holds the next one`() throws {
        let bench = try latched()
        try bench.settle()
        try bench.turns("a coil that is off") { bench.rig.writes(3, 9) == [false] }
        for number in 1...2 {
            try bench.rig.say("touch 3 0")
            try bench.turns("press \(number)") { bench.presses.count == number }
            // Nobody has said that it is visible.
            let owed = bench.bus.takeOwed()
            #expect(owed.count == 1)
            bench.turns(for: .milliseconds(200))
            #expect(bench.rig.writes(3, 9).count == 2 * number - 1)
            for number in owed { bench.bus.receive(number, at: bench.now) }
            try bench.turns("the reset") { bench.rig.writes(3, 9).suffix(2) == [true, false] }
            try bench.turns("the release") { bench.signals.last?.state == .released }
        }
        #expect(bench.signals.filter { $0.state == .pressed }.map(\.origin) == [.edge, .edge])
    }

    /// A latch is let go when its press is visible, so that its press has to become a line however many there were.
    @Test func `a latch's press is marked as one that its device keeps, and no other is`() throws {
        let contacts = [
            BusContact(
                WiredContact(callPoint: "NS-1", role: .button, name: "bus/3/0"), at: BusAddress(slave: 3, number: 0),
                reset: 9), ModbusBench.contact("NS-3", 4, 0),
        ]
        let bench = try ModbusBench(BusWiring(contacts: contacts)) { try $0.say("latch 3 0 9") }
        try bench.settle()
        try bench.rig.say("touch 3 0")
        try bench.turns("the latch's press") { bench.presses == ["NS-1"] }
        for owed in bench.bus.takeOwed() { bench.bus.receive(owed, at: bench.now) }
        try bench.turns("the release") { bench.signals.last?.state == .released }
        try bench.rig.say("set 4 0 1")
        try bench.turns("the other press") { bench.presses == ["NS-1", "NS-3"] }
        #expect(bench.signals.filter { $0.state == .pressed }.map(\.isKeptByDevice) == [true, false])
    }

    @Test func `a latch that holds at the start is a press that nobody saw begin`() throws {
        let bench = try latched(["touch 3 0"])
        try bench.turns("the press") { bench.presses == ["NS-1"] }
        #expect(bench.signals.first?.origin == .level)
    }

    @Test func `a button that is held keeps its latch, is one press, and is reset again until it lets go`() throws {
        let bench = try latched()
        try bench.settle()
        try bench.rig.say("set 3 0 1")
        try bench.turns("the press") { bench.presses == ["NS-1"] }
        for owed in bench.bus.takeOwed() { bench.bus.receive(owed, at: bench.now) }
        try bench.turns("a second reset") { bench.rig.writes(3, 9).count { $0 } == 2 }
        try bench.rig.say("set 3 0 0")
        try bench.turns("the release") { bench.signals.last?.state == .released }
        #expect(bench.presses == ["NS-1"])
    }
}
