import CLinux
public import CallpointCore
import Glibc
public import LinuxIO
import Synchronization

/// `positions.warm` in the state directory, written behind.
///
/// The loop hands over a snapshot at most every ten seconds; a thread of its
/// own encodes it, writes it to a new file and renames that. It is not
/// synced: syncs belong to the journal, and a file that a power cut spoils is ignored.
public final class WarmStartFile {
    /// Between two snapshots.
    public static let interval: Duration = .seconds(10)
    /// A longer file is not read, in bytes.
    static let lengthLimit = 512 << 20

    private let shared: Shared
    private var thread: Thread?
    private var offeredAt: Instant?
    private var revision: UInt64?

    private final class Shared: Sendable {
        struct State {
            var pending: [Fix]?
            var isStopping = false
            var note: String?
            var writes: UInt64 = 0
        }

        let state = Mutex(State())
        let wakeup: Wakeup

        init(wakeup: Wakeup) { self.wakeup = wakeup }
    }

    /// Starts the thread; touches no file yet. `origin` is that of the fixes' time line.
    public init(path: String, origin: WarmStart.Origin) throws(SystemError) {
        let shared = Shared(wakeup: try Wakeup())
        self.shared = shared
        thread = try Thread(name: "positions-warm") { WarmStartFile.run(path, origin, shared) }
    }

    deinit { close(nil) }

    /// Why the last snapshot could not be written, or nil where it could.
    public var note: String? { shared.state.withLock { $0.note } }

    /// How many snapshots were written.
    public var writes: UInt64 { shared.state.withLock { $0.writes } }

    /// Reads what an earlier start left, on a time line that shows `now`. `note` says why there is nothing; both are
    /// empty where there is no file.
    public static func load(
        path: String, on origin: WarmStart.Origin, at now: Instant
    ) -> (fixes: [Fix], note: String?) {
        let ignored = "The units' places are unknown until they report."
        do {
            guard let bytes = try contents(of: path) else { return ([], nil) }
            return (try WarmStart.decode(bytes, on: origin, at: now), nil)
        } catch let error as SystemError {
            return ([], "\(error). \(ignored)")
        } catch WarmStart.Mistake.version(let version) {
            return ([], "\(path): written in version \(version), which this program does not read. \(ignored)")
        } catch {
            return ([], "\(path): damaged, and ignored. \(ignored)")
        }
    }

    /// Hands over a snapshot where ten seconds have gone by since the last and something has changed; whether it did.
    ///
    /// - Parameters:
    ///   - revision: any number that changes with the table, the count of accepted fixes say.
    ///   - snapshot: called only where it is due.
    @discardableResult
    public func offer(at instant: Instant, revision: UInt64, snapshot: () -> [Fix]) -> Bool {
        guard thread != nil, revision != self.revision else { return false }
        guard let last = offeredAt else {
            // The first one waits too: right after a start the table holds what the file holds.
            offeredAt = instant
            return false
        }
        guard instant - last >= WarmStartFile.interval else { return false }
        // A disk that has not taken the last one in ten seconds gets no second one to hold in memory.
        guard shared.state.withLock({ $0.pending == nil }) else { return false }
        offeredAt = instant
        self.revision = revision
        let fixes = snapshot()
        shared.state.withLock { $0.pending = fixes }
        shared.wakeup.ring()
        return true
    }

    /// How long `close` waits for the last snapshot to be written; a thread that hangs in the disk is left behind, and
    /// the file stays as it was.
    static let closeLimit: Duration = .milliseconds(500)

    /// Writes a last snapshot, where there is one, and ends the thread.
    public func close(_ fixes: [Fix]?) {
        guard let thread = thread.take() else { return }
        shared.state.withLock { state in
            if let fixes { state.pending = fixes }
            state.isStopping = true
        }
        shared.wakeup.ring()
        _ = thread.join(within: WarmStartFile.closeLimit)
    }

    private static func run(_ path: String, _ origin: WarmStart.Origin, _ shared: Shared) {
        while true {
            var wait = pollfd(fd: shared.wakeup.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&wait, 1, -1)
            shared.wakeup.clear()
            let (fixes, isStopping) = shared.state.withLock { ($0.pending, $0.isStopping) }
            if let fixes {
                let note = write(WarmStart.encode(fixes, of: origin), to: path)
                shared.state.withLock { state in
                    state.note = note
                    if note == nil { state.writes += 1 }
                    // On the way out a newer one may have come in meanwhile.
                    if state.isStopping == isStopping { state.pending = nil }
                }
            }
            if isStopping { return }
        }
    }

    /// What went wrong, or nil.
    private static func write(_ bytes: [UInt8], to path: String) -> String? {
        let new = path + ".new"
        do throws(SystemError) {
            let number = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o640)
            guard number >= 0 else { throw SystemError("open", on: new) }
            let file = Descriptor(owning: number)
            let result = bytes.withUnsafeBytes { buffer in
                Result { () throws(SystemError) in try writeAll(buffer, to: file.number, subject: new) }
            }
            try result.get()
            guard rename(new, path) == 0 else { throw SystemError("rename", on: new) }
            return nil
        } catch {
            return error.description
        }
    }

    /// The whole file; nil where there is none.
    private static func contents(of path: String) throws -> [UInt8]? {
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemError("open", on: path)
        }
        let file = Descriptor(owning: number)
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw SystemError("fstat", on: path) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= lengthLimit else { throw WarmStart.Mistake.damaged }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                read(file.number, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError("read", on: path) }
            done += count
        }
        return bytes
    }
}
