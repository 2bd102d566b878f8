import CLinux
import CallpointCore
import Glibc
import LinuxIO
import Sense
import Testing

private let clock = MonotonicClock()
private let press = Sentence(address: "0413", counter: 17, state: .pressed, boot: 3)

/// A port and the part of the loop that it needs.
private final class Bench {
    let port: SerialPort
    private let epoll: Epoll
    private var registered: Int32?
    var bodies: [Input.Body] = []

    init(path: String) throws {
        port = SerialPort(
            name: "field", path: path, baud: 115_200,
            nodes: SerialNodes(input: "field", callPoints: ["0413": "NS-0413"]))
        epoll = try Epoll()
        bodies += port.open(at: clock.now)
        try register()
    }

    private func register() throws {
        // A number that came back may mean another port: the old one left the list when it was closed.
        if let descriptor = port.descriptor {
            if registered == descriptor {
                do { try epoll.change(descriptor, token: 1, writable: port.wantsWrite) } catch {
                    try epoll.add(descriptor, token: 1, writable: port.wantsWrite)
                }
            } else {
                try epoll.add(descriptor, token: 1, writable: port.wantsWrite)
            }
        }
        registered = port.descriptor
    }

    /// One turn of the loop, at most 20 ms.
    func turn() throws {
        var wait: Int32 = 20
        if let due = port.nextDeadline { wait = Int32(min(20, max(0, (due - clock.now).milliseconds))) }
        for ready in epoll.wait(milliseconds: wait) {
            bodies += port.ready(at: clock.now, readable: ready.isReadable, writable: ready.isWritable)
        }
        if let due = port.nextDeadline, clock.now >= due { bodies += port.tick(at: clock.now) }
        try register()
    }

    /// Turns until a body fits or the time is up; whether one did.
    func turns(within limit: Duration = patience, until fits: (Input.Body) -> Bool) throws -> Bool {
        let end = clock.now + limit
        while !bodies.contains(where: fits) {
            if clock.now > end { return false }
            try turn()
        }
        return true
    }

    var signals: [Signal] {
        bodies.compactMap { body in
            guard case .signal(let signal) = body else { return nil }
            return signal
        }
    }
}

private func isSignal(_ body: Input.Body) -> Bool {
    guard case .signal = body else { return false }
    return true
}

private func isOffline(_ body: Input.Body) -> Bool {
    guard case .fault(let fault) = body else { return false }
    return fault.kind == .offline && fault.input == "field"
}

private func isDown(_ body: Input.Body) -> Bool {
    guard case .inputDown("field", _) = body else { return false }
    return true
}

private func isUp(_ body: Input.Body) -> Bool {
    guard case .inputUp("field", _) = body else { return false }
    return true
}

private func isRestored(_ body: Input.Body) -> Bool {
    guard case .restored(let fault) = body else { return false }
    return fault.kind == .offline
}

@Suite(.serialized) struct `A serial port on a real tty` {
    @Test func `a press from the other end is a signal, also in pieces`() throws {
        let pty = try Pty()
        let bench = try Bench(path: pty.slavePath)
        #expect(bench.bodies.map(isUp) == [true])
        pty.say(Array(press.bytes[..<9]))
        try bench.turn()
        #expect(bench.signals == [])
        pty.say(Array(press.bytes[9...]))
        #expect(try bench.turns(until: isSignal))
        let signal = try #require(bench.signals.first)
        #expect(signal.callPoint == "NS-0413")
        #expect(signal.stamp == press.stamp)
        #expect(signal.edgeAt <= signal.readAt)
        #expect(bench.port.status.sentences[.pressed] == 1)
        #expect(bench.port.status.nodes.first?.heardAt == signal.readAt)
    }

    @Test func `the line is raw: no echo, no line editing, every byte comes through`() throws {
        let pty = try Pty()
        let bench = try Bench(path: pty.slavePath)
        // Control characters that a cooked tty would act on: interrupt, end of file, erase, stop.
        pty.say([3, 4, 8, 19, 17, 26, 127] + press.bytes)
        #expect(try bench.turns(until: isSignal))
        #expect(bench.port.status.sentences.noiseBytes == 7)
        #expect(pty.heard() == "")
    }

    @Test func `an answer is on the line at once`() throws {
        let pty = try Pty()
        let bench = try Bench(path: pty.slavePath)
        bench.port.answer(press.stamp)
        #expect(!bench.port.wantsWrite)
        var heard = ""
        #expect(
            eventually(within: patience) {
                heard += pty.heard()
                return heard == "$PALRA,0413,17*4E\r\n"
            })
        #expect(bench.port.status.answersSent == 1)
    }

    @Test func `a line that takes nothing holds 4 KiB of answers, whole ones, and drops the oldest`() throws {
        let pty = try Pty()
        let bench = try Bench(path: pty.slavePath)
        for counter in 0..<10_000 { bench.port.answer(NodeStamp(address: "0413", counter: UInt32(counter))) }
        #expect(bench.port.wantsWrite)
        let dropped = bench.port.status.answersDropped
        #expect(dropped > 0)
        var heard = ""
        let end = clock.now + patience
        while bench.port.wantsWrite, clock.now < end {
            heard += pty.heard()
            try bench.turn()
        }
        #expect(!bench.port.wantsWrite)
        _ = eventually(within: patience) {
            heard += pty.heard()
            return heard.contains("$PALRA,0413,9999*")
        }
        var decoder = SentenceDecoder()
        let outputs = decoder.feed(Array(heard.utf8), at: clock.now)
        #expect(outputs.last == .answer(address: "0413", counter: 9_999))
        #expect(decoder.counters.rejections.reduce(0, +) == 0)
        #expect(UInt64(outputs.count) + dropped == 10_000)
    }

    @Test func `a port that is not there is down with a fault and no error`() throws {
        let bench = try Bench(path: "/nonexistent/tty")
        #expect(bench.bodies.count == 2)
        #expect(isDown(bench.bodies[0]))
        #expect(isOffline(bench.bodies[1]))
        #expect(bench.port.descriptor == nil)
        #expect(
            bench.port.status.detail == "/nonexistent/tty cannot be opened: No such file or directory")
        // And it is told once, however often it is tried.
        let end = clock.now + .milliseconds(1_200)
        while clock.now < end { try bench.turn() }
        #expect(bench.bodies.count == 2)
    }

    @Test func `a file that is no tty is down`() throws {
        let scratch = try Scratch()
        try scratch.write([1], to: "file")
        let bench = try Bench(path: scratch("file"))
        #expect(isDown(bench.bodies[0]))
        #expect(bench.port.status.detail == "\(scratch("file")) is no serial port")
    }

    @Test func `a port that vanishes is a fault within 1 s, is back within 2, and costs little`() throws {
        let scratch = try Scratch()
        let link = scratch("by-path")
        let first = try Pty()
        symlink(first.slavePath, link)
        let bench = try Bench(path: link)
        bench.bodies = []
        first.unplug()
        let lostAt = clock.now
        // The kernel tells it at once; where it does not, the port looks by then.
        #expect(try #require(bench.port.nextDeadline) - lostAt <= .seconds(1))
        #expect(try bench.turns(until: isOffline))
        #expect(bench.bodies.contains(where: isDown))
        #expect(bench.port.descriptor == nil)
        #expect(try #require(bench.port.nextDeadline) - clock.now <= .seconds(2))
        // It stays away for a while; waiting must cost next to nothing.
        let before = threadMicroseconds()
        while clock.now - lostAt < .seconds(2) { try bench.turn() }
        let spent = threadMicroseconds() - before
        #expect(spent < 2_000_000 / 20, "\(spent) µs of 2 s")
        // It comes back as another device behind the same name.
        let second = try Pty()
        unlink(link)
        symlink(second.slavePath, link)
        #expect(try bench.turns(until: isUp))
        #expect(bench.bodies.contains(where: isRestored))
        second.say(press.bytes)
        #expect(try bench.turns(until: isSignal))
        #expect(bench.port.status.losses == 1)
    }

    @Test func `a link that leads to another device now is followed within two seconds`() throws {
        let scratch = try Scratch()
        let link = scratch("by-path")
        let first = try Pty()
        let second = try Pty()
        symlink(first.slavePath, link)
        let bench = try Bench(path: link)
        bench.bodies = []
        unlink(link)
        symlink(second.slavePath, link)
        #expect(try #require(bench.port.nextDeadline) - clock.now <= .seconds(1))
        #expect(try bench.turns(until: isUp))
        #expect(bench.bodies.contains(where: isOffline))
        second.say(press.bytes)
        #expect(try bench.turns(until: isSignal))
    }

    @Test func `a path that is unlinked is a fault at the next whole second`() throws {
        let scratch = try Scratch()
        let link = scratch("by-path")
        let pty = try Pty()
        symlink(pty.slavePath, link)
        let bench = try Bench(path: link)
        unlink(link)
        #expect(try #require(bench.port.nextDeadline) - clock.now <= .seconds(1))
        #expect(try bench.turns(until: isOffline))
    }

    @Test func `one turn reads 64 KiB at most`() throws {
        let pty = try Pty()
        let bench = try Bench(path: pty.slavePath)
        let noise = [UInt8](repeating: UInt8(ascii: "$"), count: 4_096)
        for _ in 0..<40 {
            let before = bench.port.status.bytesRead
            noise.withUnsafeBytes { _ = write(pty.master, $0.baseAddress, $0.count) }
            try bench.turn()
            #expect(bench.port.status.bytesRead - before <= UInt64(SerialPort.turnLimit))
        }
        #expect(bench.bodies.contains { if case .fault(let fault) = $0 { fault.kind == .noise } else { false } })
    }

    @Test func `a healthy port wakes nobody more than once a second`() throws {
        let pty = try Pty()
        let port = SerialPort(
            name: "field", path: pty.slavePath, baud: 9_600, nodes: SerialNodes(input: "field", callPoints: [:]))
        _ = port.open(at: Instant(microseconds: 3_200_000))
        #expect(port.nextDeadline == Instant(microseconds: 4_000_000))
        #expect(port.tick(at: Instant(microseconds: 4_000_000)) == [])
        #expect(port.nextDeadline == Instant(microseconds: 5_000_000))
    }

    @Test func `a speed that termios does not know is told`() throws {
        let pty = try Pty()
        let port = SerialPort(
            name: "field", path: pty.slavePath, baud: 12_345, nodes: SerialNodes(input: "field", callPoints: [:]))
        #expect(port.open(at: clock.now).count == 2)
        #expect(port.status.detail == "\(pty.slavePath) does not take 12345 baud: Invalid argument")
    }
}

/// The processor time of this thread.
private func threadMicroseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
}
