import CallpointTesting
import Glibc

/// Plays every so many-th seed and says a line of each: so that a trap in one day is the loss of that day alone.
struct Worker {
    let first: UInt64
    let count: Int
    let stride: UInt64
    let size: Scenario.Size

    func run() {
        for number in 0..<UInt64(count) {
            let seed = first + number * stride
            say("begin \(seed)")
            var simulation = Simulation(Scenario(seed: seed, size: size))
            let outcome = simulation.run()
            say(Report.line(outcome))
        }
    }

    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}

/// What a worker says of a day, in one line.
struct Report {
    var seed: UInt64
    var hash: String
    var tally: Tally
    /// The rule that was broken, and how; nil where none was.
    var breach: String?

    static func line(_ outcome: Outcome) -> String {
        let counts = Tally.fields.map { String(outcome.tally[keyPath: $0.path]) }.joined(separator: ",")
        let breach = outcome.breaches.first.map(\.description) ?? "-"
        return "done \(outcome.seed) \(outcome.hash) \(counts) \(breach)"
    }

    init(seed: UInt64, hash: String, tally: Tally, breach: String?) {
        self.seed = seed
        self.hash = hash
        self.tally = tally
        self.breach = breach
    }

    init?(line: String) {
        let words = line.split(separator: " ", maxSplits: 4)
        guard words.count == 5, words[0] == "done", let seed = UInt64(words[1]) else { return nil }
        let counts = words[3].split(separator: ",").compactMap { Int($0) }
        guard counts.count == Tally.fields.count else { return nil }
        var tally = Tally()
        for (field, count) in zip(Tally.fields, counts) { tally[keyPath: field.path] = count }
        self.init(
            seed: seed, hash: String(words[2]), tally: tally, breach: words[4] == "-" ? nil : String(words[4]))
    }
}
