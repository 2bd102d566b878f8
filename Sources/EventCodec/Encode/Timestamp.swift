public import CallpointCore

/// A day of the calendar that people use, from and to days since 1970, by whole numbers alone.
///
/// Years are counted from 1 March here, so that the leap day is a year's last
/// day, and in cycles of 400 years, which all have 146,097 days.
struct CivilDate: Hashable {
    var year: Int64
    var month: Int64
    var day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a day; 0 is 1970-01-01.
    init(daysSince1970 days: Int64) {
        let shifted = days + Self.daysFromMarchOfYearZero
        let cycle = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    var daysSince1970: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let cycle = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfCycle = marchYear - cycle * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * 146_097 + dayOfCycle - Self.daysFromMarchOfYearZero
    }

    private static let daysFromMarchOfYearZero: Int64 = 719_468
}

extension JSONWriter {
    /// A time as the log writes it.
    mutating func stamp(_ wall: WallTime) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: WallTime.stampLength) { buffer in
            wall.writeStamp { buffer[$0] = $1 }
            bytes.append(contentsOf: UnsafeBufferPointer(buffer))
        }
    }
}

extension WallTime {
    /// Bytes of a time as the log writes it: `2026-04-12T14:03:07.412+08:00`.
    static let stampLength = 29

    /// What four digits of a year can show: 0000-01-01T00:00 to the end of 9999, in milliseconds of local time.
    private static let shownRange: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// Writes the time with its offset. A time beyond the years 0…9999 or an
    /// offset beyond ±23:59 stands as the last that can be written.
    func writeStamp(_ put: (Int, UInt8) -> Void) {
        let offset = Int64(min(max(offsetMinutes, -1_439), 1_439))
        let shown = Self.clamp(Self.clamp(millisecondsSince1970) + offset * 60_000)
        let days = (shown >= 0 ? shown : shown - 86_399_999) / 86_400_000
        let millisecond = shown - days * 86_400_000
        let date = CivilDate(daysSince1970: days)
        func digits(_ at: Int, _ value: Int64, _ width: Int) {
            var rest = value
            for place in stride(from: width - 1, through: 0, by: -1) {
                put(at + place, UInt8(truncatingIfNeeded: 48 + rest % 10))
                rest /= 10
            }
        }
        digits(0, date.year, 4)
        put(4, UInt8(ascii: "-"))
        digits(5, date.month, 2)
        put(7, UInt8(ascii: "-"))
        digits(8, date.day, 2)
        put(10, UInt8(ascii: "T"))
        digits(11, millisecond / 3_600_000, 2)
        put(13, UInt8(ascii: ":"))
        digits(14, millisecond / 60_000 % 60, 2)
        put(16, UInt8(ascii: ":"))
        digits(17, millisecond / 1_000 % 60, 2)
        put(19, UInt8(ascii: "."))
        digits(20, millisecond % 1_000, 3)
        put(23, offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        digits(24, abs(offset) / 60, 2)
        put(26, UInt8(ascii: ":"))
        digits(27, abs(offset) % 60, 2)
    }

    private static func clamp(_ value: Int64) -> Int64 { min(max(value, shownRange.lowerBound), shownRange.upperBound) }

    /// The time that a stamp shows; nil where it is not one.
    init?(stamp: UnsafeRawBufferPointer, isTrusted: Bool) {
        guard stamp.count == Self.stampLength else { return nil }
        func digits(_ at: Int, _ width: Int) -> Int64? {
            var value: Int64 = 0
            for place in at..<at + width {
                guard (48...57).contains(stamp[place]) else { return nil }
                value = value * 10 + Int64(stamp[place] - 48)
            }
            return value
        }
        for (at, mark) in Self.punctuation where stamp[at] != mark { return nil }
        guard let year = digits(0, 4), let month = digits(5, 2), let day = digits(8, 2), let hour = digits(11, 2),
            let minute = digits(14, 2), let second = digits(17, 2), let millisecond = digits(20, 3),
            let offsetHours = digits(24, 2), let offsetMinutes = digits(27, 2),
            stamp[23] == UInt8(ascii: "+") || stamp[23] == UInt8(ascii: "-"),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60,
            offsetHours < 24, offsetMinutes < 60
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard CivilDate(daysSince1970: date.daysSince1970) == date else { return nil }
        let offset = (offsetHours * 60 + offsetMinutes) * (stamp[23] == UInt8(ascii: "-") ? -1 : 1)
        let ofDay = ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond
        self.init(
            millisecondsSince1970: date.daysSince1970 * 86_400_000 + ofDay - offset * 60_000,
            offsetMinutes: Int(offset), isTrusted: isTrusted)
    }

    private static let punctuation: [(Int, UInt8)] = [
        (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")), (13, UInt8(ascii: ":")),
        (16, UInt8(ascii: ":")), (19, UInt8(ascii: ".")), (26, UInt8(ascii: ":")),
    ]
}

extension WallTime {
    /// RFC 3339 with milliseconds and the site's offset, as `ts` in the event log.
    public var stamp: String {
        var writer = JSONWriter(capacity: 32)
        writer.stamp(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
