import CallpointCore
import EventCodec
import Testing

struct RankingRecordTests {
    private static let units = [
        WeighedUnit(
            unit: "M-17", kind: .motorcycle, place: Coordinate(latitudeE7: 225_369_000, longitudeE7: -1_139_345_000),
            receivedAt: Instant(microseconds: 0x0102_0304_0506_0708), distanceMetres: 612, exclusion: nil),
        WeighedUnit(
            unit: "徒", kind: .foot, place: Coordinate(latitudeE7: 0, longitudeE7: 0),
            receivedAt: Instant(microseconds: 0), distanceMetres: 0, exclusion: .unlocated),
    ]

    @Test func `the layout is the documented one, byte for byte`() {
        let expected =
            "01" + "02000000"
            + "a8db6e0d" + "98f916bc" + "0807060504030201" + "64020000" + "01" + "00" + "0400"
            + "00000000" + "00000000" + "0000000000000000" + "00000000" + "00" + "01" + "0300"
            + "4d2d3137" + "e5be92"
        #expect(Digest.hex(RankingRecord.encode(Self.units)) == expected)
    }

    @Test func `what was weighed is read back`() throws {
        var generated = GeneratedEvents(seed: 21)
        for _ in 0..<200 {
            let units = generated.weighed()
            #expect(try RankingRecord.decode(RankingRecord.encode(units)) == units)
        }
        #expect(try RankingRecord.decode(RankingRecord.encode([])) == [])
    }

    @Test func `every kind and every reason has its own code`() throws {
        for kind in UnitKind.allCases {
            for reason in ExclusionReason.allCases {
                var unit = Self.units[0]
                unit.kind = kind
                unit.exclusion = reason
                #expect(try RankingRecord.decode(RankingRecord.encode([unit])) == [unit])
            }
        }
    }

    @Test func `numbers beyond the row are cut off and not wrapped`() throws {
        var unit = Self.units[0]
        unit.distanceMetres = .max
        #expect(try RankingRecord.decode(RankingRecord.encode([unit]))[0].distanceMetres == Int(UInt32.max))
        unit.distanceMetres = -1
        #expect(try RankingRecord.decode(RankingRecord.encode([unit]))[0].distanceMetres == 0)
    }

    @Test func `a record that is torn, longer or of another version is refused`() {
        let record = RankingRecord.encode(Self.units)
        for length in 0..<record.count {
            #expect(throws: RankingRecordError.self) { try RankingRecord.decode(Array(record.prefix(length))) }
        }
        #expect(throws: RankingRecordError(offset: record.count, what: "goes on after the last id")) {
            try RankingRecord.decode(record + [0])
        }
        #expect(throws: RankingRecordError(offset: 0, what: "should be a record of version 1")) {
            try RankingRecord.decode([2] + record.dropFirst())
        }
    }

    @Test func `no byte of a record crashes the reader`() {
        let record = RankingRecord.encode(Self.units)
        for index in record.indices {
            for value in UInt8.min...UInt8.max {
                var changed = record
                changed[index] = value
                _ = try? RankingRecord.decode(changed)
            }
        }
    }
}
