import CSQLite
import CallpointCore
import EventCodec
import LinuxIO
import Sense
import Testing

@Suite("Positions", .ownThread)
struct PositionTests {
    private func fix(_ unit: String, latitude: Double = 22.5, after milliseconds: Int64 = 0, more: String = "")
        -> String
    {
        let time = MonotonicClock.wallMilliseconds + milliseconds
        return "{\"unit\":\"\(unit)\",\"lat\":\(latitude),\"lon\":113.9,\"time\":\(time)\(more)}"
    }

    private func positions(_ kiosk: Kiosk) throws -> JSON { try kiosk.status()["positions"] ?? .null }

    private func accepted(_ kiosk: Kiosk) throws -> Int64 { try positions(kiosk)["accepted"]?.integer ?? -1 }

    @Test func `one datagram may bring one fix or many`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            #expect(kiosk.datagram(fix("M-1")))
            #expect(kiosk.datagram([fix("M-2"), fix("V-1"), fix("V-2")].joined(separator: "\n") + "\n"))
            _ = try awaited("four fixes") { try accepted(kiosk) == 4 ? true : nil }
            #expect(try kiosk.status()["units"]?["located"]?.integer == 4)
            #expect(try positions(kiosk)["refused"] == [:])
        }
    }

    @Test func `what is refused is counted by its reason and spoils nothing beside it`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            let old = fix("M-1", after: -5_000)
            let lines = [
                fix("M-1"), old, fix("X-9"), fix("M-2", latitude: 91), "{\"unit\":\"M-3\"}", "lat 22", fix("V-1"),
            ]
            #expect(kiosk.datagram(lines.joined(separator: "\n")))
            _ = try awaited("two fixes") { try accepted(kiosk) == 2 ? true : nil }
            let refused = try positions(kiosk)["refused"]
            for reason in ["out_of_order", "unknown_unit", "out_of_range", "missing_field", "bad_json"] {
                #expect(refused?[reason]?.integer == 1, "\(reason)")
            }
        }
    }

    /// A file from a time line that is not ours: M-1 stands at the call point.
    @Test(arguments: [false, true])
    func `places of before a reboot serve while nothing fresh is known, and no longer`(isAnyFresh: Bool) throws {
        try atKiosk { kiosk in
            let place = SiteText.place(1)
            let old = Fix(
                unit: "M-1",
                place: Coordinate(
                    latitudeE7: Int32(place.latitude * 1e7), longitudeE7: Int32(place.longitude * 1e7)),
                sourceMilliseconds: MonotonicClock.wallMilliseconds, receivedAt: MonotonicClock().now)
            let origin = WarmStart.Origin(bootID: "another", offsetMicroseconds: 0)
            let file = try WarmStartFile(path: "\(kiosk.state)/positions.warm", origin: origin)
            file.close([old])
            try kiosk.start()
            let units = try kiosk.status()["units"]
            #expect(units?["located"]?.integer == 1)
            #expect(units?["stale"]?.integer == 1)
            if isAnyFresh { try kiosk.placeAndAwait(["V-1"]) }
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            let order = try kiosk.log.awaitFirst("order.issued")
            #expect(order.json["unit"]?.string == (isAnyFresh ? "V-1" : "M-1"))
            #expect(try kiosk.log.awaitFirst("units.ranked").json["degraded"]?.bool == (isAnyFresh ? nil : true))
            #expect(kiosk.log.all("order.issued").count == 1)
        }
    }

    @Test func `the door is looked at as often as the site file says`() throws {
        func looks(_ kiosk: Kiosk) throws -> Int64 { try positions(kiosk)["door_looks"]?.integer ?? 0 }
        var often = SiteText()
        often.more = ["positions: {door: {enabled: true, poll: 10ms}}"]
        var seldom = SiteText()
        seldom.more = ["positions: {door: {enabled: true, poll: 200ms}}"]
        try atKiosk(often) { quick in
            try atKiosk(seldom) { slow in
                try quick.start()
                try slow.start()
                let (before, from) = (try looks(quick), try looks(slow))
                // Side by side, so that a busy machine is busy for both.
                _ = try awaited("ten looks of the slow one") { try looks(slow) >= from + 10 ? true : nil }
                #expect(try looks(quick) - before >= 3 * (try looks(slow) - from))
            }
        }
    }

    @Test func `a status changes by an event, and only when it changes`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            for (round, status) in ["busy", "busy", "available", "available"].enumerated() {
                let line = fix("M-1", after: Int64(round) * 10, more: ",\"status\":\"\(status)\"")
                #expect(kiosk.datagram(line))
                _ = try awaited("fix \(round)") { try accepted(kiosk) == Int64(round + 1) ? true : nil }
            }
            _ = try awaited("two changes") { kiosk.log.all("unit.status").count == 2 ? true : nil }
            #expect(kiosk.log.all("unit.status").map { $0.json["status"]?.string } == ["busy", "available"])
        }
    }

    @Test func `a busy unit is not ordered, and the log says why`() throws {
        try atKiosk { kiosk in
            try kiosk.start()
            let lines = [fix("M-1", more: ",\"status\":\"busy\""), fix("V-1", latitude: 22.51)]
            #expect(kiosk.datagram(lines.joined(separator: "\n")))
            _ = try kiosk.log.awaitFirst("unit.status")
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            #expect(try kiosk.log.awaitFirst("order.issued").json["unit"]?.string == "V-1")
            let ranked = try kiosk.log.awaitFirst("units.ranked")
            let excluded = ranked.json["nearest_excluded"]?.array?.first { $0["unit"]?.string == "M-1" }
            #expect(excluded?["reason"]?.string == "busy")
        }
    }

    // MARK: The door

    private func atDoor(_ body: (Kiosk, Database) throws -> Void) throws {
        var site = SiteText()
        site.more = ["positions: {door: {enabled: true}}"]
        try atKiosk(site) { kiosk in
            try kiosk.start()
            // The door's own thread makes the file, while the daemon is armed already.
            let database = try awaited("positions.db") { try? Database("\(kiosk.state)/positions.db") }
            _ = try awaited("the table") { database.run("SELECT unit FROM unit_positions") ? true : nil }
            try body(kiosk, database)
        }
    }

    private func upsert(_ unit: String, latitude: Double) -> String {
        "INSERT INTO unit_positions(unit, lat, lon, time) VALUES('\(unit)', \(latitude), 113.9, "
            + "\(MonotonicClock.wallMilliseconds)) ON CONFLICT(unit) DO UPDATE SET lat = excluded.lat, "
            + "lon = excluded.lon, time = excluded.time"
    }

    @Test func `a row that another program writes is seen within 200 ms`() throws {
        try atDoor { kiosk, database in
            // A busy machine delays some rounds, and hurries none.
            var quickest = patience
            for round in 1...5 {
                #expect(database.run(upsert("M-1", latitude: 22.5 + Double(round) / 1_000)))
                let took = try stopwatch {
                    _ = try awaited("row \(round)") { try accepted(kiosk) == Int64(round) ? true : nil }
                }
                quickest = min(quickest, took)
            }
            #expect(quickest < .milliseconds(200))
        }
    }

    @Test func `a transaction that another program leaves open harms nobody`() throws {
        try atDoor { kiosk, database in
            #expect(database.run("BEGIN IMMEDIATE"))
            #expect(database.run(upsert("M-1", latitude: 22.5)))
            try kiosk.placeAndAwait(["V-1"])
            try kiosk.line.insist(Sentence(address: "0001", counter: 1, state: .pressed, boot: 1))
            #expect(try kiosk.log.awaitFirst("order.issued").json["unit"]?.string == "V-1")
            #expect(try accepted(kiosk) == 1)
            #expect(database.run("COMMIT"))
            _ = try awaited("the row") { try accepted(kiosk) == 2 ? true : nil }
        }
    }
}

/// Another program's connection to a SQLite file.
final class Database {
    private var handle: OpaquePointer?

    init(_ path: String) throws {
        let result = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil)
        guard result == SQLITE_OK else { throw Waited(description: "\(path) cannot be opened") }
        // The daemon may be writing this very moment.
        sqlite3_busy_timeout(handle, 1_000)
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs one statement; whether it went well.
    func run(_ statement: String) -> Bool { sqlite3_exec(handle, statement, nil, nil, nil) == SQLITE_OK }
}
