import CallpointTesting
import Testing

/// How good the engine's choice of units is, on a few worlds of `make quality`.
@Suite struct QualityTests {
    @Test func `an assignment is the cheapest of all`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let rows = random.int(1...5)
            let width = random.int(rows...6)
            let costs = (0..<rows).map { _ in (0..<width).map { _ in random.int(0...20) } }
            let columns = Assignment.columns(costs)
            #expect(Set(columns).count == rows)
            let total = zip(costs, columns).reduce(0) { $0 + $1.0[$1.1] }
            #expect(total == Self.cheapest(costs[...], free: Array(0..<width)))
        }
        #expect(Assignment.columns([]) == [])
    }

    /// By trying all of them.
    private static func cheapest(_ costs: ArraySlice<[Int]>, free: [Int]) -> Int {
        guard let row = costs.first else { return 0 }
        return free.map { column in row[column] + cheapest(costs.dropFirst(), free: free.filter { $0 != column }) }
            .min() ?? 0
    }

    @Test(arguments: [0, 20, 50, 70, 100, 150])
    func `the engine answers every press, sooner than nearest first and never sooner than the optimum`(load: Int) {
        let comparison = QualityComparison(load: load, seeds: 1...6)
        #expect(comparison.unanswered == 0)
        #expect(comparison.engine.mean < comparison.nearest.mean)
        #expect(comparison.engine.mean >= comparison.optimum.mean)
        #expect(comparison.bestOfMoment.mean >= comparison.optimum.mean)
    }

    @Test func `one press while everybody is free is answered by the best unit of all`() {
        let comparison = QualityComparison(load: 0, seeds: 1...40)
        #expect(comparison.engine.responses == comparison.optimum.responses)
    }

    @Test(arguments: [10, 40, 70])
    func `up to seven in ten busy the engine is within one in twenty of the best of each moment`(load: Int) {
        let comparison = QualityComparison(load: load, seeds: 1...12)
        #expect(comparison.engine.mean * 20 <= comparison.bestOfMoment.mean * 21)
    }

    @Test func `a world is the same each time, and another seed or load another`() {
        func costs(_ seed: UInt64, _ load: Int) -> [[Int]] { QualityWorld(seed: seed, load: load).costs }
        #expect(costs(1, 50) == costs(1, 50))
        #expect(costs(1, 50) != costs(2, 50))
        #expect(costs(1, 50) != costs(1, 60))
    }
}
