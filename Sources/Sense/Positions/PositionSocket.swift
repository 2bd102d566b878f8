public import CallpointCore
import CLinux
import Glibc
public import LinuxIO

/// The Unix datagram socket on which other programs say where the units are.
///
/// A socket of its own, so that a fix never stands in front of a press: one
/// turn of the loop takes a bounded part of what waits, and a sender that is
/// faster than that is held back by the kernel's own queue. Single fixes in
/// quick succession are fetched once a millisecond: a wake-up costs more than the fix.
public final class PositionSocket {
    /// Most datagrams of one turn.
    public static let datagramLimit = 256
    /// Longest datagram, in bytes; a longer one is refused as `too_long`.
    public static let datagramLength = 8_192
    /// No further datagrams are fetched in a turn that has had so many lines.
    static let lineLimit = 1_024
    private static let fetchCount = 16
    /// Two turns closer than this, the second with few datagrams, make the socket rest for as long. The kernel
    /// may queue no more than ten datagrams, so that a longer rest would hold back a feed of 10,000 a second.
    private static let rest: Duration = .milliseconds(1)
    private static let fewDatagrams = 8

    private let list: Epoll
    private let socket: Int32
    private let timer: Int32
    private var isResting = false
    private var turnAt: Instant?
    private let path: String
    private let inode: UInt64
    /// The group whose members may write; nil for none.
    public let group: UInt32?
    private var datagram: FixDatagram
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: PositionSocket.fetchCount * PositionSocket.datagramLength, alignment: 16)
    private var lengths = [UInt32](repeating: 0, count: PositionSocket.fetchCount)
    private var isClosed = false

    /// Binds the socket and takes the place of a file that nobody listens on.
    ///
    /// Who may write there chooses who is sent, so that it is a right of its own: of a group that has no other.
    /// - Parameters:
    ///   - datum: that of reports that name none.
    ///   - group: whose members may write, mode 0660; nil, or one that the file cannot be given to: this account alone, mode 0600.
    public init(path: String, datum: Datum, group: UInt32? = nil) throws(PositionSocketError) {
        let socket = try PositionSocket.bound(to: path, group: group)
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .system(SystemError("lstat", on: path)) }
        inode = UInt64(status.st_ino)
        self.group = status.st_mode & 0o060 == 0o060 ? status.st_gid : nil
        do throws(SystemError) {
            list = try Epoll()
            let number = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
            guard number >= 0 else { throw SystemError("timerfd_create", on: path) }
            let timer = Descriptor(owning: number)
            try list.add(socket.number, token: 0)
            try list.add(timer.number, token: 1)
            self.timer = timer.release()
        } catch {
            throw .system(error)
        }
        self.socket = socket.release()
        self.path = path
        datagram = FixDatagram(feed: PositionFeed(source: "positions.sock", datum: datum))
    }

    deinit {
        close()
        buffer.deallocate()
    }

    /// What to wait for.
    public var descriptor: Int32 { list.descriptor }

    /// What was counted since the start.
    public var counters: PositionCounters { datagram.feed.counters }

    /// Takes what waits, within the bounds of a turn; the socket stays readable where there is more.
    ///
    /// - Parameters:
    ///   - instant: now, from which the fixes' age counts.
    ///   - wallMilliseconds: what our wall clock shows, since 1970.
    public func ready(at instant: Instant, wallMilliseconds: Int64) -> PositionBatch {
        var batch = PositionBatch()
        guard !isClosed else { return batch }
        let datagrams = drain(at: instant, wallMilliseconds: wallMilliseconds, into: &batch)
        if isResting {
            if datagrams == 0 || datagrams >= PositionSocket.fewDatagrams { watch() } else { clearTimer() }
        } else if let turnAt, instant - turnAt < PositionSocket.rest, datagrams < PositionSocket.fewDatagrams {
            doze()
        }
        turnAt = instant
        return batch
    }

    /// Fetches datagrams until there are none or the turn has had enough; how many.
    private func drain(at instant: Instant, wallMilliseconds: Int64, into batch: inout PositionBatch) -> Int {
        guard let start = buffer.baseAddress else { return 0 }
        var datagrams = 0
        var lines = 0
        while datagrams < PositionSocket.datagramLimit, lines < PositionSocket.lineLimit {
            let slot = PositionSocket.datagramLength
            let count = clinux_receive_many(
                socket, start.assumingMemoryBound(to: UInt8.self), slot, &lengths,
                UInt32(PositionSocket.fetchCount))
            guard count > 0 else { break }
            datagrams += Int(count)
            for index in 0..<Int(count) {
                let length = Int(lengths[index])
                guard length <= slot else {
                    datagram.feed.counters[.tooLong] += 1
                    continue
                }
                lines += datagram.read(
                    UnsafeRawBufferPointer(start: start + index * slot, count: length), at: instant,
                    wallMilliseconds: wallMilliseconds, into: &batch)
            }
            if count < Int32(PositionSocket.fetchCount) { break }
        }
        return datagrams
    }

    /// Closes the socket and removes its file, where it is still ours.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        list.remove(socket)
        list.remove(timer)
        Glibc.close(socket)
        Glibc.close(timer)
        var status = stat()
        if lstat(path, &status) == 0, UInt64(status.st_ino) == inode { unlink(path) }
    }

    private static func bound(to path: String, group: UInt32?) throws(PositionSocketError) -> Descriptor {
        guard var address = sockaddr_un(path: path) else { throw .pathTooLong(path: path) }
        let type = SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let number = Glibc.socket(AF_UNIX, Int32(type), 0)
        guard number >= 0 else { throw .system(SystemError("socket", on: path)) }
        let socket = Descriptor(owning: number)
        try makeRoom(at: path, &address, socket.number)
        // Before the bind the mode is the one the file is made with, so that it is at no time wider.
        _ = fchmod(socket.number, 0o600)
        guard call(bind, socket.number, &address) == 0 else { throw .system(SystemError("bind", on: path)) }
        let isGiven = group.map { chown(path, uid_t.max, $0) == 0 } ?? false
        guard chmod(path, isGiven ? 0o660 : 0o600) == 0 else { throw .system(SystemError("chmod", on: path)) }
        return socket
    }

    /// Removes a socket's file that nobody listens on.
    private static func makeRoom(
        at path: String, _ address: inout sockaddr_un, _ socket: Int32
    ) throws(PositionSocketError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        if call(connect, socket, &address) == 0 { throw .inUse(path: path) }
        // EPROTOTYPE: a living stream socket stands there. EACCES: it is not ours to judge.
        guard errno == ECONNREFUSED else {
            throw errno == EPROTOTYPE ? .inUse(path: path) : .system(SystemError("connect", on: path))
        }
        guard unlink(path) == 0 else { throw .system(SystemError("unlink", on: path)) }
    }

    private static func call(
        _ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ socket: Int32, _ address: inout sockaddr_un
    ) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

// MARK: - Resting

extension PositionSocket {
    /// Waits for the timer instead of the socket.
    private func doze() {
        isResting = true
        list.remove(socket)
        setTimer(PositionSocket.rest)
    }

    /// Waits for the socket instead of the timer.
    private func watch() {
        isResting = false
        setTimer(.zero)
        clearTimer()
        // Cannot fail for want of memory that was just given back; if it does, the timer goes on in its place.
        do throws(SystemError) { try list.add(socket, token: 0) } catch { doze() }
    }

    private func setTimer(_ interval: Duration) {
        let time = timespec(tv_sec: 0, tv_nsec: Int(interval.microseconds) * 1_000)
        var setting = itimerspec(it_interval: time, it_value: time)
        timerfd_settime(timer, 0, &setting, nil)
    }

    private func clearTimer() {
        var expirations: UInt64 = 0
        _ = read(timer, &expirations, 8)
    }
}

/// Why there is no socket for fixes: what, and what to do.
public enum PositionSocketError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Another process answers there.
    case inUse(path: String)
    /// Something that is no socket stands there, and is not ours to remove.
    case notASocket(path: String)
    /// The path does not fit into a socket's address.
    case pathTooLong(path: String)
    /// The system refused.
    case system(SystemError)

    /// For people.
    public var description: String {
        switch self {
        case .inUse(let path):
            "\(path): another process has this socket. Stop the other callpointd, or give this one its own --run "
                + "directory."
        case .notASocket(let path):
            "\(path): a file that is no socket stands there. Move it away."
        case .pathTooLong(let path):
            "\(path): longer than the 107 bytes of a socket's path. Choose a shorter --run directory."
        case .system(let error):
            "\(error). Check the --run directory and its owner."
        }
    }
}

extension sockaddr_un {
    /// An address from a path of at most 107 bytes; nil where it is longer.
    init?(path: String) {
        self.init()
        sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: sun_path) else { return nil }
        withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
    }
}
