/// Rows of cells in columns as wide as their widest cell.
struct Table {
    /// A column's heading, and whether its cells stand at its right edge.
    struct Column {
        var title: String
        var isRight = false
    }

    /// A cell's text and how it looks.
    struct Cell {
        var text: String
        var style = Style.plain
    }

    var columns: [Column]
    var rows: [[Cell]] = []
    /// Spaces before each line.
    var indent = 0

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ cells: [Cell]) { rows.append(cells) }

    mutating func add(_ texts: [String]) { rows.append(texts.map { Cell(text: $0) }) }

    /// The headings and the rows as lines. Columns without a heading and without a text are left out.
    func lines(isColoured: Bool) -> [String] {
        let widths = columns.indices.map { index in
            rows.reduce(TextWidth.columns(columns[index].title)) { widest, row in
                index < row.count ? max(widest, TextWidth.columns(row[index].text)) : widest
            }
        }
        var lines: [String] = []
        if columns.contains(where: { !$0.title.isEmpty }) {
            lines.append(line(columns.map { Cell(text: $0.title, style: .dim) }, widths, isColoured))
        }
        return lines + rows.map { line($0, widths, isColoured) }
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ isColoured: Bool) -> String {
        var parts: [String] = []
        let last = cells.indices.last { !cells[$0].text.isEmpty } ?? 0
        for (index, cell) in cells.enumerated() where index <= last && widths[index] > 0 {
            // Nothing stands after the last cell, so nothing fills it up.
            let isOpen = index == last && !columns[index].isRight
            let text = isOpen ? cell.text : TextWidth.pad(cell.text, to: widths[index], right: columns[index].isRight)
            parts.append(cell.style.paint(text, isColoured: isColoured))
        }
        return String(repeating: " ", count: indent) + parts.joined(separator: "  ")
    }
}
