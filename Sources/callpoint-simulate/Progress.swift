import CallpointTesting
import Glibc

/// How far the days have come: a bar on a terminal, a plain line now and then where the output is read by a program.
struct Progress {
    private let count: Int
    private let isTerminal = isatty(2) == 1
    private let began = Progress.seconds()
    private var shownAt = 0.0

    init(of count: Int) { self.count = count }

    mutating func show(_ done: Int, _ tally: Tally, _ failures: Int) {
        let now = Progress.seconds()
        guard now - shownAt >= (isTerminal ? 0.2 : 15) else { return }
        guard shownAt > 0 || isTerminal else {
            shownAt = now
            return
        }
        shownAt = now
        let left = done > 0 ? (now - began) / Double(done) * Double(count - done) : 0
        let text =
            "\(done) of \(count) days, \(tally.incidents) incidents, \(failures) broken, \(Int(left.rounded(.up))) s to go"
        guard isTerminal else { return Progress.say("simulate: \(text)\n") }
        let filled = 30 * done / max(1, count)
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 30 - filled)
        Progress.say("\r\(bar) \(text)\u{1B}[K")
    }

    /// Takes the bar away.
    func end() { if isTerminal { Progress.say("\r\u{1B}[K") } }

    /// Chatter, on standard error.
    static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(2, bytes, bytes.count)
    }

    /// The monotonic clock, in seconds.
    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// What the children that have ended took of the processor, in seconds: a busy machine does not change it.
    static func childrenSeconds() -> Double {
        var usage = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &usage)
        return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
    }

    /// To a tenth.
    static func rounded(_ seconds: Double) -> Double { (seconds * 10).rounded() / 10 }

    /// A text within a JSON string.
    static func escaped(_ text: String) -> String {
        String(
            text.flatMap { character -> [Character] in
                switch character {
                case "\"", "\\": ["\\", character]
                case "\n": ["\\", "n"]
                default: [character]
                }
            })
    }
}
