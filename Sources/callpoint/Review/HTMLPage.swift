/// A review as one page that needs nothing else: no script, no font, no picture from elsewhere.
///
/// Its own policy forbids a browser to load or run anything, whatever text it holds.
struct HTMLPage {
    let say: Wording

    func text(_ blocks: [ReviewBlock], title: String) -> String {
        let language = say.language == .zh ? "zh-CN" : "en"
        return """
            <!DOCTYPE html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Markup.escaped(title))</title>
            <style>
            \(HTMLPage.style)
            </style>
            </head>
            <body>
            <main>
            \(blocks.map(element).joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    private func element(_ block: ReviewBlock) -> String {
        switch block {
        case .heading(let level, let text): return "<h\(level)>\(Markup.escaped(text))</h\(level)>"
        case .paragraph(let text): return "<p>\(Markup.escaped(text))</p>"
        case .warning(let text): return "<p class=\"warning\">! \(Markup.escaped(text))</p>"
        case .facts(let facts):
            return "<dl>"
                + facts.map { "<dt>\(Markup.escaped($0.name))</dt><dd>\(Markup.escaped($0.value))</dd>" }.joined()
                + "</dl>"
        case .list(let items):
            return "<ul>" + items.map { "<li>\(Markup.escaped($0))</li>" }.joined() + "</ul>"
        case .table(let table): return self.table(table)
        case .picture(let svg, let caption):
            return "<figure>\(svg)<figcaption>\(Markup.escaped(caption))</figcaption></figure>"
        }
    }

    private func table(_ table: ReviewTable) -> String {
        let head = table.columns.map { column in
            "<th\(column.isRight ? " class=\"right\"" : "")>\(Markup.escaped(column.title))</th>"
        }
        let rows = table.rows.map { row in
            let cells = row.enumerated().map { index, cell in
                let isRight = index < table.columns.count && table.columns[index].isRight
                let classes = [isRight ? "right" : nil, cell.mark == .plain ? nil : cell.mark.rawValue].compactMap(
                    \.self)
                let attribute = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
                return "<td\(attribute)>\(Markup.escaped(cell.text))</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        return "<table><thead><tr>\(head.joined())</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>"
    }

    /// Works on a screen, and on A4 in black and white: a glyph or a word says what a colour says.
    static let style = """
        :root { --ink: #1b1f24; --dim: #5c6670; --rule: #d5dae0; --late: #b3261e; --good: #1e6b3c; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #fff; color: var(--ink);
          font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
            "WenQuanYi Zen Hei", sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 2px solid var(--ink); }
        h3 { font-size: 1rem; margin: 1.25rem 0 .35rem; }
        p, ul { margin: .4rem 0; }
        ul { padding-left: 1.2rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
        dt { color: var(--dim); }
        dd { margin: 0; overflow-wrap: anywhere; }
        .warning { color: var(--late); font-weight: 600; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-variant-numeric: tabular-nums;
          font-size: .87rem; }
        th { text-align: left; font-weight: 600; color: var(--dim); border-bottom: 1.5px solid var(--ink);
          vertical-align: bottom; }
        th, td { padding: .2rem .5rem; }
        th:first-child, td:first-child { padding-left: 0; }
        td { border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
        .right { text-align: right; white-space: nowrap; }
        .late { color: var(--late); font-weight: 600; }
        .good { color: var(--good); }
        td.out { color: var(--dim); }
        figure { margin: .75rem 0; }
        figcaption { color: var(--dim); font-size: .82rem; }
        svg { display: block; width: 100%; height: auto; font-family: inherit; }
        svg text { font-size: 12px; fill: var(--ink); }
        svg text.small { font-size: 11px; fill: var(--dim); }
        svg text.limit { font-size: 11px; fill: var(--late); font-weight: 600; }
        svg text.strong { font-weight: 600; }
        svg text.halo { paint-order: stroke; stroke: #fff; stroke-width: 3px; }
        svg text.grey { font-size: 11px; fill: #6d7680; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
        .grid { stroke: #e3e7eb; stroke-width: 1; }
        .mark { stroke: #6a4fa3; stroke-width: 1.2; stroke-dasharray: 5 3; }
        .limit-line { stroke: var(--late); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .end-line { stroke: var(--ink); stroke-width: 1.5; }
        .asked { fill: #f0b429; stroke: #8a6100; stroke-width: .8; }
        .coming { fill: #5b9bd5; stroke: #1f4e79; stroke-width: .8; }
        .there { fill: #4c9f70; stroke: #1e6b3c; stroke-width: .8; }
        .failed { fill: #e6e8eb; stroke: #6d7680; stroke-width: .8; stroke-dasharray: 3 2; }
        .frame { fill: #f7f9fb; stroke: var(--rule); stroke-width: 1; }
        .way { stroke: #1f4e79; stroke-width: 2; }
        .could { stroke: #1f4e79; stroke-width: 1; stroke-dasharray: 2 4; }
        .unit { fill: #1f4e79; stroke: #fff; stroke-width: 1.5; }
        .fit { fill: #fff; stroke: #1f4e79; stroke-width: 2; }
        .excluded { fill: #c3c9cf; stroke: #fff; stroke-width: 1; }
        .call { fill: var(--late); stroke: #fff; stroke-width: 1.5; }
        .ink { fill: var(--ink); stroke: none; }
        .bar { stroke: var(--ink); stroke-width: 2; }
        @page { size: A4; margin: 14mm 13mm; }
        @media print {
          body { font-size: 10pt; }
          main { max-width: none; padding: 0; }
          h2, h3 { break-after: avoid; }
          figure, tr, dl { break-inside: avoid; }
          thead { display: table-header-group; }
          svg, td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }
        """
}
