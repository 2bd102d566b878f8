/// The earth in cells of 0.01 degree, so that near things are found without looking at all of them.
///
/// A cell is about 1.1 km high and, in Shenzhen, 1.0 km wide: at 5 units a
/// square kilometre a press looks at a few dozen rows. Towards the poles cells
/// grow narrow, and a search visits more of them: still right, only slower.
enum CellGrid {
    /// Cells round the earth.
    static let columns = 36_000
    /// Cells from pole to pole.
    static let rows = 18_001
    /// The side of a cell, in 1e-7 degrees.
    static let sideE7 = 100_000

    static func column(longitudeE7: Int32) -> Int {
        let column = (Int(longitudeE7) + 1_800_000_000) / sideE7
        return column == columns ? 0 : column
    }

    static func row(latitudeE7: Int32) -> Int { (Int(latitudeE7) + 900_000_000) / sideE7 }

    static func cell(_ place: Coordinate) -> Int32 {
        Int32(row(latitudeE7: place.latitudeE7) * columns + column(longitudeE7: place.longitudeE7))
    }
}
