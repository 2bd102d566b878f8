import CallpointCore
import Glibc

/// A state that several threads share, under one lock, with two things to wait for.
///
/// `@unchecked Sendable`: the state is reached only through `withLock` and
/// `wait`, which hold the mutex while they touch it; the pointers never change.
final class Monitor<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let conditions: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    /// Who waits.
    enum Waiter: Int {
        case journal, log
    }

    init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        conditions = .allocate(capacity: 3)
        conditions.initialize(repeating: pthread_cond_t(), count: 3)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // A wall clock that steps must not end or lengthen a wait.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        for index in 0..<3 { pthread_cond_init(conditions + index, &attributes) }
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        for index in 0..<3 { pthread_cond_destroy(conditions + index) }
        pthread_mutex_destroy(mutex)
        conditions.deallocate()
        mutex.deallocate()
    }

    /// Runs a body that may read and change the state, and nothing that blocks.
    @inline(__always)
    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&state)
    }

    /// Wakes a waiter; it will look at the state again.
    func signal(_ waiter: Waiter) { pthread_cond_signal(conditions + waiter.rawValue) }

    /// Wakes whoever waits for the others to finish.
    func signalEnd() { pthread_cond_broadcast(conditions + 2) }

    /// Runs the body now and whenever it may have become worth it, until it returns a result.
    ///
    /// `patience` says how long to sleep at most before the next look; nil: until a signal.
    func wait<Result>(_ waiter: Waiter, _ body: (inout State) -> (result: Result?, patience: Duration?)) -> Result {
        wait(on: waiter.rawValue, body)
    }

    /// The same for the one who waits for the end of both.
    func waitForEnd<Result>(_ body: (inout State) -> (result: Result?, patience: Duration?)) -> Result {
        wait(on: 2, body)
    }

    private func wait<Result>(
        on index: Int, _ body: (inout State) -> (result: Result?, patience: Duration?)
    ) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            let (result, patience) = body(&state)
            if let result { return result }
            guard let patience else {
                pthread_cond_wait(conditions + index, mutex)
                continue
            }
            var until = timespec()
            clock_gettime(CLOCK_MONOTONIC, &until)
            let nanoseconds = until.tv_nsec + Int(max(0, patience.microseconds) % 1_000_000) * 1_000
            until.tv_sec += Int(max(0, patience.microseconds) / 1_000_000) + nanoseconds / 1_000_000_000
            until.tv_nsec = nanoseconds % 1_000_000_000
            pthread_cond_timedwait(conditions + index, mutex, &until)
        }
    }
}
