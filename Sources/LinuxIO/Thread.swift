import CLinux
import CallpointCore
import Glibc

/// Starts a plain thread of the system's that runs a body and ends.
///
/// No Swift concurrency: on a busy pool an actor's hop costs milliseconds,
/// where waking a thread costs microseconds.
public struct Thread: ~Copyable {
    private let handle: pthread_t

    /// Starts a thread under a name of at most 15 bytes, which `ps -L` shows.
    /// All signals are blocked in it but for those of its own faults: the others belong to the engine's thread.
    public init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let box = Unmanaged.passRetained(Body(name: name, run: body))
        var blocked = sigset_t()
        var before = sigset_t()
        sigfillset(&blocked)
        // Blocked, they end the process all the same, and without the note of a crash.
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS] { sigdelset(&blocked, fault) }
        pthread_sigmask(SIG_SETMASK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var handle = pthread_t()
        let result = pthread_create(&handle, nil, threadMain, box.toOpaque())
        guard result == 0 else {
            box.release()
            throw SystemError("pthread_create", on: name, number: result)
        }
        self.handle = handle
    }

    /// Lets it end by itself; whoever has to know waits for something that the body does last.
    public consuming func detach() {
        pthread_detach(handle)
    }

    /// Waits until the body has returned.
    public consuming func join() {
        pthread_join(handle, nil)
    }

    /// Waits for so long until the body has returned; whether it has. A thread that has not is left to itself: it
    /// may hang in a disk, and a process that ends need not wait for that.
    public consuming func join(within limit: Duration) -> Bool {
        if clinux_join_within(handle, limit.microseconds) { return true }
        pthread_detach(handle)
        return false
    }
}

private final class Body: Sendable {
    let name: String
    let run: @Sendable () -> Void
    init(name: String, run: @escaping @Sendable () -> Void) {
        self.name = name
        self.run = run
    }
}

/// A free function, because a closure handed to C from a main file would belong to the main actor.
private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
    clinux_thread_name(body.name)
    body.run()
    return nil
}
