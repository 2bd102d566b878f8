import CLinux
import CSQLite
import EventCodec
import Glibc

/// `positions.db`, open for reading.
struct DoorFile: ~Copyable {
    static let schema = """
        CREATE TABLE IF NOT EXISTS unit_positions(
            unit TEXT PRIMARY KEY NOT NULL,
            lat REAL NOT NULL,
            lon REAL NOT NULL,
            time INTEGER NOT NULL,
            datum TEXT,
            kind TEXT,
            status TEXT,
            speed_mps REAL,
            heading_deg REAL,
            accuracy_m REAL
        ) WITHOUT ROWID
        """
    static let columns: [String] = [
        "unit", "lat", "lon", "time", "datum", "kind", "status", "speed_mps", "heading_deg", "accuracy_m",
    ]
    /// A foreign lock is waited for so long, in milliseconds; then the next look tries again.
    private static let patience: Int32 = 50

    private let path: String
    private let inode: UInt64
    private let connection: OpaquePointer
    private let version: OpaquePointer
    private let selection: OpaquePointer

    /// Opens the file, after making it where there is none.
    /// - Parameter group: whose members are to write; nil, or one that the file cannot be given to: the daemon's own.
    init(path: String, group: UInt32? = nil) throws(DoorError) {
        try DoorFile.make(path, group)
        // Before it is opened: if another file takes its place in between, the next look at the inode finds that out.
        var status = stat()
        let inode = stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
        let connection = try DoorFile.connect(path, SQLITE_OPEN_READONLY)
        let version: OpaquePointer
        let selection: OpaquePointer
        do throws(DoorError) {
            version = try DoorFile.prepare("PRAGMA data_version", connection, path)
            selection = try DoorFile.prepare(
                "SELECT \(DoorFile.columns.joined(separator: ", ")) FROM unit_positions LIMIT "
                    + "\(PositionDoor.rowLimit + 1)", connection, path)
        } catch {
            sqlite3_close_v2(connection)
            throw error
        }
        // Once something was read, what SQLite keeps beside the file is there, and stays while it is open here.
        sqlite3_exec(connection, "SELECT unit FROM unit_positions LIMIT 0", nil, nil, nil)
        DoorFile.open(path, to: group)
        self.path = path
        self.connection = connection
        self.version = version
        self.selection = selection
        self.inode = inode
    }

    deinit {
        sqlite3_finalize(version)
        sqlite3_finalize(selection)
        sqlite3_close_v2(connection)
    }

    /// Whether the path still leads to the file that is open.
    var isStillThere: Bool {
        var status = stat()
        return stat(path, &status) == 0 && UInt64(status.st_ino) == inode
    }

    /// Changes whenever another connection has committed.
    func dataVersion() throws(DoorError) -> Int64 {
        defer { sqlite3_reset(version) }
        guard sqlite3_step(version) == SQLITE_ROW else { throw DoorError(connection, path, "read") }
        return sqlite3_column_int64(version, 0)
    }

    /// Shows each row until the body says false. No read transaction outlives the call.
    func rows(_ body: (borrowing DoorRow) -> Bool) throws(DoorError) {
        defer { sqlite3_reset(selection) }
        while true {
            switch sqlite3_step(selection) {
            case SQLITE_ROW: if !body(DoorRow(statement: selection)) { return }
            case SQLITE_DONE: return
            default: throw DoorError(connection, path, "read")
            }
        }
    }

    /// Makes file and table where they are missing; a table that stands needs no lock for that.
    private static func make(_ path: String, _ group: UInt32?) throws(DoorError) {
        let isNew = access(path, F_OK) != 0
        let connection = try connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        defer { sqlite3_close_v2(connection) }
        // WAL, so that a writer's open transaction keeps no reader out; the group is to write too. A file without the table
        // is as good as new: somebody who looked at it may have kept the attempt before from ending.
        let isBare = sqlite3_exec(connection, "SELECT unit FROM unit_positions LIMIT 0", nil, nil, nil) == SQLITE_ERROR
        let statements = isBare ? "PRAGMA journal_mode=WAL; \(schema)" : schema
        // Before SQLite makes its two others: they are made with the mode of this one.
        if isNew { open(path, to: group) }
        guard sqlite3_exec(connection, statements, nil, nil, nil) == SQLITE_OK else {
            throw DoorError(connection, path, "make the table in")
        }
    }

    /// Gives the file, and the two that SQLite keeps beside it, to a group that may write. A writer has to change all three,
    /// and needs no right to the folder but to pass through it: it makes none of them while the daemon has the door open.
    private static func open(_ path: String, to group: UInt32?) {
        for name in [path, path + "-wal", path + "-shm"] {
            if let group { _ = chown(name, uid_t.max, group) }
            _ = chmod(name, 0o660)
        }
    }

    private static func connect(_ path: String, _ flags: Int32) throws(DoorError) -> OpaquePointer {
        var connection: OpaquePointer?
        let result = sqlite3_open_v2(path, &connection, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard result == SQLITE_OK, let opened = connection else {
            let error = DoorError(connection, path, "open")
            sqlite3_close_v2(connection)
            throw error
        }
        sqlite3_busy_timeout(opened, patience)
        return opened
    }

    private static func prepare(
        _ sql: String, _ connection: OpaquePointer, _ path: String
    ) throws(DoorError) -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw DoorError(connection, path, "read the table of")
        }
        return statement
    }
}

/// Why the door's file cannot be read.
struct DoorError: Error, CustomStringConvertible {
    var code: Int32
    var description: String

    init(_ connection: OpaquePointer?, _ path: String, _ verb: String) {
        code = connection.map(sqlite3_errcode) ?? SQLITE_NOMEM
        let what = connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
        description =
            "\(path): cannot \(verb) the file: \(what). It is tried again every second; "
            + "move it away to get a new one with the right table."
    }

    /// Whether somebody else holds a lock.
    var isBusy: Bool { code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_LOCKED }
}

/// The row that a statement stands on.
struct DoorRow: ~Copyable {
    let statement: OpaquePointer

    /// Its key; empty where it is no text.
    var unit: String { text(0) }

    /// Tells a row from what it was before; of 64 bits, seeded anew each start.
    var hash: Int {
        var hasher = Hasher()
        for column in 0..<Int32(DoorFile.columns.count) {
            let type = sqlite3_column_type(statement, column)
            hasher.combine(type)
            switch type {
            case SQLITE_INTEGER: hasher.combine(sqlite3_column_int64(statement, column))
            case SQLITE_FLOAT: hasher.combine(sqlite3_column_double(statement, column))
            case SQLITE_TEXT, SQLITE_BLOB: hasher.combine(bytes: bytes(column))
            default: break
            }
        }
        return hasher.finalize()
    }

    /// The columns as an object's members, so that rows and datagrams are read by the same rules.
    var members: [JSON.Member] {
        DoorFile.columns.enumerated().map { index, name in
            let column = Int32(index)
            let value: JSON =
                switch sqlite3_column_type(statement, column) {
                case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
                case SQLITE_FLOAT: .number(sqlite3_column_double(statement, column))
                case SQLITE_TEXT: .string(text(column))
                case SQLITE_NULL: .null
                default: .bool(false)
                }
            return JSON.Member(name, value)
        }
    }

    private func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    private func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, column)
        let count = start == nil ? 0 : Int(sqlite3_column_bytes(statement, column))
        return UnsafeRawBufferPointer(start: start, count: count)
    }
}
