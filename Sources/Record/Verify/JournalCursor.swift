/// Looks up the journal's lines by rising number, with one segment open at a time.
final class JournalCursor {
    private let segments: [(path: String, first: Int64)]
    private var openIndex: Int?
    private var statement: SQLiteStatement?

    init(_ segments: [(path: String, first: Int64)]) { self.segments = segments }

    /// The oldest event's number, as the file's name says.
    var first: Int64? { segments.first?.first }

    /// The hash that the journal's own event with a number says; nil where it has none, or not a whole one.
    func hash(of sequence: Int64) -> [UInt8]? {
        guard let index = segments.lastIndex(where: { $0.first <= sequence }) else { return nil }
        if index != openIndex { open(index) }
        guard let statement else { return nil }
        statement.bind(1, sequence)
        defer { statement.reset() }
        guard (try? statement.step()) == true else { return nil }
        return SegmentRow(statement).intactFrame?.hash
    }

    private func open(_ index: Int) {
        openIndex = index
        statement = nil
        guard let connection = try? SQLiteConnection(path: segments[index].path, access: .readOnly) else { return }
        connection.waitForLocks(milliseconds: 1_000)
        statement = try? connection.prepare("SELECT \(SegmentRow.columns) FROM events WHERE seq=?")
    }
}
