import CallpointCore

/// How long the daemon has run, over all starts: what segments are aged by.
///
/// The wall clock may step by years; this cannot, and a machine that is
/// switched off keeps its records the longer.
struct RunningTime: Sendable {
    private let before: Int64
    private let start: Instant

    init(before: Int64, from start: Instant) {
        self.before = before
        self.start = start
    }

    func seconds(at now: Instant) -> Int64 { before + max(0, (now - start).components.seconds) }
}
