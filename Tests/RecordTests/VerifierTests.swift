import CSQLite
import EventCodec
import Glibc
import Testing

@testable import Record

/// What a person does to a record behind the daemon's back, and what the verifier says of it.
@Suite(.timeLimit(.minutes(5)))
struct VerifierTests {
    static func record(_ count: Int = 100) throws -> Scratch {
        let scratch = Scratch()
        let station = try Station(scratch.options())
        #expect(station.write(station.chain.lines(count)))
        station.close()
        return scratch
    }

    static func verify(_ scratch: Scratch) throws -> (findings: [Finding], summary: Verifier.Summary) {
        var findings: [Finding] = []
        let summary = try Verifier(stateDirectory: scratch.state, logDirectory: scratch.log).verify {
            findings.append($0)
        }
        return (findings, summary)
    }

    static func expectGood(_ scratch: Scratch) throws {
        let findings = try verify(scratch).findings
        #expect(findings.map(\.description) == [])
    }

    static func change(_ path: String, _ sql: String) throws {
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        try connection.execute(sql)
    }

    @Test func `a record that nobody touched is good`() throws {
        let scratch = try Self.record()
        let (findings, summary) = try Self.verify(scratch)
        #expect(findings.map(\.description) == [])
        #expect(summary.isGood)
        #expect(summary.journalLines == 100)
        #expect(summary.eventLogLines == 100)
        #expect(summary.head?.sequence == 100)
    }

    @Test(arguments: [
        (
            "UPDATE events SET line = replace(line, '\"msg\":\"x\"', '\"msg\":\"y\"') WHERE seq=42",
            Finding.Kind.edited, 42
        ),
        ("DELETE FROM events WHERE seq=42", .deleted, 42),
        ("DELETE FROM events WHERE seq>90", .truncated, 91),
        ("UPDATE events SET line = (SELECT line FROM events WHERE seq=43) WHERE seq=42", .reordered, 42),
        ("UPDATE events SET opens = 1 WHERE seq=42", .edited, 42),
        ("UPDATE events SET incident = 'NS-03-7c1e-0001' WHERE seq=42", .edited, 42),
        ("UPDATE events SET keys = 'unit/M-17' WHERE seq=42", .edited, 42),
    ])
    func `a changed journal is named with its line`(sql: String, kind: Finding.Kind, sequence: Int64) throws {
        let scratch = try Self.record()
        try Self.change(scratch.segments()[0], sql)
        let findings = try Self.verify(scratch).findings
        let first = try #require(findings.first)
        #expect(first.kind == kind)
        #expect(first.sequence == sequence)
        #expect(first.description.contains("\(kind == .truncated ? sequence - 1 : sequence)"))
    }

    @Test(arguments: [
        ("edited", Finding.Kind.edited, 42, 42), ("deleted", .deleted, 42, 42), ("swapped", .deleted, 42, 42),
        ("doubled", .reordered, 43, 42), ("cut", .truncated, 90, 91), ("torn", .truncated, 100, 100),
        ("foreign", .edited, 42, 42),
    ])
    func `a changed event log is named with its file and line`(
        change: String, kind: Finding.Kind, line: Int, sequence: Int64
    ) throws {
        let scratch = try Self.record()
        var lines = scratch.lines()
        switch change {
        case "edited": lines[41] = lines[41].replacing("\"msg\":\"x\"", with: "\"msg\":\"y\"")
        case "deleted": lines.remove(at: 41)
        case "swapped": lines.swapAt(41, 42)
        case "doubled": lines.insert(lines[41], at: 42)
        case "cut": lines.removeSubrange(90...)
        case "foreign": lines[41] = "May 4 12:00:00 kiosk kernel: hello"
        default: lines[99].removeLast(20)
        }
        let end = change == "torn" ? "" : "\n"
        Scratch.write(Array((lines.joined(separator: "\n") + end).utf8), to: scratch.events)
        let findings = try Self.verify(scratch).findings
        let first = try #require(findings.first)
        #expect(first.kind == kind)
        #expect(first.place == "\(scratch.events):\(line)")
        #expect(first.sequence == sequence)
    }

    @Test func `a line written anew with a new hash does not fit the chain, nor the journal`() throws {
        let scratch = try Self.record()
        var lines = scratch.lines()
        var forger = Chain()
        _ = forger.lines(41)
        lines[41] = String(decoding: forger.line(text: "nothing happened").bytes, as: UTF8.self)
        Scratch.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: scratch.events)
        let kinds = Set(try Self.verify(scratch).findings.map(\.kind))
        #expect(kinds == [.rewritten, .disagrees])
    }

    @Test func `every changed byte of every record of a segment is found and named, and nothing crashes`() throws {
        let scratch = try Self.record(100)
        let path = scratch.segments()[0]
        let rows = try Self.lines(of: path)
        let file = Scratch.read(path)
        // The log that a clean end leaves holds nothing that the file does not hold.
        unlink(path + "-wal")
        unlink(path + "-shm")
        let starts = rows.compactMap { row in file.withUnsafeBytes { $0.firstIndex(of: row.line) } }
        #expect(starts.count == 100)
        // The same byte of all records at once: each must be found by itself.
        for offset in 0..<(rows.map(\.line.count).max() ?? 0) {
            var changed = file
            var expected: Set<Int64> = []
            for (row, start) in zip(rows, starts) where offset < row.line.count {
                changed[start + offset] ^= 0x04
                expected.insert(row.sequence)
            }
            Scratch.write(changed, to: path)
            var found: Set<Int64> = []
            let desk = VerifyDesk(total: 0, progress: { _ in }, found: { found.insert($0.sequence ?? 0) })
            JournalWalk(desk).walk([(path, 1)])
            #expect(expected.isSubset(of: found), "byte \(offset)")
        }
    }

    @Test func `no changed byte of a segment's file stops the verifier or a start`() throws {
        let scratch = try Self.record(40)
        let path = scratch.segments()[0]
        let rows = try Self.lines(of: path)
        let file = Scratch.read(path)
        // Bytes of the file's and the tables' headers, and a sample of the rest.
        let offsets = Array(0..<120) + stride(from: 120, to: file.count, by: 397)
        for offset in offsets {
            let copy = Scratch()
            mkdir(copy.state + "/journal", 0o755)
            var changed = file
            changed[offset] ^= 0x10
            Scratch.write(changed, to: copy.state + "/journal/" + SegmentName.file(first: 1))
            Scratch.write(Scratch.read(scratch.events), to: copy.events)
            _ = try Self.verify(copy)
            let run = RecoveryRun(copy.options())
            var visited = 0
            run.run(EventLogFile(path: copy.events)) { _ in visited += 1 }
            #expect(run.result.head?.sequence == 40, "byte \(offset)")
            #expect(visited == rows.count, "byte \(offset)")
        }
    }

    static func lines(of path: String) throws -> [(sequence: Int64, line: [UInt8])] {
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        try connection.checkpoint(.truncate)
        let statement = try connection.prepare("SELECT seq, line FROM events ORDER BY seq")
        var rows: [(sequence: Int64, line: [UInt8])] = []
        while try statement.step() { rows.append((statement.integer(0), Array(statement.blob(1)))) }
        return rows
    }
}
