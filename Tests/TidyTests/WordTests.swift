import Testing

/// Words and forms that the sources do without.
enum Words {
    static let unfinished = Rule.matching(
        #"\b(TODO|FIXME|XXX|HACK)\b"#, in: .whole, what: "unfinished work is an issue, not a comment",
        remedy: "Finish it, or file an issue and drop the word.")

    static let fatal = Rule.matching(
        #"(?<![.\w])(fatalError\s*\(|try!|as!)"#, what: "this ends the program on bad luck",
        remedy: "Throw or return an event for what can be expected; `precondition` for a broken invariant.")

    static let names = Rule.matching(
        #"\b(?:struct|class|enum|actor|protocol|typealias|extension)\s+(\w*(?:Manager|Helpers?|Utils?|Utility|Utilities))\b"#,
        what: "this name says nothing of the field", remedy: "Name what it is or does, in the words of the domain.")

    static let workplace = Rule.matching(
        #"((?<![\w.~*\]\)-])/(?:work|tmp)/)"#, in: .whole, what: "a path of one machine",
        remedy: "Take the path as an option, or use the system's temporary directory in tests.")

    /// `@unchecked Sendable` and `nonisolated(unsafe)` switch the compiler's proof off, so that the comment just above
    /// has to give one: a sentence with the word "proof" or "Sendable" in it.
    static let unproven = Rule(
        what: "the compiler's proof is switched off and none is given",
        remedy: "Say why it is safe in the comment right above, beginning with `proof:`."
    ) { file in
        let form = Expression(#"(@unchecked\s+Sendable|nonisolated\s*\(\s*unsafe\s*\))"#)
        let comment = Expression(#"^\s*(?://|@)"#)
        let proof = Expression(#"//.*\b(?i:proof|sendable)\b"#)
        return file.code.enumerated().flatMap { index, line -> [(line: Int, seen: String)] in
            let above = file.lines[..<index].reversed().prefix { comment.matches($0) }
            let isProven = (above + [file.lines[index]]).contains { proof.matches($0) }
            return isProven ? [] : form.matches(in: line).map { (index + 1, $0) }
        }
    }

    /// A file that is longer has two subjects. STYLE says about 300; here stands where it ends.
    static let lineLimit = 400

    static let length = Rule(what: "longer than \(lineLimit) lines", remedy: "Split it by subject.") { file in
        let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        return count > lineLimit ? [(count, "\(count) lines")] : []
    }

    static let all = [unfinished, fatal, names, workplace, unproven, length]
}

@Suite("Words and forms that the sources do without")
struct WordTests {
    let sources = SourceTree.sources
    let everything = SourceTree.files.filter { $0.path.hasPrefix("Sources/") }
    let code = SourceTree.files.filter { file in
        (file.path.hasPrefix("Sources/") || file.path.hasPrefix("Tests/"))
            && [".swift", ".c", ".h"].contains { file.path.hasSuffix($0) }
    }

    @Test func `no source says that it is unfinished`() { expect(Words.unfinished, keptBy: everything) }
    @Test func `no source ends the program on bad luck`() { expect(Words.fatal, keptBy: sources) }
    @Test func `no type is a Manager, a Helper or a Utility`() { expect(Words.names, keptBy: sources) }
    @Test func `no source names a path of one machine`() { expect(Words.workplace, keptBy: everything) }
    @Test func `every unchecked Sendable has its proof above it`() { expect(Words.unproven, keptBy: sources) }
    @Test func `no file is longer than 400 lines`() { expect(Words.length, keptBy: code) }

    @Test(arguments: [
        "// TODO: later", "/// FIXME", #"fatalError("unreachable")"#, "let x = try! parse()", "let x = y as! Int",
        "final class PortManager {", "enum StringUtils {", "struct TimeHelper: Sendable {",
        #"let path = "/tmp/callpoint""#, "// see " + "/work" + "/notes", "final class Box: @unchecked Sendable {",
        "// It is small.\n\nfinal class Box: @unchecked Sendable {", "nonisolated(unsafe) var count = 0",
        String(repeating: "let a = 1\n", count: 401),
    ])
    func `a forbidden form is caught`(snippet: String) {
        #expect(Words.all.contains { catches($0, snippet) })
    }

    @Test(arguments: [
        "// never fatalError(): systemd starts us again", "let x = try? parse()", "struct Journal {",
        "// proof: the lock is held wherever `count` is touched\nfinal class Box: @unchecked Sendable {",
        "/// Sendable: holds one number that never changes.\n@frozen\npublic final class Box: @unchecked Sendable {",
        "let manager = FileManager.default", #"let path = "\(state)/tmp/segment""#,
        String(repeating: "let a = 1\n", count: 400),
    ])
    func `an allowed form is let through`(snippet: String) {
        #expect(!Words.all.contains { catches($0, snippet) })
    }

    @Test func `a finding says file, line, what and remedy`() {
        let file = SourceFile(path: "Sources/Sense/Port.swift", text: "let a = 1\nlet b = try! open()\n")
        #expect(
            Words.fatal.findings(in: file).map(\.description) == [
                "Sources/Sense/Port.swift:2: this ends the program on bad luck: try!. Throw or return an event for what "
                    + "can be expected; `precondition` for a broken invariant."
            ])
    }
}

@Suite("What the rules take for code")
struct SwiftLexerTests {
    @Test(arguments: [
        ("a // b", "a     "), ("/* a /* b */ c */d", "                 d"), (#"f("x", y)"#, #"f(" ", y)"#),
        (#""a\(b + f("c"))d""#, #"" (b + f(" ")) ""#), (##"#"a"b"#"##, ##"#"   "#"##),
        ("\"\"\"\na \"b\"\n\"\"\" c", "\"\"\"\n     \n\"\"\" c"), (#""\"" + a"#, #""  " + a"#),
    ])
    func `comments and strings are blanked and code is kept`(text: String, blanked: String) {
        let result = SwiftLexer.blanked(text)
        #expect(result.utf8.count == text.utf8.count)
        #expect(result.filter { $0 != " " } == blanked.filter { $0 != " " })
    }
}
