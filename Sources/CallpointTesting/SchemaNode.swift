import EventCodec

/// One schema within a schema, read once: what it says of a value.
///
/// Reading refuses a keyword that it does not know, so that a schema cannot
/// come to say more than values are held to.
struct SchemaNode: Sendable {
    var isForbidden = false
    var reference: String?
    var types: [String] = []
    var constant: JSON?
    var choices: Set<JSON>?
    var minimum: Double?
    var maximum: Double?
    var minLength: Int64?
    var maxItems: Int64?
    var pattern: (text: String, steps: SchemaPattern)?
    var required: [String] = []
    var dependentRequired: [(name: String, others: [String])] = []
    var properties: [String: SchemaNode] = [:]
    /// None, or one, of each; lists because a struct cannot hold itself.
    var additionalProperties: [SchemaNode] = []
    var items: [SchemaNode] = []
    var condition: [SchemaNode] = []
    var consequence: [SchemaNode] = []
    var allOf: [SchemaNode] = []

    /// Where there is nothing but `if` and `then`: a member and what it must be for the condition to hold. Most parts
    /// of the event log's schema are for other types than the one at hand, and are passed over by this.
    private(set) var selector: (name: String, constant: JSON)?

    private static let typeNames: Set<String> = ["null", "boolean", "string", "array", "object", "number", "integer"]

    /// Reads a schema that stands at a path, with the names of the definitions that it may refer to.
    init(_ schema: JSON, at path: String, definitions: Set<String>) throws(SchemaValidator.SchemaError) {
        if let isAllowed = schema.bool {
            isForbidden = !isAllowed
            return
        }
        guard let members = schema.object else { throw Self.error(path, "should be an object, true or false") }
        for member in members {
            let place = "\(path)/\(member.name)"
            if try readParts(member, at: place, definitions) { continue }
            guard try readWords(member, at: place, definitions) else {
                throw Self.error(place, "a keyword that SchemaNode does not know. Teach it, or leave it out.")
            }
        }
        if Set(members.map(\.name)) == ["if", "then"], let name = condition.first?.required.first,
            let constant = condition.first?.properties[name]?.constant
        {
            selector = (name, constant)
        }
    }

    private static func error(_ path: String, _ what: String) -> SchemaValidator.SchemaError {
        SchemaValidator.SchemaError(description: "\(path): \(what)")
    }

    /// Keywords that hold schemas; false for another.
    private mutating func readParts(
        _ member: JSON.Member, at place: String, _ definitions: Set<String>
    ) throws(SchemaValidator.SchemaError) -> Bool {
        let value = member.value
        switch member.name {
        case "$defs": break
        case "properties":
            for property in value.object ?? [] {
                properties[property.name] = try SchemaNode(
                    property.value, at: "\(place)/\(property.name)", definitions: definitions)
            }
        case "items": items = [try SchemaNode(value, at: place, definitions: definitions)]
        case "additionalProperties":
            additionalProperties = [try SchemaNode(value, at: place, definitions: definitions)]
        case "if": condition = [try SchemaNode(value, at: place, definitions: definitions)]
        case "then": consequence = [try SchemaNode(value, at: place, definitions: definitions)]
        case "allOf":
            for (index, part) in (value.array ?? []).enumerated() {
                allOf.append(try SchemaNode(part, at: "\(place)/\(index)", definitions: definitions))
            }
        default: return false
        }
        return true
    }

    /// Keywords that hold words and numbers; false for another.
    private mutating func readWords(
        _ member: JSON.Member, at place: String, _ definitions: Set<String>
    ) throws(SchemaValidator.SchemaError) -> Bool {
        let value = member.value
        switch member.name {
        case "$schema", "$id", "title", "description": break
        case "const": constant = value
        case "enum": choices = Set(value.array ?? [])
        case "minimum": minimum = value.number
        case "maximum": maximum = value.number
        case "minLength": minLength = value.integer
        case "maxItems": maxItems = value.integer
        case "required": required = Self.words(value)
        case "dependentRequired":
            dependentRequired = (value.object ?? []).map { ($0.name, Self.words($0.value)) }
        case "type":
            types = value.string.map { [$0] } ?? Self.words(value)
            guard !types.isEmpty, Self.typeNames.isSuperset(of: types) else {
                throw Self.error(place, "an unknown type")
            }
        case "pattern":
            guard let text = value.string, let steps = SchemaPattern(text) else {
                throw Self.error(place, "a pattern that SchemaPattern does not read. Teach it, or write a plainer one.")
            }
            pattern = (text, steps)
        case "$ref":
            guard let text = value.string, text.hasPrefix("#/$defs/"),
                definitions.contains(String(text.dropFirst("#/$defs/".count)))
            else { throw Self.error(place, "refers to nothing in $defs") }
            reference = String(text.dropFirst("#/$defs/".count))
        default: return false
        }
        return true
    }

    private static func words(_ list: JSON) -> [String] { (list.array ?? []).compactMap(\.string) }
}
