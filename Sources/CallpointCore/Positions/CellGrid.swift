/// The earth in cells, so that near things are found without looking at all of them.
///
/// The coarsest have a side of 0.01 degree: about 1.1 km high and, in Shenzhen, 1.0 km wide, so that at 5 units a
/// square kilometre a press looks at a few dozen rows. Where units stand closer the side is halved, up to three times.
/// Towards the poles cells grow narrow, and a search visits more of them: still right, only slower.
struct CellGrid: Sendable, Hashable {
    /// How often the side of the finest cell is doubled, 0…`coarsest`.
    let doublings: Int

    /// Doublings of the coarsest cells.
    static let coarsest = 3
    /// The side of the finest cell, in 1e-7 degrees.
    private static let finestSideE7 = 12_500

    /// The side of a cell, in 1e-7 degrees.
    var sideE7: Int { CellGrid.finestSideE7 << doublings }
    /// Cells round the earth.
    var columns: Int { 288_000 >> doublings }
    /// Cells from pole to pole; the pole itself has a row of its own.
    var rows: Int { (144_000 >> doublings) + 1 }

    // A division by a number known to the compiler and a shift: to divide by the side took four times as long.

    @inline(__always)
    func column(longitudeE7: Int32) -> Int {
        let column = ((Int(longitudeE7) + 1_800_000_000) / CellGrid.finestSideE7) >> doublings
        return column == columns ? 0 : column
    }

    @inline(__always)
    func row(latitudeE7: Int32) -> Int { ((Int(latitudeE7) + 900_000_000) / CellGrid.finestSideE7) >> doublings }

    @inline(__always)
    func cell(_ place: Coordinate) -> Int64 {
        Int64(row(latitudeE7: place.latitudeE7) * columns + column(longitudeE7: place.longitudeE7))
    }
}

/// Which cells are right for how close units stand.
///
/// Looked at anew each time that as many units have changed their cells as there are, so that it costs each of them
/// next to nothing; measured on a sample, which the table alone decides.
struct Crowding: Sendable {
    /// Below so many units the cells stay coarse: to weigh all of them takes less than a tenth of a millisecond.
    static let least = 4_096
    /// Units that are asked how many share their cell.
    static let sampleSize = 256
    /// A cell is walked through no farther than this.
    static let walkLimit = 1_024
    /// Where a unit shares its cell with more than so many others the side is halved; a quarter of them is left.
    private static let many = 3.0
    /// Where with fewer, it is doubled; four times as many are then there.
    private static let few = 0.4

    /// Changes of cells until the next look.
    var changesLeft = Crowding.least

    /// The right cells, where each unit of a sample shares its own with so many, itself among them.
    static func grid(after grid: CellGrid, sharing total: Int, of sample: Int) -> CellGrid {
        var doublings = grid.doublings
        var others = Double(total) / Double(max(1, sample)) - 1
        while others > many, doublings > 0 {
            doublings -= 1
            others /= 4
        }
        while others < few, doublings < CellGrid.coarsest {
            doublings += 1
            others *= 4
        }
        return CellGrid(doublings: doublings)
    }
}
