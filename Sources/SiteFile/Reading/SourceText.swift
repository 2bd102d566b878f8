/// A site file's text, with the checks that must come before a YAML reader sees it.
struct SourceText {
    /// The file's name, as people gave it.
    let name: String
    private(set) var text: String

    /// Text from bytes: not too many, UTF-8, no control characters, no aliases.
    static func checked(_ bytes: [UInt8], name: String) -> Result<SourceText, SiteErrors> {
        guard bytes.count <= SiteFile.sizeLimit else {
            let mistake = SiteMistake(
                file: name, line: 0, column: 0,
                what: "the file has \(bytes.count) bytes, and may have \(SiteFile.sizeLimit)",
                remedy: "Give the site fewer call points or units.")
            return .failure(SiteErrors([mistake]))
        }
        let withoutMark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: withoutMark, as: UTF8.self) else {
            return SourceText(name: name, text: "").refused(
                FilePlace(after: validPrefix(of: withoutMark)), "a byte that is not UTF-8 stands here",
                "Save the file as UTF-8 text.")
        }
        let source = SourceText(name: name, text: text)
        if let place = source.firstForbidden() {
            return source.refused(
                place, "a control character stands here", "Remove it: only text, spaces and line ends may stand here.")
        }
        if let (alias, place) = source.firstAlias() {
            return source.refused(
                place, "*\(alias) is an alias of &\(alias)",
                "Write the value out: a site file has no aliases. If it is text, write it otherwise.")
        }
        return .success(source)
    }

    private static func validPrefix(of bytes: ArraySlice<UInt8>) -> Substring.UnicodeScalarView {
        var scalars = Substring.UnicodeScalarView()
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { scalars.append(scalar) }
        return scalars
    }

    /// What YAML 1.1 does not allow in a stream, found here so that it has a line and a column.
    private func firstForbidden() -> FilePlace? {
        let scalars = text.unicodeScalars
        let index = scalars.firstIndex { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0x10000...0x10FFFF: false
            case 0xE000...0xFFFD: scalar.value == 0xFEFF
            default: true
            }
        }
        return index.map { FilePlace(after: scalars[..<$0]) }
    }

    /// The first `*name` for which there is an `&name`, wherever they stand.
    ///
    /// Nested aliases grow without bound in a reader that follows them, and Yams follows
    /// them while it composes. This look does not know quotes and comments: it may refuse a text that
    /// holds both, and never lets an alias through.
    private func firstAlias() -> (name: String, place: FilePlace)? {
        let anchors = Set(marked("&").map(\.name))
        guard !anchors.isEmpty, let alias = marked("*").first(where: { anchors.contains($0.name) }) else { return nil }
        return (alias.name, FilePlace(after: text.unicodeScalars[..<alias.index]))
    }

    private func marked(_ sign: Unicode.Scalar) -> [(name: String, index: String.Index)] {
        let scalars = text.unicodeScalars
        return scalars.indices.lazy.filter { scalars[$0] == sign }.compactMap { index in
            let name = scalars[scalars.index(after: index)...].prefix(while: \.isAnchorLetter)
            guard !name.isEmpty else { return nil }
            return (String(name), index)
        }
    }

    /// The scalar at a place, or nil outside the text.
    func scalar(at place: FilePlace) -> Unicode.Scalar? {
        index(of: place).map { text.unicodeScalars[$0] }
    }

    private func index(of place: FilePlace) -> String.Index? {
        let scalars = text.unicodeScalars
        var at = FilePlace.start
        var index = scalars.startIndex
        while index < scalars.endIndex, at.line <= place.line {
            if at == place { return index }
            let scalar = scalars[index]
            index = scalars.index(after: index)
            at.pass(scalar, before: index < scalars.endIndex ? scalars[index] : nil)
        }
        return nil
    }

    /// Replaces a key in the text by as many letters that no key has (from the private
    /// use area, another for each `number`), and says which of `names` stood there;
    /// nil where none does, letter for letter.
    mutating func maskKey(at place: FilePlace, number: Int, of names: [String]) -> String? {
        guard var start = index(of: place), let mask = Unicode.Scalar(0xF000 + UInt32(number)) else { return nil }
        var scalars = text.unicodeScalars
        if scalars[start] == "\"" || scalars[start] == "'" { start = scalars.index(after: start) }
        // The longest first: one key may be the beginning of another.
        for name in names.sorted(by: { $0.unicodeScalars.count > $1.unicodeScalars.count }) {
            let letters = name.unicodeScalars
            guard !letters.isEmpty, scalars[start...].starts(with: letters) else { continue }
            let end = scalars.index(start, offsetBy: letters.count)
            scalars.replaceSubrange(start..<end, with: repeatElement(mask, count: letters.count))
            text = String(scalars)
            return name
        }
        return nil
    }
}

extension Unicode.Scalar {
    /// What libyaml takes for a part of an anchor's name.
    fileprivate var isAnchorLetter: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}

extension FilePlace {
    /// The place behind a text.
    init(after scalars: Substring.UnicodeScalarView) {
        self = .start
        var last: Unicode.Scalar?
        for scalar in scalars {
            if let last { pass(last, before: scalar) }
            last = scalar
        }
        if let last { pass(last, before: nil) }
    }

    /// Goes on behind a scalar; lines end where YAML 1.1 says that they do.
    mutating func pass(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
        switch scalar {
        case "\r" where next == "\n": column += 1
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": self = FilePlace(line: line + 1, column: 1)
        default: column += 1
        }
    }
}
