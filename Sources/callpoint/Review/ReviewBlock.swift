/// A part of a review, before it is Markdown or a page: what is said once is said alike in both.
enum ReviewBlock {
    /// A heading of level 1…3.
    case heading(Int, String)
    case paragraph(String)
    /// What was late, a shortfall: what a reader must not miss.
    case warning(String)
    /// Names and values.
    case facts([(name: String, value: String)])
    case list([String])
    case table(ReviewTable)
    /// A picture; Markdown, which has none, says its caption and that the page has it.
    case picture(svg: String, caption: String)
}

/// A table of a review.
struct ReviewTable {
    /// A column's heading, and whether its cells stand at its right edge.
    struct Column {
        var title: String
        var isRight = false
    }

    /// How a cell stands out. A word or a glyph in its text says the same.
    enum Mark: String {
        case plain, late, good, out
    }

    /// A cell's text and how it stands out.
    struct Cell {
        var text: String
        var mark = Mark.plain
    }

    var columns: [Column]
    var rows: [[Cell]] = []

    /// A table from its titles; those of `right` stand at the right edge.
    init(_ titles: [String], right: Set<Int> = []) {
        columns = titles.enumerated().map { Column(title: $1, isRight: right.contains($0)) }
    }

    mutating func add(_ cells: [Cell]) { rows.append(cells) }

    mutating func add(_ texts: [String], mark: Mark = .plain) { rows.append(texts.map { Cell(text: $0, mark: mark) }) }
}
