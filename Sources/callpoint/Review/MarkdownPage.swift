/// A review as Markdown that reads well as it is, too.
struct MarkdownPage {
    let say: Wording

    func lines(_ blocks: [ReviewBlock]) -> [String] {
        var lines: [String] = []
        for block in blocks {
            if !lines.isEmpty { lines.append("") }
            lines += self.lines(block)
        }
        return lines
    }

    private func lines(_ block: ReviewBlock) -> [String] {
        switch block {
        case .heading(let level, let text):
            return [String(repeating: "#", count: level) + " " + MarkdownPage.escaped(text)]
        case .paragraph(let text): return [MarkdownPage.escaped(text)]
        case .warning(let text): return ["**! \(MarkdownPage.escaped(text))**"]
        case .facts(let facts):
            return facts.map { "* \(MarkdownPage.escaped($0.name)): \(MarkdownPage.escaped($0.value))" }
        case .list(let items): return items.map { "* " + MarkdownPage.escaped($0) }
        case .table(let table): return self.table(table)
        case .picture(_, let caption):
            return ["*\(MarkdownPage.escaped(caption)) (\(MarkdownPage.escaped(say(.pictureOnPage))))*"]
        }
    }

    private func table(_ table: ReviewTable) -> [String] {
        let head = "| " + table.columns.map { MarkdownPage.escaped($0.title) }.joined(separator: " | ") + " |"
        let rule = "|" + table.columns.map { $0.isRight ? "---:|" : "---|" }.joined()
        return [head, rule]
            + table.rows.map { row in
                "| "
                    + row.map { cell in
                        let text = MarkdownPage.escaped(cell.text)
                        return cell.mark == .late && !text.isEmpty ? "**\(text)**" : text
                    }.joined(separator: " | ") + " |"
            }
    }

    /// The text so that no viewer takes any of it for markup: names and notes are what strangers wrote.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in TextWidth.plain(text) {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "!": escaped += "\\" + String(character)
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
