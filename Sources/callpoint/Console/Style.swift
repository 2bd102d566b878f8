import Glibc

/// What a text looks like where colours are shown. Colour never stands alone: a glyph and a word say the same.
enum Style {
    case plain, bold, dim, emergency, trouble, good, test

    /// The terminal's code (SGR) before the text.
    private var code: String {
        switch self {
        case .plain: ""
        case .bold: "\u{1B}[1m"
        case .dim: "\u{1B}[2m"
        case .emergency: "\u{1B}[1;31m"
        case .trouble: "\u{1B}[33m"
        case .good: "\u{1B}[32m"
        case .test: "\u{1B}[36m"
        }
    }

    /// The text in this style; as it is where colours are not shown.
    func paint(_ text: String, isColoured: Bool) -> String {
        isColoured && self != .plain ? code + text + "\u{1B}[0m" : text
    }

    /// Whether standard output shows colours: a terminal that is not `dumb`, and no `NO_COLOR`.
    static var isShown: Bool {
        guard isatty(STDOUT_FILENO) == 1, Environment.value("NO_COLOR") == nil else { return false }
        return Environment.value("TERM") != "dumb"
    }
}

/// What the caller's environment says.
enum Environment {
    /// A variable that is set and not empty.
    static func value(_ name: String) -> String? {
        guard let found = getenv(name) else { return nil }
        let text = String(cString: found)
        return text.isEmpty ? nil : text
    }
}
