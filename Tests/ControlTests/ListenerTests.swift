import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Testing

@testable import Control

struct ListenerTests {
    /// In a process of its own: the limit is the process's.
    @Test func `with no descriptor left, not even the reserve, the listener rests and then listens again`() async {
        await #expect(processExitsWith: .success) {
            func isReady(_ bench: Bench) -> Bool {
                var polled = pollfd(fd: bench.server.descriptor, events: Int16(POLLIN), revents: 0)
                return poll(&polled, 1, 0) > 0
            }
            func hold(_ isTrue: Bool, _ what: String) {
                guard !isTrue else { return }
                _ = Array("\(what)\n".utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
                exit(1)
            }
            let bench = try Bench()
            let callers = try (0..<3).map { _ in try bench.raw() }
            for caller in callers { caller.send("{\"id\":1,\"do\":\"hello\"}\n") }
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let before = limit
            limit.rlim_cur = 3
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            bench.turn(turns: 1)
            hold(!isReady(bench), "it wakes the loop")
            let due = bench.now + .seconds(1)
            hold(bench.server.nextDeadline == due, "it listens again after a second")
            bench.now = due
            bench.server.tick(at: due)
            bench.turn(turns: 1)
            hold(!isReady(bench), "it rests again")
            var restored = before
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &restored)
            bench.now = due + .seconds(1)
            bench.server.tick(at: bench.now)
            hold(bench.server.nextDeadline == nil, "it has no deadline any more")
            bench.turn()
            hold(callers.allSatisfy { $0.lines().first?["ok"] == true }, "all callers are let in")
        }
    }
}
