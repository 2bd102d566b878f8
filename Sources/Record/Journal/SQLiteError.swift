import CSQLite
import Glibc
import LinuxIO

/// A statement that SQLite refused: which, on which file, and why. Never what it was about.
struct SQLiteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// SQLite's extended result code.
    var code: Int32
    /// The system's error number behind it; 0 where there is none.
    var systemNumber: Int32
    /// The statement's text, with its parameters' places and without their values.
    var sql: String
    /// The database's file.
    var path: String

    /// What an error asks of the journal.
    enum Kind: Sendable, Hashable {
        /// Another program holds a lock: try again soon.
        case busy
        /// No space is left: try again later; the file is as it was.
        case full
        /// The file can be neither written nor believed any more.
        case failed
    }

    var kind: Kind {
        if systemNumber == ENOSPC || systemNumber == EDQUOT { return .full }
        return switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        default: .failed
        }
    }

    /// `disk I/O error (4874: Input/output error)`.
    var reason: String {
        let system = systemNumber == 0 ? "" : ": \(SystemError.text(systemNumber))"
        return "\(String(cString: sqlite3_errstr(code))) (\(code)\(system))"
    }

    var description: String { "\(path): \(reason) in \"\(sql)\"" }
}
