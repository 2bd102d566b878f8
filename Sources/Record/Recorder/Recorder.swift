public import CallpointCore
import LinuxIO

/// The record as the daemon sees it: batches go in, reports come out, and nothing blocks on a disk.
public final class Recorder {
    private let wakeup: Wakeup

    /// A recorder that has opened nothing yet. `clock` is asked from any thread.
    public init(options: RecordOptions, clock: @escaping @Sendable () -> Instant) throws(RecordError) {
        do { wakeup = try Wakeup() } catch {
            throw RecordError(path: options.stateDirectory, what: "\(error)", remedy: "Raise LimitNOFILE.")
        }
    }

    /// Merges journal and event log, and visits every line that the state is made of, in order. Call it once, first.
    public func recover(_ visit: (_ line: UnsafeRawBufferPointer) -> Void) throws(RecordError) -> Recovery {
        Recovery()
    }

    /// Starts the threads.
    public func start() throws(RecordError) {}

    /// Readable when reports wait.
    public var descriptor: Int32 { wakeup.descriptor }

    /// Takes a batch; never blocks on the disk.
    public func submit(_ batch: Batch, at now: Instant) {}

    /// When `tick` must be called; nil while nothing waits.
    public var nextDeadline: Instant? { nil }

    /// Hands on what has waited long enough.
    public func tick(at now: Instant) {}

    /// What happened since the last call, oldest first.
    public func takeReports() -> [RecordReport] { [] }

    /// Opens the event log anew, after a rotation.
    public func reopenLog() {}

    /// Writes what waits, for at most 2 s, and ends the threads.
    public func close() {}
}
