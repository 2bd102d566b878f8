import CallpointCore
import Glibc
import LinuxIO
import Testing

/// How long a test waits for what must come, where the rule under test names no time.
///
/// Waiting ends when it has come, so that only a failure takes so long: a machine that is busy with other things is not
/// what is tested. Where a time is the rule, a test holds the daemon's own stamps, or something that it holds back itself
/// for much longer.
let patience: Duration = .seconds(30)

/// Asks again every millisecond until the answer is yes or the time is up; the answer.
func eventually(within limit: Duration, _ isTrue: () throws -> Bool) rethrows -> Bool {
    let end = MonotonicClock().now + limit
    while MonotonicClock().now < end {
        if try isTrue() { return true }
        usleep(1_000)
    }
    return try isTrue()
}

/// A test could not go on: what it waited for in vain.
struct Waited: Error, CustomStringConvertible {
    let description: String
}

/// Asks again until there is something, and throws what was waited for where there is nothing in time.
func awaited<T>(_ what: String, within limit: Duration = patience, _ ask: () throws -> T?) throws -> T {
    let end = MonotonicClock().now + limit
    repeat {
        if let found = try ask() { return found }
        usleep(1_000)
    } while MonotonicClock().now < end
    throw Waited(description: "waited \(limit) for \(what) in vain")
}

/// How long a body took.
func stopwatch(_ body: () throws -> Void) rethrows -> Duration {
    let begin = MonotonicClock().now
    try body()
    return MonotonicClock().now - begin
}
