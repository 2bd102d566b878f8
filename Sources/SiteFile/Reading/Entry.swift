import Yams

/// One value of a site file, with the key that it stands under.
///
/// Each reading method gives the value, or notes what is wrong with it and gives nil.
struct Entry {
    let node: Node
    let key: SchemaKey
    let findings: Findings
    /// Whether it is one of the values in the list under `key`.
    var isElement = false

    /// Where it stands.
    var place: FilePlace { FilePlace(node.mark) }

    /// What the value is called in a message.
    var name: String { isElement ? "an entry of \(key.name)" : key.name }

    /// The remedy that fits every value of a wrong form.
    var writeExample: String { "Write, for example, \(key.name): \(key.example)." }

    /// Notes a mistake here, and gives nil.
    func refuse<T>(_ what: String, _ remedy: String? = nil) -> T? {
        findings.mistake(place, what, remedy ?? writeExample)
        return nil
    }

    /// The scalar as it was written, or nil for a list, a map, or nothing.
    var written: Node.Scalar? {
        guard case .scalar(let scalar) = node, !Self.isNull(scalar) else { return nil }
        return scalar
    }

    private static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// Whether it is written as a number is, not in quotes.
    var isPlainNumber: Bool {
        guard let written else { return false }
        return written.style == .plain && Double(written.string) != nil
    }

    /// Whether it is the word `off`.
    var isOff: Bool { written?.string == "off" }

    /// What stands there, for messages: `a list`, `nothing`, `"x"`.
    var described: String {
        switch node {
        case .sequence: "a list"
        case .mapping: "a map"
        case .alias: "an alias"
        case .scalar(let scalar): Self.isNull(scalar) ? "empty" : Entry.quoted(scalar.string)
        }
    }

    /// A text in quotes, short enough for a message.
    static func quoted(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 40 ? "\"\(line.prefix(40))…\"" : "\"\(line)\""
    }

    /// Text of one line (or of several, where `hasLines`) with at most `limit` characters.
    func text(limit: Int, hasLines: Bool = false) -> String? {
        guard let written else { return refuse("\(name) should be text, and is \(described)") }
        var text = written.string[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        text = text.drop(while: \.isWhitespace)
        guard !text.isEmpty else { return refuse("\(name) is empty") }
        guard text.count <= limit, text.utf8.count <= limit * 4 else {
            return refuse("\(name) has \(text.count) characters, and may have \(limit)", "Make it shorter.")
        }
        if let bad = text.unicodeScalars.first(where: { !$0.canBeShown && !(hasLines && $0 == "\n") }) {
            let code = String(bad.value, radix: 16, uppercase: true)
            let shown = String(repeating: "0", count: max(0, 4 - code.count)) + code
            return refuse("\(name) holds a character that cannot be shown, U+\(shown)", "Remove it.")
        }
        return String(text)
    }

    /// A name of 1…32 letters, digits, dots, hyphens and underscores.
    func identifier() -> String? {
        guard let written else { return refuse("\(name) should be a name, and is \(described)") }
        return Self.identifier(written.string, lead: "\(name) is", at: place, findings)
    }

    /// The same for a name that is itself a key; `lead` begins the sentence.
    static func identifier(_ text: String, lead: String, at place: FilePlace, _ findings: Findings) -> String? {
        let isGood = (1...32).contains(text.utf8.count) && text.utf8.allSatisfy(\.isNameLetter)
        guard isGood else {
            findings.mistake(
                place, "\(lead) \(quoted(text)), which is not a name",
                "Use 1 to 32 letters A-Z and a-z, digits, dots, hyphens and underscores.")
            return nil
        }
        return text
    }

    /// One of several words.
    func choice(_ words: [String]) -> String? {
        let known = words.joined(separator: ", ")
        guard let written else { return refuse("\(name) should be one of \(known), and is \(described)") }
        if words.contains(written.string) { return written.string }
        let what = "\(name) \(Self.quoted(written.string)) is not known"
        if let nearest = NearestName.of(written.string, among: words) { return refuse(what, "Write \(nearest).") }
        return refuse(what, "Write one of \(known).")
    }

    /// One of the cases of a type, by its name.
    func choice<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> T? where T.RawValue == String {
        choice(type.allCases.map(\.rawValue)).flatMap(T.init(rawValue:))
    }

    /// `true` or `false`, not in quotes.
    func bool() -> Bool? {
        let value: Bool? = written.flatMap { scalar in
            guard scalar.style == .plain else { return nil }
            return Bool(scalar.string)
        }
        return value ?? refuse("\(name) should be true or false, and is \(described)")
    }

    /// A whole number in a range, not in quotes.
    func integer(in range: ClosedRange<Int>) -> Int? {
        guard let written, written.style == .plain, let value = Int(written.string), !written.string.hasPrefix("+")
        else { return refuse("\(name) should be a whole number, and is \(described)") }
        guard range.contains(value) else {
            return refuse("\(name) is \(value), and may be \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The elements of a list with `limit` elements at most.
    func list(of things: String, limit: Int) -> [Entry]? {
        guard case .sequence(let sequence) = node else {
            return refuse("\(name) should be a list, and is \(described)")
        }
        guard sequence.count <= limit else {
            return refuse("\(name) has \(sequence.count) \(things), and may have \(limit)", "Remove some.")
        }
        return sequence.map { Entry(node: $0, key: key, findings: findings, isElement: true) }
    }

    /// A list of names, each given once.
    func identifiers(limit: Int) -> [(name: String, entry: Entry)]? {
        guard let elements = list(of: "names", limit: limit) else { return nil }
        var seen: Set<String> = []
        return elements.compactMap { element in
            guard let name = element.identifier() else { return nil }
            guard seen.insert(name).inserted else {
                return element.refuse("\(key.name) names \(name) twice", "Remove one of them.")
            }
            return (name, element)
        }
    }
}

extension UInt8 {
    fileprivate var isNameLetter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Whether a log or a terminal shows it as itself: no control characters, no line
    /// separators, none that turn the direction of writing.
    fileprivate var canBeShown: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }
}
