import LinuxIO
import Testing

/// Gives each test a thread of its own, and lets few of them run at once.
///
/// A test that drives a daemon waits in system calls. On the cooperative pool it would hold up every other
/// test of the run, and with many daemons at once two cores would measure each other.
struct OwnThread: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        await Turnstile.shared.enter()
        var failure: (any Error)?
        do {
            try await withTaskExecutorPreference(ThreadExecutor()) { try await function() }
        } catch {
            failure = error
        }
        await Turnstile.shared.leave()
        if let failure { throw failure }
    }
}

extension Trait where Self == OwnThread {
    /// See `OwnThread`.
    static var ownThread: OwnThread { OwnThread() }
}

/// Lets two tests in at a time, in the order in which they came.
private actor Turnstile {
    static let shared = Turnstile()
    private var free = 2
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// Runs each job on a fresh thread.
private final class ThreadExecutor: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        do {
            _ = try Thread(name: "daemon-test") { job.runSynchronously(on: executor) }
        } catch {
            // No thread left: the test runs where it stands, and holds up others.
            job.runSynchronously(on: executor)
        }
    }
}
