import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Synchronization

/// The thread behind the door: looks, compares, hands over.
struct DoorReader {
    let path: String
    let units: Set<UnitID>?
    let group: UInt32?

    /// From one look to the next, in milliseconds.
    let interval: Int32

    private static let retryInterval: Int32 = 1_000
    /// The file may be replaced under us; so many looks are between two looks at its inode.
    private static let looksPerCheck = 10

    /// What was last seen of a unit's row.
    private struct Seen {
        var hash: Int
        var look: Int
    }

    init(path: String, units: Set<UnitID>?, group: UInt32?, interval: Duration) {
        self.path = path
        self.units = units
        self.group = group
        self.interval = Int32(clamping: max(1, interval.milliseconds))
    }

    /// Until the door closes.
    func run(_ shared: DoorShared) {
        while true {
            do throws(DoorError) {
                let file = try DoorFile(path: path, group: group)
                shared.state.withLock { $0.detail = "" }
                if try follow(file, shared) { return }
            } catch {
                shared.state.withLock { $0.detail = error.description }
            }
            if shared.stops(within: DoorReader.retryInterval) { return }
        }
    }

    /// Looks until the door closes (true) or another file stands there (false).
    private func follow(_ file: borrowing DoorFile, _ shared: DoorShared) throws(DoorError) -> Bool {
        var seen: [String: Seen] = [:]
        var version: Int64?
        var look = 0
        while true {
            look += 1
            shared.looks.add(1, ordering: .relaxed)
            if look % DoorReader.looksPerCheck == 0, !file.isStillThere { return false }
            var rows = 0
            if shared.state.withLock({ $0.pending.isEmpty }) {
                do throws(DoorError) {
                    let now = try file.dataVersion()
                    if now != version {
                        rows = try hand(changesOf: file, &seen, look, to: shared)
                        version = now
                    }
                } catch {
                    // A foreign lock leaves the version as it was, so that the next look reads again.
                    guard error.isBusy else { throw error }
                }
            }
            // A look at many rows takes long: wait in proportion, so that this thread stays under a quarter of a core.
            let wait = max(interval, Int32(rows / 250))
            if shared.stops(within: wait) { return true }
        }
    }

    /// Hands over the rows that differ from what was last seen; how many rows there are.
    private func hand(
        changesOf file: borrowing DoorFile, _ seen: inout [String: Seen], _ look: Int, to shared: DoorShared
    ) throws(DoorError) -> Int {
        var changes: [Result<PositionReport, FixRefusal>] = []
        var rows = 0
        // A look that is cut short by a lock forgets what it saw, so that nothing is taken for handed over.
        var fresh = seen
        try file.rows { row in
            rows += 1
            guard rows <= PositionDoor.rowLimit else {
                changes.append(.failure(.tooLong))
                return false
            }
            let unit = row.unit
            let hash = row.hash
            if fresh[unit]?.hash != hash { changes.append(report(row)) }
            fresh[unit] = Seen(hash: hash, look: look)
            return true
        }
        if fresh.count > rows { fresh = fresh.filter { $0.value.look == look } }
        seen = fresh
        guard !changes.isEmpty else { return rows }
        shared.state.withLock { $0.pending = changes }
        shared.changed.ring()
        return rows
    }

    private func report(_ row: borrowing DoorRow) -> Result<PositionReport, FixRefusal> {
        do throws(FixRefusal) {
            let report = try FixDatagram.report(row.members)
            if let units, !units.contains(UnitID(report.unit)) { throw .notAllowed }
            return .success(report)
        } catch {
            return .failure(error)
        }
    }
}
