import Yams

/// The tree of one YAML document, and what had to be done to get it.
struct Document {
    let root: Node
    /// Keys that are given again later in their mapping: where the first stood, and what it was called.
    ///
    /// Yams stops at the first duplicate key. So that one does not hide every other
    /// mistake, the first of the two is masked in the text, letter for letter, and the text composed again.
    let maskedKeys: [FilePlace: String]

    /// How many duplicate keys are masked; one more ends the reading with itself as a mistake.
    static let maskLimit = 20

    /// Composes a text that `SourceText` has let through.
    static func compose(_ source: SourceText) -> Result<Document, SiteErrors> {
        var source = source
        var masked: [FilePlace: String] = [:]
        while true {
            do {
                guard let root = try Yams.compose(yaml: source.text, .basic, .default, .utf8) else {
                    return source.refused(.start, "the file is empty", "Begin with version: 1, or copy devices.yaml.")
                }
                return .success(Document(root: root, maskedKeys: masked))
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                let place = FilePlace(context.mark)
                guard masked.count < maskLimit, let name = source.maskKey(at: place, number: masked.count, of: names)
                else {
                    let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
                    return source.refused(place, "the key \(list) is given more than once", "Keep one of them.")
                }
                masked[place] = name
            } catch {
                return .failure(SiteErrors([source.mistake(of: error)]))
            }
        }
    }
}

extension SourceText {
    func refused<T>(_ place: FilePlace, _ what: String, _ remedy: String) -> Result<T, SiteErrors> {
        .failure(
            SiteErrors([
                SiteMistake(file: name, line: place.line, column: place.column, what: what, remedy: remedy)
            ]))
    }

    /// What Yams threw, as a mistake with its place.
    func mistake(of error: any Error) -> SiteMistake {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _):
            return syntaxMistake(problem, context: context, at: FilePlace(mark))
        case YamlError.composer(_, let problem, let mark, _):
            if problem.contains("another document") {
                return mistake(
                    FilePlace(mark), "a second document begins here", "Keep one document in the file: remove ---.")
            }
            return mistake(
                FilePlace(mark), "an alias (*name) stands here", "Write the value out: a site file has no aliases.")
        default:
            return mistake(.start, "the file cannot be read as YAML (\(error))", "Write it anew as UTF-8 text.")
        }
    }

    private func mistake(_ place: FilePlace, _ what: String, _ remedy: String) -> SiteMistake {
        SiteMistake(file: name, line: place.line, column: place.column, what: what, remedy: remedy)
    }

    private func syntaxMistake(_ problem: String, context: YamlError.Context?, at place: FilePlace) -> SiteMistake {
        let since = context.map { $0.mark.line == place.line ? "" : ", in what begins in line \($0.mark.line)" } ?? ""
        if problem.contains("cannot start any token"), scalar(at: place) == "\t" {
            return mistake(place, "a tab stands here", "Indent with spaces.")
        }
        if problem.contains("Maximum nesting level") {
            return mistake(place, "values are nested too deep", "Remove the brackets or dashes that are too many.")
        }
        return mistake(place, "this is not YAML: \(problem)\(since)", Self.remedy(for: problem))
    }

    /// The remedy for libyaml's own words.
    private static func remedy(for problem: String) -> String {
        let remedies: [(part: String, remedy: String)] = [
            ("mapping values are not allowed", "Put text with a colon in it in quotes, and check the indentation."),
            ("could not find expected ':'", "Put a colon and a space after the key."),
            ("expected ',' or", "Close the bracket, or put a comma before this."),
            ("unexpected end of stream", "Close the quote that was opened."),
            ("unexpected document indicator", "Close the quote that was opened."),
            ("unknown escape", "Use single quotes, or write the backslash twice."),
            ("cannot start any token", "Put text that begins with this character in quotes."),
            ("expected key", "Indent this as far as the keys before it."),
            ("expected '-' indicator", "Indent this as far as the dashes before it."),
        ]
        return remedies.first { problem.contains($0.part) }?.remedy
            ?? "Check indentation, quotes and brackets here and in the line before."
    }
}
