import CLinux
public import CallpointCore
public import EventCodec
import Glibc
import LinuxIO

/// The control socket: JSON Lines over a Unix stream, for as many callers as `ControlLimits` says.
///
/// It has no thread and no clock, and reads no file. Everything waits in one epoll of its
/// own, so that the daemon's loop waits for one descriptor, and each turn does a bounded amount of work: nothing
/// that a caller does can hold up a press. What a caller's role does not allow never reaches the daemon.
public final class ControlServer {
    let limits: ControlLimits
    let epoll: Epoll
    let news: Wakeup
    private let listener: ListeningSocket
    private var reserve: Int32
    /// The listener is left alone until then.
    private(set) var listensAgainAt: Instant?
    var connections: [UInt64: Connection] = [:]
    private var nextNumber: UInt64 = 16
    private var nextSerial: UInt64 = 1
    var ring: LineRing
    /// The last event of the log.
    public internal(set) var head: EventPosition
    /// What `hello` says beside the protocol, the head and the caller: name, version, site.
    public var identity: [JSON.Member] = []
    var wants: [HistoryWant] = []
    private var accountWants: [AccountWant] = []
    /// Connections with input or lines to go on with, in the order in which they asked.
    var revisits: [ConnectionID] = []
    /// Connections with a deadline.
    var timed: Set<UInt64> = []
    var hasNews = false
    var counts = ControlStatistics()

    /// Whom the site file allows what; set it again after a reload. A subscriber whom the new rules do not
    /// let read is cut off; the other callers' next requests are judged by them.
    public var roles: CallerRoles {
        get { callerRoles }
        set {
            callerRoles = newValue
            judgeAgain()
        }
    }
    private var callerRoles: CallerRoles

    /// Opens the socket. A stale file is replaced; a file that another daemon answers at is an error that says so.
    ///
    /// `head` is the last event of the log, sequence 0 for an empty one. `mode` are the file's rights; with a
    /// `group`, the file is given to it. Throws where the path cannot be used, with what to do.
    public init(
        path: String, roles: CallerRoles, head: EventPosition, mode: UInt32 = 0o660, group: UInt32? = nil,
        limits: ControlLimits = ControlLimits()
    ) throws(ControlError) {
        self.limits = limits
        callerRoles = roles
        self.head = head
        ring = LineRing(lines: limits.ringLines, bytes: limits.ringBytes)
        listener = try ListeningSocket(path: path, mode: mode, group: group)
        do throws(SystemError) {
            epoll = try Epoll()
            news = try Wakeup()
            try epoll.add(listener.descriptor.number, token: 0)
            try epoll.add(news.descriptor, token: 1)
        } catch {
            throw ControlError(.unusable, path: path, "\(error).", remedy: "Raise the limit on open files.")
        }
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    deinit { if reserve >= 0 { Glibc.close(reserve) } }

    /// The one descriptor to wait for; readable while `turn` has something to do.
    public var descriptor: Int32 { epoll.descriptor }

    /// What has been seen so far.
    public var statistics: ControlStatistics {
        var counts = counts
        counts.connections = connections.count
        counts.subscribers = subscriberCount
        return counts
    }

    var subscriberCount: Int { connections.values.count { $0.stream?.isSubscription == true } }

    /// Accepts, reads, writes and goes on with streams: a bounded amount of each.
    /// Returns the requests that the daemon must answer, in the order in which they were read.
    public func turn(at now: Instant) -> [ControlRequest] {
        var requests: [ControlRequest] = []
        let again = revisits
        revisits = []
        for ready in epoll.wait(milliseconds: 0) {
            switch ready.token {
            case 0: acceptCallers(at: now)
            case 1: news.clear()
            default:
                guard let connection = connections[ready.token] else { continue }
                serve(connection, ready, at: now, &requests)
            }
        }
        if hasNews {
            hasNews = false
            for connection in connections.values where connection.stream != nil { pump(connection, at: now) }
        }
        for id in again {
            guard let connection = connections[id.number] else { continue }
            takeRequests(connection, at: now, &requests)
            pump(connection, at: now)
        }
        if !revisits.isEmpty { news.ring() }
        return requests
    }

    private func serve(
        _ connection: Connection, _ ready: Epoll.Ready, at now: Instant, _ requests: inout [ControlRequest]
    ) {
        var works = true
        if ready.isReadable || ready.isBroken, !connection.isDoomed {
            works = connection.read(limit: limits.requestBytes + 1)
            takeRequests(connection, at: now, &requests)
        }
        if !works || ready.isBroken { return close(connection) }
        pump(connection, at: now)
    }

    // MARK: callers

    private func acceptCallers(at now: Instant) {
        var isStuck = false
        for _ in 0..<limits.acceptsPerTurn {
            let number = clinux_accept(listener.descriptor.number)
            guard number < 0 else {
                admit(Descriptor(owning: number))
                continue
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return
            case EMFILE, ENFILE:
                switch turnAwayWithReserve() {
                case .told: isStuck = false
                case .nobody: return
                case .impossible: isStuck = true
                }
            default: return rest(at: now)
            }
        }
        if isStuck { rest(at: now) }
    }

    /// Callers can be neither let in nor told: the listener would wake the loop for ever. It is left alone for a while.
    private func rest(at now: Instant) {
        do throws(SystemError) {
            try epoll.change(listener.descriptor.number, token: 0, readable: false, writable: false)
            listensAgainAt = now + .milliseconds(limits.listenRestMilliseconds)
        } catch {}
    }

    /// Listens again after a rest, and has its reserve again where there is one.
    func listenAgain(at now: Instant) {
        guard let due = listensAgainAt, due <= now else { return }
        listensAgainAt = nil
        if reserve < 0 { reserve = open("/dev/null", O_RDONLY | O_CLOEXEC) }
        do throws(SystemError) {
            try epoll.change(listener.descriptor.number, token: 0, writable: false)
        } catch { listensAgainAt = now + .milliseconds(limits.listenRestMilliseconds) }
    }

    private func admit(_ socket: consuming Descriptor) {
        counts.accepted += 1
        guard let caller = Caller(peerOf: socket.number) else { return }
        let ofAccount = connections.values.count { $0.caller.uid == caller.uid }
        guard connections.count < limits.connections, ofAccount < limits.connectionsPerAccount else {
            return turnAway(socket, "There are \(ofAccount) connections of this account, \(connections.count) in all.")
        }
        let connection = Connection(id: ConnectionID(number: nextNumber), socket: socket, caller: caller)
        do throws(SystemError) {
            try epoll.add(connection.socket.number, token: nextNumber)
        } catch {
            counts.turnedAway += 1
            return
        }
        connections[nextNumber] = connection
        nextNumber += 1
        accountWants.append(AccountWant(connection: connection.id, caller: caller))
        settle(connection, at: nil)
    }

    /// Connections that wait for their callers' names, at most so many, each handed out once, oldest first.
    public func takeAccountWants(atMost limit: Int = .max) -> [AccountWant] {
        defer { accountWants.removeFirst(min(limit, accountWants.count)) }
        return Array(accountWants.prefix(limit))
    }

    /// Says what a caller's names are: from here on it is read. Harmless where the connection has gone.
    public func supply(_ names: AccountNames, to want: AccountWant, at now: Instant) {
        guard let connection = connections[want.connection.number] else { return }
        connection.names = names
        let access = callerRoles.access(of: connection.caller, named: names)
        connection.access = access
        if access.role == nil, strangers > limits.strangers { turnOut(connection, access) }
        settle(connection, at: now)
    }

    /// How many connections are of callers without a role.
    private var strangers: Int { connections.values.count { $0.access.map { $0.role == nil } ?? false } }

    /// Tells a caller without a role that there are too many of them, and ends it once that is read.
    private func turnOut(_ connection: Connection, _ access: Access) {
        counts.turnedAway += 1
        let failure = ControlFailure(
            .denied, "\(access.user) has no role here, and \(limits.strangers) connections without one are open.",
            remedy: "Name the account or one of its groups under `access:` in the site file, then reload.")
        connection.stream = nil
        connection.append(ControlServer.line(id: .null, .failed(failure)))
        connection.isDoomed = true
    }

    /// Without a free descriptor a caller would wait in the queue, and wake the loop, for ever:
    /// the reserve is given up for a moment to tell it.
    private func turnAwayWithReserve() -> TurnedAway {
        if reserve < 0 { reserve = open("/dev/null", O_RDONLY | O_CLOEXEC) }
        guard reserve >= 0 else { return .impossible }
        Glibc.close(reserve)
        let number = clinux_accept(listener.descriptor.number)
        // Without a descriptor the kernel does not say that nobody waits; with the reserve's it does.
        let outcome: TurnedAway = number >= 0 ? .told : errno == EAGAIN ? .nobody : .impossible
        if number >= 0 { turnAway(Descriptor(owning: number), "The daemon has no descriptor left.") }
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
        return outcome
    }

    /// What became of a caller for whom there was no descriptor; another thread may have been quicker than the reserve.
    private enum TurnedAway { case told, nobody, impossible }

    private func turnAway(_ socket: consuming Descriptor, _ what: String) {
        counts.turnedAway += 1
        let failure = ControlFailure(.busy, what, remedy: "Close some and try again.")
        let line = ControlServer.line(id: .null, .failed(failure)) + [UInt8(ascii: "\n")]
        _ = line.withUnsafeBytes {
            send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Ends a connection; its outstanding requests go on, and their replies go nowhere.
    func close(_ connection: Connection) {
        guard !connection.isClosed else { return }
        connection.isClosed = true
        connection.stream = nil
        epoll.remove(connection.socket.number)
        shutdown(connection.socket.number, Int32(SHUT_RDWR))
        connections[connection.id.number] = nil
        timed.remove(connection.id.number)
        wants.removeAll { $0.connection == connection.id }
        accountWants.removeAll { $0.connection == connection.id }
    }

    /// The rules have changed. A caller's names stay those that it came with.
    private func judgeAgain() {
        var strangers = 0
        for connection in connections.values.sorted(by: { $0.id.number < $1.id.number }) {
            guard let names = connection.names else { continue }
            let access = callerRoles.access(of: connection.caller, named: names)
            connection.access = access
            if access.role == nil { strangers += 1 }
            if access.role == nil, strangers > limits.strangers {
                turnOut(connection, access)
                settle(connection, at: nil)
                continue
            }
            guard let stream = connection.stream else { continue }
            do throws(ControlFailure) {
                try ControlVerb.subscribe(.now).check(access)
            } catch {
                connection.stream = nil
                connection.append(ControlServer.line(id: stream.id, .failed(error)))
                connection.isDoomed = true
                settle(connection, at: nil)
            }
        }
    }

    /// A number for the next want.
    func takeSerial() -> UInt64 {
        defer { nextSerial += 1 }
        return nextSerial
    }
}

extension Caller {
    /// Whoever is at the other end of a socket; nil where the kernel does not say.
    init?(peerOf socket: Int32) {
        var peer = clinux_peer()
        guard clinux_peer(socket, &peer) == 0 else { return nil }
        var groups = [UInt32](repeating: 0, count: 256)
        let count = clinux_peer_groups(socket, &groups, 256)
        self.init(uid: peer.uid, gid: peer.gid, groups: Array(groups.prefix(max(0, Int(count)))), pid: peer.pid)
    }
}
