import EventCodec

/// The members of one request, read field by field with errors that name the field.
struct RequestFields {
    private let members: [JSON.Member]
    private let verb: String

    /// Fields of a request whose verb is known; throws where one is not among `known`, or stands twice.
    init(_ members: [JSON.Member], verb: String, known: [String]) throws(ControlFailure) {
        self.members = members
        self.verb = verb
        var seen: Set<String> = ["id", "do"]
        for member in members where member.name != "id" && member.name != "do" {
            guard known.contains(member.name) else {
                let hint = NearestWord.nearest(to: member.name, among: known).map { "Did you mean `\($0)`?" }
                let all = known.isEmpty ? "It takes none." : "It takes: \(known.joined(separator: ", "))."
                throw ControlFailure(
                    .invalid, "`\(verb)` has no field `\(member.name.prefix(64))`.", remedy: hint ?? all)
            }
            guard seen.insert(member.name).inserted else {
                throw ControlFailure(
                    .invalid, "The field `\(member.name)` stands twice.", remedy: "Write each field once.")
            }
        }
    }

    /// An error that names a field of this verb.
    func wrong(_ field: String, _ what: String, remedy: String) -> ControlFailure {
        ControlFailure(.invalid, "`\(verb)`: the field `\(field)` \(what).", remedy: remedy)
    }

    /// The value of a field; nil where it is missing or null.
    func value(_ field: String) -> JSON? {
        guard let value = members.first(where: { $0.name == field })?.value, value != .null else { return nil }
        return value
    }

    /// A text of 1…`limit` bytes without control characters; nil where the field is missing.
    func optionalText(_ field: String, limit: Int = 128) throws(ControlFailure) -> String? {
        guard let value = value(field) else { return nil }
        guard let text = value.string else {
            throw wrong(field, "is not a string", remedy: "Write it in quotes.")
        }
        guard (1...limit).contains(text.utf8.count) else {
            throw wrong(field, "has \(text.utf8.count) bytes", remedy: "Give 1…\(limit) bytes.")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw wrong(field, "has a control character in it", remedy: "Write it on one line, as plain text.")
        }
        return text
    }

    /// A text that must be there.
    func text(_ field: String, limit: Int = 128) throws(ControlFailure) -> String {
        guard let text = try optionalText(field, limit: limit) else {
            throw wrong(field, "is missing", remedy: "Add it.")
        }
        return text
    }

    /// A whole number in a range; nil where the field is missing.
    func optionalInteger(_ field: String, in range: ClosedRange<Int64>) throws(ControlFailure) -> Int64? {
        guard let value = value(field) else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw wrong(
                field, "is not a whole number of its range",
                remedy: "Give \(range.lowerBound)…\(range.upperBound), without quotes.")
        }
        return number
    }

    /// A whole number in a range, which must be there.
    func integer(_ field: String, in range: ClosedRange<Int64>) throws(ControlFailure) -> Int64 {
        guard let number = try optionalInteger(field, in: range) else {
            throw wrong(field, "is missing", remedy: "Give \(range.lowerBound)…\(range.upperBound), without quotes.")
        }
        return number
    }

    /// Degrees; nil where the field is missing. Their range is the engine's to hold.
    func optionalDegrees(_ field: String) throws(ControlFailure) -> Double? {
        guard let value = value(field) else { return nil }
        guard let number = value.number, number.isFinite else {
            throw wrong(field, "is not a number", remedy: "Give degrees without quotes: 22.5369.")
        }
        return number
    }

    /// A list of texts; nil where the field is missing.
    func optionalTexts(_ field: String, most: Int) throws(ControlFailure) -> [String]? {
        guard let value = value(field) else { return nil }
        guard let elements = value.array, elements.count <= most else {
            throw wrong(field, "is not a list of at most \(most) strings", remedy: "Write [\"…\", \"…\"].")
        }
        var texts: [String] = []
        for element in elements {
            guard let text = element.string, (1...128).contains(text.utf8.count) else {
                throw wrong(
                    field, "holds something that is not a string of 1…128 bytes", remedy: "Write [\"…\", \"…\"].")
            }
            texts.append(text)
        }
        return texts
    }

    /// One of the words that a type knows.
    func word<Word: RawRepresentable & CaseIterable>(_ field: String, as: Word.Type) throws(ControlFailure) -> Word
    where Word.RawValue == String {
        let text = try text(field)
        if let word = Word(rawValue: text) { return word }
        let all = Word.allCases.map(\.rawValue)
        let hint = NearestWord.nearest(to: text, among: all).map { "Did you mean `\($0)`? " } ?? ""
        throw wrong(field, "is `\(text)`", remedy: "\(hint)Give one of: \(all.joined(separator: ", ")).")
    }
}
