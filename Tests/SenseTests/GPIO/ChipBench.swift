import CallpointCore
import LinuxIO

@testable import Sense

/// A driver on a scripted chip, and the part of the loop that it needs, in virtual time.
final class ChipBench {
    let script = ScriptedChip()
    let chip: GPIOChip
    private(set) var now = Instant(microseconds: 100_250_000)
    var bodies: [Input.Body] = []
    private(set) var turns = 0

    /// The controller's time line runs so far ahead of the kernel's clock.
    static let offset: Int64 = 40_000_000

    init(_ wires: [GPIOWire], set up: (ScriptedChip) -> Void = { _ in }) {
        up(script)
        chip = GPIOChip(
            name: "panel", chip: .name("gpiochip0"), wires: wires,
            clock: MonotonicClock(offsetMicroseconds: ChipBench.offset), library: script)
        pass(.zero)
        bodies += chip.open(at: now)
    }

    /// An instant of the time line on the kernel's clock.
    func kernel(_ instant: Instant) -> Instant { instant + .microseconds(-ChipBench.offset) }

    /// An edge now, and the turn that it wakes.
    func edge(_ line: Int, _ isActive: Bool) {
        script.edge(line, isActive, at: kernel(now))
        turn()
    }

    /// What the loop does when the descriptor is ready.
    func turn() {
        turns += 1
        bodies += chip.ready(at: now, readable: true, writable: false)
    }

    /// Time goes on from deadline to deadline; the chip's queues wake nobody here.
    func pass(_ duration: Duration) {
        let end = now + duration
        while let due = chip.nextDeadline, due <= end {
            now = max(now, due)
            script.nanoseconds = kernel(now).microseconds * 1_000
            turns += 1
            bodies += chip.tick(at: now)
        }
        now = end
        script.nanoseconds = kernel(now).microseconds * 1_000
    }

    /// What has come since the last call.
    func take() -> [Input.Body] {
        defer { bodies = [] }
        return bodies
    }

    /// What has come since the last call, in short.
    func words() -> [String] { take().map(ChipBench.word) }

    private static func word(_ body: Input.Body) -> String {
        switch body {
        case .signal(let signal): "\(signal.callPoint) \(signal.state)"
        case .fault(let fault): "\(fault.callPoint?.text ?? "input") fault \(fault.kind)"
        case .restored(let fault): "\(fault.callPoint?.text ?? "input") restored \(fault.kind)"
        case .inputUp: "up"
        case .inputDown: "down"
        default: "\(body)"
        }
    }

    /// A button that nobody debounces.
    static func button(_ line: Int, of callPoint: CallPointID = "NS-0412", debounce: Duration = .zero) -> GPIOWire {
        GPIOWire(callPoint: callPoint, use: .contact(.button), place: .offset(line), debounce: debounce)
    }

    static func contact(_ role: ContactRole, _ line: Int, of callPoint: CallPointID = "NS-0412") -> GPIOWire {
        GPIOWire(callPoint: callPoint, use: .contact(role), place: .offset(line), debounce: .milliseconds(20))
    }

    static func lamp(_ line: Int, of callPoint: CallPointID = "NS-0412") -> GPIOWire {
        GPIOWire(callPoint: callPoint, use: .output, place: .offset(line))
    }
}
