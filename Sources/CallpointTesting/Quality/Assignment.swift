/// The cheapest way to give each row a column of its own (Kuhn 1955; with potentials, as Jonker and Volgenant do it).
///
/// `make quality` holds its totals against SciPy's `linear_sum_assignment`.
public enum Assignment {
    /// The column of each row. There are at least as many columns as rows, and all rows have as many costs.
    public static func columns(_ costs: [[Int]]) -> [Int] {
        guard let width = costs.first?.count else { return [] }
        precondition(costs.count <= width, "a column for each row")
        // Row and column 0 stand for none.
        var rowPotential = [Int](repeating: 0, count: costs.count + 1)
        var columnPotential = [Int](repeating: 0, count: width + 1)
        var rowOf = [Int](repeating: 0, count: width + 1)
        for row in 1...costs.count {
            var way = [Int](repeating: 0, count: width + 1)
            var least = [Int](repeating: .max, count: width + 1)
            var isUsed = [Bool](repeating: false, count: width + 1)
            var column = 0
            rowOf[0] = row
            repeat {
                isUsed[column] = true
                let here = rowOf[column]
                var (delta, next) = (Int.max, 0)
                for other in 1...width where !isUsed[other] {
                    let reduced = costs[here - 1][other - 1] - rowPotential[here] - columnPotential[other]
                    if reduced < least[other] { (least[other], way[other]) = (reduced, column) }
                    if least[other] < delta { (delta, next) = (least[other], other) }
                }
                for other in 0...width {
                    if isUsed[other] {
                        rowPotential[rowOf[other]] += delta
                        columnPotential[other] -= delta
                    } else if least[other] < .max {
                        least[other] -= delta
                    }
                }
                column = next
            } while rowOf[column] != 0
            repeat {
                rowOf[column] = rowOf[way[column]]
                column = way[column]
            } while column != 0
        }
        var columns = [Int](repeating: 0, count: costs.count)
        for column in 1...width where rowOf[column] > 0 { columns[rowOf[column] - 1] = column - 1 }
        return columns
    }
}
