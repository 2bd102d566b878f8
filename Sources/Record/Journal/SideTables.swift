import CallpointCore

/// What stands beside the lines: texts of persons, and site files.
enum SideTables {
    static func write(_ text: PersonText, to connection: SQLiteConnection) throws(SQLiteError) {
        let statement = try connection.prepare("INSERT OR REPLACE INTO texts(token, salt, text) VALUES(?,?,?)")
        statement.bind(1, text.token.text)
        statement.bind(2, blob: text.salt)
        statement.bind(3, text.text)
        try statement.run()
    }

    static func write(_ configuration: StoredConfiguration, to connection: SQLiteConnection) throws(SQLiteError) {
        let statement = try connection.prepare(
            "INSERT OR IGNORE INTO configurations(hash, file, plan_times_permille) VALUES(?,?,?)")
        statement.bind(1, configuration.hash)
        statement.bind(2, blob: configuration.file)
        statement.bind(3, Int64(configuration.planTimesPermille))
        try statement.run()
    }

    static func text(_ token: String, in connection: SQLiteConnection) throws(SQLiteError) -> PersonText? {
        let statement = try connection.prepare("SELECT salt, text FROM texts WHERE token=?")
        statement.bind(1, token)
        guard try statement.step() else { return nil }
        return PersonText(token: TextToken(token), salt: Array(statement.blob(0)), text: statement.text(1) ?? "")
    }

    /// All site files, in the order in which they were stored.
    static func configurations(in connection: SQLiteConnection) throws(SQLiteError) -> [StoredConfiguration] {
        let statement = try connection.prepare(
            "SELECT hash, file, plan_times_permille FROM configurations ORDER BY rowid")
        var all: [StoredConfiguration] = []
        while try statement.step() {
            all.append(
                StoredConfiguration(
                    hash: statement.text(0) ?? "", file: Array(statement.blob(1)),
                    planTimesPermille: Int(statement.integer(2))))
        }
        return all
    }

    static func generations(in connection: SQLiteConnection) throws(SQLiteError) -> Set<String> {
        let statement = try connection.prepare("SELECT gen FROM generations")
        var all: Set<String> = []
        while try statement.step() { if let word = statement.text(0) { all.insert(word) } }
        return all
    }

    /// The tokens of persons' texts that a line names: `"p:` and 16 hex digits.
    static func tokens(in line: UnsafeRawBufferPointer) -> [String] {
        var found: [String] = []
        var at = 0
        while at + 20 <= line.count {
            if line[at] == UInt8(ascii: "\""), line[at + 1] == UInt8(ascii: "p"), line[at + 2] == UInt8(ascii: ":"),
                line[at + 19] == UInt8(ascii: "\"")
            {
                found.append(String(decoding: line[(at + 1)..<(at + 19)], as: UTF8.self))
                at += 19
            }
            at += 1
        }
        return found
    }
}
