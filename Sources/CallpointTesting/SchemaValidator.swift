public import EventCodec
import Foundation

/// Holds JSON against a JSON Schema (2020-12), for the keywords that this repository's schemas use.
///
/// A keyword that it does not know is an error when the schema is read, so
/// that the schema cannot come to say more than the tests hold events to.
public struct SchemaValidator: Sendable {
    private let root: JSON
    private let definitions: [String: JSON]
    private let patterns: [String: SchemaPattern]

    /// Why a schema cannot be used.
    public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
        /// Where in the schema, and what is wrong.
        public var description: String
    }

    /// The schema of the event log, from the repository that this file stands in.
    public static func events() throws -> SchemaValidator {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try Data(contentsOf: repository.appending(path: "schema/event.v1.schema.json"))
        return try SchemaValidator(schema: JSON.parse(Array(text)))
    }

    /// A validator for a schema. Throws where it uses a keyword, a reference or a pattern that is not understood.
    public init(schema: JSON) throws {
        root = schema
        definitions = Dictionary(
            (schema["$defs"]?.object ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var inspection = SchemaInspection(definitions: Set(definitions.keys))
        try inspection.inspect(schema, at: "#")
        patterns = inspection.patterns
    }

    /// Everything in a value that the schema does not allow, each with its place; empty for a good one.
    public func violations(in value: JSON) -> [String] {
        var found: [String] = []
        check(value, root, at: "$", into: &found)
        return found
    }

    private func check(_ value: JSON, _ schema: JSON, at path: String, into found: inout [String]) {
        if schema.bool == true { return }
        if schema.bool == false { return found.append("\(path): nothing may stand here") }
        if let reference = schema["$ref"]?.string, let target = definitions[SchemaInspection.target(reference)] {
            check(value, target, at: path, into: &found)
        }
        if !allowsType(value, schema) { found.append("\(path): \(value.text) has the wrong type") }
        if let constant = schema["const"], constant != value {
            found.append("\(path): \(value.text) should be \(constant.text)")
        }
        if let choices = schema["enum"]?.array, !choices.contains(value) {
            found.append("\(path): \(value.text) is none of the words allowed")
        }
        checkNumber(value, schema, at: path, into: &found)
        checkString(value, schema, at: path, into: &found)
        checkArray(value, schema, at: path, into: &found)
        checkObject(value, schema, at: path, into: &found)
        for part in schema["allOf"]?.array ?? [] { check(value, part, at: path, into: &found) }
        if let condition = schema["if"], let consequence = schema["then"] {
            var against: [String] = []
            check(value, condition, at: path, into: &against)
            if against.isEmpty { check(value, consequence, at: path, into: &found) }
        }
    }

    private func allowsType(_ value: JSON, _ schema: JSON) -> Bool {
        guard let type = schema["type"] else { return true }
        return (type.array ?? [type]).contains { type in
            switch (type.string, value) {
            case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
                ("number", .number), ("number", .integer), ("integer", .integer):
                true
            case ("integer", .number): value.integer != nil
            default: false
            }
        }
    }

    private func checkNumber(_ value: JSON, _ schema: JSON, at path: String, into found: inout [String]) {
        guard let number = value.number else { return }
        if let least = schema["minimum"]?.number, number < least {
            found.append("\(path): \(value.text) is less than \(least)")
        }
        if let most = schema["maximum"]?.number, number > most {
            found.append("\(path): \(value.text) is more than \(most)")
        }
    }

    private func checkString(_ value: JSON, _ schema: JSON, at path: String, into found: inout [String]) {
        guard let text = value.string else { return }
        if let least = schema["minLength"]?.integer, text.unicodeScalars.count < least {
            found.append("\(path): is shorter than \(least)")
        }
        if let pattern = schema["pattern"]?.string, patterns[pattern]?.matches(text) != true {
            found.append("\(path): \(value.text) does not match \(pattern)")
        }
    }

    private func checkArray(_ value: JSON, _ schema: JSON, at path: String, into found: inout [String]) {
        guard let elements = value.array else { return }
        if let most = schema["maxItems"]?.integer, elements.count > most {
            found.append("\(path): has more than \(most) elements")
        }
        guard let each = schema["items"] else { return }
        for (index, element) in elements.enumerated() {
            check(element, each, at: "\(path)[\(index)]", into: &found)
        }
    }

    private func checkObject(_ value: JSON, _ schema: JSON, at path: String, into found: inout [String]) {
        guard let members = value.object else { return }
        let names = Set(members.map(\.name))
        for required in schema["required"]?.array ?? [] {
            if let name = required.string, !names.contains(name) { found.append("\(path): has no \(name)") }
        }
        for dependence in schema["dependentRequired"]?.object ?? [] where names.contains(dependence.name) {
            for required in dependence.value.array ?? [] {
                if let name = required.string, !names.contains(name) {
                    found.append("\(path): has \(dependence.name) and no \(name)")
                }
            }
        }
        let properties = schema["properties"]
        for member in members {
            let place = "\(path).\(member.name)"
            if let property = properties?[member.name] {
                check(member.value, property, at: place, into: &found)
            } else if let others = schema["additionalProperties"] {
                check(member.value, others, at: place, into: &found)
            }
        }
    }
}
