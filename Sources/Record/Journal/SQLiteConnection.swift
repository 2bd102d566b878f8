import CSQLite
import LinuxIO

/// A connection to one database file; used by one thread at a time.
final class SQLiteConnection {
    let path: String
    private let handle: OpaquePointer
    /// Frames in the write-ahead log after the last commit; SQLite's hook writes it.
    private let frames: UnsafeMutablePointer<Int32>

    enum Access {
        case create, readWrite, readOnly
        /// Nobody writes the file: it is read without a lock, with its write-ahead log, and nothing is made beside it.
        case unchanging
    }

    init(path: String, access: Access) throws(SQLiteError) {
        self.path = path
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        switch access {
        case .create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .readWrite: flags |= SQLITE_OPEN_READWRITE
        case .readOnly: flags |= SQLITE_OPEN_READONLY
        case .unchanging: flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
        }
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(access == .unchanging ? Self.unchanging(path) : path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let system = sqlite3_system_errno(opened)
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, systemNumber: system, sql: "open", path: path)
        }
        handle = opened
        frames = .allocate(capacity: 1)
        frames.initialize(to: 0)
        // A file that failed is never written again, not even by its closing.
        _ = csqlite_no_checkpoint_on_close(handle)
        // Then the index of the write-ahead log stands in memory, and no `-shm` file is made for it.
        if access == .unchanging { try execute("PRAGMA locking_mode=EXCLUSIVE") }
    }

    deinit {
        sqlite3_close_v2(handle)
        frames.deallocate()
    }

    private static func unchanging(_ path: String) -> String {
        var uri = "file:"
        for byte in path.utf8 {
            let isPlain = (0x21...0x7E).contains(byte) && !"%?#".utf8.contains(byte)
            uri += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        // Without a write-ahead log SQLite would make an empty one, unless it is told that nothing ever changes.
        return uri + (Files.size(of: path + "-wal") == nil ? "?immutable=1" : "?mode=ro&vfs=unix-none")
    }

    /// Runs statements that yield no rows that anybody wants.
    func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql) }
    }

    /// A statement to be used many times.
    func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw error(code, sql) }
        return SQLiteStatement(statement, of: self, sql: sql)
    }

    func error(_ code: Int32, _ sql: String) -> SQLiteError {
        // Only the codes of I/O carry a fresh number; after others it is an old one.
        let isSystems = [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL].contains(code & 0xFF)
        return SQLiteError(
            code: code, systemNumber: isSystems ? sqlite3_system_errno(handle) : 0, sql: sql, path: path)
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Ends an open transaction without its changes; an error here adds nothing to the one that led here.
    func rollBack() {
        if isInTransaction { _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    }

    /// Counts the write-ahead log's frames from now on, and never lets SQLite checkpoint by itself.
    func countFrames() {
        _ = sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, frames)
    }

    /// Frames in the write-ahead log after the last commit.
    var logFrames: Int { Int(frames.pointee) }

    /// Whether the write-ahead log's file stays, with its length, when this connection closes.
    func keepLogOnClose(_ isKept: Bool) { _ = csqlite_keep_log_on_close(handle, isKept ? 1 : 0) }

    enum Checkpoint {
        /// Copies what can be copied.
        case passive
        /// Copies all, and has the next commit start at the log's beginning.
        case restart
        /// Copies all, and empties the log's file.
        case truncate
    }

    /// Copies the write-ahead log into the database. Throws `busy` where a reader stands in the way.
    func checkpoint(_ mode: Checkpoint) throws(SQLiteError) {
        let code =
            switch mode {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .restart: SQLITE_CHECKPOINT_RESTART
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        let result = sqlite3_wal_checkpoint_v2(handle, "main", code, nil, nil)
        guard result == SQLITE_OK else { throw error(result, "wal_checkpoint") }
        if mode != .passive { frames.pointee = 0 }
    }

    /// How long a statement waits for another program's lock, in milliseconds.
    func waitForLocks(milliseconds: Int32) { sqlite3_busy_timeout(handle, milliseconds) }

    /// The first column of the first row, as a number.
    func number(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.optionalInteger(0) : nil
    }
}
