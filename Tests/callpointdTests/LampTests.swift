import CallpointCore
import EventCodec
import Sense
import SiteFile
import Testing

@testable import callpointd

@Suite("Lamps and sounders", .ownThread)
struct LampTests {
    private let lamp = 0, sounder = 1, otherLamp = 2

    @Test func `the lamp blinks when the press is visible, is steady when a unit has accepted, dark when closed`()
        throws
    {
        let bench = try BenchDaemon()
        try bench.turn(until: "every level told") { bench.panel.isOn.count == 3 }
        #expect(bench.panel.isOn == [lamp: false, sounder: false, otherLamp: false])
        _ = bench.daemon.engine.observe(
            Fix(
                unit: "F-1", place: Coordinate(latitudeE7: 225_000_000, longitudeE7: 1_139_000_000),
                sourceMilliseconds: 0, receivedAt: bench.daemon.timeLine.now))
        bench.press("NS-1")
        let raised = bench.daemon.encoder.head.sequence
        try bench.turn(until: "a lit lamp") { bench.panel.isOn[lamp] == true }
        let lit = try #require(bench.panel.switchings.last { $0.output == lamp })
        #expect(lit.visibleThrough >= raised)
        #expect(bench.panel.isOn[sounder] == true && bench.panel.isOn[otherLamp] == false)
        // It blinks.
        try bench.turn(until: "a dark lamp") { bench.panel.isOn[lamp] == false }
        let incident = try #require(bench.daemon.engine.openIncidents.first?.id)
        bench.act(.acknowledge(incident))
        try bench.turn(until: "silence") { bench.panel.isOn[sounder] == false }
        #expect(state(bench, lamp) == .slowBlink)
        bench.act(.answer(.unit("F-1"), .accept))
        try bench.turn(until: "a steady lamp") { state(bench, lamp) == .steady && bench.panel.isOn[lamp] == true }
        bench.act(.close(incident, .genuine, note: nil))
        try bench.turn(until: "a dark lamp") { bench.panel.isOn[lamp] == false }
        #expect(state(bench, lamp) == .off)
    }

    private func state(_ bench: BenchDaemon, _ output: Int) -> LampState? {
        bench.daemon.lamps.board.states.first { $0.wire.output == output }?.state
    }

    @Test func `no lamp is switched while lines of the turn wait for the record`() throws {
        let bench = try BenchDaemon()
        bench.press("NS-1")
        try bench.turn(until: "a lit lamp") { bench.panel.isOn[lamp] == true }
        // Presses in turns in which the lamp is due too.
        for _ in 0..<5 {
            let due = bench.daemon.lamps.board.nextDeadline ?? bench.daemon.timeLine.now
            _ = eventually(within: .seconds(2)) { bench.daemon.timeLine.now >= due }
            let now = bench.daemon.timeLine.now
            let signal = Signal(
                callPoint: "NS-2", input: "panel", state: .pressed, authentication: .wired, edgeAt: now, readAt: now)
            bench.daemon.take([.signal(signal)], from: "panel")
            bench.daemon.loop()
        }
        #expect(bench.panel.switchings.count > 5)
        #expect(!bench.panel.switchings.contains { $0.hasUnflushedLines })
    }

    @Test func `in a walk test a lamp shows a fault, a test that was heard, and above all a live press`() throws {
        let bench = try BenchDaemon()
        bench.daemon.feed(.fault(DeviceFault(input: "panel", callPoint: "NS-2", kind: .tamper, detail: "open")))
        bench.act(.startWalkTest([], for: .seconds(600)))
        try bench.turn(until: "a lamp that blinks fast") { state(bench, otherLamp) == .fastBlink }
        #expect(state(bench, lamp) == .off)
        bench.act(.test("NS-1"))
        try bench.turn(until: "a lamp that says heard") { state(bench, lamp) == .slowBlink }
        #expect(bench.panel.isOn[sounder] == false)
        bench.press("NS-2")
        try bench.turn(until: "the same for a live press") { state(bench, otherLamp) == .slowBlink }
        bench.act(.stopWalkTest)
        let incident = try #require(bench.daemon.engine.openIncidents.first?.id)
        bench.act(.close(incident, .test, note: nil))
        try bench.turn(until: "a dark lamp") { state(bench, otherLamp) == .off }
    }

    @Test func `everything is off when the daemon ends`() throws {
        let panel: BenchDaemon.Panel
        do {
            let bench = try BenchDaemon()
            panel = bench.panel
            bench.press("NS-1")
            try bench.turn(until: "a lit lamp") { bench.panel.isOn[lamp] == true }
            #expect(!panel.isSafe)
        }
        #expect(panel.isSafe)
    }
}

@Suite("Which lamp is shown when")
struct LampDueTests {
    private func lamps() -> Lamps {
        var lamps = Lamps()
        let wires = ["NS-1", "NS-2"].enumerated().map { index, name in
            OutputWire(callPoint: CallPointID(name), kind: .lamp, input: "panel", output: index)
        }
        lamps.rewire(wires, after: 10)
        return lamps
    }

    private func event(_ callPoint: CallPointID?, _ body: Event.Body = .daemonStopping(reason: "")) -> Event {
        Event(
            at: Instant(microseconds: 0), wall: WallTime(millisecondsSince1970: 0, offsetMinutes: 0),
            callPoint: callPoint, body)
    }

    @Test func `a call point is shown once no line about it waits to be visible`() {
        var lamps = lamps()
        #expect(lamps.takeDue(through: 9).isEmpty)
        #expect(lamps.takeDue(through: 10) == ["NS-1", "NS-2"])
        #expect(lamps.takeDue(through: 10).isEmpty)
        lamps.note(event("NS-1"), sequence: 11)
        lamps.note(event("NS-2"), sequence: 12)
        lamps.note(event("NS-1"), sequence: 13)
        #expect(lamps.takeDue(through: 12) == ["NS-2"])
        #expect(lamps.takeDue(through: 13) == ["NS-1"])
    }

    @Test func `a line about nobody, about a call point without lamps, or that only counts, shows nothing`() {
        var lamps = lamps()
        _ = lamps.takeDue(through: 10)
        lamps.note(event(nil), sequence: 11)
        lamps.note(event("NS-3"), sequence: 12)
        let ledger = OrderEmitted(
            order: "T-1/1/F-1/1", journalMicroseconds: 0, emitMicroseconds: 0, totalMicroseconds: 0,
            budgetMilliseconds: 250, isDurable: true)
        lamps.note(event("NS-1", .orderEmitted(ledger)), sequence: 13)
        #expect(lamps.takeDue(through: 100).isEmpty)
    }

    @Test func `a walk test that begins or ends shows all of them anew`() {
        var lamps = lamps()
        _ = lamps.takeDue(through: 10)
        lamps.note(event(nil, .walkTestEnded(.expired)), sequence: 11)
        #expect(lamps.takeDue(through: 11) == ["NS-1", "NS-2"])
    }

    @Test func `a press that was a test shows for ten seconds`() {
        var lamps = lamps()
        _ = lamps.takeDue(through: 10)
        lamps.note(event("NS-1", .testStarted(actor: "p:0", via: "cli", plan: "street")), sequence: 11)
        #expect(lamps.takeDue(through: 11) == ["NS-1"])
        let end = Instant(microseconds: 10_000_000)
        #expect(lamps.isTried("NS-1", at: Instant(microseconds: 9_999_999)) && !lamps.isTried("NS-1", at: end))
        #expect(lamps.takeTried(at: Instant(microseconds: 9_999_999)).isEmpty)
        #expect(lamps.takeTried(at: end) == ["NS-1"])
        #expect(lamps.takeTried(at: end).isEmpty)
    }
}
