/// Reads the time at which a source says that a unit was somewhere.
enum SourceTime {
    /// Latest time that is believed to be one: the end of the year 9999, in milliseconds since 1970.
    static let latest: Int64 = 253_402_300_799_999

    /// Milliseconds since 1970 from RFC 3339 with an offset, `2026-04-12T14:03:07.412+08:00`; nil where it is not
    /// one or lies before 1970. Digits behind the millisecond are cut off; a leap second counts as the next one.
    static func milliseconds(rfc3339 text: String) -> Int64? {
        var text = text
        return text.withUTF8 { milliseconds(rfc3339: UnsafeRawBufferPointer($0)) }
    }

    /// The same from the text's bytes.
    static func milliseconds(rfc3339 bytes: UnsafeRawBufferPointer) -> Int64? {
        guard bytes.count >= 20, bytes[4] == dash, bytes[7] == dash, bytes[13] == colon, bytes[16] == colon,
            bytes[10] | 0x20 == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " "),
            let year = number(bytes, 0, 4), let month = number(bytes, 5, 2), let day = number(bytes, 8, 2),
            let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2),
            (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year: year), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        var at = 19
        guard let fraction = fraction(bytes, &at), let offset = offsetMinutes(bytes, at) else { return nil }
        let minutes = (days(year, month, day) * 24 + hour) * 60 + minute - offset
        let milliseconds = Int64(minutes * 60 + second) * 1_000 + Int64(fraction)
        return (0...latest).contains(milliseconds) ? milliseconds : nil
    }

    /// Milliseconds of `.412…`; 0 where there is no fraction, nil where the point has no digit after it.
    private static func fraction(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) -> Int? {
        guard bytes[at] == UInt8(ascii: ".") else { return 0 }
        at += 1
        let start = at
        var value = 0
        while at < bytes.count, (48...57).contains(bytes[at]) {
            if at - start < 3 { value = value * 10 + Int(bytes[at] - 48) }
            at += 1
        }
        guard at > start, at < bytes.count else { return nil }
        for _ in 0..<max(0, 3 - (at - start)) { value *= 10 }
        return value
    }

    /// Minutes of `Z` or `+08:00`, which must end the text.
    private static func offsetMinutes(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int? {
        if bytes[at] == UInt8(ascii: "Z") || bytes[at] == UInt8(ascii: "z") { return at + 1 == bytes.count ? 0 : nil }
        guard bytes[at] == UInt8(ascii: "+") || bytes[at] == dash, bytes.count == at + 6, bytes[at + 3] == colon,
            let hours = number(bytes, at + 1, 2), let minutes = number(bytes, at + 4, 2), hours < 24, minutes < 60
        else { return nil }
        let total = hours * 60 + minutes
        return bytes[at] == dash ? -total : total
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for byte in bytes[start..<(start + count)] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return value
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the Gregorian calendar, years counted from March so that the leap day comes last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    private static let dash = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")
}
