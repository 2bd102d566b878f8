import CallpointCore
import Sense
import Testing

private func at(_ time: Duration) -> Instant { ContactBench.at(time) }

private func bench(debounce: Duration = .milliseconds(20)) -> ContactBench {
    var bench = ContactBench([ContactBench.button(debounce: debounce)])
    bench.see(0, false, at: .zero, .level)
    return bench
}

@Suite struct `A wired button` {
    @Test func `a press starts at the finger, and says what debouncing took`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1))
        bench.see(0, false, at: .seconds(1) + .milliseconds(3))
        bench.see(0, true, at: .seconds(1) + .milliseconds(4))
        bench.run(to: .seconds(2))
        #expect(
            bench.presses == [
                Signal(
                    callPoint: "NS-0412", input: "panel", state: .pressed, authentication: .wired,
                    edgeAt: at(.seconds(1)), readAt: at(.milliseconds(1_024)), debounceMicroseconds: 24_000)
            ])
    }

    @Test func `a press that is there when the daemon starts is seen from the level`() {
        var bench = ContactBench([ContactBench.button()])
        bench.see(0, true, at: .zero, .level)
        #expect(bench.presses.map(\.edgeAt) == [at(.zero)])
        #expect(bench.presses.map(\.origin) == [.level])
    }

    @Test func `a press that nobody told of is found by the next look`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1), .level)
        bench.run(to: .seconds(2))
        #expect(bench.presses.map(\.origin) == [.level])
        #expect(bench.presses.map(\.debounceMicroseconds) == [20_000])
    }

    @Test func `a release that happened while no daemon ran is told`() {
        var bench = ContactBench([ContactBench.button()])
        bench.see(0, false, at: .zero, .level)
        #expect(bench.signals.map(\.state) == [.released])
    }

    @Test func `a button that is looked at again and again says nothing new`() {
        var bench = bench()
        _ = bench.news()
        for second in 1...100 { bench.see(0, false, at: .seconds(second), .level) }
        #expect(bench.signals == [])
    }

    @Test func `a pulse that is too short is counted and not raised`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1))
        bench.see(0, false, at: .seconds(1) + .milliseconds(19))
        bench.run(to: .seconds(100))
        #expect(bench.presses == [])
        let status = bench.supervisor.status[0]
        #expect(status.shortPulses == 1)
        #expect(status.edges == 2)
        #expect(status.pressedAt == nil)
    }

    @Test func `a sample of a contact that is not there means nothing`() {
        var bench = bench()
        _ = bench.news()
        bench.see(7, true, at: .seconds(1))
        bench.see(-1, true, at: .seconds(1))
        #expect(bench.signals == [])
    }

    @Test func `a poll's rounds are levels, and the first is no press that anybody saw begin`() {
        var bench = ContactBench([ContactBench.button(debounce: .zero)])
        for round in 0..<20 { bench.see(0, round >= 10 && round < 15, at: .milliseconds(50 * round), .poll) }
        #expect(bench.signals.map(\.state) == [.released, .pressed, .released])
        #expect(bench.presses.map(\.edgeAt) == [at(.milliseconds(500))])
    }

    @Test func `the status shows level, counts, when it was seen and when pressed`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1))
        bench.see(0, false, at: .milliseconds(1_001))
        bench.see(0, true, at: .milliseconds(1_002))
        #expect(bench.supervisor.status[0].rawIsActive == true)
        #expect(bench.supervisor.status[0].isActive == false)
        bench.run(to: .seconds(2))
        let status = bench.supervisor.status[0]
        #expect(status.isActive == true)
        #expect(status.edges == 3)
        #expect(status.bounces == 2)
        #expect(status.seenAt == at(.milliseconds(1_002)))
        #expect(status.pressedAt == at(.seconds(1)))
        #expect(status.faults == [])
    }
}

@Suite struct `A stuck button` {
    @Test func `held for 24 hours it is one press and one fault, and wakes nobody`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(10))
        bench.run(to: .seconds(86_410))
        #expect(bench.presses.count == 1)
        #expect(bench.faults == ["+stuck"])
        #expect(bench.ticks < 10)
        #expect(bench.supervisor.status[0].faults == [.stuck])
        bench.see(0, false, at: .seconds(86_420))
        bench.run(to: .seconds(86_500))
        #expect(bench.signals.map(\.state) == [.released, .pressed, .released])
        #expect(bench.faults == ["+stuck", "-stuck"])
        #expect(bench.supervisor.status[0].faults == [])
    }

    @Test(arguments: [(29_999, false), (30_000, true)])
    func `it is stuck after 30 seconds at the finger`(milliseconds: Int, isStuck: Bool) {
        var bench = bench()
        bench.see(0, true, at: .seconds(1))
        bench.run(to: .seconds(1) + .milliseconds(milliseconds))
        #expect(bench.faults == (isStuck ? ["+stuck"] : []))
    }

    @Test func `it says where and what to do`() {
        var bench = bench()
        bench.see(0, true, at: .seconds(1))
        bench.run(to: .seconds(60))
        #expect(
            bench.bodies.details(of: .stuck) == [
                "panel/17: the button of NS-0412 has been pressed for 30 s. Its alarm was raised once; look whether the "
                    + "button is jammed, and free it."
            ])
    }

    @Test(arguments: [true, false])
    func `a fault that a run before has said stands until its cause ends, and is not said again`(isPressed: Bool) {
        var bench = ContactBench([ContactBench.button()])
        bench.supervisor.recall([DeviceFault(input: "panel", callPoint: "NS-0412", kind: .stuck, detail: "")])
        #expect(bench.supervisor.status[0].faults == [.stuck])
        bench.see(0, isPressed, at: .zero, .level)
        bench.run(to: .seconds(100))
        #expect(bench.faults == (isPressed ? [] : ["-stuck"]))
    }

    @Test func `it is stuck on its own, and the button beside it is heard`() {
        var bench = ContactBench([
            ContactBench.button(),
            WiredContact(callPoint: "NS-0413", role: .button, name: "panel/18", debounce: .milliseconds(20)),
        ])
        bench.see(0, false, at: .zero, .level)
        bench.see(1, false, at: .zero, .level)
        bench.see(0, true, at: .seconds(1))
        for minute in 1...10 {
            bench.see(1, true, at: .seconds(minute * 60))
            bench.see(1, false, at: .seconds(minute * 60 + 2))
        }
        bench.run(to: .seconds(700))
        #expect(bench.presses.count { $0.callPoint == "NS-0412" } == 1)
        #expect(bench.presses.count { $0.callPoint == "NS-0413" } == 10)
        #expect(bench.faults == ["+stuck"])
    }
}

@Suite struct `A chattering button` {
    private func press(_ bench: inout ContactBench, at seconds: [Int]) {
        for second in seconds {
            bench.see(0, true, at: .seconds(second))
            bench.see(0, false, at: .seconds(second) + .milliseconds(200))
        }
    }

    @Test(arguments: [([1, 2], []), ([1, 30, 61], ["+chatter"]), ([1, 31, 62], []), ([1, 2, 3], ["+chatter"])])
    func `three presses within a minute are chatter`(seconds: [Int], faults: [String]) {
        var bench = bench()
        press(&bench, at: seconds)
        bench.run(to: .milliseconds(62_900))
        #expect(bench.presses.count == seconds.count)
        #expect(bench.faults == faults)
    }

    @Test func `it is said once, every press goes on to count, and a quiet minute restores it`() {
        var bench = bench()
        press(&bench, at: Array(1...300))
        #expect(bench.presses.count == 300)
        #expect(bench.faults == ["+chatter"])
        bench.run(to: .seconds(359))
        #expect(bench.faults == ["+chatter"])
        bench.run(to: .seconds(361))
        #expect(bench.faults == ["+chatter", "-chatter"])
        press(&bench, at: [400, 401, 402])
        #expect(bench.faults == ["+chatter", "-chatter", "+chatter"])
    }

    @Test func `it says where and what to do`() {
        var bench = bench()
        press(&bench, at: [1, 2, 3])
        #expect(
            bench.bodies.details(of: .chatter) == [
                "panel/17: NS-0412 was pressed 3 times within a minute. Each press counts; if nobody is in need there, "
                    + "look for a loose contact."
            ])
    }

    @Test func `1 kHz for 5 seconds that ends pressed is one press and one fault`() {
        var bench = bench()
        for edge in 0...5_000 { bench.see(0, edge % 2 == 0, at: .seconds(1) + .milliseconds(edge)) }
        bench.see(0, false, at: .seconds(8))
        bench.run(to: .seconds(100))
        #expect(bench.presses.count == 1)
        #expect(bench.faults == ["+chatter", "-chatter"])
        #expect(
            bench.bodies.details(of: .chatter) == [
                "panel/17: a contact of NS-0412 does not hold still, 1020 edges so far. A press counts only once it does; "
                    + "check contact, cable and screen."
            ])
        #expect(bench.supervisor.status[0].edges == 5_002)
    }

    @Test func `1 kHz for 5 seconds that ends at rest is no press, and is not silent`() {
        var bench = bench()
        for edge in 0..<5_000 { bench.see(0, edge % 2 == 0, at: .seconds(1) + .milliseconds(edge)) }
        bench.run(to: .seconds(100))
        #expect(bench.presses == [])
        #expect(bench.faults == ["+chatter", "-chatter"])
        #expect(bench.supervisor.status[0].shortPulses == 1)
    }

    @Test func `a contact that moves for ten minutes is one fault, and restored a minute after its last edge`() {
        var bench = bench()
        for edge in 0..<(600 * 100) { bench.see(0, edge % 2 == 0, at: .seconds(1) + .milliseconds(edge * 10)) }
        #expect(bench.faults == ["+chatter"])
        bench.run(to: .milliseconds(660_900))
        #expect(bench.faults == ["+chatter"])
        bench.run(to: .seconds(662))
        #expect(bench.faults == ["+chatter", "-chatter"])
    }

    @Test func `without a debounce 1 kHz is many presses and still one fault`() {
        var bench = bench(debounce: .zero)
        for edge in 0..<5_000 { bench.see(0, edge % 2 == 0, at: .seconds(1) + .milliseconds(edge)) }
        bench.run(to: .seconds(120))
        #expect(bench.presses.count == 2_500)
        #expect(bench.faults == ["+chatter", "-chatter"])
    }
}
