import Glibc
import LinuxIO

/// Times that people write on a command line, and today.
enum LocalTime {
    /// Today where the caller is: `2026-04-12`.
    static var today: String {
        let now = parts(at: MonotonicClock.wallMilliseconds / 1_000)
        return "\(padded(Int(now.tm_year) + 1_900, 4))-\(padded(Int(now.tm_mon) + 1, 2))-\(padded(Int(now.tm_mday), 2))"
    }

    /// Milliseconds since 1970 from `90s`, `10m`, `2h`, `3d` (so long ago), `14:03`, `14:03:07` (the last time that it was
    /// so late, on the caller's clock), or a stamp as the log writes it, with its offset or `Z`; nil where it is none.
    static func milliseconds(_ text: String, now: Int64 = MonotonicClock.wallMilliseconds) -> Int64? {
        if let ago = duration(text) { return now - ago }
        if let time = timeOfDay(text, now: now) { return time }
        return stamp(text)
    }

    private static func duration(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let last = text.last, let unit = units[last], let count = number(text.dropLast()), count <= 100_000
        else { return nil }
        return Int64(count) * unit
    }

    private static func timeOfDay(_ text: String, now: Int64) -> Int64? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false).map(number)
        guard (2...3).contains(fields.count), let hour = fields[0], let minute = fields[1], hour < 24, minute < 60,
            let second = fields.count == 3 ? fields[2] : 0, second < 60
        else { return nil }
        var day = parts(at: now / 1_000)
        (day.tm_hour, day.tm_min, day.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
        day.tm_isdst = -1
        var found = Int64(mktime(&day)) * 1_000
        if found > now {
            day.tm_mday -= 1
            day.tm_isdst = -1
            found = Int64(mktime(&day)) * 1_000
        }
        return found
    }

    /// A stamp of the log: `2026-04-12T14:03:07.412+08:00`, with or without the milliseconds.
    static func stamp(_ text: String) -> Int64? {
        let bytes = Array(text)
        guard bytes.count >= 20, bytes[4] == "-", bytes[7] == "-", bytes[10] == "T", bytes[13] == ":", bytes[16] == ":"
        else { return nil }
        let fields = [(0, 4), (5, 2), (8, 2), (11, 2), (14, 2), (17, 2)].map { number(bytes[$0.0..<$0.0 + $0.1]) }
        guard !fields.contains(nil), let month = fields[1], (1...12).contains(month) else { return nil }
        var time = tm()
        time.tm_year = Int32(fields[0] ?? 0) - 1_900
        time.tm_mon = Int32(month) - 1
        time.tm_mday = Int32(fields[2] ?? 0)
        time.tm_hour = Int32(fields[3] ?? 0)
        time.tm_min = Int32(fields[4] ?? 0)
        time.tm_sec = Int32(fields[5] ?? 0)
        var rest = bytes[19...]
        var milliseconds: Int64 = 0
        if rest.first == "." {
            let digits = rest.dropFirst().prefix { $0.isNumber }
            guard digits.count == 3, let value = number(digits) else { return nil }
            milliseconds = Int64(value)
            rest = rest.dropFirst(4)
        }
        guard let offset = offset(Array(rest)) else { return nil }
        return Int64(timegm(&time)) * 1_000 + milliseconds - offset
    }

    /// Milliseconds from `Z` or `+08:00`.
    private static func offset(_ text: [Character]) -> Int64? {
        if text == ["Z"] { return 0 }
        guard text.count == 6, text[0] == "+" || text[0] == "-", text[3] == ":", let hours = number(text[1...2]),
            let minutes = number(text[4...5]), hours < 24, minutes < 60
        else { return nil }
        return Int64(hours * 60 + minutes) * 60_000 * (text[0] == "-" ? -1 : 1)
    }

    private static func number(_ digits: some Collection<Character>) -> Int? {
        guard (1...9).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(String(digits))
    }

    private static func parts(at seconds: Int64) -> tm {
        var (time, parts) = (time_t(seconds), tm())
        localtime_r(&time, &parts)
        return parts
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
