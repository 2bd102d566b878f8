import CallpointCore
import Control
import EventCodec
import Glibc
import LinuxIO
import Record
import Sense
import Testing

/// `make kill-test` runs this with `CALLPOINT_KILLS=1000`.
@Suite("kill -9", .ownThread)
struct KillTests {
    @Test func `no answered press is lost and no order id means two orders, whenever the daemon is killed`() throws {
        let kills = getenv("CALLPOINT_KILLS").flatMap { Int(String(cString: $0)) } ?? 50
        var site = SiteText()
        site.callPoints = Street.callPoints
        site.units = Street.units
        // Small segments, so that the kills meet their making and their closing too.
        site.more = ["record: {segment_size: 1MiB}"]
        try atKiosk(site) { kiosk in
            // 30 s to acknowledge become 300 ms: reassignments and tiers fall between the kills.
            kiosk.flags = ["--plan-times", "0.01"]
            let street = Street(kiosk, seed: UInt64(kills))
            for kill in 1...kills {
                try street.live(isKilledEarly: kill % 3 == 0)
                if kill % 50 == 0, kills > 50 { street.report(kill, of: kills) }
            }
            // In the processor's time, which does not pass while a busy machine does something else.
            #expect(street.mostTicks <= 200, "armed after \(street.mostTicks) ticks of 10 ms at the most")
            // The long run has the machine for itself.
            if kills > 50 { #expect(street.slowest <= .seconds(2), "armed after \(street.slowest) at the slowest") }
            try street.comeToRest()
            kiosk.stop()
            try street.check()
        }
    }

    /// From outside, and by a fault of its own: only what is its own says something against the journal.
    @Test(arguments: [(SIGKILL, 6, 0), (SIGSEGV, 2, 1)])
    func `starts that end during recovery lose nothing, and the next one arms`(
        signal: Int32, starts: Int, setAside: Int
    ) throws {
        try atKiosk { kiosk in
            // Where the compiler is installed the runtime would look for half a minute for where it was.
            kiosk.environment["SWIFT_BACKTRACE"] = "enable=no"
            try kiosk.start()
            try kiosk.placeAndAwait(["M-1", "V-1"])
            for number in 1...6 {
                let sentence = Sentence(address: SiteText.address(number), counter: 1, state: .pressed, boot: 1)
                try kiosk.line.insist(sentence)
            }
            let incidents = try kiosk.ask(.incidents)["incidents"]?.array?.compactMap { $0["incident"]?.string }
            kiosk.kill()
            let marker = "\(kiosk.state)/starting"
            func lines() -> [Substring] { DaemonProcess.text(of: marker).split(separator: "\n") }
            func marked() -> Int { lines().first.flatMap { Int($0) } ?? 0 }
            // A start that was too quick, and armed, has cleared the marker: then it begins anew.
            while (signal == SIGKILL ? marked() : lines().count { $0.hasPrefix("crashed ") }) < starts {
                let before = marked()
                try kiosk.launch()
                _ = try awaited("a recovery") { marked() == before + 1 || kiosk.isArmed ? true : nil }
                kiosk.daemon?.signal(signal)
                #expect(kiosk.daemon?.end(within: patience) == .signalled(signal))
            }
            try kiosk.start()
            _ = try awaited("the marker to go, which it does after it is armed") {
                access(marker, F_OK) != 0 ? true : nil
            }
            // Each of them has told the service manager that it goes on.
            #expect(kiosk.notify.count(of: "EXTEND_TIMEOUT_USEC=30000000") > 0)
            #expect(kiosk.filesSetAside.count == setAside, "\(kiosk.filesSetAside)")
            let after = try kiosk.ask(.incidents)["incidents"]?.array?.compactMap { $0["incident"]?.string }
            #expect(after == incidents)
            #expect(after?.count == 6)
        }
    }
}

/// A street under a daemon that is killed again and again: nodes that press and repeat until they are
/// answered, units that move, and a dispatcher who closes incidents.
final class Street {
    static let callPoints = 8
    static let units = (1...6).map { "M-\($0)" } + (1...6).map { "V-\($0)" }
    static let repeatInterval: Duration = .milliseconds(100)

    private let kiosk: Kiosk
    private var dice: Dice
    private var callers: [Caller] = []
    private var answered: Set<NodeLine.Answer> = []
    private var heard = 0
    private var moveAt = MonotonicClock().now
    private var closeAt = MonotonicClock().now
    private var read = 0
    private var open: [String] = []
    /// The longest time to arm: by the clock, and of the processor, in ticks of 10 ms.
    private(set) var slowest: Duration = .zero
    private(set) var mostTicks = 0

    /// A node, and the people at its button.
    private struct Caller {
        var number: Int
        var counter: UInt32 = 0
        var waiting: Sentence?
        var nextAt: Instant
    }

    init(_ kiosk: Kiosk, seed: UInt64) {
        self.kiosk = kiosk
        dice = Dice(seed: seed)
        callers = (1...Street.callPoints).map { Caller(number: $0, nextAt: MonotonicClock().now) }
    }

    /// One life of the daemon: until a random moment after it is armed, or before.
    func live(isKilledEarly: Bool) throws {
        let daemon = try kiosk.launch()
        defer {
            kiosk.kill()
            kiosk.log.read()
        }
        if isKilledEarly {
            try go(on: .microseconds(dice.next(below: 120_000)), until: { false })
            return
        }
        try go(on: patience) { kiosk.isArmed || !daemon.isRunning }
        guard kiosk.isArmed else { throw Waited(description: "the daemon did not arm") }
        slowest = max(slowest, MonotonicClock().now - daemon.startedAt)
        mostTicks = max(mostTicks, daemon.processorTicks)
        try go(on: .microseconds(dice.next(below: 250_000)), until: { false })
    }

    /// A last life, in which every press that is under way is answered.
    func comeToRest() throws {
        try kiosk.start()
        for index in callers.indices where callers[index].waiting == nil {
            callers[index].nextAt = MonotonicClock().now + patience + patience
        }
        try go(on: patience) { !callers.contains { $0.waiting != nil } }
        #expect(callers.allSatisfy { $0.waiting == nil }, "every press is answered in the end")
    }

    /// Lets the street go on for a time.
    private func go(on limit: Duration, until isOver: () -> Bool) throws {
        let end = MonotonicClock().now + limit
        while MonotonicClock().now < end, !isOver() {
            let now = MonotonicClock().now
            listen(at: now)
            press(at: now)
            if now >= moveAt {
                moveAt = now + .milliseconds(100)
                move()
            }
            if now >= closeAt {
                closeAt = now + .milliseconds(30)
                close()
            }
            usleep(500)
        }
    }

    private func listen(at now: Instant) {
        kiosk.line.listen()
        for answer in kiosk.line.answers[heard...] {
            answered.insert(answer)
            for index in callers.indices {
                guard let sentence = callers[index].waiting, sentence.address == answer.address,
                    sentence.counter == answer.counter
                else { continue }
                callers[index].waiting = nil
                callers[index].nextAt = now + .milliseconds(dice.next(below: 80))
            }
        }
        heard = kiosk.line.answers.count
    }

    private func press(at now: Instant) {
        for index in callers.indices where callers[index].nextAt <= now {
            if callers[index].waiting == nil {
                callers[index].counter += 1
                callers[index].waiting = Sentence(
                    address: SiteText.address(callers[index].number), counter: callers[index].counter,
                    state: .pressed, boot: 1)
            }
            callers[index].nextAt = now + Street.repeatInterval
            if let sentence = callers[index].waiting { kiosk.line.offer(sentence.bytes) }
        }
    }

    private func move() {
        let milliseconds = MonotonicClock.wallMilliseconds
        let lines = Street.units.map { unit in
            let latitude = 22.5 + Double(dice.next(below: 100)) / 10_000
            return "{\"unit\":\"\(unit)\",\"lat\":\(latitude),\"lon\":113.9,\"time\":\(milliseconds)}"
        }
        // Nobody may be there to take it.
        _ = kiosk.datagram(lines.joined(separator: "\n"))
    }

    /// A dispatcher closes the oldest incident that is open, and does not wait for the answer.
    private func close() {
        kiosk.log.read()
        for entry in kiosk.log.entries[read...] {
            if entry.type == "alarm.raised" { open.append(entry.incident) }
            if entry.type == "alarm.closed" { open.removeAll { $0 == entry.incident } }
        }
        read = kiosk.log.entries.count
        guard let incident = open.first,
            let client = try? ControlClient(path: "\(kiosk.directory)/run/control.sock", timeoutMilliseconds: 100)
        else { return }
        _ = try? client.send(.act(ControlAct(.close(IncidentID(incident), .test, note: nil))))
    }

    func report(_ kill: Int, of kills: Int) {
        let text = "kill-test: \(kill) of \(kills) kills, \(answered.count) presses answered, armed within \(slowest)\n"
        _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Holds what was seen from outside against the record.
    func check() throws {
        let journal = try History(stateDirectory: kiosk.state).lines(from: 1, limit: 1_000_000)
        var presses: Set<NodeLine.Answer> = []
        for line in journal {
            let json = try JSON.parse(line.bytes)
            guard ["alarm.raised", "alarm.repeated"].contains(json["type"]?.string),
                let address = json["address"]?.string, let counter = json["counter"]?.integer
            else { continue }
            presses.insert(NodeLine.Answer(address: address, counter: UInt32(counter)))
        }
        #expect(answered.count > 20, "the street was awake: \(answered.count) presses were answered")
        #expect(answered.subtracting(presses).isEmpty, "answered, and not in the journal")
        let kept = Set(journal.map(\.bytes))
        let lost = kiosk.log.entries.filter { !kept.contains($0.canonical) }
        #expect(lost.isEmpty, "shown, and not in the journal: \(lost.prefix(3).map(\.sequence))")
        let orders = kiosk.log.all("order.issued")
        #expect(orders.count > 10, "units were ordered: \(orders.count)")
        #expect(Set(orders.compactMap { $0.json["order"]?.string }).count == orders.count, "an order id came twice")
    }
}

/// Numbers that a seed gives again.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    /// A number from 0 to one less than the bound (xorshift64*).
    mutating func next(below bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % bound
    }
}
