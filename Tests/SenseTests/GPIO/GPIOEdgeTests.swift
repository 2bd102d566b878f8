import CallpointCore
import Testing

@testable import Sense

@Suite("Edges and levels of a GPIO chip")
struct GPIOEdgeTests {
    private func signals(_ bench: ChipBench) -> [Signal] {
        bench.take().compactMap { body in
            guard case .signal(let signal) = body else { return nil }
            return signal
        }
    }

    @Test func `a press begins when the kernel saw its edge, and is proven by the wire`() throws {
        let bench = ChipBench([ChipBench.button(17)])
        _ = bench.take()
        let pressedAt = bench.now
        bench.script.edge(17, true, at: bench.kernel(pressedAt))
        bench.pass(.microseconds(41))
        bench.turn()
        let signal = try #require(signals(bench).first)
        #expect(signal.callPoint == "NS-0412")
        #expect(signal.state == .pressed)
        #expect(signal.authentication == .wired)
        #expect(signal.edgeAt == pressedAt)
        #expect(signal.readAt == pressedAt + .microseconds(41))
    }

    @Test func `an edge that comes while the loop turns is not read before it happened`() throws {
        let bench = ChipBench([ChipBench.button(17)])
        _ = bench.take()
        let later = bench.now + .microseconds(30)
        bench.script.edge(17, true, at: bench.kernel(later))
        bench.turn()
        let signal = try #require(signals(bench).first)
        #expect(signal.edgeAt == later)
        #expect(signal.readAt == later)
    }

    @Test func `a kernel that stamps with the wall clock is read for when it was read`() throws {
        let bench = ChipBench([ChipBench.button(17)])
        _ = bench.take()
        bench.script.edge(17, true, at: Instant(microseconds: 1_795_535_255_000_000))
        bench.turn()
        #expect(try #require(signals(bench).first).edgeAt == bench.now)
    }

    @Test func `a press that began while nobody looked is seen from the level`() {
        let bench = ChipBench([ChipBench.button(17), ChipBench.button(18, of: "NS-0413")]) { $0.silently(17, true) }
        #expect(bench.words().contains("NS-0412 pressed"))
        bench.edge(17, false)
        #expect(bench.words() == ["NS-0412 released"])
    }

    /// Libgpiod 1.x keeps the oldest 16 edges and says nothing; 2.x keeps the newest and numbers them.
    @Test(arguments: [false, true], [17, 18, 60])
    func `what a full queue has lost is read from the level`(countsEdges: Bool, edges: Int) {
        let bench = ChipBench([ChipBench.button(17)]) { $0.countsEdges = countsEdges }
        _ = bench.take()
        for number in 1...edges { bench.script.edge(17, number % 2 == 1, at: bench.kernel(bench.now)) }
        bench.turn()
        let isPressed = edges % 2 == 1
        #expect(bench.words().last == (isPressed ? "NS-0412 pressed" : "NS-0412 released"))
        let line = bench.chip.status.lines[0]
        #expect(line.edges == 16)
        #expect(line.gaps == 1)
        #expect(line.lostEdges == (countsEdges ? UInt64(edges - 16) : 0))
        #expect(line.contact?.rawIsActive == isPressed)
    }

    @Test func `a queue that was not full is believed, and costs no look`() {
        let bench = ChipBench([ChipBench.button(17)])
        let before = bench.script.levelReads
        for number in 1...15 { bench.script.edge(17, number % 2 == 1, at: bench.kernel(bench.now)) }
        bench.turn()
        #expect(bench.script.levelReads == before)
        #expect(bench.chip.status.lines[0].gaps == 0)
    }

    @Test(arguments: [true, false])
    func `a level that no edge told of is seen within a second`(isPressed: Bool) {
        let bench = ChipBench([ChipBench.button(17)]) { $0.silently(17, !isPressed) }
        _ = bench.take()
        bench.script.silently(17, isPressed)
        bench.pass(.seconds(1))
        #expect(bench.words() == ["NS-0412 \(isPressed ? "pressed" : "released")"])
    }

    @Test func `an edge that comes while a level is read knows better than the level`() {
        let bench = ChipBench([ChipBench.button(17)])
        _ = bench.take()
        bench.script.silently(17, true)
        // The contact opens again right after it was read as closed: a short pulse, and no press.
        bench.script.afterLevel = { [script = bench.script, bench] line in
            script.afterLevel = nil
            script.edge(line, false, at: bench.kernel(bench.now))
        }
        bench.pass(.milliseconds(760))
        #expect(bench.words() == [])
        bench.turn()
        #expect(bench.chip.status.lines[0].contact?.rawIsActive == false)
    }

    @Test func `one turn reads 64 edges of a line at most, and the rest comes in the next`() {
        let bench = ChipBench([ChipBench.button(17)]) { $0.countsEdges = true }
        // A line that chatters faster than it is read: the queue fills again behind each read.
        bench.script.refill = { [bench] line in
            bench.script.edge(line, true, at: bench.kernel(bench.now))
        }
        for number in 1...16 { bench.script.edge(17, number % 2 == 1, at: bench.kernel(bench.now)) }
        bench.turn()
        #expect(bench.chip.status.lines[0].edges == UInt64(GPIOChip.turnLimit))
    }

    @Test func `an edge that waits comes before the time that passes`() throws {
        let bench = ChipBench([ChipBench.button(17)])
        _ = bench.take()
        let pressedAt = bench.now
        bench.script.edge(17, true, at: bench.kernel(pressedAt))
        // Nobody was woken: the tick reads what is there before it lets time pass.
        bench.pass(.milliseconds(300))
        #expect(try #require(signals(bench).first { $0.state == .pressed }).edgeAt == pressedAt)
    }

    @Test func `a healthy chip wakes the loop twice a second, on its half seconds`() {
        let bench = ChipBench([ChipBench.button(17), ChipBench.lamp(22)])
        let before = bench.turns
        bench.pass(.seconds(10))
        #expect(bench.turns - before == 20)
        #expect(bench.chip.nextDeadline.map { $0.microseconds % 500_000 } == 0)
    }

    @Test func `levels behind a slow bus take a tenth of the loop's time`() {
        let bench = ChipBench((0..<32).map { ChipBench.button($0, of: CallPointID("NS-\($0)")) })
        bench.pass(.milliseconds(800))
        _ = bench.take()
        // From here on each level takes a millisecond; the loop's time is what the reads take.
        bench.script.nanosecondsPerLevel = 1_000_000
        bench.script.silently(31, true)
        let (readsBefore, turnsBefore) = (bench.script.levelReads, bench.turns)
        bench.pass(.milliseconds(1_400))
        #expect(bench.script.levelReads - readsBefore == 32)
        #expect(bench.turns - turnsBefore >= 32 / 3)
        #expect(bench.words() == ["NS-31 pressed"])
    }

    /// The kernel's debouncing shows no short pulse and nothing of a contact that never rests: a button is ours.
    @Test(arguments: ContactRole.allCases, [true, false])
    func `the kernel debounces where it can, and never a button`(role: ContactRole, kernelCan: Bool) throws {
        let bench = ChipBench([ChipBench.contact(role, 17)]) { $0.debounces = kernelCan }
        let isKernels = kernelCan && !role.isButton
        let wish = try #require(bench.script.wishes.first)
        #expect(wish.debounce == (isKernels ? .milliseconds(20) : .zero))
        let line = bench.chip.status.lines[0]
        #expect(line.isKernelDebounced == isKernels)
        #expect(line.contact?.contact.debounce == (isKernels ? .zero : .milliseconds(20)))
        #expect(line.contact?.contact.driverDebounce == (isKernels ? .milliseconds(20) : .zero))
    }
}
