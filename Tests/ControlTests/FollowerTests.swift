import CallpointCore
import EventCodec
import Testing

@testable import Control

struct FollowerTests {
    /// Steps until nothing more happens.
    private func steps(_ follower: EventFollower, _ bench: Bench) throws -> [EventFollower.Step] {
        var all: [EventFollower.Step] = []
        for _ in 0..<40 {
            bench.turn()
            let step = try follower.next(timeoutMilliseconds: 0)
            if step != .idle { all.append(step) }
        }
        return all
    }

    private func events(_ steps: [EventFollower.Step]) -> [Int64] {
        steps.compactMap { if case .event(let position, _) = $0 { position.sequence } else { nil } }
    }

    @Test func `a follower goes on after a restart where it was`() throws {
        let bench = try Bench(head: 3)
        let follower = EventFollower(path: bench.path, from: .now)
        #expect(try steps(follower, bench) == [.connected(head: EventPosition(generation: "7c1e", sequence: 3))])
        bench.publish(4)
        #expect(events(try steps(follower, bench)) == [4])
        // The daemon stops; what it writes in its next life before anybody asks must not be missed.
        let path = bench.path
        bench.server = try ControlServer(
            path: path + "x", roles: CallerRoles(rules: AccessRules()),
            head: EventPosition(generation: "0", sequence: 0))
        guard case .disconnected = try follower.next(timeoutMilliseconds: 0) else {
            Issue.record("the end of the daemon was not noticed")
            return
        }
        bench.log += [Bench.line(5, generation: "9d00"), Bench.line(6, generation: "9d00")]
        bench.server = try ControlServer(
            path: path, roles: CallerRoles(rules: AccessRules()),
            head: EventPosition(generation: "9d00", sequence: 6))
        var got: [Int64] = []
        for _ in 0..<50 where got.count < 2 {
            bench.turn()
            // Waits as long as the follower's own back-off, 100 ms at first.
            let step = try follower.next(timeoutMilliseconds: 200)
            if case .event(let position, _) = step { got.append(position.sequence) }
        }
        #expect(got == [5, 6])
        #expect(follower.missing == 0)
        #expect(follower.last == EventPosition(generation: "9d00", sequence: 6))
    }

    @Test func `now is a place: what happens while nobody is connected is not lost`() throws {
        let bench = try Bench(head: 3)
        let follower = EventFollower(path: bench.path, from: .now)
        _ = try steps(follower, bench)
        bench.server = try ControlServer(
            path: bench.path + "x", roles: CallerRoles(rules: AccessRules()),
            head: EventPosition(generation: "0", sequence: 0))
        _ = try follower.next(timeoutMilliseconds: 0)
        bench.log.append(Bench.line(4))
        bench.server = try ControlServer(
            path: bench.path, roles: CallerRoles(rules: AccessRules()),
            head: EventPosition(generation: "7c1e", sequence: 4))
        var got: [Int64] = []
        for _ in 0..<50 where got.isEmpty {
            bench.turn()
            if case .event(let position, _) = try follower.next(timeoutMilliseconds: 200) {
                got.append(position.sequence)
            }
        }
        #expect(got == [4])
    }

    @Test func `a gap is told before the event after it, and counted`() throws {
        let bench = try Bench(head: 10)
        bench.log.removeSubrange(4..<7)
        let follower = EventFollower(
            path: bench.path, from: .after(EventPosition(generation: "7c1e", sequence: 2)))
        let all = try steps(follower, bench)
        #expect(all.contains(.gap(after: 4, next: 8)))
        #expect(events(all) == [3, 4, 8, 9, 10])
        #expect(follower.missing == 3)
    }

    @Test func `a refusal ends the following`() throws {
        let bench = try Bench(head: 10)
        let follower = EventFollower(
            path: bench.path, from: .after(EventPosition(generation: "ffff", sequence: 10)))
        let failure = #expect(throws: ControlFailure.self) { _ = try steps(follower, bench) }
        #expect(failure?.code == .refused)
    }

    @Test func `the waits between attempts double up to their bound`() throws {
        let follower = EventFollower(path: "/nonexistent/control.sock", from: .now)
        var waits: [Int32] = []
        while waits.count < 4 {
            // Each attempt waits as long as the one before has said, and no caller's patience makes it come sooner.
            guard case .disconnected(_, let wait) = try follower.next(timeoutMilliseconds: 10) else { continue }
            waits.append(wait)
        }
        #expect(waits == [100, 200, 400, 800])
        #expect(EventFollower.waits == 100...3_000)
    }
}
