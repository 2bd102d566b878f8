public import ArgumentParser
public import CallpointTesting
import EventCodec
import Glibc

/// Plays simulated days, and says which rule a day broke.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callpoint-simulate",
        abstract: "Plays simulated days of a city around the engine, and holds the rules against every event.",
        discussion: """
            One seed is one day of 24 hours. The same seed gives the same events, to the byte, on any machine.
            docs/SIMULATION.md says what a day is and what is held.
            """)

    @Option(help: "Play this one seed, in this process, and say what came of it.")
    var seed: UInt64?
    @Option(help: "How many seeds to play.")
    var seeds: Int = 200
    @Option(help: "The first of them.")
    var first: UInt64 = 1
    @Option(help: "How many processes play at the same time; 0: one for each core.")
    var jobs: Int = 0
    @Option(help: "small: a district of 12 units; city: 64 units and up to 1,600 presses a day.")
    var size: Scenario.Size = .city
    @Option(help: "Play a recording.")
    var play: String?
    @Option(help: "Where to save the shrunk scenario of a seed that broke a rule, as a recording.")
    var save: String?
    @Flag(help: "Print the day's events, a line each.")
    var story = false
    @Flag(help: "Do not shrink a day that broke a rule.")
    var plain = false
    @Flag(help: "Stop at the first day that breaks a rule.")
    var failFast = false
    @Flag(help: "Print one JSON object at the end, and nothing else on the standard output.")
    var json = false
    @Flag(help: "Print each seed and the hash of its event log.")
    var hashes = false
    @Flag(
        help: "Measure response times beside other ways to choose units, and print them as JSON: see docs/QUALITY.md.")
    var quality = false
    @Flag(help: .hidden)
    var worker = false
    @Option(help: .hidden)
    var stride: UInt64 = 1

    func validate() throws {
        guard seeds > 0, jobs >= 0, stride > 0 else {
            throw ValidationError("--seeds must be at least 1, and --jobs at least 0.")
        }
    }

    func run() throws {
        if quality { return print(Quality(seeds: UInt64(seeds)).run().text) }
        if worker { return Worker(first: first, count: seeds, stride: stride, size: size).run() }
        if let play { return try Single(options: self).play(file: play) }
        if let seed { return try Single(options: self).play(seed: seed) }
        if hashes { return printHashes() }
        var crew = Crew(options: self)
        if try !crew.run() { throw ExitCode.failure }
    }

    private func printHashes() {
        for seed in first..<(first + UInt64(seeds)) {
            var simulation = Simulation(Scenario(seed: seed, size: size))
            print("\(size.rawValue) \(seed) \(simulation.run().hash)")
        }
    }

    /// The words that play a seed again.
    func command(_ seed: UInt64) -> String {
        "make simulate SEED=\(seed)" + (size == .city ? "" : " SIZE=\(size.rawValue)")
    }
}

extension Scenario.Size: ExpressibleByArgument {}
