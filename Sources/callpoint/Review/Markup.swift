/// Text in HTML and SVG.
enum Markup {
    /// The text so that it is nothing but text, inside an element and inside a quoted attribute.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in TextWidth.plain(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A number with one decimal place at most: `12`, `12.5`.
    static func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e9 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}

/// Draws an SVG picture; every text that it is given is escaped.
struct Drawing {
    let width: Double
    let height: Double
    private var parts: [String] = []

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Where a text stands, as seen from its point.
    enum Anchor: String { case start, middle, end }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        let ends = [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)]
        parts.append("<line \(attributes(ends)) class=\"\(Markup.escaped(style))\"/>")
    }

    mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) {
        let box = [("x", x), ("y", y), ("width", max(0, width)), ("height", max(0, height))]
        parts.append("<rect \(attributes(box)) class=\"\(Markup.escaped(style))\"/>")
    }

    mutating func circle(_ x: Double, _ y: Double, radius: Double, _ style: String) {
        parts.append(
            "<circle \(attributes([("cx", x), ("cy", y), ("r", radius)])) class=\"\(Markup.escaped(style))\"/>")
    }

    mutating func polygon(_ points: [(Double, Double)], _ style: String) {
        let text = points.map { "\(Markup.number($0.0)),\(Markup.number($0.1))" }.joined(separator: " ")
        parts.append("<polygon points=\"\(text)\" class=\"\(Markup.escaped(style))\"/>")
    }

    mutating func text(_ x: Double, _ y: Double, _ text: String, _ style: String, anchor: Anchor = .start) {
        parts.append(
            "<text \(attributes([("x", x), ("y", y)])) text-anchor=\"\(anchor.rawValue)\" "
                + "class=\"\(Markup.escaped(style))\">\(Markup.escaped(text))</text>")
    }

    /// The picture, which says its title to those who cannot see it.
    func svg(title: String) -> String {
        let size = "viewBox=\"0 0 \(Markup.number(width)) \(Markup.number(height))\""
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) role=\"img\" "
            + "aria-label=\"\(Markup.escaped(title))\">" + parts.joined(separator: "\n") + "</svg>"
    }

    /// About how wide a text of this size is.
    static func width(_ text: String, size: Double) -> Double { Double(TextWidth.columns(text)) * size * 0.56 }

    private func attributes(_ values: [(String, Double)]) -> String {
        values.map { "\($0.0)=\"\(Markup.number($0.1))\"" }.joined(separator: " ")
    }
}
