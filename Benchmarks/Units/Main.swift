import CallpointCore
import Glibc
import UniformGrid

/// What the table of units costs: the soonest of 100,000, and their positions one at a time.
///
/// usage: callpoint-bench [--rounds N] [--smoke]
@main
struct Main {
    private static let unitCount = 100_000
    private static let callPointCount = 1_000
    /// What a C programmer would choose for this city: with 1 and 4 the searches took longer.
    private static let unitsInCell: Int32 = 2

    static func main() {
        let words = CommandLine.arguments
        let isSmoke = words.contains("--smoke")
        let rounds = words.firstIndex(of: "--rounds").flatMap { Int(words[$0 + 1]) } ?? 5
        var bench = Main(units: isSmoke ? 2_000 : unitCount, callPoints: isSmoke ? 50 : callPointCount)
        for _ in 0..<(isSmoke ? 1 : max(1, rounds)) { bench.round() }
        let status = bench.report()
        // Tried, and judged by nobody: a debug build keeps no bound.
        exit(isSmoke ? 0 : status)
    }

    private var crowd: Crowd
    private let grids: [OpaquePointer]
    /// C, the engine, C again.
    private var searches = [Samples("C grid"), Samples("callpoint"), Samples("C grid again")]
    private var updates = [Samples("C grid"), Samples("callpoint"), Samples("C grid again")]
    private var weighed = 0

    private init(units: Int, callPoints: Int) {
        crowd = Crowd(units: units, callPoints: callPoints, seed: 20_260_412)
        let crowd = crowd
        grids = (0..<2).map { _ in crowd.grid(unitsInCell: Main.unitsInCell) }
    }

    /// Everybody moves once, then every call point asks once. Contenders take turns; each turn begins with another one.
    private mutating func round() {
        move()
        for (turn, point) in crowd.callPoints.enumerated() {
            var choices: [[Int]] = [[], [], []]
            for place in 0..<3 {
                let which = (turn + place) % 3
                choices[which] = which == 1 ? preview(point) : soonest(point, which)
            }
            guard choices[0] == choices[1], choices[2] == choices[1] else {
                let text = "bench: at \(point.id) C chose \(choices[0]) and the engine \(choices[1])\n"
                _ = write(STDERR_FILENO, text, text.utf8.count)
                exit(1)
            }
        }
    }

    private mutating func preview(_ point: CallPoint) -> [Int] {
        let before = nanosecondsNow()
        let ranked = crowd.engine.preview(of: point.id, at: crowd.now)
        searches[1].add(nanoseconds: nanosecondsNow() - before)
        guard let ranked else { return [] }
        if case .weighed(let units) = ranked.evidence { weighed += units.count }
        return ranked.candidates.map { Int($0.unit.text.dropFirst(2)) ?? -1 }
    }

    private mutating func soonest(_ point: CallPoint, _ which: Int) -> [Int] {
        var query = crowd.query(at: point)
        var found = Array(repeating: grid_found(), count: GRID_WANTED)
        let before = nanosecondsNow()
        let count = grid_soonest(grids[which / 2], &query, &found)
        searches[which].add(nanoseconds: nanosecondsNow() - before)
        return found.prefix(Int(count)).map { Int($0.unit) }
    }

    /// Nine units in ten report, one at a time and in no order; in slices, so that contenders take turns.
    private mutating func move() {
        let rows = crowd.shuffledRows().filter { $0 % 10 != 9 }
        let fixes = crowd.moves(of: rows)
        let slice = max(1, rows.count / 100)
        for (turn, start) in stride(from: 0, to: rows.count, by: slice).enumerated() {
            let range = start..<min(rows.count, start + slice)
            let part = Array(fixes[range])
            for place in 0..<3 {
                let which = (turn + place) % 3
                let before = nanosecondsNow()
                let accepted = which == 1 ? crowd.observe(part) : put(part, rows[range], grids[which / 2])
                let took = nanosecondsNow() - before
                updates[which].add(microseconds: Double(took) / 1_000 / Double(range.count))
                precondition(accepted == range.count, "a fix was refused")
            }
        }
    }

    private func put(_ fixes: [Fix], _ rows: ArraySlice<Int>, _ grid: OpaquePointer) -> Int {
        var accepted = 0
        for (fix, row) in zip(fixes, rows) {
            accepted += Int(
                grid_put(
                    grid, Int32(row), fix.place.latitudeE7, fix.place.longitudeE7, fix.sourceMilliseconds,
                    fix.receivedAt.microseconds))
        }
        return accepted
    }

    private func report() -> Int32 {
        var report = Report()
        let count = crowd.units.count
        report.table("The 5 soonest of \(count) units, by kind, status, age and radius", searches)
        report.table("A position into the table of \(count) units, one at a time", updates)
        report.head("The table of units", "figure")
        let c = (searches[0].median + searches[2].median) / 2
        report.row("noise: the C grid against itself, p50", searches[2].median / searches[0].median, "×")
        report.row("the 5 soonest, p50", searches[1].median, "µs", atMost: 2)
        report.row("the same against the C grid", searches[1].median / c, "×", atMost: 1.5)
        let asked = searches[1].microseconds.count
        report.row("units weighed and kept as evidence, a search", Double(weighed) / Double(asked), "")
        report.row("positions a second, median slice", 1 / updates[1].median, "M/s", over: 1)
        report.row("noise: the C grid's updates against themselves", updates[2].median / updates[0].median, "×")
        report.row("an update against the C grid's", updates[1].median / updates[0].median, "×")
        let bytes = Double(crowd.engine.positionTableBytes) / Double(count)
        report.row("bytes a unit in the table and its index", bytes, "B", atMost: 64)
        print(report.missed == 0 ? "\nAll bounds are kept." : "\nBounds were missed.")
        return report.missed == 0 ? 0 : 1
    }
}
