import CallpointCore
import CallpointTesting
import Testing

@Suite struct WalkTestTests {
    /// A street with a walk test of all its call points open.
    private func walking(_ metres: [Int] = [100, 200, 300, 400], for duration: Duration = .seconds(1_800)) -> Stage {
        let stage = street(metres)
        stage.act(.startWalkTest([], for: duration))
        return stage
    }

    /// Somebody asks for a press, and a second later somebody presses.
    @discardableResult
    private func ask(_ stage: Stage, _ callPoint: CallPointID = "A", for duration: Duration = .seconds(120)) -> [Event]
    {
        let turn = stage.act(.ask(callPoint, for: duration))
        stage.advance(.seconds(1))
        return turn
    }

    /// What must be so of a press that is live: an alarm and two orders, and nothing of a test.
    private func expectLive(
        _ turn: [Event], _ why: Comment, _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(turn.stories(of: "alarm.raised").count == 1, why, sourceLocation: location)
        #expect(turn.orderedUnits.count == 2, why, sourceLocation: location)
        #expect(turn.allSatisfy { $0.mode == .live }, why, sourceLocation: location)
    }

    @Test func `the press that was asked for goes the whole way and sends nobody`() {
        let stage = walking()
        #expect(ask(stage).map(\.body.story) == ["walktest.asked 120000"])
        let turn = stage.press("A")
        #expect(
            turn.map(\.body.story) == [
                "test.pressed field 50+0", "test.started street", "alarm.located 225369000 1139345000",
                "units.ranked 1.1 [M-1@19445,M-2@33889,M-3@48334,M-4@62778] out [] ",
                "test.ordered NS-03-g1-0001/1/M-1/1 1.1 eta 19445 100 m 180 deg",
                "test.ordered NS-03-g1-0001/1/M-2/1 1.1 eta 33889 200 m 180 deg",
            ])
        #expect(turn.allSatisfy { $0.mode == .test && $0.incident == "NS-03-g1-0001" })
        #expect(stage.engine.openIncidents.isEmpty)
        stage.advance(.milliseconds(800))
        #expect(stage.signal("A", .released).map(\.body.story) == ["test.released 800"])
        stage.emitted(["NS-03-g1-0001/1/M-1/1"], after: .milliseconds(-757))
        let press = stage.engine.checklist[0].record.press
        #expect(press?.pressed.senseMicroseconds == 50)
        #expect(press?.totalMicroseconds == 43_050)
        #expect(press?.heldMilliseconds == 800)
        #expect(stage.engine.checklist[1].record.press == nil)
    }

    /// A node repeats until it is answered, for hours where the line is bad: long after nobody takes it for a repeat.
    @Test(arguments: [false, true])
    func `a node that says again what it said before the asking is live, and the asking stands`(isUnrecorded: Bool) {
        let stage = walking([100, 200, 300, 400, 500, 600])
        let stamp = NodeStamp(address: "0413", counter: 7, boot: 1)
        stage.press("A", stamp: stamp)
        stage.close("NS-03-g1-0001")
        stage.advance(.seconds(isUnrecorded ? 10 : 600))
        ask(stage)
        let again =
            isUnrecorded ? stage.send(.signal(unrecorded(stamp, at: stage.now))) : stage.press("A", stamp: stamp)
        #expect(again.stories(of: "alarm.raised").count == 1)
        #expect(again.stories(of: "test").isEmpty)
        stage.close("NS-03-g1-0002")
        #expect(
            stage.press("A", stamp: NodeStamp(address: "0413", counter: 8, boot: 1)).stories(of: "test.pressed").count
                == 1)
    }

    private func unrecorded(_ stamp: NodeStamp, at now: Instant) -> Signal {
        var signal = Signal(
            callPoint: "A", input: "field", state: .pressed, stamp: stamp, edgeAt: now, readAt: now)
        signal.isUnrecorded = true
        return signal
    }

    @Test func `the first release and the first order that is out are its own, and no later ones`() {
        let stage = walking()
        ask(stage)
        stage.press("A")
        stage.signal("A", .released)
        #expect(stage.signal("A", .released).isEmpty, "a second release")
        stage.emitted(["NS-03-g1-0001/1/M-1/1"], after: .milliseconds(10))
        let total = stage.engine.checklist[0].record.press?.totalMicroseconds
        stage.emitted(["NS-03-g1-0001/1/M-2/1"], after: .milliseconds(90))
        #expect(total != nil && stage.engine.checklist[0].record.press?.totalMicroseconds == total)
    }

    @Test func `the order of an earlier test is not the later one's`() {
        let stage = walking()
        for _ in 0..<2 {
            ask(stage)
            stage.press("A")
            stage.signal("A", .released)
        }
        stage.emitted(["NS-03-g1-0001/1/M-1/1"])
        let press = stage.engine.checklist[0].record.press
        #expect(press?.incident == "NS-03-g1-0002" && press?.totalMicroseconds == nil)
    }

    @Test func `the second press, held or released, is live`() {
        for isReleased in [true, false] {
            let stage = walking()
            ask(stage)
            stage.press("A")
            if isReleased { stage.signal("A", .released) }
            expectLive(stage.press("A"), "a second press")
        }
    }

    @Test func `a press anywhere else is live, and leaves the asking in force`() {
        let stage = walking()
        ask(stage, "A")
        expectLive(stage.press("B"), "a press elsewhere")
        #expect(stage.press("A").stories(of: "test.pressed").count == 1)
    }

    @Test func `an open walk test makes no press a test of itself`() {
        expectLive(walking().press("A"), "nothing was asked for")
    }

    @Test func `one press is asked for at a time: the later asking is in force`() {
        let stage = walking()
        ask(stage, "A")
        ask(stage, "B")
        expectLive(stage.press("A"), "not asked for any more")
        #expect(stage.press("B").stories(of: "test.pressed").count == 1)
    }

    @Test(arguments: [(119_999, true), (120_000, false)])
    func `the asking ends in its time`(milliseconds: Int, isTest: Bool) {
        let stage = walking()
        ask(stage)
        stage.advance(.milliseconds(milliseconds - 1_000))
        #expect(stage.press("A").stories(of: "test.pressed").isEmpty != isTest)
    }

    @Test func `the asking ends with the walk test, by its time or by somebody`() {
        let stage = walking(for: .seconds(60))
        #expect(ask(stage).stories(of: "walktest") == ["walktest.asked 60000"])
        #expect(stage.advance(.seconds(59)).stories(of: "walktest") == ["walktest.ended expired"])
        expectLive(stage.press("A"), "expired")
        let other = walking()
        ask(other)
        #expect(other.act(.stopWalkTest).map(\.body.story) == ["walktest.ended by"])
        expectLive(other.press("A"), "stopped")
    }

    @Test func `what is withdrawn is not asked for`() {
        let stage = walking()
        ask(stage)
        #expect(stage.act(.withdrawAsk).map(\.body.story) == ["walktest.withdrawn"])
        #expect(stage.act(.withdrawAsk).isEmpty && stage.refusal == nil)
        expectLive(stage.press("A"), "withdrawn")
    }

    @Test func `a press that began before it was asked for is live`() {
        let stage = walking()
        let edge = stage.now + .milliseconds(-1)
        ask(stage)
        let turn = stage.send(
            .signal(
                Signal(
                    callPoint: "A", input: "panel", state: .pressed, authentication: .wired, edgeAt: edge,
                    readAt: stage.now)))
        expectLive(turn, "began before")
    }

    @Test func `a press that nobody saw begin is live`() {
        let stage = walking()
        ask(stage)
        expectLive(stage.press("A", origin: .level), "found as a level")
    }

    @Test func `where a call is open nothing can be asked for, and what was asked for is void`() {
        let stage = walking()
        stage.press("A")
        ask(stage)
        #expect(
            stage.refusal?.description
                == "A has the open incident NS-03-g1-0001: a press there may be a caller's. "
                + "Close the incident first, or go on with another call point.")
        let other = walking()
        ask(other)
        other.press("A", origin: .level)
        #expect(other.press("A").stories(of: "alarm") == ["alarm.repeated 2"])
    }

    @Test func `a node's press is a test once: its repeat is the same press, over a restart too, and the next is live`()
    {
        let stage = walking()
        ask(stage)
        let stamp = NodeStamp(address: "0413", counter: 7)
        #expect(stage.press("A", stamp: stamp).stories(of: "test.pressed").count == 1)
        #expect(stage.press("A", stamp: stamp).isEmpty)
        stage.restart()
        #expect(stage.press("A", stamp: stamp).isEmpty)
        let release = NodeStamp(address: "0413", counter: 8)
        #expect(stage.signal("A", .released, stamp: release).stories(of: "test.released").count == 1)
        #expect(stage.signal("A", .released, stamp: release).isEmpty)
        expectLive(stage.press("A", stamp: NodeStamp(address: "0413", counter: 9)), "the next message")
    }

    @Test func `what was asked for is asked for over a restart, unless nobody knows how long that took`() {
        let stage = walking()
        ask(stage)
        stage.restart(gap: .seconds(100))
        #expect(stage.press("A").stories(of: "test.pressed").count == 1)
        let other = walking()
        ask(other)
        #expect(other.restart(gap: nil).stories(of: "walktest") == ["walktest.ended expired"])
        expectLive(other.press("A"), "the time is unknown")
    }

    @Test func `faults are ticked once each, wherever they are on the list`() {
        let stage = street([100])
        stage.act(.startWalkTest(["A"], for: .seconds(600)))
        #expect(
            stage.signal("A", .tamperOpen).stories(of: "") == ["device.fault tamper", "walktest.seen tamper"])
        stage.signal("A", .tamperClosed)
        #expect(stage.signal("A", .tamperOpen).stories(of: "") == ["device.fault tamper"])
        stage.send(.fault(DeviceFault(input: "panel", callPoint: "A", kind: .line, detail: "x")))
        #expect(stage.signal("B", .tamperOpen).stories(of: "walktest").isEmpty)
        #expect(stage.engine.checklist.map(\.callPoint) == ["A"])
        #expect(stage.engine.checklist[0].record.faults == [.tamper, .line])
        stage.act(.stopWalkTest)
        #expect(
            stage.send(.fault(DeviceFault(callPoint: "A", kind: .door, detail: "x"))).stories(of: "walktest").isEmpty)
    }

    @Test func `the list is kept when it is over, until the next one begins`() {
        let stage = walking()
        ask(stage)
        stage.press("A")
        stage.act(.stopWalkTest)
        stage.restart()
        #expect(stage.engine.checklist[0].record.press != nil && stage.engine.walkTest?.end != nil)
        stage.act(.startWalkTest([], for: .seconds(60)))
        #expect(stage.engine.checklist.allSatisfy { $0.record.press == nil })
    }

    @Test func `a call point that leaves the site file while its press is asked for is unknown, and said so`() {
        let stage = walking()
        ask(stage, "B")
        var site = SiteBuilder()
        site.callPoint("A")
        site.plan(.street)
        stage.reload(site.build())
        let turn = stage.press("B")
        #expect(turn.stories(of: "device") == ["device.fault unknown_address"])
        #expect(turn.stories(of: "test").isEmpty)
    }

    @Test func `what cannot be done is refused in words`() {
        let stage = street([100])
        let none = "No walk test is open. Begin one: 'callpoint walktest start'."
        let cases: [(Act.Verb, String)] = [
            (.ask("A", for: .seconds(60)), none), (.stopWalkTest, none), (.withdrawAsk, none),
            (
                .startWalkTest(["A", "Z"], for: .seconds(60)),
                "There is no call point Z. List them with 'callpoint check' on the site file."
            ),
            (
                .startWalkTest([], for: .seconds(28_801)),
                "A walk test lasts from 1 min to 8 h, and not 28801 s. Say how long within that; another can follow."
            ),
        ]
        for (verb, text) in cases {
            #expect(stage.act(verb).isEmpty)
            #expect(stage.refusal?.description == text)
        }
        stage.act(.startWalkTest(["A", "A"], for: .seconds(600)))
        #expect(stage.refusal == nil && stage.engine.walkTest?.named == ["A"])
        let open: [(Act.Verb, String)] = [
            (
                .startWalkTest([], for: .seconds(60)),
                "A walk test is open already. End it with 'callpoint walktest stop'; by itself it ends in 11 min."
            ),
            (
                .ask("B", for: .seconds(60)),
                "B is not on the list of this walk test. Ask for one that is: 'callpoint walktest show' has the list."
            ),
            (
                .ask("Z", for: .seconds(60)),
                "There is no call point Z. List them with 'callpoint check' on the site file."
            ),
            (
                .ask("A", for: .seconds(601)),
                "A press is awaited from 5 s to 10 min, and not 601 s. Say how long within that; it can be asked for "
                    + "again."
            ),
        ]
        for (verb, text) in open {
            #expect(stage.act(verb).isEmpty)
            #expect(stage.refusal?.description == text)
        }
    }

    @Test func `thirty-two call points can be named, and all of them without a name`() {
        var site = SiteBuilder()
        let points = (0...WalkTest.nameLimit).map { CallPointID("P-\($0)") }
        for point in points { site.callPoint(point) }
        site.plan(.street)
        let stage = stage(site.build())
        stage.act(.startWalkTest(points, for: .seconds(60)))
        #expect(
            stage.refusal?.description == "33 call points are named, and a walk test names 32 at most. "
                + "Name fewer, or none: then all of the site's are on its list.")
        stage.act(.startWalkTest(Array(points.dropLast()), for: .seconds(60)))
        #expect(stage.refusal == nil && stage.engine.checklist.count == 32)
        stage.act(.stopWalkTest)
        stage.act(.startWalkTest([], for: .seconds(60)))
        #expect(stage.engine.checklist.count == 33)
    }
}
