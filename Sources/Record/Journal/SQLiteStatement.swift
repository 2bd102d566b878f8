import CSQLite

/// A prepared statement: bind, step, read, reset.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let connection: SQLiteConnection
    let sql: String

    init(_ handle: OpaquePointer, of connection: SQLiteConnection, sql: String) {
        self.handle = handle
        self.connection = connection
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    // Parameters count from 1. A failed binding is a programming error or a
    // lack of memory; the step after it fails, so that nobody need check twice.

    func bind(_ index: Int32, _ value: Int64) { _ = sqlite3_bind_int64(handle, index, value) }

    func bindNull(_ index: Int32) { _ = sqlite3_bind_null(handle, index) }

    /// Copies the text.
    func bind(_ index: Int32, _ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                if let start = characters.baseAddress {
                    _ = csqlite_bind_text_copy(handle, index, start, Int32(characters.count))
                } else {
                    _ = csqlite_bind_text_copy(handle, index, "", 0)
                }
            }
        }
    }

    func bind(_ index: Int32, _ text: String?) {
        if let text { bind(index, text) } else { bindNull(index) }
    }

    /// Copies the bytes.
    func bind(_ index: Int32, blob bytes: [UInt8]) {
        bytes.withUnsafeBytes { _ = csqlite_bind_blob_copy(handle, index, $0.baseAddress, Int32($0.count)) }
    }

    /// Does not copy: the bytes stay where they are until the statement is reset.
    func bind(_ index: Int32, lasting bytes: UnsafeRawBufferPointer) {
        _ = csqlite_bind_blob_static(handle, index, bytes.baseAddress, Int32(bytes.count))
    }

    /// Whether there is a row; false at the end.
    func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let failure = connection.error(code, sql)
            sqlite3_reset(handle)
            throw failure
        }
    }

    /// Runs a statement that yields no row, and makes it ready again.
    func run() throws(SQLiteError) {
        _ = try step()
        sqlite3_reset(handle)
    }

    /// Runs it, makes it ready again, and leaves it to the caller what SQLite's code means.
    func runForCode() -> Int32 {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        return code
    }

    /// Makes it ready to run again; bindings stay.
    func reset() { sqlite3_reset(handle) }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func optionalInteger(_ column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : integer(column)
    }

    func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes where SQLite holds them, until the next step or reset.
    func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        // Asked for first: it fixes the form that the length is counted in.
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }
}
