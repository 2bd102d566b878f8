import EventCodec
import Glibc
import LinuxIO

/// One caller: the bytes that came, the bytes that wait to go, and what it still waits for.
final class Connection {
    let id: ConnectionID
    let socket: Descriptor
    let caller: Caller
    /// Nothing is read before these are known.
    var names: AccountNames?
    /// What the rules in force make of the caller; nil while its names are not known.
    var access: Access?
    /// Bytes read and not yet taken as requests.
    var input: [UInt8] = []
    /// Bytes at the start of `input` in which no line end was found.
    private var searched = 0
    private(set) var output: [UInt8] = []
    private var sent = 0
    /// Requests handed to the daemon and not yet answered.
    var outstanding = 0
    /// The other side writes no more.
    var hasEnded = false
    /// Closed once its output is out; no more is read.
    var isDoomed = false
    /// Closed already; its number is void.
    var isClosed = false
    /// Since when its output has been full and nothing was read, in microseconds of the time line.
    var fullSince: Int64?
    var stream: LineStream?
    /// What the epoll waits for.
    var waits = (readable: true, writable: false)

    init(id: ConnectionID, socket: consuming Descriptor, caller: Caller) {
        self.id = id
        self.socket = socket
        self.caller = caller
    }

    /// Bytes that wait to be read by the other side.
    var waiting: Int { output.count - sent }

    /// Reads what is there, until `limit` bytes wait to be taken; whether the connection still works.
    func read(limit: Int) -> Bool {
        while input.count < limit, !hasEnded {
            let room = limit - input.count
            let before = input.count
            var failure: Int32 = 0
            input.append(addingCapacity: room) { base in
                let count = Glibc.recv(socket.number, base, room, 0)
                failure = count < 0 ? errno : 0
                if count == 0 { hasEnded = true }
                return max(0, count)
            }
            if failure == EINTR { continue }
            if failure == EAGAIN { return true }
            if failure != 0 { return false }
            if input.count - before < room { return true }
        }
        return true
    }

    /// The next whole line without its end, taken from the input; nil where there is none yet.
    func takeLine() -> [UInt8]? {
        guard let end = input[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = input.count
            return nil
        }
        var line = Array(input[..<end])
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        input.removeSubrange(...end)
        searched = 0
        return line
    }

    /// Whether a whole line waits.
    var hasLine: Bool { input.contains(UInt8(ascii: "\n")) }

    /// Puts a line into the output, with its end.
    func append(_ line: [UInt8]) {
        output.reserveCapacity(output.count + line.count + 1)
        output.append(contentsOf: line)
        output.append(UInt8(ascii: "\n"))
    }

    /// Sends what the kernel takes; whether the connection still works.
    func flush() -> Bool {
        while sent < output.count {
            let count = output.withUnsafeBytes { bytes in
                bytes.baseAddress.map { start in
                    Glibc.send(socket.number, start + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                } ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno != EAGAIN { return false }
                compact()
                return true
            }
            sent += count
            fullSince = nil
        }
        sent = 0
        if output.capacity > 1 << 16 { output = [] } else { output.removeAll(keepingCapacity: true) }
        return true
    }

    /// Drops what was sent, once that is half of the buffer: each byte moves once.
    private func compact() {
        guard sent > output.count / 2 else { return }
        output.removeFirst(sent)
        sent = 0
    }
}

extension [UInt8] {
    /// Appends what a call writes to new room at the end; the call says how many bytes that were.
    mutating func append(addingCapacity room: Int, _ fill: (UnsafeMutableRawPointer) -> Int) {
        withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
            guard let base = buffer.baseAddress else { return }
            let count = fill(base)
            append(contentsOf: UnsafeRawBufferPointer(start: base, count: count))
        }
    }
}
