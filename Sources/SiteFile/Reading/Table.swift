import Yams

/// A mapping of a site file with the keys of a schema.
struct Table {
    let schema: SchemaTable
    let findings: Findings
    /// Where its first key stands.
    let place: FilePlace
    fileprivate let values: [String: Entry]
    fileprivate let keyPlaces: [String: FilePlace]

    /// The entry under a key that the schema has, or nil where the file leaves it out.
    subscript(_ name: String) -> Entry? {
        precondition(schema.key(name) != nil, "the schema of \(schema.name) has no \(name)")
        return values[name]
    }

    /// Where a key stands, or the table itself where it is left out.
    func keyPlace(_ name: String) -> FilePlace { keyPlaces[name] ?? place }
}

extension Entry {
    /// Whether it is a mapping with such a key.
    func hasKey(_ name: String) -> Bool {
        guard case .mapping(let mapping) = node else { return false }
        return mapping.contains { key, _ in key.string == name }
    }

    /// A mapping with the keys of `schema`; notes unknown, duplicate and missing ones.
    func table(_ schema: SchemaTable) -> Table? {
        guard let pairs = pairs() else { return nil }
        var values: [String: Entry] = [:]
        var places: [String: FilePlace] = [:]
        var meant: Set<String> = []
        for pair in pairs {
            guard let key = schema.key(pair.name) else {
                if let nearest = noteUnknown(pair.name, at: pair.place, in: schema) { meant.insert(nearest) }
                continue
            }
            values[pair.name] = Entry(node: pair.node, key: key, findings: findings)
            places[pair.name] = pair.place
        }
        // A misspelt key is told as that, and not as a missing one too.
        for key in schema.keys where key.isRequired && values[key.name] == nil && !meant.contains(key.name) {
            findings.mistake(
                place, "\(schema.name) has no \(key.name)", "Add, for example, \(key.name): \(key.example).")
        }
        return Table(schema: schema, findings: findings, place: place, values: values, keyPlaces: places)
    }

    /// Notes a key that the schema does not have, and gives the one that was probably meant.
    private func noteUnknown(_ name: String, at place: FilePlace, in schema: SchemaTable) -> String? {
        let known = schema.keys.map(\.name)
        let nearest = NearestName.of(name, among: known)
        if name == "<<" {
            findings.mistake(place, "a site file has no merge keys (<<)", "Write the keys out.")
        } else {
            findings.mistake(
                place, "\(schema.name) has no key \(Entry.quoted(name))",
                nearest.map { "Write \($0)." } ?? "Remove it; the keys here are \(known.joined(separator: ", ")).")
        }
        return nearest
    }

    /// A mapping whose keys are names that the file gives; `thing` is what a name names.
    func named(_ thing: String, limit: Int) -> [(name: String, place: FilePlace, entry: Entry)]? {
        guard let pairs = pairs() else { return nil }
        guard pairs.count <= limit else {
            return refuse("\(name) has \(pairs.count) entries, and may have \(limit)", "Remove some.")
        }
        return pairs.compactMap { pair in
            let lead = "the name of the \(thing) is"
            guard let name = Entry.identifier(pair.name, lead: lead, at: pair.place, findings) else { return nil }
            let key = SchemaKey(name: name, example: exampleOfNamed, isRequired: false)
            return (name, pair.place, Entry(node: pair.node, key: key, findings: findings))
        }
    }

    /// What stands behind the first key of the example: `{a: b}` gives `b`.
    private var exampleOfNamed: String {
        guard key.example.hasPrefix("{"), let colon = key.example.firstRange(of: ": ") else { return key.example }
        return String(key.example[colon.upperBound...].dropLast())
    }

    /// The keys and values of a mapping; the first of two with one name counts, the second is noted.
    private func pairs() -> [(name: String, place: FilePlace, node: Node)]? {
        guard case .mapping(let mapping) = node else {
            return refuse("\(name) should be a map, and is \(described)")
        }
        var firstLines: [String: Int] = [:]
        return mapping.compactMap { key, value in
            let place = FilePlace(key.mark)
            guard case .scalar(let scalar) = key else {
                findings.mistake(place, "a list or a map stands where a key should", "Write a name, and a colon.")
                return nil
            }
            let name = findings.maskedKeys[place] ?? scalar.string
            if let line = firstLines[name] {
                findings.mistake(place, "the key \(Entry.quoted(name)) is given already in line \(line)", "Keep one.")
                return nil
            }
            firstLines[name] = place.line
            return (name, place, value)
        }
    }
}
