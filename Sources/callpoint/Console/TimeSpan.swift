import ArgumentParser
import CallpointCore

/// A length of time as people write it on a command line: `90s`, `30min`, `2h`.
struct TimeSpan: ExpressibleByArgument {
    let duration: Duration

    /// A whole number with `s`, `min` (or `m`), `h` or `d`; nil for anything else, and beyond 1,000 days.
    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        let units: [String: Int] = ["s": 1, "min": 60, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = units[String(argument.dropFirst(digits.count))], let count = Int(digits),
            (1...86_400_000).contains(count), count * unit <= 86_400_000
        else { return nil }
        duration = .seconds(count * unit)
    }
}
