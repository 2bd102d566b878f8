import ArgumentParser
import CallpointTesting
import Glibc

/// Plays one day in this process: a seed, or a recording.
struct Single {
    let options: Simulate

    func play(seed: UInt64) throws {
        try play(Scenario(seed: seed, size: options.size))
    }

    func play(file: String) throws {
        guard let stream = fopen(file, "r") else {
            throw ValidationError("\(file): \(String(cString: strerror(errno))). Name a file that --save wrote.")
        }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
        try play(try Recording.scenario(String(decoding: bytes, as: UTF8.self), file: file))
    }

    private func play(_ scenario: Scenario) throws {
        let began = Progress.seconds()
        var simulation = Simulation(scenario, keepsEvents: options.story)
        let outcome = simulation.run()
        for event in simulation.events { print(event.story) }
        let counts = Tally.fields.map { "\(outcome.tally[keyPath: $0.path]) \($0.name)" }.joined(separator: ", ")
        print("seed \(outcome.seed): \(counts)")
        print("hash \(outcome.hash), \(Progress.rounded(Progress.seconds() - began)) s")
        guard let breach = outcome.breaches.first else { return print("every rule held") }
        print("broken: \(breach)")
        if !options.plain { try shrink(scenario, breach) }
        throw ExitCode.failure
    }

    /// Shrinks a day that broke a rule, tells it, and saves it where that is wanted.
    func shrink(_ scenario: Scenario, _ breach: Breach) throws {
        var shrinker = Shrinker(rule: breach.rule)
        let small = shrinker.shrink(scenario)
        var simulation = Simulation(small, keepsEvents: true)
        let outcome = simulation.run()
        print(
            """

            Shrunk in \(shrinker.runs) runs to \(small.happenings.count) happenings, \(small.patrols.count) units and \
            \(small.posts.count) call points:

            """)
        for line in small.story { print("  \(line)") }
        print("\nand then:\n")
        for event in simulation.events.suffix(40) { print("  \(event.story)") }
        for breach in outcome.breaches.prefix(1) { print("\n  broken: \(breach)") }
        guard let save = options.save else {
            return print("\n--save FILE keeps it as a recording (make simulate SEED=\(scenario.seed) SAVE=FILE).")
        }
        let text = Recording.text(small, comment: ["Seed \(scenario.seed), shrunk.", "Broke: \(breach.rule)."])
        guard let stream = fopen(save, "w") else {
            throw ValidationError("\(save): \(String(cString: strerror(errno))). Name a file that can be written.")
        }
        fputs(text, stream)
        fclose(stream)
        print("\nsaved as \(save); play it again: callpoint-simulate --play \(save)")
    }
}
