import Testing

/// A change to the small site, and what a person is told of it, word for word.
struct MistakeCase: Sendable, CustomTestStringConvertible {
    var part: String
    var other: String
    /// Without the file's name in front.
    var expected: [String]

    var testDescription: String { "\(part) => \(other)" }

    var told: [String] {
        SmallSite.mistakes(SmallSite.changing(part, to: other)).map { String($0.dropFirst("devices.yaml:".count)) }
    }

    /// Rows from a text: `part => other`, then the mistakes, one a line; an indented line
    /// goes on with the one before; an empty line ends the row. `\n`, `\t` and `\a` stand for what they are elsewhere.
    static func table(_ text: String) -> [MistakeCase] {
        text.split(separator: "\n\n").map { block in
            var lines = block.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
            let change = lines.removeFirst().split(separator: " =>", omittingEmptySubsequences: false)
            precondition(change.count == 2, "a row begins with: part => other")
            var expected: [String] = []
            for line in lines {
                if line.hasPrefix("  ") {
                    expected[expected.count - 1] += line.dropFirst()
                } else {
                    expected.append(line)
                }
            }
            return MistakeCase(part: unescaped(change[0]), other: unescaped(change[1].dropFirst()), expected: expected)
        }
    }

    private static func unescaped(_ text: Substring) -> String {
        String(text).replacing("\\n", with: "\n").replacing("\\t", with: "\t").replacing("\\a", with: "\u{7}")
    }
}
