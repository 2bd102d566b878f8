import CLinux
import CallpointCore
import Glibc
import LinuxIO
import Sense
import Testing

private let now = Instant(microseconds: 60_000_000)
private let wall: Int64 = 1_775_973_787_412

/// Another program that sends fixes.
private final class Sender {
    private let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
    private var address = sockaddr_un()

    init(path: String) {
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    }

    deinit { close(number) }

    /// Whether the kernel took it.
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { to in
                sendto(number, bytes, bytes.count, 0, to, socklen_t(MemoryLayout<sockaddr_un>.size)) == bytes.count
            }
        }
    }
}

private func line(_ unit: String) -> String { #"{"unit":"\#(unit)","lat":22.5,"lon":113.9,"time":\#(wall)}"# }

private func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
}

@Suite struct `The socket for positions` {
    @Test func `hands over what other programs send, and is readable only then`() throws {
        let scratch = try Scratch()
        let socket = try PositionSocket(path: scratch("positions.sock"), datum: .wgs84)
        let sender = Sender(path: scratch("positions.sock"))
        var wait = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&wait, 1, 0) == 0)
        #expect(sender.send(line("M-1") + "\n" + line("M-2")))
        #expect(sender.send(line("M-3")))
        #expect(poll(&wait, 1, 1_000) == 1)
        #expect(socket.ready(at: now, wallMilliseconds: wall).fixes.map(\.unit.text) == ["M-1", "M-2", "M-3"])
        #expect(socket.ready(at: now, wallMilliseconds: wall).fixes == [])
        #expect(poll(&wait, 1, 0) == 0)
        #expect(socket.counters.fixes == 3)
    }

    @Test func `is open to its own account and, where one is named, to a group`() throws {
        let scratch = try Scratch()
        let path = scratch("positions.sock")
        let socket = try PositionSocket(path: path, datum: .wgs84, group: getegid())
        #expect(mode(path) == 0o660)
        #expect(socket.group == getegid())
        socket.close()
        // Only root may give a file to a group that it is no member of.
        let foreign = try PositionSocket(path: path, datum: .wgs84, group: 54_321)
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(foreign.group == (geteuid() == 0 ? 54_321 : nil))
        #expect(status.st_gid == (geteuid() == 0 ? 54_321 : getegid()))
        #expect(mode(path) == (geteuid() == 0 ? 0o660 : 0o600))
        foreign.close()
    }

    @Test func `has mode 0600 whatever the umask, and is gone after closing`() throws {
        let scratch = try Scratch()
        let socket = try PositionSocket(path: scratch("positions.sock"), datum: .wgs84)
        #expect(mode(scratch("positions.sock")) == 0o600)
        socket.close()
        #expect(access(scratch("positions.sock"), F_OK) != 0)
    }

    @Test func `takes the place of a file that nobody listens on`() throws {
        let scratch = try Scratch()
        let path = scratch("positions.sock")
        let first = try PositionSocket(path: path, datum: .wgs84)
        // As after a kill: the descriptor is gone, the file stays.
        let second = scratch("other")
        rename(path, second)
        first.close()
        rename(second, path)
        let third = try PositionSocket(path: path, datum: .wgs84)
        #expect(Sender(path: path).send(line("M-1")))
        #expect(third.ready(at: now, wallMilliseconds: wall).fixes.count == 1)
    }

    @Test func `is an error where another process answers, and that one keeps it`() throws {
        let scratch = try Scratch()
        let path = scratch("positions.sock")
        let first = try PositionSocket(path: path, datum: .wgs84)
        #expect(throws: PositionSocketError.inUse(path: path)) { try PositionSocket(path: path, datum: .wgs84) }
        #expect(Sender(path: path).send(line("M-1")))
        #expect(first.ready(at: now, wallMilliseconds: wall).fixes.count == 1)
    }

    @Test func `removes no file that is no socket`() throws {
        let scratch = try Scratch()
        try scratch.write([1, 2, 3], to: "positions.sock")
        let path = scratch("positions.sock")
        #expect(throws: PositionSocketError.notASocket(path: path)) { try PositionSocket(path: path, datum: .wgs84) }
        #expect(access(path, F_OK) == 0)
    }

    @Test func `is an error where the path is too long`() throws {
        let path = "/tmp/" + String(repeating: "x", count: 103)
        #expect(throws: PositionSocketError.pathTooLong(path: path)) { try PositionSocket(path: path, datum: .wgs84) }
    }

    @Test func `refuses a datagram of more than 8 KiB and reads the next`() throws {
        let scratch = try Scratch()
        let socket = try PositionSocket(path: scratch("positions.sock"), datum: .wgs84)
        let sender = Sender(path: scratch("positions.sock"))
        #expect(sender.send(line("M-1") + String(repeating: " ", count: 8_192)))
        #expect(sender.send(line("M-2")))
        #expect(socket.ready(at: now, wallMilliseconds: wall).fixes.map(\.unit.text) == ["M-2"])
        #expect(socket.counters[.tooLong] == 1)
    }

    @Test func `fetches single fixes in quick succession together, and is quiet afterwards`() throws {
        let scratch = try Scratch()
        let socket = try PositionSocket(path: scratch("positions.sock"), datum: .wgs84)
        let sender = Sender(path: scratch("positions.sock"))
        let clock = MonotonicClock()
        var wait = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        var sent = 0
        var received = 0
        var turns = 0
        let end = clock.now + patience
        while received < 500, clock.now < end {
            if sent < 500, sender.send(line("M-1")) { sent += 1 }
            if poll(&wait, 1, sent < 500 ? 0 : 100) == 1 {
                received += socket.ready(at: clock.now, wallMilliseconds: wall).fixes.count
                turns += 1
            }
        }
        #expect(received == 500)
        #expect(turns < 400, "\(turns) turns")
        // One more look ends the rest; then nothing wakes the loop until there is a fix again.
        _ = eventually(within: patience) {
            if poll(&wait, 1, 5) == 1 { _ = socket.ready(at: clock.now, wallMilliseconds: wall) }
            return poll(&wait, 1, 5) == 0
        }
        #expect(poll(&wait, 1, 50) == 0)
        #expect(sender.send(line("M-2")))
        #expect(poll(&wait, 1, 1_000) == 1)
        #expect(socket.ready(at: clock.now, wallMilliseconds: wall).fixes.map(\.unit.text) == ["M-2"])
    }

    @Test func `takes a bounded part of a flood in a turn and nothing is lost that the kernel took`() throws {
        let scratch = try Scratch()
        let socket = try PositionSocket(path: scratch("positions.sock"), datum: .wgs84)
        let sender = Sender(path: scratch("positions.sock"))
        let full = [String](repeating: line("M-1"), count: 128).joined(separator: "\n")
        var sent = 0
        var received = 0
        for _ in 0..<50 {
            while sent < 2_000, sender.send(full) { sent += 1 }
            let count = socket.ready(at: now, wallMilliseconds: wall).fixes.count
            #expect(count <= 1_024 + 16 * 128)
            received += count
        }
        #expect(received == sent * 128)
        #expect(sent > 0)
    }
}
