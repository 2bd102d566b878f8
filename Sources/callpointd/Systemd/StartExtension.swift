import CallpointCore
import LinuxIO
import Synchronization

/// Has systemd wait for a start that goes on, however much there is to recover, and not for one that hangs.
final class StartExtension: Sendable {
    private let notifier: ServiceNotifier
    private let nextAt = Atomic<Int64>(0)

    /// How long after the last sign systemd ends the start, at the soonest.
    static let patience: Duration = .seconds(30)
    /// How far apart the signs are.
    static let interval: Duration = .seconds(5)

    init(_ notifier: ServiceNotifier) { self.notifier = notifier }

    /// The start has done something.
    func goesOn(at now: Instant) {
        guard now.microseconds >= nextAt.load(ordering: .relaxed) else { return }
        nextAt.store((now + StartExtension.interval).microseconds, ordering: .relaxed)
        notifier.send("EXTEND_TIMEOUT_USEC=\(StartExtension.patience.microseconds)")
    }
}
