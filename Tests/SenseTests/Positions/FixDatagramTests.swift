import CallpointCore
import CallpointTesting
import EventCodec
import Testing

@testable import Geodesy
@testable import Sense

private let now = Instant(microseconds: 60_000_000)
/// 2026-04-12T14:03:07.412+08:00.
private let wall: Int64 = 1_775_973_787_412

private func reader(datum: Datum = .wgs84) -> FixDatagram {
    FixDatagram(feed: PositionFeed(source: "positions.sock", datum: datum))
}

private func read(_ text: String, with reader: inout FixDatagram) -> PositionBatch {
    var batch = PositionBatch()
    Array(text.utf8).withUnsafeBytes { bytes in
        _ = reader.read(bytes, at: now, wallMilliseconds: wall, into: &batch)
    }
    return batch
}

@Suite struct `A position datagram` {
    @Test func `with every field is a fix and a status`() {
        var reader = reader()
        let batch = read(
            #"{"unit":"M-17","lat":22.5369001,"lon":113.9345,"time":"2026-04-12T14:03:06+08:00","datum":"wgs84","#
                + #""kind":"motorcycle","status":"busy","speed_mps":12.345,"heading_deg":359.6,"accuracy_m":4.2,"x":[]}"#,
            with: &reader)
        #expect(
            batch.fixes == [
                Fix(
                    unit: "M-17", place: Coordinate(latitudeE7: 225_369_001, longitudeE7: 1_139_345_000),
                    sourceMilliseconds: 1_775_973_786_000, receivedAt: now, accuracyMetres: 5,
                    speedCentimetresPerSecond: 1_235, headingDegrees: 0, kind: .motorcycle)
            ])
        #expect(batch.statuses == [.unitStatus("M-17", .busy, source: "positions.sock")])
        #expect(reader.feed.counters.fixes == 1)
    }

    @Test func `needs only unit, place and time, and null is absent`() {
        var reader = reader()
        let batch = read(#"{"unit":"M-17","lat":22,"lon":-113.5,"time":\#(wall),"kind":null}"#, with: &reader)
        #expect(
            batch.fixes == [
                Fix(
                    unit: "M-17", place: Coordinate(latitudeE7: 220_000_000, longitudeE7: -1_135_000_000),
                    sourceMilliseconds: wall, receivedAt: now)
            ])
        #expect(batch.statuses == [])
    }

    @Test(arguments: [
        ("{", FixRefusal.badJSON), ("[]", .badJSON), ("42", .badJSON), ("{}x", .badJSON), ("\u{1}abc", .badJSON),
        ("{}", .missingField),
        (#"{"lat":1,"lon":2,"time":3}"#, .missingField),
        (#"{"unit":"U","lon":2,"time":3}"#, .missingField),
        (#"{"unit":"U","lat":1,"time":3}"#, .missingField),
        (#"{"unit":"U","lat":1,"lon":2}"#, .missingField),
        (#"{"unit":"U","lat":null,"lon":2,"time":3}"#, .missingField),
        (#"{"unit":17,"lat":1,"lon":2,"time":3}"#, .wrongType),
        (#"{"unit":"U","lat":"1","lon":2,"time":3}"#, .wrongType),
        (#"{"unit":"U","lat":1,"lon":[],"time":3}"#, .wrongType),
        (#"{"unit":"U","lat":1,"lon":2,"time":true}"#, .wrongType),
        (#"{"unit":"U","lat":1,"lon":2,"time":3,"datum":7}"#, .wrongType),
        (#"{"unit":"U","lat":1,"lon":2,"time":3,"speed_mps":"fast"}"#, .wrongType),
        (#"{"unit":"","lat":1,"lon":2,"time":3}"#, .badUnit),
        (#"{"unit":"A/B","lat":1,"lon":2,"time":3}"#, .badUnit),
        (#"{"unit":"A B","lat":1,"lon":2,"time":3}"#, .badUnit),
        (#"{"unit":"A\nB","lat":1,"lon":2,"time":3}"#, .badUnit),
        (#"{"unit":"\#(String(repeating: "U", count: 65))","lat":1,"lon":2,"time":3}"#, .badUnit),
        (#"{"unit":"U","lat":90.1,"lon":2,"time":3}"#, .outOfRange),
        (#"{"unit":"U","lat":1,"lon":-180.1,"time":3}"#, .outOfRange),
        (#"{"unit":"U","lat":1e300,"lon":2,"time":3}"#, .outOfRange),
        (#"{"unit":"U","lat":1,"lon":2,"time":3,"kind":"tank"}"#, .unknownKind),
        (#"{"unit":"U","lat":1,"lon":2,"time":3,"status":"asleep"}"#, .unknownStatus),
        (#"{"unit":"U","lat":1,"lon":2,"time":3,"datum":"tokyo"}"#, .unknownDatum),
        (#"{"unit":"U","lat":1,"lon":2,"time":"yesterday"}"#, .badTime),
        (#"{"unit":"U","lat":1,"lon":2,"time":-1}"#, .badTime),
        (#"{"unit":"U","lat":1,"lon":2,"time":1.5}"#, .badTime),
        (#"{"unit":"U","lat":1,"lon":2,"time":1e300}"#, .badTime),
    ])
    func `that is no fix is refused for its reason and counted`(line: String, reason: FixRefusal) {
        var reader = reader()
        #expect(read(line, with: &reader) == PositionBatch())
        #expect(reader.feed.counters[reason] == 1)
        #expect(reader.feed.counters.refusals.reduce(0, +) == 1)
    }

    @Test func `with many lines gives each line's fix, and a bad one spoils no other`() {
        var reader = reader()
        let lines = (0..<10).map { #"{"unit":"U\#($0)","lat":1,"lon":2,"time":\#(wall)}"# }
        let batch = read(lines.joined(separator: "\r\n") + "\n\nnonsense\n" + lines[0] + "\n", with: &reader)
        #expect(batch.fixes.map(\.unit.text) == (0..<10).map { "U\($0)" } + ["U0"])
        #expect(reader.feed.counters[.badJSON] == 1)
    }

    @Test func `with more than 128 lines loses the rest, counted once`() {
        var reader = reader()
        let batch = read(
            String(repeating: #"{"unit":"U","lat":1,"lon":2,"time":1}"# + "\n", count: 200), with: &reader)
        #expect(batch.fixes.count == 128)
        #expect(reader.feed.counters[.tooLong] == 1)
    }

    @Test(arguments: ["gcj02", "bd09", "cgcs2000", "wgs84"])
    func `in another datum is turned into WGS-84`(name: String) throws {
        let datum = try #require(Datum(rawValue: name))
        let there = DatumConversion.place(.init(latitude: 22.5369, longitude: 113.9345), in: datum)
        let place = #""lat":\#(there.latitude),"lon":\#(there.longitude)"#
        let expected = Coordinate(latitudeE7: 225_369_000, longitudeE7: 1_139_345_000)
        var named = reader()
        let batch = read(#"{"unit":"U",\#(place),"time":1,"datum":"\#(name)"}"#, with: &named)
        #expect(batch.fixes.map(\.place) == [expected])
        // And where the line names none, the feed's own datum counts.
        var unnamed = reader(datum: datum)
        #expect(read(#"{"unit":"U",\#(place),"time":1}"#, with: &unnamed).fixes.map(\.place) == [expected])
    }

    @Test(arguments: [
        (Int64(0), false, Int64(0)), (30_000, false, 30_000), (-30_000, false, -30_000), (30_001, true, 0),
        (-30_001, true, -30_001), (3_600_000, true, 0), (-3_600_000, true, -3_600_000),
    ])
    func `from a clock that disagrees is counted, aged by receipt, and never ordered in the future`(
        ahead: Int64, disagrees: Bool, ordered: Int64
    ) {
        var reader = reader()
        let batch = read(#"{"unit":"U","lat":1,"lon":2,"time":\#(wall + ahead)}"#, with: &reader)
        #expect(batch.fixes.map(\.sourceMilliseconds) == [wall + ordered])
        #expect(batch.fixes.map(\.receivedAt) == [now])
        #expect(reader.feed.counters.clockDisagrees == (disagrees ? 1 : 0))
    }

    @Test func `tells a status only when it changes`() {
        var reader = reader()
        let line = { (status: String) in #"{"unit":"U","lat":1,"lon":2,"time":1,"status":"\#(status)"}"# }
        var told: [UnitStatus] = []
        for status in ["available", "available", "busy", "busy", "off_duty", "available"] {
            for case .unitStatus(_, let status, _) in read(line(status), with: &reader).statuses { told.append(status) }
        }
        #expect(told == [.available, .busy, .offDuty, .available])
    }

    @Test(arguments: [
        ("speed_mps", "-1"), ("speed_mps", "655.36"), ("heading_deg", "-1"), ("heading_deg", "360.1"),
        ("accuracy_m", "-1"), ("accuracy_m", "65536"),
    ])
    func `is taken without an extra that makes no sense`(field: String, value: String) {
        var reader = reader()
        let batch = read(#"{"unit":"U","lat":1,"lon":2,"time":1,"\#(field)":\#(value)}"#, with: &reader)
        #expect(batch.fixes.count == 1)
        #expect(batch.fixes.first?.speedCentimetresPerSecond == 0)
        #expect(batch.fixes.first?.headingDegrees == .max)
        #expect(batch.fixes.first?.accuracyMetres == 0)
        #expect(reader.feed.counters.ignoredExtras == 1)
    }

    @Test func `reads the usual shape as the JSON reader does, whatever is changed in it`() throws {
        var dice = SeededGenerator(seed: 11)
        let good = [
            #"{"unit":"M-17","lat":22.5369012,"lon":-113.9345078,"time":1775973787412,"status":"busy","n":-1.50}"#,
            #"{ "unit" : "V-3", "lat":0, "lon": -0.5 , "time":"2026-04-12T14:03:06.5+08:00" ,"kind":"foot","x":"y"}"#,
            #"{"speed_mps":12.345,"heading_deg":90,"accuracy_m":4,"datum":"bd09","unit":"a","lat":1,"lon":2,"time":3}"#,
        ].map { Array($0.utf8) }
        let spice = Array("\"\\{}[]:, \t\r.0123456789-+eEnulltrue".utf8) + [0, 0x7F, 0x80, 0xC3]
        var flat = 0
        for round in 0..<60_000 {
            var bytes = good[round % good.count]
            for _ in 0..<Int.random(in: 0...3, using: &dice) {
                let index = Int.random(in: bytes.indices, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[index] = spice.randomElement(using: &dice) ?? 0
                case 1: bytes.insert(spice.randomElement(using: &dice) ?? 0, at: index)
                default: bytes.remove(at: index)
                }
            }
            guard let fast = bytes.withUnsafeBytes({ FlatReport.read($0) }) else { continue }
            flat += 1
            let slow = try? FixDatagram.report(JSON.parse(bytes).object ?? [])
            #expect(fast == slow, "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(flat > 20_000)
        for line in good { #expect(line.withUnsafeBytes { FlatReport.read($0) } != nil) }
    }

    @Test func `of any bytes never crashes, and gives only places on the globe`() {
        var dice = SeededGenerator(seed: 5)
        var reader = reader(datum: .bd09)
        let good = Array(#"{"unit":"U","lat":22.5,"lon":113.9,"time":"2026-04-12T14:03:06+08:00","kind":"foot"}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                bytes[Int.random(in: bytes.indices, using: &dice)] = .random(in: 0...255, using: &dice)
            }
            var batch = PositionBatch()
            bytes.withUnsafeBytes { _ = reader.read($0, at: now, wallMilliseconds: wall, into: &batch) }
            #expect(batch.fixes.allSatisfy { $0.place.isValid })
        }
    }
}
