import CallpointCore
@testable import EventCodec
import Testing

struct TimestampTests {
    private func stamp(_ wall: WallTime) throws -> String {
        var event = SampleLines.event(.clockStepped(milliseconds: 1))
        event.wall = wall
        return try JSON.parse(SampleLines.line(event).bytes)["ts"]?.string ?? ""
    }

    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00.000+00:00"),
        (0, 480, "1970-01-01T08:00:00.000+08:00"),
        (0, -480, "1969-12-31T16:00:00.000-08:00"),
        (-1, 0, "1969-12-31T23:59:59.999+00:00"),
        (951_782_400_000, 0, "2000-02-29T00:00:00.000+00:00"),
        (951_868_800_000, 0, "2000-03-01T00:00:00.000+00:00"),
        (1_775_973_787_412, 480, "2026-04-12T14:03:07.412+08:00"),
        (1_775_973_787_412, 345, "2026-04-12T11:48:07.412+05:45"),
        (4_107_542_400_000, 0, "2100-03-01T00:00:00.000+00:00"),
        (253_402_300_799_999, 0, "9999-12-31T23:59:59.999+00:00"),
    ])
    func `a time is written as the wall clock at the site shows it`(
        milliseconds: Int64, offset: Int, expected: String
    ) throws {
        #expect(try stamp(WallTime(millisecondsSince1970: milliseconds, offsetMinutes: offset)) == expected)
    }

    @Test(arguments: [
        (Int64.max, 0, "9999-12-31T23:59:59.999+00:00"), (Int64.min, 0, "0000-01-01T00:00:00.000+00:00"),
        (0, 100_000, "1970-01-01T23:59:00.000+23:59"), (0, Int.min, "1969-12-31T00:01:00.000-23:59"),
    ])
    func `a time that cannot be written stands as the last that can`(
        milliseconds: Int64, offset: Int, expected: String
    ) throws {
        #expect(try stamp(WallTime(millisecondsSince1970: milliseconds, offsetMinutes: offset)) == expected)
    }

    @Test(arguments: [(0, 480), (951_782_399_999, -210), (1_775_973_787_412, 480), (253_402_300_799_999, 0)])
    func `a time is read back as itself`(milliseconds: Int64, offset: Int) throws {
        var event = SampleLines.event(.clockStepped(milliseconds: 1))
        event.wall = WallTime(millisecondsSince1970: milliseconds, offsetMinutes: offset, isTrusted: false)
        #expect(try EventDecoder.decode(SampleLines.line(event).bytes).event.wall == event.wall)
    }

    @Test func `the calendar has every day of 10,000 years once, in order`() {
        var expected = CivilDate(year: 0, month: 1, day: 1)
        var mistakes = 0
        for days in Int64(-719_528)..<2_932_897 {
            let date = CivilDate(daysSince1970: days)
            if date != expected || date.daysSince1970 != days { mistakes += 1 }
            expected.day += 1
            if expected.day > Self.daysOfMonth(expected) {
                expected.day = 1
                expected.month = expected.month % 12 + 1
                if expected.month == 1 { expected.year += 1 }
            }
        }
        #expect(mistakes == 0)
        #expect(expected == CivilDate(year: 10_000, month: 1, day: 1))
    }

    private static func daysOfMonth(_ date: CivilDate) -> Int64 {
        let isLeap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
        switch date.month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }
}
