import CallpointTesting
import Foundation
import Testing

/// The hashes of simulated days that stand in the repository: `SIZE SEED HASH`, a day a line.
struct KeptHashes {
    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("hashes.txt")

    static func days() throws -> [(size: Scenario.Size, seed: UInt64, hash: String)] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 3, let size = Scenario.Size(rawValue: String(words[0])), let seed = UInt64(words[1])
            else { return nil }
            return (size, seed, String(words[2]))
        }
    }
}

/// The kept hashes come from an optimised build (`make simulate-hashes`); this one is not. What is the same in both, and
/// on every machine that runs it, depends on nothing but the seed.
@Suite struct HashTests {
    @Test func `a day's event log hashes to what another build and another machine had`() throws {
        let days = try KeptHashes.days().filter { $0.size == .small }
        #expect(days.count >= 3)
        for day in days {
            var simulation = Simulation(Scenario(seed: day.seed, size: day.size))
            #expect(
                simulation.run().hash == day.hash,
                "seed \(day.seed): where the engine decides otherwise on purpose, make simulate-hashes")
        }
    }

    @Test func `the same seed gives the same hash a second time, and another seed another`() {
        let hashes = [7, 7, 8].map { (seed: UInt64) in
            var simulation = Simulation(Scenario(seed: seed, size: .small))
            return simulation.run().hash
        }
        #expect(hashes[0] == hashes[1])
        #expect(hashes[1] != hashes[2])
    }
}
