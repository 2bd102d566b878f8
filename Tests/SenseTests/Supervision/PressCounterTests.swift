import CallpointCore
import Testing

@testable import Sense

@Suite struct `A counter of presses` {
    @Test(
        arguments: [
            // Moved, by however much: one press. Not moved, or read for the first time: none.
            ([7], [false]), ([0], [false]), ([65_535], [false]),
            ([7, 7, 8, 8, 13], [false, false, true, false, true]),
            ([0, 1], [false, true]), ([100, 40_000], [false, true]),
            // Over the end.
            ([65_535, 0], [false, true]), ([65_534, 3], [false, true]), ([65_280, 0], [false, true]),
            // Its module has started anew: at 0 it has counted nothing since, at more it has.
            ([500, 0], [false, false]), ([65_279, 0], [false, false]), ([1, 0], [false, false]),
            ([500, 2], [false, true]),
            ([40_000, 700], [false, true]),
            // What it counts after that are presses again, up to where it was too.
            ([500, 0, 1, 1, 2], [false, false, true, false, true]), ([1, 0, 1], [false, false, true]),
            ([500, 0, 0, 500], [false, false, false, true]),
        ] as [([UInt16], [Bool])])
    func `a press is one that has moved, and a fall to nothing is none`(values: [UInt16], presses: [Bool]) {
        var counter = PressCounter()
        #expect(values.map { counter.read($0) } == presses)
        #expect(counter.value == values.last)
    }

    private func bench() -> ContactBench {
        ContactBench([
            WiredContact(callPoint: "NS-0412", role: .button, name: "bus/3/i12"),
            WiredContact(callPoint: "NS-0412", role: .tamper, name: "bus/3/1"),
        ])
    }

    @Test func `its press is one that was seen to begin, at the time of the answer`() {
        var bench = bench()
        bench.count(0, 4, at: .zero)
        #expect(bench.bodies.isEmpty)
        bench.count(0, 5, at: .seconds(1))
        let at = ContactBench.at(.seconds(1))
        #expect(
            bench.signals == [
                Signal(
                    callPoint: "NS-0412", input: "panel", state: .pressed, authentication: .wired, edgeAt: at,
                    readAt: at)
            ])
        let status = bench.supervisor.status[0]
        #expect(status.pressedAt == at && status.seenAt == at && status.edges == 1)
        #expect(status.isActive == nil && status.rawIsActive == nil, "it has no level")
    }

    @Test func `it is never stuck, for nobody sees its release, and three within a minute are chatter`() {
        var bench = bench()
        bench.count(0, 0, at: .zero)
        bench.count(0, 1, at: .seconds(1))
        bench.run(to: .seconds(3_600))
        #expect(bench.faults == [])
        for second in 1...5 { bench.count(0, UInt16(second) + 1, at: .seconds(3_600 + second)) }
        #expect(bench.presses.count == 6)
        #expect(bench.faults == ["+chatter"])
        bench.run(to: .seconds(3_666))
        #expect(bench.faults == ["+chatter", "-chatter"])
    }

    @Test func `what was counted while its slave was silent was pressed, once`() {
        var bench = bench()
        bench.count(0, 4, at: .zero)
        bench.lose([0, 1], at: .seconds(1))
        bench.count(0, 4, at: .seconds(10))
        #expect(bench.presses.isEmpty)
        bench.lose([0, 1], at: .seconds(11))
        bench.count(0, 9, at: .seconds(20))
        bench.lose(at: .seconds(21))
        bench.count(0, 10, at: .seconds(30))
        #expect(bench.presses.count == 2)
    }

    @Test func `another site file keeps what stays, and reads what is new for the first time`() {
        var bench = bench()
        bench.count(0, 4, at: .zero)
        bench.supervisor.reconfigure(contacts: [
            WiredContact(callPoint: "NS-1", role: .button, name: "bus/3/i13"),
            WiredContact(callPoint: "NS-0412", role: .button, name: "bus/3/i12"),
        ])
        bench.count(0, 70, at: .seconds(1))
        bench.count(1, 5, at: .seconds(1))
        #expect(bench.presses.map(\.callPoint) == ["NS-0412"])
    }

    @Test func `chatter that a run before has said ends a minute after its first count`() {
        var bench = bench()
        bench.supervisor.recall([DeviceFault(input: "panel", callPoint: "NS-0412", kind: .chatter, detail: "")])
        bench.run(to: .seconds(100))
        bench.count(0, 4, at: .seconds(100))
        bench.run(to: .seconds(159))
        #expect(bench.faults == [])
        bench.run(to: .seconds(160))
        #expect(bench.faults == ["-chatter"])
    }
}
