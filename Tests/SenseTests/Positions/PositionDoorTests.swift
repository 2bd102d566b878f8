import CSQLite
import CallpointCore
import Glibc
import LinuxIO
import Sense
import Testing

private let clock = MonotonicClock()
private let wall: Int64 = 1_775_973_787_412

/// Another program that writes SQL, with a connection of its own.
private final class Writer {
    private var connection: OpaquePointer?

    init(path: String) throws {
        try #require(sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK)
        sqlite3_busy_timeout(connection, 2_000)
    }

    deinit { sqlite3_close_v2(connection) }

    func run(_ sql: String) {
        let result = sqlite3_exec(connection, sql, nil, nil, nil)
        #expect(result == SQLITE_OK, "\(sql): \(String(cString: sqlite3_errmsg(connection)))")
    }

    var journalMode: String {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(connection, "PRAGMA journal_mode", -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW, let text = sqlite3_column_text(statement, 0)
        else { return "" }
        return String(cString: text)
    }

    func put(_ unit: String, lat: Double = 22.5, extra: String = "") {
        run(
            "INSERT INTO unit_positions(unit, lat, lon, time) VALUES('\(unit)', \(lat), 113.9, \(wall)) "
                + "ON CONFLICT(unit) DO UPDATE SET lat = excluded.lat")
    }
}

private final class Bench {
    let scratch: Scratch
    let door: PositionDoor
    let path: String

    init(units: Set<UnitID>? = nil, before: (String) throws -> Void = { _ in }) throws {
        scratch = try Scratch()
        path = scratch("positions.db")
        try before(path)
        door = try PositionDoor(path: path, datum: .wgs84, units: units)
    }

    deinit { door.close() }

    func writer() throws -> Writer {
        // The door's thread makes the file.
        #expect(eventually(within: patience) { access(path, F_OK) == 0 && hasTable })
        return try Writer(path: path)
    }

    private var hasTable: Bool {
        var connection: OpaquePointer?
        defer { sqlite3_close_v2(connection) }
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else { return false }
        return sqlite3_exec(connection, "SELECT unit FROM unit_positions LIMIT 1", nil, nil, nil) == SQLITE_OK
    }

    /// Waits for the descriptor as the loop does, and takes; empty after the time.
    func next(within limit: Duration = patience) -> PositionBatch {
        var wait = pollfd(fd: door.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, Int32(limit.milliseconds)) == 1 else { return PositionBatch() }
        return door.take(at: clock.now, wallMilliseconds: wall)
    }
}

@Suite(.serialized) struct `The door for other programs' positions` {
    @Test func `a row that another program writes is seen within 200 ms`() throws {
        let bench = try Bench()
        let writer = try bench.writer()
        writer.put("M-0")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-0"])
        // A busy machine delays some rounds, and hurries none.
        var quickest = patience
        for round in 1...5 {
            writer.put("M-\(round)")
            let before = clock.now
            #expect(bench.next().fixes.map(\.unit.text) == ["M-\(round)"])
            quickest = min(quickest, clock.now - before)
        }
        #expect(quickest <= .milliseconds(200))
        #expect(bench.door.counters.fixes == 6)
        #expect(bench.door.status == "")
    }

    /// A writer in the group makes none of the three files, and so needs no right to the folder.
    @Test func `the file and what SQLite keeps beside it are the group's to write`() throws {
        // One that this account is in, and that is not its first where it is in several.
        var groups = [gid_t](repeating: 0, count: 64)
        let count = getgroups(Int32(groups.count), &groups)
        let other = groups.prefix(Int(max(0, count))).first { $0 != getegid() }
        let group = geteuid() == 0 ? 4_242 : other ?? getegid()
        let scratch = try Scratch()
        let path = scratch("positions.db")
        let door = try PositionDoor(path: path, datum: .wgs84, group: group)
        defer { door.close() }
        for name in [path, path + "-wal", path + "-shm"] {
            let isGiven = eventually(within: patience) {
                var status = stat()
                return stat(name, &status) == 0 && status.st_gid == group && status.st_mode & 0o777 == 0o660
            }
            #expect(isGiven, "\(name)")
        }
    }

    @Test func `only rows that changed are handed over, each with all its columns`() throws {
        let bench = try Bench()
        let writer = try bench.writer()
        writer.run("BEGIN")
        for unit in 0..<100 { writer.put("M-\(unit)") }
        writer.run("COMMIT")
        #expect(bench.next().fixes.count == 100)
        writer.run(
            "UPDATE unit_positions SET lat=22.6, datum='wgs84', kind='foot', status='busy', speed_mps=1.5, "
                + "heading_deg=90, accuracy_m=8 WHERE unit='M-7'")
        let batch = bench.next()
        #expect(batch.statuses == [.unitStatus("M-7", .busy, source: "positions.db")])
        let fix = try #require(batch.fixes.first)
        #expect(batch.fixes.count == 1)
        #expect(fix.place == Coordinate(latitudeE7: 226_000_000, longitudeE7: 1_139_000_000))
        #expect(fix.kind == .foot)
        #expect(fix.speedCentimetresPerSecond == 150)
        #expect(fix.headingDegrees == 90)
        #expect(fix.accuracyMetres == 8)
        #expect(fix.sourceMilliseconds == wall)
        // What changes nothing is no change.
        writer.run("UPDATE unit_positions SET lat=22.6 WHERE unit='M-7'")
        #expect(bench.next(within: .milliseconds(300)) == PositionBatch())
        // A row that was removed and comes back is one.
        writer.run("DELETE FROM unit_positions WHERE unit='M-8'")
        #expect(bench.next(within: .milliseconds(300)) == PositionBatch())
        writer.put("M-8")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-8"])
    }

    @Test func `a foreign transaction left open harms nobody`() throws {
        let bench = try Bench()
        let writer = try bench.writer()
        writer.put("M-1")
        #expect(bench.next().fixes.count == 1)
        let careless = try Writer(path: bench.path)
        careless.run("BEGIN IMMEDIATE")
        careless.put("M-2")
        // It holds the write lock: nothing is seen of it, and the door goes on.
        #expect(bench.next(within: .milliseconds(300)) == PositionBatch())
        #expect(bench.door.status == "")
        careless.run("COMMIT")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-2"])
        let reader = try Writer(path: bench.path)
        reader.run("BEGIN; SELECT count(*) FROM unit_positions")
        writer.put("M-3")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-3"])
    }

    @Test func `a foreign exclusive lock on a file without WAL is waited out`() throws {
        let bench = try Bench { path in
            let writer = try Writer(path: path)
            writer.run(
                "CREATE TABLE unit_positions(unit TEXT PRIMARY KEY, lat REAL, lon REAL, time INTEGER, datum TEXT, "
                    + "kind TEXT, status TEXT, speed_mps REAL, heading_deg REAL, accuracy_m REAL)")
            writer.put("M-1")
        }
        #expect(bench.next().fixes.map(\.unit.text) == ["M-1"])
        let writer = try Writer(path: bench.path)
        writer.run("BEGIN EXCLUSIVE")
        writer.put("M-2")
        #expect(bench.next(within: .milliseconds(400)) == PositionBatch())
        writer.run("COMMIT")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-2"])
    }

    @Test(arguments: [
        ("'M-1', 'north', 113.9, 1", FixRefusal.wrongType), ("'M-1', 95, 113.9, 1", .outOfRange),
        ("'M 1', 22, 113.9, 1", .badUnit), ("'M-1', 22, 113.9, 'noon'", .badTime), ("7, 22, x'00', 1", .wrongType),
    ])
    func `a row that is no fix is refused for its reason`(values: String, reason: FixRefusal) throws {
        let bench = try Bench()
        let writer = try bench.writer()
        writer.run("INSERT INTO unit_positions(unit, lat, lon, time) VALUES(\(values))")
        #expect(bench.next() == PositionBatch())
        #expect(bench.door.counters[reason] == 1)
    }

    @Test func `a unit that the door may not move is refused`() throws {
        let bench = try Bench(units: ["M-1"])
        let writer = try bench.writer()
        writer.run("BEGIN")
        writer.put("M-1")
        writer.put("M-2")
        writer.run("COMMIT")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-1"])
        #expect(bench.door.counters[.notAllowed] == 1)
    }

    @Test func `many rows come in bounded parts`() throws {
        let bench = try Bench()
        let writer = try bench.writer()
        writer.run("BEGIN")
        for unit in 0..<10_000 { writer.put("M-\(unit)") }
        writer.run("COMMIT")
        var units: Set<String> = []
        while units.count < 10_000 {
            let fixes = bench.next().fixes
            guard !fixes.isEmpty else { break }
            #expect(fixes.count <= PositionDoor.takeLimit)
            units.formUnion(fixes.map(\.unit.text))
        }
        #expect(units.count == 10_000)
    }

    @Test func `a file that is no database shows in the status and is tried again`() throws {
        let bench = try Bench { path in
            let file = Descriptor(owning: open(path, O_WRONLY | O_CREAT, 0o600))
            _ = write(file.number, String(repeating: "no database ", count: 100), 1_200)
        }
        #expect(eventually(within: patience) { bench.door.status.contains("file is not a database") })
        rename(bench.path, bench.scratch("aside"))
        let writer = try bench.writer()
        writer.put("M-1")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-1"])
        #expect(bench.door.status == "")
    }

    /// A lock in the wrong moment leaves a file that is there and empty, and the next attempt has to do all of it.
    @Test func `a file that an attempt before left empty becomes one like any other`() throws {
        let bench = try Bench { close(open($0, O_CREAT | O_WRONLY, 0o660)) }
        let writer = try bench.writer()
        #expect(writer.journalMode == "wal")
        writer.put("M-1")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-1"])
    }

    @Test func `a file that is replaced is followed`() throws {
        let bench = try Bench()
        let writer = try bench.writer()
        writer.put("M-1")
        #expect(bench.next().fixes.count == 1)
        for name in ["positions.db", "positions.db-wal", "positions.db-shm"] { unlink(bench.scratch(name)) }
        let other = try bench.writer()
        other.put("M-9")
        #expect(bench.next().fixes.map(\.unit.text) == ["M-9"])
    }
}
