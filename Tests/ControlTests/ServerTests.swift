import CallpointCore
import EventCodec
import Foundation
import LinuxIO
import Testing

@testable import Control

struct ServerTests {
    @Test func `a request goes to the daemon and its reply comes back under its id`() throws {
        let bench = try Bench()
        let caller = try bench.raw()
        caller.send("{\"id\":\"a-1\",\"do\":\"status\"}\r\n\n{\"do\":\"units\",\"near\":\"NS-0412\"}\n")
        let requests = bench.turn()
        #expect(requests.map(\.body) == [.status, .units(near: "NS-0412")])
        #expect(requests.first?.caller.uid == geteuid())
        #expect(requests.first?.caller.pid == getpid())
        for request in requests.reversed() {
            bench.server.reply(request.connection, id: request.id, .done([JSON.Member("open", 3)]), at: bench.now)
        }
        #expect(caller.read() == "{\"id\":null,\"ok\":true,\"open\":3}\n{\"id\":\"a-1\",\"ok\":true,\"open\":3}\n")
    }

    @Test func `nothing of a caller is read before its names are known, and it waits alone`() throws {
        let bench = try Bench()
        let first = try bench.raw()
        first.send("{\"id\":1,\"do\":\"status\"}\n")
        #expect(bench.turn(names: false).isEmpty)
        #expect(bench.turn(names: false).isEmpty, "and it does not wake the loop meanwhile")
        let want = try #require(bench.server.takeAccountWants().first)
        #expect(want.caller.uid == geteuid())
        #expect(bench.server.takeAccountWants().isEmpty, "each is handed out once")
        let second = try bench.raw()
        second.send("{\"id\":2,\"do\":\"status\"}\n")
        #expect(bench.turn().map(\.id) == [2])
        bench.server.supply(AccountNames(user: "anowak"), to: want, at: bench.now)
        let requests = bench.turn()
        #expect(requests.map(\.id) == [1])
        #expect(requests.first?.access.user == "anowak")
    }

    @Test func `callers without a role cannot fill the connections, and those with one are let in`() throws {
        var limits = ControlLimits()
        limits.strangers = 2
        let bench = try Bench(limits: limits, administrators: [])
        let strangers = try (0..<5).map { _ in try bench.raw() }
        bench.turn()
        for stranger in strangers { stranger.send("{\"id\":1,\"do\":\"hello\"}\n") }
        bench.turn()
        for stranger in strangers.prefix(2) { #expect(stranger.lines().first?["role"] == .null) }
        for stranger in strangers.dropFirst(2) {
            #expect(
                stranger.lines().first?["error"]?["what"]
                    == .string("user\(geteuid()) has no role here, and 2 connections without one are open."))
            #expect(stranger.read() == nil)
        }
        #expect(bench.server.statistics.connections == 2)
        #expect(bench.server.statistics.turnedAway == 3)
        // With a role they are strangers no more, and without it again the newest go.
        bench.server.roles = CallerRoles(rules: AccessRules())
        let known = try (0..<3).map { _ in try bench.raw() }
        bench.turn()
        #expect(bench.server.statistics.connections == 5)
        bench.server.roles = CallerRoles(rules: AccessRules(), administrators: [])
        #expect(bench.server.statistics.connections == 2)
        #expect(known.allSatisfy { $0.lines().first?["error"]?["code"] == "denied" })
    }

    @Test func `names are asked for as far as there is room, and not for callers who have gone`() throws {
        let bench = try Bench()
        var callers = try (0..<5).map { _ in try bench.raw() }
        bench.turn(names: false)
        let first = bench.server.takeAccountWants(atMost: 2)
        #expect(first.count == 2)
        callers.remove(at: 2)
        bench.turn(names: false)
        let rest = bench.server.takeAccountWants()
        #expect(rest.count == 2)
        #expect(Set((first + rest).map(\.connection)).count == 4)
    }

    @Test func `hello says who is there, who asks, and where the log stands`() throws {
        let bench = try Bench(head: 48)
        bench.server.identity = [JSON.Member("site", "NS-03")]
        let client = try bench.connect()
        try client.send(.hello)
        bench.turn()
        guard case .reply(1, .done(let members)) = try message(client) else {
            Issue.record("no reply")
            return
        }
        #expect(
            JSON.object(members).text
                == "{\"protocol\":1,\"gen\":\"7c1e\",\"seq\":48,\"user\":\"user\(geteuid())\",\"role\":\"admin\",\"site\":\"NS-03\"}"
        )
    }

    @Test func `what a role does not allow never reaches the daemon`() throws {
        let bench = try Bench(
            rules: AccessRules(rules: [AccessRules.Rule(name: "user\(geteuid())", isGroup: false, role: .reading)]),
            administrators: [])
        let client = try bench.connect()
        try client.send(.act(ControlAct(.test("NS-0412"))))
        #expect(bench.turn().isEmpty)
        #expect(failure(try message(client))?.code == .denied)
        #expect(bench.server.statistics.denied == 1)
    }

    @Test(arguments: [
        "{\"id\":7,\"do\":\"nosuch\"}", "not json", "{\"id\":[1],\"do\":\"status\"}", "\u{0}\u{1}", "[]", "\"x\"",
        "{\"id\":7}",
    ])
    func `a bad line is answered and the connection goes on`(line: String) throws {
        let bench = try Bench()
        let caller = try bench.raw()
        caller.send(line + "\n{\"id\":2,\"do\":\"hello\"}\n")
        #expect(bench.turn().isEmpty)
        let replies = caller.lines()
        #expect(replies.count == 2)
        #expect(replies.first?["error"]?["code"] == "invalid")
        #expect(replies.last?["ok"] == true)
        #expect(bench.server.statistics.invalid == 1)
    }

    @Test func `a line longer than the bound is answered and closed, whatever comes after`() throws {
        let bench = try Bench()
        let caller = try bench.raw()
        caller.send(String(repeating: "x", count: 20_000))
        bench.turn()
        #expect(caller.lines().first?["error"]?["what"] == "The request is longer than 16384 bytes.")
        #expect(caller.read() == nil)
        #expect(bench.server.statistics.connections == 0)
    }

    @Test func `a line of exactly the bound is read`() throws {
        let bench = try Bench()
        let caller = try bench.raw()
        let start = "{\"id\":1,\"do\":\"hello\""
        caller.send(start + String(repeating: " ", count: 16_384 - start.utf8.count - 1) + "}\n")
        bench.turn()
        #expect(caller.lines().first?["ok"] == true)
    }

    @Test func `a request may come a byte at a time`() throws {
        let bench = try Bench()
        let caller = try bench.raw()
        for letter in "{\"id\":1,\"do\":\"hello\"}\n" {
            caller.send(String(letter))
            bench.turn()
        }
        #expect(caller.lines().first?["id"] == 1)
    }

    @Test func `no more than so many requests of one caller wait for the daemon; the others wait in the socket`() throws
    {
        let bench = try Bench()
        let caller = try bench.raw()
        for id in 0..<100 { caller.send("{\"id\":\(id),\"do\":\"status\"}\n") }
        var waiting = bench.turn()
        #expect(waiting.count == 16)
        var answered: [JSON] = []
        while !waiting.isEmpty {
            let request = waiting.removeFirst()
            bench.server.reply(request.connection, id: request.id, .done([]), at: bench.now)
            waiting += bench.turn()
            answered += caller.lines().compactMap { $0["id"] }
        }
        #expect(answered == (0..<100).map { .integer($0) })
    }

    @Test func `a turn hands out no more requests than its bound`() throws {
        var limits = ControlLimits()
        limits.requestsPerTurn = 3
        let bench = try Bench(limits: limits)
        let caller = try bench.raw()
        for id in 0..<10 { caller.send("{\"id\":\(id),\"do\":\"status\"}\n") }
        _ = bench.server.turn(at: bench.now)
        #expect(bench.server.turn(at: bench.now).count <= 3)
        #expect(bench.turn().count >= 4)
    }

    @Test func `a caller who closes his half still gets his replies, and does not wake the loop meanwhile`() throws {
        let bench = try Bench()
        let caller = try bench.raw()
        caller.send("{\"id\":1,\"do\":\"status\"}\n")
        shutdown(caller.socket.number, Int32(SHUT_WR))
        let requests = bench.turn()
        let request = try #require(requests.first)
        var polled = pollfd(fd: bench.server.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&polled, 1, 0) == 0)
        bench.server.reply(request.connection, id: request.id, .done([]), at: bench.now)
        #expect(caller.read() == "{\"id\":1,\"ok\":true}\n")
        #expect(caller.read() == nil)
    }

    @Test func `an act of a caller who has gone is done all the same, and its reply harms nobody`() throws {
        let bench = try Bench()
        var caller: RawCaller? = try bench.raw()
        caller?.send("{\"id\":1,\"do\":\"test\",\"call_point\":\"NS-0412\"}\n")
        caller = nil
        let request = try #require(bench.turn().first)
        bench.server.reply(request.connection, id: request.id, .done([]), at: bench.now)
        #expect(bench.server.statistics.connections == 0)
    }

    @Test func `one connection too many is told that it is busy`() throws {
        var limits = ControlLimits()
        limits.connections = 3
        let bench = try Bench(limits: limits)
        let callers = try (0..<4).map { _ in try bench.raw() }
        bench.turn()
        #expect(callers[3].lines().first?["error"]?["code"] == "busy")
        #expect(callers[3].read() == nil)
        #expect(bench.server.statistics.connections == 3)
        #expect(bench.server.statistics.turnedAway == 1)
    }

    @Test func `one account cannot take all connections`() throws {
        var limits = ControlLimits()
        limits.connectionsPerAccount = 2
        let bench = try Bench(limits: limits)
        let callers = try (0..<3).map { _ in try bench.raw() }
        bench.turn()
        #expect(callers[2].lines().first?["error"]?["code"] == "busy")
    }

    @Test func `a reply that is too long becomes a failure under the same id`() throws {
        var limits = ControlLimits()
        limits.replyBytes = 10_000
        let bench = try Bench(limits: limits)
        let client = try bench.connect()
        try client.send(.status)
        let request = try #require(bench.turn().first)
        let text = JSON.string(String(repeating: "x", count: 20_000))
        bench.server.reply(request.connection, id: request.id, .done([JSON.Member("x", text)]), at: bench.now)
        guard case .reply(1, .failed(let failure)) = try message(client) else {
            Issue.record("no failure")
            return
        }
        #expect(failure.code == .unavailable)
    }

    @Test func `a stale socket is replaced, a live one and a file are not`() throws {
        let directory = try Bench.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/control.sock"
        let head = EventPosition(generation: "7c1e", sequence: 0)
        let roles = CallerRoles(rules: AccessRules())
        // A daemon that was killed leaves its file behind.
        let dead = try UnixAddress.socket(for: path)
        try UnixAddress.bind(dead, to: path)
        close(dead)
        var server: ControlServer? = try ControlServer(path: path, roles: roles, head: head)
        #expect(server != nil)
        let inUse = #expect(throws: ControlError.self) { try ControlServer(path: path, roles: roles, head: head) }
        #expect(inUse?.kind == .inUse)
        #expect(
            inUse?.description
                == "\(path): another callpointd answers there. Stop it first (systemctl stop callpointd), "
                + "or give another --run directory.")
        server = nil
        #expect(!FileManager.default.fileExists(atPath: path))
        _ = FileManager.default.createFile(atPath: path, contents: Data("x".utf8))
        let file = #expect(throws: ControlError.self) { try ControlServer(path: path, roles: roles, head: head) }
        #expect(file?.kind == .unusable)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `a path that is too long or does not exist is refused with its name`() throws {
        let head = EventPosition(generation: "7c1e", sequence: 0)
        let long = "/" + String(repeating: "x", count: 120)
        for path in [long, "/nonexistent/control.sock"] {
            let error = #expect(throws: ControlError.self) {
                try ControlServer(path: path, roles: CallerRoles(rules: AccessRules()), head: head)
            }
            #expect(error?.kind == .unusable)
            #expect(error?.path == path)
        }
    }

    @Test func `the socket's rights are those asked for`() throws {
        let bench = try Bench()
        var status = stat()
        lstat(bench.path, &status)
        #expect(status.st_mode & 0o777 == 0o660)
    }

    @Test func `nobody at the path is an error that says what to do`() throws {
        let error = #expect(throws: ControlError.self) { try ControlClient(path: "/nonexistent/control.sock") }
        #expect(
            error?.description == "/nonexistent/control.sock: callpointd does not answer. Start it (systemctl start "
                + "callpointd), or name its directory with --run DIR.")
    }
}

struct ExhaustionTests {
    @Test func `without a free descriptor a caller is told, and the loop does not spin`() async {
        await #expect(processExitsWith: .success) {
            let bench = try Bench()
            let first = try bench.raw()
            let second = try bench.raw()
            // As many descriptors as are open now, so that the next accept has none.
            var highest = dup(first.socket.number)
            close(highest)
            while fcntl(highest, F_GETFD) >= 0 { highest += 1 }
            var limit = rlimit(rlim_cur: rlim_t(highest), rlim_max: rlim_t(highest))
            precondition(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            bench.turn()
            precondition(first.lines().first?["error"]?["code"] == "busy")
            precondition(second.lines().first?["error"]?["code"] == "busy")
            precondition(bench.server.statistics.turnedAway == 2)
            var polled = pollfd(fd: bench.server.descriptor, events: Int16(POLLIN), revents: 0)
            precondition(poll(&polled, 1, 0) == 0)
        }
    }
}
