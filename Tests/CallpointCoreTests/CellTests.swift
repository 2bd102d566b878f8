import CallpointTesting
import Testing

@testable import CallpointCore

@Suite struct CellTests {
    /// Of a sample of 100 units, how many stand in their cells, themselves among them.
    @Test(arguments: [
        (3, 400, 3), (3, 401, 2), (3, 1_300, 2), (3, 1_301, 1), (3, 100_000, 0), (0, 100_000, 0),
        (0, 141, 0), (0, 139, 1), (1, 141, 1), (0, 100, 3), (3, 100, 3),
    ])
    func `cells follow how close units stand, within their bounds`(doublings: Int, sharing: Int, then: Int) {
        let grid = Crowding.grid(after: CellGrid(doublings: doublings), sharing: sharing, of: 100)
        #expect(grid.doublings == then)
    }

    @Test(arguments: 0...3)
    func `what was just changed is not changed back by the same crowd`(doublings: Int) {
        for sharing in stride(from: 100, through: 100_000, by: 7) {
            let once = Crowding.grid(after: CellGrid(doublings: doublings), sharing: sharing, of: 100)
            // A quarter of the others for each time that the side was halved, four times as many where it was doubled.
            var others = Double(sharing) / 100 - 1
            for _ in once.doublings..<max(once.doublings, doublings) { others /= 4 }
            for _ in doublings..<max(once.doublings, doublings) { others *= 4 }
            let again = Crowding.grid(after: once, sharing: Int((others + 1) * 10_000), of: 10_000)
            #expect(again == once, "\(doublings) \(sharing)")
        }
    }

    @Test(arguments: 0...3)
    func `a cell holds its lower edges, and both ends of the earth are in one`(doublings: Int) {
        let grid = CellGrid(doublings: doublings)
        let side = Int32(grid.sideE7)
        func cell(_ latitude: Int32, _ longitude: Int32) -> Int64 {
            grid.cell(Coordinate(latitudeE7: latitude, longitudeE7: longitude))
        }
        #expect(cell(0, 0) == cell(side - 1, side - 1))
        #expect(cell(0, side) == cell(0, 0) + 1)
        #expect(cell(side, 0) == cell(0, 0) + Int64(grid.columns))
        #expect(cell(0, 1_800_000_000) == cell(0, -1_800_000_000))
        #expect(grid.row(latitudeE7: 900_000_000) == grid.rows - 1)
        #expect(grid.column(longitudeE7: 1_799_999_999) == grid.columns - 1)
    }

    @Test func `the table and its index hold 64 bytes a unit at most`() {
        for count in [1_000, 5_000, 8_193] {
            var site = SiteBuilder()
            for number in 0..<count { site.unit(UnitID("U-\(number)")) }
            var built = site.site
            built.hash = "x"
            let engine = Engine(site: built)
            #expect(engine.positionTableBytes <= 64 * count, "\(count)")
        }
    }
}
