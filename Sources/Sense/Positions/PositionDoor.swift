public import CallpointCore
import Glibc
public import LinuxIO
import Synchronization

/// The door for programs that can write SQL and nothing else: `positions.db`, table `unit_positions`.
///
/// Only they write to it; a thread of its own looks every 100 ms (`positions.door.poll`) whether
/// anything was committed and hands over the rows that changed. The loop never
/// touches the file, and the next look waits until the loop has taken what the
/// last one found, so that no queue grows: what changes meanwhile is read later, as its newest.
public final class PositionDoor {
    /// Most rows that are read; further ones are counted as `too_long`.
    public static let rowLimit = 100_000
    /// Most rows that one `take` hands over.
    public static let takeLimit = 4_096

    private let shared: DoorShared
    private var thread: Thread?
    private var feed: PositionFeed

    /// Starts the thread, which makes the file where there is none.
    ///
    /// A file that cannot be opened is tried again once a second and shows in `status`: the door is not worth
    /// a controller that does not start.
    /// - Parameters:
    ///   - datum: that of rows that name none.
    ///   - units: the units that the door may move; nil for all.
    ///   - group: whose members may write, beside the daemon's own; nil for none.
    ///   - interval: from one look to the next, 10 to 200 ms.
    public init(
        path: String, datum: Datum, units: Set<UnitID>? = nil, group: UInt32? = nil,
        interval: Duration = .milliseconds(100)
    ) throws(SystemError) {
        let shared = DoorShared(changed: try Wakeup(), stop: try Wakeup())
        self.shared = shared
        feed = PositionFeed(source: "positions.db", datum: datum)
        thread = try Thread(name: "positions-db") {
            DoorReader(path: path, units: units, group: group, interval: interval).run(shared)
        }
    }

    deinit { close() }

    /// What to wait for: readable when rows have changed.
    public var descriptor: Int32 { shared.changed.descriptor }

    /// What was counted since the start.
    public var counters: PositionCounters { feed.counters }

    /// How the file is, for people; empty while all is well.
    public var status: String { shared.state.withLock { $0.detail } }

    /// How often it has looked since the start.
    public var looks: Int { shared.looks.load(ordering: .relaxed) }

    /// Rows that changed, at most `takeLimit`; the descriptor stays readable where there are more.
    ///
    /// - Parameters:
    ///   - instant: now, from which the fixes' age counts.
    ///   - wallMilliseconds: what our wall clock shows, since 1970.
    public func take(at instant: Instant, wallMilliseconds: Int64) -> PositionBatch {
        shared.changed.clear()
        let rows = shared.state.withLock { state in
            let rows = Array(state.pending.suffix(PositionDoor.takeLimit))
            state.pending.removeLast(rows.count)
            if !state.pending.isEmpty { shared.changed.ring() }
            return rows
        }
        var batch = PositionBatch()
        for row in rows {
            do throws(FixRefusal) {
                try feed.take(row.get(), at: instant, wallMilliseconds: wallMilliseconds, into: &batch)
            } catch {
                feed.counters[error] += 1
            }
        }
        return batch
    }

    /// How long `close` waits for the look that is under way; a thread that hangs in the disk is left behind.
    static let closeLimit: Duration = .milliseconds(500)

    /// Ends the thread.
    public func close() {
        guard let thread = thread.take() else { return }
        shared.stop.ring()
        _ = thread.join(within: PositionDoor.closeLimit)
    }
}

/// What the door's thread and the loop share.
final class DoorShared: Sendable {
    struct State {
        /// Rows that the loop has not taken; at most one look's.
        var pending: [Result<PositionReport, FixRefusal>] = []
        var detail = ""
    }

    let state = Mutex(State())
    let changed: Wakeup
    let stop: Wakeup
    let looks = Atomic<Int>(0)

    init(changed: Wakeup, stop: Wakeup) {
        self.changed = changed
        self.stop = stop
    }

    /// Waits; whether to stop.
    func stops(within milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, milliseconds) > 0
    }
}
