import CallpointCore
import CallpointTesting
import Sense
import Testing

/// A button with a normally-open (0) and a normally-closed contact (1).
private let contacts = [
    WiredContact(callPoint: "NS-0412", role: .button, name: "panel/17", debounce: .milliseconds(20)),
    WiredContact(callPoint: "NS-0412", role: .buttonBreak, name: "panel/19", debounce: .milliseconds(20)),
]

private func atRest() -> ContactBench {
    var bench = ContactBench(contacts)
    bench.see(0, false, at: .zero, .level)
    bench.see(1, true, at: .zero, .level)
    bench.run(to: .milliseconds(1))
    _ = bench.news()
    return bench
}

extension ContactBench {
    /// `pressed`, `released`, `+line`, `-line`, each with the milliseconds at which it began.
    fileprivate var words: [String] {
        bodies.compactMap { body in
            switch body {
            case .signal(let signal):
                "\(signal.state) \((signal.edgeAt - ContactBench.start).milliseconds)"
            case .fault(let fault): "+\(fault.kind)"
            case .restored(let fault): "-\(fault.kind)"
            default: nil
            }
        }
    }
}

/// What the contacts do, and what follows.
private struct Scene: CustomTestStringConvertible {
    var name: String
    var edges: [(contact: Int, isActive: Bool, at: Int)]
    var words: [String]

    var testDescription: String { name }

    static let table = [
        Scene(
            name: "a press breaks one contact before it makes the other",
            edges: [(1, false, 1_000), (0, true, 1_030), (0, false, 2_000), (1, true, 2_030)],
            words: ["pressed 1000", "released 2030"]),
        Scene(
            name: "a press makes before it breaks",
            edges: [(0, true, 1_000), (1, false, 1_030), (1, true, 2_000), (0, false, 2_030)],
            words: ["pressed 1000", "released 2030"]),
        Scene(
            name: "a slow finger is no fault",
            edges: [(1, false, 1_000), (0, true, 1_119), (0, false, 2_000), (1, true, 2_119)],
            words: ["pressed 1000", "released 2119"]),
        Scene(
            name: "a finger that is too slow is, and it is over when the contacts agree",
            edges: [(1, false, 1_000), (0, true, 1_121), (0, false, 2_000), (1, true, 2_020)],
            words: ["pressed 1000", "released 1140", "+line", "pressed 1121", "released 2000", "-line"]),
        Scene(
            name: "the closed contact's wire breaks: one alarm, a fault, and the open one alone tells presses",
            edges: [(1, false, 1_000), (0, true, 5_000), (0, false, 6_000), (0, true, 6_100), (0, false, 7_000)],
            words: [
                "pressed 1000", "released 1140", "+line", "pressed 5000", "released 6000", "pressed 6100", "+chatter",
                "released 7000",
            ]),
        Scene(
            name: "and it is mended",
            edges: [(1, false, 1_000), (1, true, 9_000), (0, true, 9_500), (1, false, 9_510)],
            words: ["pressed 1000", "released 1140", "+line", "-line", "pressed 9500"]),
        Scene(
            name: "the open contact's wire was broken all the time: every press is seen by the other",
            edges: [(1, false, 1_000), (1, true, 1_500), (1, false, 3_000), (1, true, 3_100)],
            words: ["pressed 1000", "released 1140", "+line", "-line", "pressed 3000", "released 3100"]),
        Scene(
            name: "the open contact is shorted: one alarm, a fault, and the closed one alone tells presses",
            edges: [(0, true, 1_000), (1, false, 5_000), (1, true, 6_000), (1, false, 6_050), (1, true, 7_000)],
            words: [
                "pressed 1000", "released 1140", "+line", "pressed 5000", "released 6000", "pressed 6050", "+chatter",
                "released 7000",
            ]),
        Scene(
            name: "and it is mended while nobody presses",
            edges: [(0, true, 1_000), (0, false, 9_000)],
            words: ["pressed 1000", "released 1140", "+line", "-line"]),
        Scene(
            name: "the closed contact is welded: every press is seen by the other",
            edges: [(0, true, 1_000), (0, false, 2_000), (0, true, 3_000), (0, false, 3_050)],
            words: ["pressed 1000", "released 1140", "+line", "-line", "pressed 3000", "released 3050"]),
        Scene(
            name: "the closed contact does not come back from a press",
            edges: [(1, false, 1_000), (0, true, 1_010), (0, false, 2_000), (0, true, 3_000), (0, false, 4_000)],
            words: ["pressed 1000", "released 2140", "+line", "pressed 3000", "released 4000"]),
        Scene(
            name: "the open contact does not come back from a press",
            edges: [(1, false, 1_000), (0, true, 1_010), (1, true, 2_000), (1, false, 3_000), (1, true, 4_000)],
            words: ["pressed 1000", "released 2140", "+line", "pressed 3000", "released 4000"]),
        Scene(
            name: "bounces of both are one press",
            edges: [
                (1, false, 1_000), (1, true, 1_003), (1, false, 1_005), (0, true, 1_012), (0, false, 1_014),
                (0, true, 1_015),
            ],
            words: ["pressed 1000"]),
        Scene(name: "a short pulse of either is none", edges: [(1, false, 1_000), (1, true, 1_010)], words: []),
    ]
}

@Suite struct `A button with two contacts` {
    @Test(arguments: Scene.table)
    fileprivate func `either contact tells a press, and a lasting contradiction is a fault`(scene: Scene) {
        var bench = atRest()
        for edge in scene.edges { bench.see(edge.contact, edge.isActive, at: .milliseconds(edge.at)) }
        bench.run(to: .milliseconds((scene.edges.last?.at ?? 0) + 1_000))
        #expect(bench.words == scene.words)
    }

    @Test(arguments: [
        (
            0, true,
            "panel/17 and panel/19: the contacts of NS-0412 contradict each other: both are active, so that one is "
                + "shorted. Mend the line; until then panel/19 alone tells a press."
        ),
        (
            1, false,
            "panel/17 and panel/19: the contacts of NS-0412 contradict each other: neither is active, so that a wire is "
                + "broken. Mend the line; until then panel/17 alone tells a press."
        ),
    ])
    func `the fault says what was seen and who is believed`(contact: Int, isActive: Bool, detail: String) {
        var bench = atRest()
        bench.see(contact, isActive, at: .seconds(1))
        bench.run(to: .seconds(2))
        #expect(bench.bodies.details(of: .line) == [detail])
        #expect(bench.supervisor.status.map(\.faults) == [[.line], [.line]])
    }

    @Test func `a contradiction that was there at the start is a press, in doubt, and then a fault`() {
        var bench = ContactBench(contacts)
        bench.see(0, false, at: .zero, .level)
        bench.see(1, false, at: .zero, .level)
        bench.run(to: .seconds(1))
        #expect(bench.words == ["released 0", "pressed 0", "released 120", "+line"])
        #expect(bench.presses.map(\.origin) == [.level])
    }

    @Test(arguments: [[0, 1], [1, 0]])
    func `one that a run before has said raises nothing, and the next press is seen`(order: [Int]) {
        var bench = ContactBench(contacts)
        bench.supervisor.recall([DeviceFault(input: "panel", callPoint: "NS-0412", kind: .line, detail: "")])
        for contact in order { bench.see(contact, false, at: .zero, .level) }
        bench.run(to: .seconds(1))
        #expect(bench.words == ["released 0"])
        bench.see(0, true, at: .seconds(2))
        bench.run(to: .seconds(3))
        #expect(bench.words == ["released 0", "pressed 2000"])
        bench.see(0, false, at: .seconds(4))
        bench.see(1, true, at: .seconds(5))
        bench.run(to: .seconds(6))
        #expect(bench.words.suffix(2) == ["released 4000", "-line"])
    }

    @Test func `a button that is pressed by both at the start raises, whatever a run before has said`() {
        var bench = ContactBench(contacts)
        bench.supervisor.recall([DeviceFault(input: "panel", callPoint: "NS-0412", kind: .line, detail: "")])
        bench.see(0, true, at: .zero, .level)
        bench.see(1, false, at: .zero, .level)
        #expect(bench.words == ["pressed 0", "-line"])
    }

    @Test func `a contact that nobody can read holds a press back for 120 ms at most`() {
        var bench = ContactBench(contacts)
        bench.supervisor.recall([DeviceFault(input: "panel", callPoint: "NS-0412", kind: .line, detail: "")])
        bench.see(0, true, at: .zero, .level)
        bench.run(to: .milliseconds(120))
        #expect(bench.words == ["pressed 120"])
    }

    @Test func `an input that comes back with the same contradiction says nothing new`() {
        var bench = atRest()
        bench.see(1, false, at: .seconds(1))
        bench.run(to: .seconds(2))
        _ = bench.news()
        bench.lose(at: .seconds(3))
        bench.see(1, false, at: .seconds(100), .level)
        bench.see(0, false, at: .seconds(100), .level)
        bench.run(to: .seconds(200))
        #expect(bench.words == ["released 100000"])
    }

    @Test func `a second contact that the site file takes away ends the fault`() {
        var bench = atRest()
        bench.see(1, false, at: .seconds(1))
        bench.run(to: .seconds(2))
        _ = bench.news()
        bench.supervisor.reconfigure(contacts: [contacts[0]])
        bench.run(to: .seconds(3))
        #expect(bench.faults == ["-line"])
        #expect(bench.presses == [])
        bench.see(0, true, at: .seconds(4))
        bench.run(to: .seconds(5))
        #expect(bench.presses.count == 1)
    }

    /// One wire broken or shorted: its contact stands still from then on.
    @Test(arguments: [(0, false), (0, true), (1, false), (1, true)], 1...25)
    func `whichever single wire is broken or shorted, no press is missed`(wire: (contact: Int, level: Bool), seed: Int)
    {
        var random = SeededGenerator(seed: UInt64(seed))
        var bench = atRest()
        var now = 1_000
        var expected: [Int] = []
        let broken = random.int(0...5)
        for number in 0..<12 {
            if number == broken {
                bench.see(wire.contact, wire.level, at: .milliseconds(now))
                // What the wire's own going says is over before the next press.
                now += 300
                bench.run(to: .milliseconds(now))
            }
            let hold = random.int(40...3_000)
            let lag = [random.int(0...15), random.int(0...15)]
            for (isPressed, base) in [(true, now), (false, now + hold)] {
                for contact in [0, 1].sorted(by: { lag[$0] < lag[$1] })
                where number < broken || contact != wire.contact {
                    bench.see(contact, isPressed == (contact == 0), at: .milliseconds(base + lag[contact]))
                }
            }
            expected.append(now)
            now += hold + random.int(300...20_000)
        }
        bench.run(to: .milliseconds(now + 1_000))
        let presses = bench.presses.map { Int(($0.edgeAt - ContactBench.start).milliseconds) }
        for press in expected { #expect(presses.contains { (0...15).contains($0 - press) }, "seed \(seed)") }
        // The going of the wire itself is one more at most.
        #expect(presses.count <= expected.count + 1, "seed \(seed)")
    }
}
