import CallpointCore
import EventCodec
import Testing

@testable import Control

struct StreamTests {
    @Test func `a subscriber to now gets what happens from now on`() throws {
        let bench = try Bench(head: 5)
        let client = try bench.connect()
        try client.send(.subscribe(.now))
        bench.turn()
        guard case .reply(1, .done(let members)) = try message(client) else {
            Issue.record("no reply")
            return
        }
        #expect(JSON.object(members).text == #"{"gen":"7c1e","seq":5,"after":5}"#)
        bench.publish(6)
        bench.publish(7)
        bench.turn()
        let all = try messages(client)
        #expect(sequences(all) == [6, 7])
        guard case .event(_, let line) = all.first else { return }
        #expect(line == Bench.line(6).bytes)
    }

    @Test(
        arguments: [
            (StreamStart.start, 1), (.after(EventPosition(generation: "7c1e", sequence: 700)), 701),
            (.after(EventPosition(generation: "7c1e", sequence: 1_990)), 1_991),
            (.after(EventPosition(generation: "7c1e", sequence: 2_000)), 2_001),
            (.after(EventPosition(generation: "7c1e", sequence: 0)), 1),
        ] as [(StreamStart, Int64)])
    func `history and the ring join without a gap and without a line twice`(start: StreamStart, first: Int64) throws {
        let bench = try Bench(head: 1_900)
        for sequence in Int64(1_901)...2_000 { bench.publish(sequence) }
        let client = try bench.connect()
        try client.send(.subscribe(start))
        var got: [Int64] = []
        for sequence in Int64(2_001)...2_010 {
            bench.turn(turns: 2)
            bench.publish(sequence)
            got += sequences(try messages(client))
        }
        for _ in 0..<50 {
            bench.turn()
            got += sequences(try messages(client))
        }
        #expect(got == Array(first...2_010))
    }

    @Test func `lines that come while history is on its way are neither lost nor doubled`() throws {
        var limits = ControlLimits()
        limits.ringLines = 10
        let bench = try Bench(limits: limits, head: 100)
        let client = try bench.connect()
        try client.send(.subscribe(.start))
        bench.turn(history: false)
        // The ring runs past its bound while the history thread works on the first chunk.
        for sequence in Int64(101)...150 { bench.publish(sequence) }
        var got: [Int64] = []
        for _ in 0..<20 {
            bench.answerWants()
            bench.turn()
            got += sequences(try messages(client))
        }
        #expect(got == Array(1...150))
    }

    @Test(arguments: [("0000", 3), ("0000", 50), ("0000", 100), ("7c1e", 101)] as [(String, Int64)])
    func `another log than the one that was followed is refused`(generation: String, sequence: Int64) throws {
        let bench = try Bench(head: 40)
        for sequence in Int64(41)...100 { bench.publish(sequence) }
        let client = try bench.connect()
        try client.send(.subscribe(.after(EventPosition(generation: generation, sequence: sequence))))
        bench.turn()
        let all = try messages(client)
        #expect(all.count == 1)
        #expect(failure(all.first)?.code == .refused)
        #expect(failure(all.first)?.remedy.contains("another log") == true)
        #expect(bench.server.statistics.subscribers == 0)
    }

    @Test func `events that are no longer kept are told as a gap`() throws {
        let bench = try Bench(head: 1_000)
        bench.log.removeFirst(600)
        let client = try bench.connect()
        try client.send(.subscribe(.after(EventPosition(generation: "7c1e", sequence: 500))))
        var all: [ControlClient.Message] = []
        for _ in 0..<20 {
            bench.turn()
            all += try messages(client)
        }
        #expect(all.contains(.gap(after: 500, next: 601)))
        #expect(sequences(all) == Array(601...1_000))
    }

    @Test func `history that is not on the disk yet is asked for again`() throws {
        var limits = ControlLimits()
        limits.ringLines = 5
        let bench = try Bench(limits: limits)
        for sequence in Int64(1)...20 { bench.publish(sequence) }
        let kept = bench.log
        bench.log = []
        let client = try bench.connect()
        try client.send(.subscribe(.start))
        bench.turn()
        #expect(sequences(try messages(client)).isEmpty)
        let deadline = try #require(bench.server.nextDeadline)
        #expect(deadline - bench.now == .milliseconds(200))
        bench.log = kept
        bench.now = deadline
        bench.server.tick(at: bench.now)
        bench.turn()
        bench.wants += bench.server.takeHistoryWants()
        bench.answerWants()
        bench.turn()
        #expect(sequences(try messages(client)) == Array(1...20))
        #expect(bench.server.nextDeadline == nil)
    }

    @Test func `history that does not answer ends the stream with its reason`() throws {
        let bench = try Bench(head: 10)
        let client = try bench.connect()
        try client.send(.subscribe(.start))
        bench.turn(history: false)
        let want = try #require(bench.wants.first)
        bench.server.fail(want, ControlFailure(.unavailable, "The journal cannot be read.", remedy: "x"), at: bench.now)
        bench.server.supply(want, bench.log, isEnd: true, at: bench.now)
        let all = try messages(client)
        #expect(failure(all.last)?.code == .unavailable)
        #expect(sequences(all).isEmpty)
    }

    @Test func `a subscriber who does not read is cut off after the limit, and the others get every line`() throws {
        var limits = ControlLimits()
        limits.outputBytes = 64 << 10
        let bench = try Bench(limits: limits)
        let (slow, fast) = (try bench.raw(), try bench.connect())
        slow.send("{\"id\":1,\"do\":\"subscribe\"}\n")
        try fast.send(.subscribe(.now))
        bench.turn()
        var got: [Int64] = []
        for sequence in Int64(1)...1_000 {
            bench.publish(sequence, filler: 1_000)
            bench.turn()
            got += sequences(try messages(fast))
        }
        #expect(got == Array(1...1_000))
        #expect(bench.server.statistics.subscribers == 2)
        let deadline = try #require(bench.server.nextDeadline)
        #expect(deadline - bench.now == .seconds(5))
        bench.now = deadline + .microseconds(-1)
        bench.server.tick(at: bench.now)
        #expect(bench.server.statistics.subscribers == 2)
        bench.now = deadline
        bench.server.tick(at: bench.now)
        #expect(bench.server.statistics.subscribers == 1)
        #expect(bench.server.statistics.cutOff == 1)
        #expect(bench.server.nextDeadline == nil)
    }

    @Test func `a slow reader who reads in time gets every line`() throws {
        var limits = ControlLimits()
        limits.outputBytes = 64 << 10
        limits.ringLines = 20
        let bench = try Bench(limits: limits)
        let client = try bench.connect()
        try client.send(.subscribe(.now))
        bench.turn()
        for sequence in Int64(1)...2_000 {
            bench.publish(sequence, filler: 1_000)
            bench.turn(turns: 3)
        }
        var got: [Int64] = []
        for _ in 0..<200 {
            got += sequences(try messages(client))
            bench.turn()
        }
        #expect(got == Array(1...2_000))
        #expect(bench.server.nextDeadline == nil)
    }

    @Test func `one subscriber too many is told that it is busy`() throws {
        var limits = ControlLimits()
        limits.subscribers = 2
        let bench = try Bench(limits: limits)
        let clients = try (0..<3).map { _ in try bench.connect() }
        for client in clients {
            try client.send(.subscribe(.now))
            bench.turn()
        }
        #expect(failure(try message(clients[2]))?.code == .busy)
        #expect(bench.server.statistics.subscribers == 2)
    }

    @Test func `a heartbeat goes to subscribers alone`() throws {
        let bench = try Bench()
        let (subscriber, other) = (try bench.connect(), try bench.connect())
        try subscriber.send(.subscribe(.now))
        bench.turn()
        bench.server.heartbeat(["hash": "9e96"], at: bench.now)
        #expect(try messages(subscriber).last == .heartbeat(["hash": "9e96"]))
        #expect(try messages(other).isEmpty)
    }

    @Test func `new rules cut off whom they no longer let read`() throws {
        let bench = try Bench()
        let client = try bench.connect()
        try client.send(.subscribe(.now))
        bench.turn()
        bench.server.roles = CallerRoles(rules: AccessRules(), administrators: [])
        guard case .reply = try message(client) else {
            Issue.record("no reply to the subscription")
            return
        }
        #expect(failure(try message(client))?.code == .denied)
        #expect(bench.server.statistics.connections == 0)
    }

    // MARK: questions

    @Test(
        arguments: [
            (EventQuery(part: .newestBefore(.max), limit: 20), 1_981, 2_000, true),
            (EventQuery(part: .newestBefore(1_981), limit: 20), 1_961, 1_980, true),
            (EventQuery(part: .newestBefore(11), limit: 20), 1, 10, false),
            (EventQuery(part: .firstAfter(0), limit: 1_234), 1, 1_234, true),
            (EventQuery(part: .firstAfter(1_500), limit: 100_000), 1_501, 2_000, false),
            (EventQuery(part: .firstAfter(1_500), limit: 500), 1_501, 2_000, false),
        ] as [(EventQuery, Int64, Int64, Bool)])
    func `a question is answered with lines and then a reply that counts them`(
        query: EventQuery, first: Int64, last: Int64, more: Bool
    ) throws {
        let bench = try Bench(head: 2_000)
        let client = try bench.connect()
        try client.send(.events(query))
        var all: [ControlClient.Message] = []
        for _ in 0..<30 {
            bench.turn()
            all += try messages(client)
        }
        #expect(sequences(all) == Array(first...last))
        let expected = ["count": last - first + 1, "first": first, "last": last]
        guard case .reply(1, .done(let members)) = all.last else {
            Issue.record("no reply at the end")
            return
        }
        let reply = JSON.object(members)
        for (name, value) in expected { #expect(reply[name] == .integer(value), "\(name)") }
        #expect(reply["more"] == .bool(more))
    }

    @Test func `a question without a match has a reply and no lines`() throws {
        let bench = try Bench()
        let client = try bench.connect()
        try client.send(.events(EventQuery(incident: "I-1", part: .newestBefore(.max), limit: 20)))
        bench.turn()
        let all = try messages(client)
        #expect(all == [.reply(id: 1, .done([JSON.Member("count", 0), JSON.Member("more", false)]))])
    }

    @Test func `a chunk beyond its bytes is asked for again, not lost`() throws {
        var limits = ControlLimits()
        limits.chunkBytes = 20_000
        let bench = try Bench(limits: limits)
        bench.log = (Int64(1)...200).map { Bench.line($0, filler: 1_000) }
        bench.server.publish(sequence: 201, generation: "7c1e", line: Bench.line(201).bytes)
        let client = try bench.connect()
        try client.send(.events(EventQuery(part: .firstAfter(0), limit: 150)))
        try client.send(.subscribe(.start))
        var all: [ControlClient.Message] = []
        for _ in 0..<50 {
            bench.turn()
            all += try messages(client)
        }
        #expect(sequences(all) == Array(1...150))
        // One connection has one stream at a time.
        #expect(all.contains { failure($0)?.code == .refused })
    }

    @Test func `a question from the end keeps the newest that fit and says that there are more`() throws {
        var limits = ControlLimits()
        limits.chunkBytes = 20_000
        let bench = try Bench(limits: limits)
        bench.log = (Int64(1)...200).map { Bench.line($0, filler: 1_000) }
        let client = try bench.connect()
        try client.send(.events(EventQuery(part: .newestBefore(.max), limit: 200)))
        bench.turn()
        let all = try messages(client)
        #expect(sequences(all).last == 200)
        #expect(sequences(all).count < 25)
        guard case .reply(_, .done(let members)) = all.last else { return }
        #expect(JSON.object(members)["more"] == true)
    }
}

struct LineRingTests {
    @Test func `the ring keeps the newest lines within both bounds`() {
        var ring = LineRing(lines: 4, bytes: 1_000)
        for sequence in Int64(1)...11 { ring.append(Bench.line(sequence)) }
        #expect(ring.count == 4)
        #expect(ring.oldest == 8)
        #expect(ring[7] == nil)
        #expect(ring[8]?.position.sequence == 8)
        #expect(ring[11]?.position.sequence == 11)
        #expect(ring[12] == nil)
        ring.append(Bench.line(12, filler: 970))
        #expect(ring.count == 1)
        #expect(ring.byteCount == Bench.line(12, filler: 970).bytes.count)
    }

    @Test func `a line that does not follow the last empties the ring`() {
        var ring = LineRing(lines: 4, bytes: 1_000)
        ring.append(Bench.line(1))
        ring.append(Bench.line(3))
        #expect(ring.oldest == 3)
        #expect(ring.count == 1)
        #expect(ring[1] == nil)
    }
}
