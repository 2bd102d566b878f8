import EventCodec

/// Goes through a schema once, and refuses what the validator would not hold values to.
struct SchemaInspection {
    private let definitions: Set<String>
    /// Every pattern of the schema, read.
    private(set) var patterns: [String: SchemaPattern] = [:]

    init(definitions: Set<String>) { self.definitions = definitions }

    private static let notes: Set<String> = ["$schema", "$id", "title", "description"]
    private static let values: Set<String> = [
        "type", "const", "enum", "minimum", "maximum", "minLength", "maxItems", "required", "dependentRequired",
    ]
    private static let types: Set<String> = ["null", "boolean", "string", "array", "object", "number", "integer"]

    /// The name of a definition, out of a reference to it.
    static func target(_ reference: String) -> String { String(reference.dropFirst("#/$defs/".count)) }

    mutating func inspect(_ schema: JSON, at path: String) throws(SchemaValidator.SchemaError) {
        if schema.bool != nil { return }
        guard let members = schema.object else { throw error(path, "should be an object, true or false") }
        for member in members {
            let place = "\(path)/\(member.name)"
            switch member.name {
            case "properties", "$defs":
                for property in member.value.object ?? [] {
                    try inspect(property.value, at: "\(place)/\(property.name)")
                }
            case "items", "additionalProperties", "if", "then": try inspect(member.value, at: place)
            case "allOf":
                for (index, part) in (member.value.array ?? []).enumerated() {
                    try inspect(part, at: "\(place)/\(index)")
                }
            case "$ref":
                guard let reference = member.value.string, reference.hasPrefix("#/$defs/"),
                    definitions.contains(Self.target(reference))
                else { throw error(place, "refers to nothing in $defs") }
            case "pattern": try inspectPattern(member.value, at: place)
            case "type":
                for type in member.value.array ?? [member.value] where !Self.types.contains(type.string ?? "") {
                    throw error(place, "an unknown type")
                }
            default:
                guard Self.notes.contains(member.name) || Self.values.contains(member.name) else {
                    throw error(place, "a keyword that SchemaValidator does not know. Teach it, or leave it out.")
                }
            }
        }
    }

    private mutating func inspectPattern(_ value: JSON, at place: String) throws(SchemaValidator.SchemaError) {
        guard let text = value.string, let pattern = SchemaPattern(text) else {
            throw error(place, "a pattern that SchemaPattern does not read. Teach it, or write a plainer one.")
        }
        patterns[text] = pattern
    }

    private func error(_ path: String, _ what: String) -> SchemaValidator.SchemaError {
        SchemaValidator.SchemaError(description: "\(path): \(what)")
    }
}
