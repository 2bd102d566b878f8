import CallpointCore
import CallpointTesting
import Testing

/// docs/SUPERVISION.md, "The chatter allowance": twenty lines at once, then one a minute, and nothing is lost by it.
@Suite struct ChatterTests {
    /// Presses and lets go, so many times, one in so long; all that came of it.
    @discardableResult
    private func chatter(
        _ stage: Stage, _ callPoint: CallPointID = "A", times: Int, every interval: Duration = .milliseconds(100)
    ) -> [Event] {
        var all: [Event] = []
        for _ in 0..<times {
            all += stage.press(callPoint)
            all += stage.signal(callPoint, .released)
            all += stage.advance(interval)
        }
        return all
    }

    private func last(_ events: [Event]) -> String? { events.stories(of: "alarm.repeated").last }

    @Test func `the first press is an alarm at once, and so are its orders, however the contact chatters after it`() {
        let stage = street([100, 200])
        let first = stage.press("A")
        #expect(first.stories(of: "alarm.raised").count == 1 && first.orderedUnits.count == 2)
        chatter(stage, times: 600)
        stage.close("NS-03-g1-0001")
        #expect(stage.press("A").orderedUnits.count == 2, "nor is the first one after it was closed")
    }

    @Test func `ten a second for ten minutes are twenty lines, and one a minute that counts them all`() {
        let stage = street([100, 200])
        let all = chatter(stage, times: 6_000)
        let repeated = all.stories(of: "alarm.repeated")
        #expect(Array(repeated.prefix(20)) == (2...21).map { "alarm.repeated \($0)" })
        #expect(repeated.count == 29, "20 at once, and one after each minute")
        // As many of the releases, and the first one's.
        #expect(all.stories(of: "alarm.restored").count == 30)
        #expect(stage.incident("A").map { stage.engine.presses(of: $0) } == 6_000)
        let rest = stage.advance(.seconds(60))
        #expect(last(rest) == "alarm.repeated 6000" && stage.incident("A")?.presses == 6_000)
        #expect(stage.incident("A")?.isHeld == false)
        #expect(stage.advance(.seconds(3_600)).stories(of: "alarm").isEmpty, "nothing is said of nothing")
    }

    @Test func `what waits is written within a minute, and no later`() {
        let stage = street([100, 200])
        chatter(stage, times: 21, every: .zero)
        #expect(stage.press("A").isEmpty)
        #expect(stage.advance(.milliseconds(59_999)).stories(of: "alarm").isEmpty)
        #expect(stage.advance(.milliseconds(1)).stories(of: "alarm") == ["alarm.repeated 22"])
        #expect(stage.incident("A")?.isHeld == true)
        stage.advance(.milliseconds(1_000))
        #expect(stage.signal("A", .released).stories(of: "alarm") == ["alarm.restored 61000"])
    }

    @Test func `who presses twenty times in a row, or twice a minute for a quarter of an hour, has a line for each`() {
        let stage = street([100, 200])
        #expect(chatter(stage, times: 21, every: .milliseconds(300)).stories(of: "alarm.repeated").count == 20)
        let slow = street([100, 200])
        #expect(chatter(slow, times: 30, every: .seconds(30)).stories(of: "alarm.repeated").count == 29)
    }

    @Test func `another call point has its own allowance`() {
        let stage = street([100, 200, 300, 400])
        chatter(stage, times: 100)
        #expect(stage.press("B").stories(of: "alarm.raised").count == 1)
        #expect(stage.press("B").stories(of: "alarm") == ["alarm.repeated 2"])
    }

    @Test(arguments: [(300_000, true), (300_001, false)])
    func `five minutes count from the last press, written or not`(milliseconds: Int, joins: Bool) {
        let stage = street([100, 200, 300, 400])
        chatter(stage, times: 30, every: .zero)
        // Written a minute later, and pressed then.
        stage.advance(.milliseconds(milliseconds))
        #expect(stage.incident("A")?.presses == 30)
        #expect(stage.press("A").stories(of: "alarm.raised").isEmpty == joins)
    }

    /// The line comes up to a minute after the press, and says so: after a restart the line is all that is known.
    @Test(arguments: [(300_000, true), (300_001, false)])
    func `five minutes count from the last press after a restart too, however late its line was`(
        milliseconds: Int, joins: Bool
    ) {
        let stage = street([100, 200, 300, 400])
        chatter(stage, times: 30, every: .zero)
        let line = stage.advance(.seconds(60)).first { $0.body.story == "alarm.repeated 30" }
        guard case .alarmRepeated(_, _, _, let ago) = line?.body else {
            Issue.record("no line")
            return
        }
        #expect(ago == 60_000)
        stage.restart(gap: .milliseconds(milliseconds - 60_000))
        #expect(stage.press("A").stories(of: "alarm.raised").isEmpty == joins)
    }

    @Test func `what is counted is written before the incident is closed, before another one begins, and at the end`() {
        let stage = street([100, 200, 300, 400])
        chatter(stage, times: 30, every: .zero)
        let closing = stage.close("NS-03-g1-0001").stories(of: "alarm")
        #expect(closing.first == "alarm.repeated 30" && closing.last?.hasPrefix("alarm.closed") == true)
        chatter(stage, times: 30, every: .zero)
        stage.onScene(stage.ordered("A")[0])
        let next = stage.press("A").stories(of: "alarm")
        #expect(next.first == "alarm.repeated 30" && next.contains { $0.hasPrefix("alarm.raised") })
        let other = street([100, 200])
        chatter(other, times: 30, every: .zero)
        #expect(
            Array(other.send(.stopping(reason: "x")).stories(of: "").prefix(2)) == [
                "alarm.repeated 30", "alarm.restored 0",
            ])
    }

    @Test func `a level that is found pressed is the counted press going on, or a new one after its release`() {
        let stage = street([100, 200])
        chatter(stage, times: 25, every: .zero)
        stage.press("A", origin: .level)
        #expect(stage.incident("A").map { stage.engine.presses(of: $0) } == 26)
        stage.press("A", origin: .level)
        #expect(stage.incident("A").map { stage.engine.presses(of: $0) } == 26)
    }

    @Test func `a node's press is always written: its answer says that the journal holds it`() {
        let stage = street([100, 200])
        for counter in UInt32(1)...100 {
            let turn = stage.press("A", stamp: NodeStamp(address: "0413", counter: counter, boot: 1))
            #expect(turn.stories(of: "alarm.ra").count + turn.stories(of: "alarm.repeated").count == 1)
        }
        #expect(stage.incident("A")?.presses == 100)
        stage.restart()
        #expect(
            stage.press("A", stamp: NodeStamp(address: "0413", counter: 100, boot: 1)).isEmpty, "it is in the record")
    }

    @Test func `a latch's press is always written: it is let go when its press is visible`() {
        let stage = street([100, 200])
        chatter(stage, times: 30, every: .zero)
        var signal = Signal(
            callPoint: "A", input: "bus", state: .pressed, authentication: .wired, edgeAt: stage.now, readAt: stage.now)
        #expect(stage.send(.signal(signal)).isEmpty)
        signal.isKeptByDevice = true
        #expect(stage.send(.signal(signal)).stories(of: "alarm") == ["alarm.repeated 22"])
    }

    @Test func `a kill forgets what was counted within the minute, and nothing that was written`() {
        let stage = street([100, 200])
        chatter(stage, times: 30, every: .zero)
        stage.restart()
        #expect(stage.incident("A")?.presses == 21)
        #expect(stage.press("A").stories(of: "alarm") == ["alarm.repeated 22"])
    }
}

@Suite struct HousingChatterTests {
    private func say(_ stage: Stage, _ counter: UInt32, isOpen: Bool, node: String = "0413") -> [String] {
        stage.signal(
            node == "0413" ? "A" : "B", isOpen ? .tamperOpen : .tamperClosed,
            stamp: NodeStamp(address: node, counter: counter, boot: 1)
        ).stories(of: "device")
    }

    @Test func `the first change is said at once, a flood is bounded, and the last word is right`() {
        let stage = street([100])
        #expect(say(stage, 1, isOpen: true) == ["device.fault tamper"])
        var said = 1
        for counter in UInt32(2)...1_201 {
            said += say(stage, counter, isOpen: counter % 2 == 1).count
            said += stage.advance(.milliseconds(50)).stories(of: "device").count
        }
        #expect((20...22).contains(said), "\(said) lines in a minute")
        // 1201 was an opening.
        stage.advance(.seconds(60))
        #expect(stage.engine.standingFaults.map(\.fault.kind) == [.tamper])
        #expect(stage.advance(.seconds(600)).stories(of: "device").isEmpty)
    }

    @Test func `a change that waits is said within a minute, and not at all if it is undone`() {
        let stage = street([100])
        for counter in UInt32(1)...20 {
            #expect(say(stage, counter, isOpen: counter % 2 == 1).count == 1)
        }
        #expect(say(stage, 21, isOpen: true).isEmpty)
        #expect(say(stage, 21, isOpen: true).isEmpty, "its repeat")
        #expect(say(stage, 22, isOpen: false).isEmpty, "as it was")
        #expect(stage.advance(.seconds(120)).stories(of: "device").isEmpty)
        #expect(say(stage, 23, isOpen: true) == ["device.fault tamper"])
        #expect(say(stage, 24, isOpen: false) == ["device.restored tamper"])
        #expect(say(stage, 25, isOpen: true).isEmpty)
        #expect(say(stage, 1, isOpen: true, node: "0414") == ["device.fault tamper"], "another node")
        #expect(stage.advance(.milliseconds(59_999)).stories(of: "device").isEmpty)
        #expect(stage.advance(.milliseconds(1)).stories(of: "device") == ["device.fault tamper"])
        #expect(say(stage, 25, isOpen: true).isEmpty)
    }

    @Test func `what waits is said before the daemon ends`() {
        let stage = street([100])
        for counter in UInt32(1)...21 { _ = say(stage, counter, isOpen: counter % 2 == 1) }
        #expect(stage.send(.stopping(reason: "x")).stories(of: "device") == ["device.fault tamper"])
    }

    @Test func `a press at a housing that chatters is an alarm at once`() {
        let stage = street([100, 200])
        for counter in UInt32(1)...100 { _ = say(stage, counter, isOpen: counter % 2 == 1) }
        #expect(stage.press("A").orderedUnits.count == 2)
    }
}
