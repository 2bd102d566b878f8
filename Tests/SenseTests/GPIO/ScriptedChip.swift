import CallpointCore
import LinuxIO

@testable import Sense

/// A chip that does what a test says, for what a real one cannot be made to do at will.
///
/// A line's level, its queue of edges and its holder are set by hand; a queue forgets what a kernel's would.
final class ScriptedChip: GPIOLibrary {
    /// Where the chip is plugged in; nil while it is not.
    var isPlugged = true
    var debounces = false
    /// Whether edges are numbered, and the oldest are lost; otherwise the newest are, without a word.
    var countsEdges = false
    var nanoseconds: Int64 = 0
    /// What one read of a level takes.
    var nanosecondsPerLevel: Int64 = 0
    /// Who else holds which line.
    var holders: [Int: String] = [:]
    /// The error that reading or driving a line meets.
    var errors: [Int: Int32] = [:]
    /// Called after a level was read, before it is handed over.
    var afterLevel: ((Int) -> Void)?

    /// Called for each edge that was read.
    var refill: ((Int) -> Void)?

    fileprivate(set) var levels: [Int: Bool] = [:]
    fileprivate(set) var queues: [Int: [GPIOEdge]] = [:]
    fileprivate var sequences: [Int: UInt64] = [:]
    /// What was asked for, in order.
    private(set) var wishes: [GPIOWish] = []
    private(set) var opened = 0
    fileprivate(set) var levelReads = 0
    /// What the outputs show, by line.
    var shown: [Int: Bool] = [:]

    func open(_ name: GPIOChipName) throws(GPIORefusal) -> any GPIOLines {
        guard isPlugged else { throw .unopenable("/dev/gpiochip0", number: 2) }
        opened += 1
        return ScriptedLines(chip: self)
    }

    /// The level changes, and the kernel tells of it, where the line is watched.
    func edge(_ line: Int, _ isActive: Bool, at instant: Instant) {
        levels[line] = isActive
        sequences[line, default: 0] += 1
        let edge = GPIOEdge(
            nanoseconds: instant.microseconds * 1_000, sequence: countsEdges ? sequences[line] ?? 0 : 0,
            isActive: isActive)
        var queue = queues[line] ?? []
        if queue.count < GPIOEdge.queueDepth {
            queue.append(edge)
        } else if countsEdges {
            queue.removeFirst()
            queue.append(edge)
        }
        queues[line] = queue
    }

    /// The level changes, and nobody says so.
    func silently(_ line: Int, _ isActive: Bool) { levels[line] = isActive }

    fileprivate func note(_ wish: GPIOWish) { wishes.append(wish) }
}

private final class ScriptedLines: GPIOLines {
    private let chip: ScriptedChip
    private let epoll: Epoll?
    private var lines: [Int: Int] = [:]

    init(chip: ScriptedChip) {
        self.chip = chip
        epoll = try? Epoll()
    }

    var descriptor: Int32 { epoll?.descriptor ?? -1 }
    var place: String { "/dev/gpiochip0 [scripted]" }
    var count: Int { 64 }

    func request(_ wish: GPIOWish, token: Int) throws(GPIORefusal) {
        guard case .offset(let line) = wish.place else {
            throw .noName(wish.place.text, of: "/dev/gpiochip0", found: [])
        }
        if let holder = chip.holders[line] { throw .held(line, of: "/dev/gpiochip0", by: holder) }
        chip.note(wish)
        chip.holders[line] = "callpointd"
        chip.queues[line] = []
        chip.sequences[line] = 0
        lines[token] = line
    }

    func release(token: Int) {
        if let line = lines.removeValue(forKey: token) { chip.holders[line] = nil }
    }

    deinit {
        for line in lines.values { chip.holders[line] = nil }
    }

    func ready() -> [Int] { lines.filter { hasEdges(token: $0.key) }.map(\.key).sorted() }

    func edges(token: Int, into buffer: inout [GPIOEdge]) throws(SystemError) -> Int {
        guard chip.isPlugged, let line = lines[token] else { return 0 }
        let queue = chip.queues[line] ?? []
        let count = min(queue.count, buffer.count)
        buffer.replaceSubrange(0..<count, with: queue.prefix(count))
        chip.queues[line] = Array(queue.dropFirst(count))
        if let refill = chip.refill { for _ in 0..<count { refill(line) } }
        return count
    }

    // A chip that is pulled wakes nobody.
    func hasEdges(token: Int) -> Bool {
        chip.isPlugged && lines[token].map { !(chip.queues[$0] ?? []).isEmpty } ?? false
    }

    func level(token: Int) throws(SystemError) -> Bool {
        let line = try usable(token)
        chip.levelReads += 1
        chip.nanoseconds += chip.nanosecondsPerLevel
        let level = chip.levels[line] ?? false
        chip.afterLevel?(line)
        return level
    }

    func set(token: Int, isOn: Bool) throws(SystemError) { chip.shown[try usable(token)] = isOn }

    private func usable(_ token: Int) throws(SystemError) -> Int {
        guard let line = lines[token] else { throw SystemError("read", on: "chip", number: 9) }
        if let number = chip.errors[line] { throw SystemError("read", on: "chip", number: number) }
        guard chip.isPlugged else { throw SystemError("read", on: "chip", number: 19) }
        return line
    }

    func reasonGone() -> String? { chip.isPlugged ? nil : "No such device" }
}
