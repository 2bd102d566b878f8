import CallpointCore
import Sense
import Testing

private let start = ContactBench.start
private let key = [UInt8](0..<16)

/// Two nodes on an open line, in virtual time.
private struct NodeBench {
    var nodes: SerialNodes
    private(set) var bodies: [Input.Body] = []
    private(set) var ticks = 0
    private var counter: UInt32 = 0
    private var now = start

    init(silenceLimit: Duration? = .seconds(20), isKeyed: Bool = false) {
        var keys = NodeKeys()
        if isKeyed { keys["field", "0413"] = key }
        nodes = SerialNodes(
            input: "field", callPoints: ["0413": "NS-0413", "0414": "NS-0414"], keys: keys, silenceLimit: silenceLimit)
        nodes.listen(at: start)
    }

    mutating func run(to time: Duration) {
        while let due = nodes.nextDeadline, due <= start + time {
            ticks += 1
            precondition(ticks < 100_000, "a deadline is not met by its tick")
            now = max(now, due)
            bodies += nodes.tick(at: now)
        }
        now = max(now, start + time)
    }

    mutating func say(_ state: Signal.State, at time: Duration, by address: String = "0413") {
        counter += 1
        take(Sentence(address: address, counter: counter, state: state, boot: 1), at: time)
    }

    mutating func take(_ sentence: Sentence, at time: Duration) {
        run(to: time)
        bodies += nodes.take(sentence, edgeAt: start + time, readAt: start + time)
    }

    mutating func beat(from first: Int, through last: Int, by addresses: [String] = ["0413", "0414"]) {
        for second in stride(from: first, through: last, by: 6) {
            for address in addresses { say(.heartbeat, at: .seconds(second), by: address) }
        }
    }

    mutating func news() -> [Input.Body] {
        defer { bodies = [] }
        return bodies
    }

    /// `+offline NS-0413`, `-offline NS-0413`.
    var faults: [String] {
        bodies.compactMap { body in
            switch body {
            case .fault(let fault): "+\(fault.kind) \(fault.callPoint?.text ?? "")"
            case .restored(let fault): "-\(fault.kind) \(fault.callPoint?.text ?? "")"
            default: nil
            }
        }
    }
}

@Suite struct `The silence of nodes` {
    @Test func `a node that was never heard is offline when its limit is over, and no earlier`() {
        var bench = NodeBench()
        bench.beat(from: 0, through: 18, by: ["0414"])
        bench.run(to: .seconds(19))
        #expect(bench.faults == [])
        bench.run(to: .seconds(20))
        #expect(bench.faults == ["+offline NS-0413"])
        #expect(
            bench.bodies.details(of: .offline) == [
                "field/0413: the node of NS-0413 has said nothing for 20 s. Look at its power, its line and its address; a "
                    + "press there may not be heard."
            ])
        #expect(bench.nodes.status.map(\.faults) == [[.offline], []])
    }

    @Test func `nodes that beat are never offline, and wake nobody more than once a second`() {
        var bench = NodeBench()
        bench.beat(from: 0, through: 3_600)
        #expect(bench.faults == [])
        #expect(bench.ticks < 400)
    }

    @Test func `its next sentence restores it, whatever it says`() {
        var bench = NodeBench()
        bench.beat(from: 0, through: 60, by: ["0414"])
        bench.say(.pressed, at: .seconds(61))
        bench.run(to: .seconds(62))
        #expect(bench.faults == ["+offline NS-0413", "-offline NS-0413"])
    }

    @Test func `a node that comes and goes is said once a minute`() {
        var bench = NodeBench()
        for round in 0..<20 { bench.say(.heartbeat, at: .seconds(round * 30)) }
        #expect(bench.faults.count { $0 == "+offline NS-0413" } <= 10)
        #expect(bench.faults.count { $0 == "+offline NS-0413" } >= 9)
    }

    @Test func `silence that goes on is said once`() {
        var bench = NodeBench()
        bench.run(to: .seconds(86_400))
        #expect(bench.faults == ["+offline NS-0413", "+offline NS-0414"])
        #expect(bench.ticks < 20)
    }

    @Test func `where silence is not watched nobody is offline`() {
        var bench = NodeBench(silenceLimit: nil)
        bench.run(to: .seconds(86_400))
        #expect(bench.faults == [])
    }

    @Test func `while the line is gone the nodes are not, and their silence counts anew from its return`() {
        var bench = NodeBench()
        bench.run(to: .seconds(10))
        bench.nodes.lost(at: start + .seconds(10))
        bench.run(to: .seconds(600))
        #expect(bench.faults == [])
        bench.nodes.listen(at: start + .seconds(600))
        bench.run(to: .seconds(619))
        #expect(bench.faults == [])
        bench.run(to: .seconds(620))
        #expect(bench.faults == ["+offline NS-0413", "+offline NS-0414"])
    }

    @Test func `a node that a reload brings is watched from then on`() {
        var bench = NodeBench()
        bench.beat(from: 0, through: 96)
        bench.nodes.reconfigure(
            callPoints: ["0413": "NS-0413", "0414": "NS-0414", "9": "NS-9"], keys: NodeKeys(),
            silenceLimit: .seconds(20))
        bench.beat(from: 100, through: 118)
        bench.run(to: .seconds(121))
        #expect(bench.faults == ["+offline NS-9"])
    }

    @Test func `faults of nodes that a reload takes away are restored, of those that stay not said again`() {
        var bench = NodeBench()
        bench.run(to: .seconds(30))
        bench.nodes.reconfigure(
            callPoints: ["0413": "NS-0413", "0414": "NS-1"], keys: NodeKeys(), silenceLimit: .seconds(20))
        bench.run(to: .seconds(31))
        #expect(bench.faults == ["+offline NS-0413", "+offline NS-0414", "-offline NS-0414"])
        bench.nodes.reconfigure(callPoints: ["0413": "NS-0413"], keys: NodeKeys(), silenceLimit: nil)
        bench.run(to: .seconds(32))
        #expect(bench.faults.dropFirst(3) == ["-offline NS-0413"])
    }

    @Test func `a line that the site file drops has the faults of its nodes restored`() {
        var bench = NodeBench()
        bench.run(to: .seconds(30))
        #expect(bench.nodes.retire().count == 2)
        #expect(bench.nodes.retire().isEmpty)
    }

    @Test func `faults that a run before has said stand until their cause ends, and are not said again`() {
        var bench = NodeBench()
        bench.nodes.recall([
            DeviceFault(input: "field", callPoint: "NS-0413", kind: .offline, detail: ""),
            DeviceFault(input: "field", callPoint: "NS-0414", kind: .chatter, detail: ""),
            DeviceFault(input: "field", callPoint: "NS-0414", kind: .stuck, detail: ""),
            DeviceFault(input: "field", callPoint: "NS-9", kind: .offline, detail: ""),
            DeviceFault(input: "field", kind: .noise, detail: ""),
            DeviceFault(input: "bus", callPoint: "NS-0413", kind: .stuck, detail: ""),
        ])
        bench.beat(from: 0, through: 54, by: ["0414"])
        #expect(bench.faults == ["-offline NS-9"])
        bench.say(.heartbeat, at: .seconds(58))
        #expect(bench.faults == ["-offline NS-9", "-offline NS-0413"])
        bench.beat(from: 60, through: 66)
        #expect(bench.faults.last == "-chatter NS-0414")
        bench.say(.released, at: .seconds(70), by: "0414")
        #expect(bench.faults.last == "-stuck NS-0414")
        #expect(bench.faults.count == 4)
    }

    @Test func `a recording proves no life, for a cut wire could be made to beat for ever`() {
        var bench = NodeBench(isKeyed: true)
        let beats = (1...3).map { Sentence(address: "0413", counter: $0, state: .heartbeat, boot: 1).sealed(with: key) }
        for (index, beat) in beats.enumerated() { bench.take(beat, at: .seconds(index)) }
        for second in 3..<30 { bench.take(beats[second % 3], at: .seconds(second)) }
        #expect(bench.faults.contains("+offline NS-0413"))
        bench.take(
            Sentence(address: "0413", counter: 4, state: .heartbeat, boot: 1).sealed(with: key), at: .seconds(31))
        #expect(bench.faults.last == "-offline NS-0413")
    }

    @Test func `a press that waits for its answer is repeated as it was, and shows life`() {
        var bench = NodeBench(isKeyed: true)
        let press = Sentence(address: "0413", counter: 1, state: .pressed, boot: 1).sealed(with: key)
        for second in 0..<60 { bench.take(press, at: .seconds(second)) }
        #expect(!bench.faults.contains("+offline NS-0413"))
        #expect(!bench.faults.contains("+chatter NS-0413"))
    }
}

@Suite struct `The buttons of nodes` {
    @Test func `the status says when a node was last pressed, by a repeat too, and by nothing else it says`() {
        var bench = NodeBench(isKeyed: true)
        func pressedAt() -> [Instant?] { bench.nodes.status.map(\.pressedAt) }
        let press = Sentence(address: "0413", counter: 1, state: .pressed, boot: 1).sealed(with: key)
        bench.take(Sentence(address: "0413", counter: 9, state: .pressed, boot: 1), at: .seconds(1))
        #expect(pressedAt() == [nil, nil], "forged")
        bench.take(press, at: .seconds(2))
        #expect(pressedAt() == [start + .seconds(2), nil])
        bench.take(press, at: .seconds(3))
        #expect(pressedAt() == [start + .seconds(3), nil])
        for (counter, state) in [Signal.State.released, .heartbeat, .tamperOpen].enumerated() {
            let sentence = Sentence(address: "0413", counter: UInt32(counter) + 2, state: state, boot: 1)
            bench.take(sentence.sealed(with: key), at: .seconds(4 + counter))
        }
        #expect(pressedAt() == [start + .seconds(3), nil])
        #expect(bench.nodes.status[0].heardAt == start + .seconds(6))
    }

    @Test func `a node that has never told of a release is never stuck`() {
        var bench = NodeBench()
        bench.say(.pressed, at: .seconds(1))
        bench.beat(from: 2, through: 122)
        #expect(bench.faults == [])
    }

    @Test func `one that tells of releases is stuck after 30 seconds without, and restored by it`() {
        var bench = NodeBench()
        bench.say(.pressed, at: .seconds(1))
        bench.say(.released, at: .seconds(2))
        bench.say(.pressed, at: .seconds(10))
        bench.beat(from: 11, through: 39)
        #expect(bench.faults == [])
        bench.beat(from: 41, through: 71)
        #expect(bench.faults == ["+stuck NS-0413"])
        #expect(bench.nodes.status.first?.faults == [.stuck])
        bench.say(.released, at: .seconds(75))
        #expect(bench.faults == ["+stuck NS-0413", "-stuck NS-0413"])
    }

    @Test func `a node that has gone silent is offline, and not stuck`() {
        var bench = NodeBench()
        bench.say(.released, at: .seconds(1))
        bench.say(.pressed, at: .seconds(2))
        bench.beat(from: 2, through: 122, by: ["0414"])
        #expect(bench.faults == ["+offline NS-0413"])
    }

    @Test func `a line that is gone leaves nobody stuck`() {
        var bench = NodeBench(silenceLimit: nil)
        bench.say(.released, at: .seconds(1))
        bench.say(.pressed, at: .seconds(2))
        bench.run(to: .seconds(10))
        bench.nodes.lost(at: start + .seconds(10))
        bench.run(to: .seconds(200))
        #expect(bench.faults == [])
    }

    @Test func `three presses within a minute are chatter, and every one goes through`() {
        var bench = NodeBench(silenceLimit: nil)
        for second in 1...30 { bench.say(.pressed, at: .seconds(second)) }
        #expect(bench.bodies.signals.count == 30)
        #expect(bench.faults == ["+chatter NS-0413"])
        bench.run(to: .seconds(91))
        #expect(bench.faults == ["+chatter NS-0413", "-chatter NS-0413"])
    }

    @Test func `the repeats of one press are no chatter`() {
        var bench = NodeBench(silenceLimit: nil)
        let press = Sentence(address: "0413", counter: 7, state: .pressed, boot: 1)
        for second in 1...60 { bench.take(press, at: .seconds(second)) }
        #expect(bench.bodies.signals.count == 60)
        #expect(bench.faults == [])
    }
}
