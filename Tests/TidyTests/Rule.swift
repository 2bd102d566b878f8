import Testing

/// A place where a rule is broken.
struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// Below the root.
    let file: String
    /// 1…, or 0 for the file as a whole.
    let line: Int
    /// What is wrong there.
    let what: String
    /// What to do about it.
    let remedy: String

    var description: String { "\(file):\(line): \(what). \(remedy)" }
}

/// A rule of the house that can be seen in the text of a file.
///
/// Lexical on purpose: it reads text, not types, so that it is fast and needs
/// nothing but the tree. What it cannot see, a reviewer has to.
struct Rule: Sendable {
    /// What is wrong where it is broken.
    let what: String
    /// What to do about it.
    let remedy: String
    /// Lines of a file at which it is broken, 1…, with what was seen there.
    let check: @Sendable (SourceFile) -> [(line: Int, seen: String)]

    func findings(in file: SourceFile) -> [Finding] {
        check(file).map { Finding(file: file.path, line: $0.line, what: "\(what): \($0.seen)", remedy: remedy) }
    }

    /// A rule that is broken by each match of an expression, in code or in the whole text.
    static func matching(
        _ pattern: String, in view: View = .code, what: String, remedy: String
    ) -> Rule {
        let expression = Expression(pattern)
        return Rule(what: what, remedy: remedy) { file in
            file.lines(in: view).enumerated().flatMap { index, line in
                expression.matches(in: line).map { (index + 1, $0) }
            }
        }
    }
}

/// Holds a rule against files of the tree; each finding is a failure that says file, line, rule and remedy.
func expect(
    _ rule: Rule, keptBy files: [SourceFile], sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(!files.isEmpty, "no file to hold the rule against: has a folder moved?", sourceLocation: sourceLocation)
    for finding in files.flatMap(rule.findings) {
        Issue.record(Comment(rawValue: finding.description), sourceLocation: sourceLocation)
    }
}

/// Whether a rule sees something in a snippet that stands for a file.
func catches(_ rule: Rule, _ snippet: String, path: String = "Sources/CallpointCore/Snippet.swift") -> Bool {
    !rule.findings(in: SourceFile(path: path, text: snippet)).isEmpty
}
