public import CallpointCore
public import EventCodec
import LinuxIO

extension ControlServer {
    /// Takes whole lines from a connection's input, as far as the bounds let it.
    func takeRequests(_ connection: Connection, at now: Instant, _ requests: inout [ControlRequest]) {
        guard let access = connection.access else { return }
        while !connection.isDoomed, connection.outstanding < limits.outstanding,
            requests.count < limits.requestsPerTurn, let line = connection.takeLine()
        {
            if line.isEmpty { continue }
            take(line, of: connection, access, at: now, &requests)
        }
        if connection.input.count > limits.requestBytes, !connection.hasLine {
            counts.invalid += 1
            connection.isDoomed = true
            connection.input = []
            let failure = ControlFailure(
                .invalid, "The request is longer than \(limits.requestBytes) bytes.",
                remedy: "Send one JSON object on a line, and end it with a line feed.")
            connection.append(ControlServer.line(id: .null, .failed(failure)))
        }
        if requests.count >= limits.requestsPerTurn, connection.hasLine { revisit(connection) }
    }

    private func take(
        _ line: [UInt8], of connection: Connection, _ access: Access, at now: Instant,
        _ requests: inout [ControlRequest]
    ) {
        var id = JSON.null
        do throws(ControlFailure) {
            let json = try ControlServer.json(line)
            id = try ControlServer.id(of: json)
            let verb = try ControlVerb(request: json)
            counts.requests += 1
            try verb.check(access)
            switch verb {
            case .hello: answer(connection, ControlServer.line(id: id, .done(hello(access))))
            case .subscribe(let start): try subscribe(connection, id: id, from: start)
            case .events(let query): try ask(connection, id: id, query)
            default:
                connection.outstanding += 1
                requests.append(
                    ControlRequest(
                        connection: connection.id, id: id, body: verb, caller: connection.caller, access: access))
            }
        } catch {
            if error.code == .invalid { counts.invalid += 1 }
            if error.code == .denied { counts.denied += 1 }
            answer(connection, ControlServer.line(id: id, .failed(error)))
        }
    }

    private static func json(_ line: [UInt8]) throws(ControlFailure) -> JSON {
        do throws(JSONError) {
            return try JSON.parse(line)
        } catch {
            throw ControlFailure(
                .invalid, "The request is not JSON: \(error).", remedy: "Send one JSON object on a line.")
        }
    }

    /// The caller's name for a request: a whole number or a string of at most 64 bytes; null where it gave none.
    private static func id(of json: JSON) throws(ControlFailure) -> JSON {
        switch json["id"] {
        case nil, .null: return .null
        case .integer(let number): return .integer(number)
        case .string(let text) where text.utf8.count <= 64: return .string(text)
        default:
            throw ControlFailure(
                .invalid, "The field `id` is neither a whole number nor a string of at most 64 bytes.",
                remedy: "Number your requests: 1, 2, 3.")
        }
    }

    private func hello(_ access: Access) -> [JSON.Member] {
        var members = [
            JSON.Member("protocol", 1), JSON.Member("gen", .string(head.generation)),
            JSON.Member("seq", .integer(head.sequence)), JSON.Member("user", .string(access.user)),
            JSON.Member("role", access.role.map { .string($0.name) } ?? .null),
        ]
        if let unit = access.unit { members.append(JSON.Member("unit", .string(unit.text))) }
        return members + identity
    }

    /// Answers a request; harmless where the caller has gone.
    ///
    /// A reply longer than `replyBytes` becomes `unavailable`, one for which there is no room `busy`.
    public func reply(_ connection: ConnectionID, id: JSON, _ reply: ControlReply, at now: Instant) {
        guard let connection = connections[connection.number] else { return }
        connection.outstanding = max(0, connection.outstanding - 1)
        answer(connection, ControlServer.line(id: id, reply), id: id)
        if connection.hasLine { revisit(connection) }
        pump(connection, at: now)
    }

    /// Puts a reply's line into the output, where the bounds leave room for it.
    func answer(_ connection: Connection, _ line: [UInt8], id: JSON = .null) {
        guard line.count > 4_096 else { return connection.append(line) }
        let failure: ControlFailure
        if line.count > limits.replyBytes {
            failure = ControlFailure(
                .unavailable, "The reply would have \(line.count) bytes.", remedy: "Ask for less.")
        } else if connections.values.reduce(0, { $0 + $1.waiting }) + line.count > limits.totalOutputBytes {
            failure = ControlFailure(.busy, "Too many replies wait to be read.", remedy: "Try again in a moment.")
        } else {
            return connection.append(line)
        }
        connection.append(ControlServer.line(id: id, .failed(failure)))
    }

    /// One reply as the wire writes it, without its line end.
    static func line(id: JSON, _ reply: ControlReply) -> [UInt8] {
        switch reply {
        case .done(let members):
            JSON.object([JSON.Member("id", id), JSON.Member("ok", true)] + members).bytes
        case .failed(let failure):
            JSON.object([
                JSON.Member("id", id), JSON.Member("ok", false), JSON.Member("error", failure.json),
            ]).bytes
        }
    }

    /// Goes on with a connection in the next turn, which is at once.
    func revisit(_ connection: Connection) {
        guard !revisits.contains(connection.id) else { return }
        revisits.append(connection.id)
        news.ring()
    }

    /// Sends what can be sent, and decides what to wait for, or whether this was the end of it.
    func settle(_ connection: Connection, at now: Instant?) {
        guard !connection.isClosed else { return }
        guard connection.flush() else { return close(connection) }
        if connection.waiting == 0 {
            let isDone =
                connection.hasEnded && connection.outstanding == 0 && connection.stream == nil && !connection.hasLine
            if connection.isDoomed || isDone { return close(connection) }
        }
        mark(connection, at: now)
        let readable =
            connection.access != nil && !connection.hasEnded && !connection.isDoomed
            && connection.outstanding < limits.outstanding
            && connection.input.count <= limits.requestBytes
        let waits = (readable: readable, writable: connection.waiting > 0)
        guard waits != connection.waits else { return }
        connection.waits = waits
        do throws(SystemError) {
            try epoll.change(
                connection.socket.number, token: connection.id.number, readable: readable, writable: waits.writable)
        } catch {
            close(connection)
        }
    }

    /// Notes whether the connection has a deadline: to read on, or for history to be asked again.
    private func mark(_ connection: Connection, at now: Instant?) {
        // A line is about 4 KiB at most, so this much waiting means that the next may not fit.
        if connection.waiting + 8_192 > limits.outputBytes, let now {
            connection.fullSince = connection.fullSince ?? now.microseconds
        }
        var isTimed = connection.fullSince != nil
        if case .retrying = connection.stream?.source { isTimed = true }
        if isTimed { timed.insert(connection.id.number) } else { timed.remove(connection.id.number) }
    }

    /// When `tick` has something to do; nil for never.
    public var nextDeadline: Instant? {
        var earliest: Int64?
        for number in timed {
            guard let connection = connections[number] else { continue }
            if let since = connection.fullSince {
                earliest = min(earliest ?? .max, since + Int64(limits.stallMilliseconds) * 1_000)
            }
            if case .retrying(let at) = connection.stream?.source { earliest = min(earliest ?? .max, at) }
        }
        if let listensAgainAt { earliest = min(earliest ?? .max, listensAgainAt.microseconds) }
        return earliest.map { Instant(microseconds: $0) }
    }

    /// Cuts off who has not read for too long, and asks again for history that was not there yet.
    public func tick(at now: Instant) {
        listenAgain(at: now)
        for number in timed.sorted() {
            guard let connection = connections[number] else { continue }
            if let since = connection.fullSince,
                now.microseconds - since >= Int64(limits.stallMilliseconds) * 1_000
            {
                counts.cutOff += 1
                close(connection)
                continue
            }
            if case .retrying(let at) = connection.stream?.source, at <= now.microseconds {
                connection.stream?.source = .deciding
                pump(connection, at: now)
            }
        }
    }
}
