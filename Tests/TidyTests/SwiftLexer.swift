/// Blanks out what is not code in a Swift text, and keeps every line where it was.
///
/// A rule about `fatalError` must not trip over a comment that explains why
/// there is none. Knows line and nested block comments, strings of one and of
/// many lines, raw strings, and interpolations, whose inside is code again.
/// Does not know regex literals: the sources have none.
struct SwiftLexer {
    private let text: [UInt8]
    private var output: [UInt8] = []
    private var at = 0

    private init(_ text: String) { self.text = Array(text.utf8) }

    static func blanked(_ text: String) -> String {
        var lexer = SwiftLexer(text)
        lexer.code(untilParenthesis: false)
        return String(decoding: lexer.output, as: UTF8.self)
    }

    private func starts(_ word: StaticString, at offset: Int? = nil) -> Bool {
        let from = offset ?? at
        guard from + word.utf8CodeUnitCount <= text.count else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { text[from + $0] == word.utf8Start[$0] }
    }

    private mutating func keep(_ count: Int = 1) {
        output.append(contentsOf: text[at..<min(at + count, text.count)])
        at += count
    }

    private mutating func blank(_ count: Int = 1) {
        for byte in text[at..<min(at + count, text.count)] { output.append(byte == 0x0A ? byte : 0x20) }
        at += count
    }

    /// Code, to the end of the text or to the parenthesis that ends an interpolation.
    private mutating func code(untilParenthesis: Bool) {
        var depth = 0
        while at < text.count {
            if starts("//") {
                while at < text.count, text[at] != 0x0A { blank() }
            } else if starts("/*") {
                blockComment()
            } else if let hashes = hashesBeforeQuote() {
                string(hashes: hashes)
            } else {
                if text[at] == UInt8(ascii: "(") { depth += 1 }
                if text[at] == UInt8(ascii: ")") {
                    if depth == 0, untilParenthesis { return keep() }
                    depth -= 1
                }
                keep()
            }
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                blank(2)
            } else if starts("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && at < text.count
    }

    /// How many `#` stand before the quote that opens a string here; nil where none opens.
    private func hashesBeforeQuote() -> Int? {
        var offset = at
        while offset < text.count, text[offset] == UInt8(ascii: "#") { offset += 1 }
        guard offset < text.count, text[offset] == UInt8(ascii: "\"") else { return nil }
        return offset - at
    }

    private mutating func string(hashes: Int) {
        keep(hashes)
        let many = starts("\"\"\"")
        let quotes = many ? 3 : 1
        keep(quotes)
        while at < text.count {
            if many ? starts("\"\"\"") : text[at] == UInt8(ascii: "\""), hashesFollow(at + quotes, hashes) {
                return keep(quotes + hashes)
            }
            if text[at] == 0x0A, !many { return }
            guard text[at] == UInt8(ascii: "\\"), hashesFollow(at + 1, hashes) else {
                blank()
                continue
            }
            blank(1 + hashes)
            if at < text.count, text[at] == UInt8(ascii: "(") {
                keep()
                code(untilParenthesis: true)
            } else {
                blank()
            }
        }
    }

    private func hashesFollow(_ offset: Int, _ count: Int) -> Bool {
        offset + count <= text.count && text[offset..<(offset + count)].allSatisfy { $0 == UInt8(ascii: "#") }
    }
}
