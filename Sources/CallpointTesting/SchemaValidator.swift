public import EventCodec
import Foundation

/// Holds JSON against a JSON Schema (2020-12), for the keywords that this repository's schemas use.
///
/// A keyword that it does not know is an error when the schema is read, so
/// that the schema cannot come to say more than the tests hold events to.
public struct SchemaValidator: Sendable {
    private let root: SchemaNode
    private let definitions: [String: SchemaNode]

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
    public init(schema: JSON) throws(SchemaError) {
        let parts = schema["$defs"]?.object ?? []
        let names = Set(parts.map(\.name))
        root = try SchemaNode(schema, at: "#", definitions: names)
        var definitions: [String: SchemaNode] = [:]
        for part in parts {
            definitions[part.name] = try SchemaNode(part.value, at: "#/$defs/\(part.name)", definitions: names)
        }
        self.definitions = definitions
    }

    /// Everything in a value that the schema does not allow, each with its place; empty for a good one.
    public func violations(in value: JSON) -> [String] {
        var found: [String] = []
        check(value, root, at: "$", into: &found)
        return found
    }

    private func check(_ value: JSON, _ schema: SchemaNode, at path: String, into found: inout [String]) {
        if schema.isForbidden { return found.append("\(path): nothing may stand here") }
        if let reference = schema.reference, let target = definitions[reference] {
            check(value, target, at: path, into: &found)
        }
        if !schema.types.isEmpty, !schema.types.contains(where: { Self.isOfType($0, value) }) {
            found.append("\(path): \(value.text) has the wrong type")
        }
        if let constant = schema.constant, constant != value {
            found.append("\(path): \(value.text) should be \(constant.text)")
        }
        if let choices = schema.choices, !choices.contains(value) {
            found.append("\(path): \(value.text) is none of the words allowed")
        }
        switch value {
        case .integer, .number: checkNumber(value, schema, at: path, into: &found)
        case .string(let text): checkString(text, schema, at: path, into: &found)
        case .array(let elements): checkArray(elements, schema, at: path, into: &found)
        case .object(let members): checkObject(members, schema, at: path, into: &found)
        case .null, .bool: break
        }
        for part in schema.allOf where !isPassedOver(part, by: value) { check(value, part, at: path, into: &found) }
        for (condition, consequence) in zip(schema.condition, schema.consequence) {
            var against: [String] = []
            check(value, condition, at: path, into: &against)
            if against.isEmpty { check(value, consequence, at: path, into: &found) }
        }
    }

    /// Whether a part says nothing but what holds under a condition that the value does not meet.
    private func isPassedOver(_ part: SchemaNode, by value: JSON) -> Bool {
        guard let selector = part.selector else { return false }
        return value[selector.name] != selector.constant
    }

    private static func isOfType(_ type: String, _ value: JSON) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
            ("number", .number), ("number", .integer), ("integer", .integer):
            true
        case ("integer", .number): value.integer != nil
        default: false
        }
    }

    private func checkNumber(_ value: JSON, _ schema: SchemaNode, at path: String, into found: inout [String]) {
        guard let number = value.number else { return }
        if let least = schema.minimum, number < least { found.append("\(path): \(value.text) is less than \(least)") }
        if let most = schema.maximum, number > most { found.append("\(path): \(value.text) is more than \(most)") }
    }

    private func checkString(_ text: String, _ schema: SchemaNode, at path: String, into found: inout [String]) {
        if let least = schema.minLength, text.unicodeScalars.count < least {
            found.append("\(path): is shorter than \(least)")
        }
        if let pattern = schema.pattern, !pattern.steps.matches(text) {
            found.append("\(path): \(text) does not match \(pattern.text)")
        }
    }

    private func checkArray(_ elements: [JSON], _ schema: SchemaNode, at path: String, into found: inout [String]) {
        if let most = schema.maxItems, elements.count > most {
            found.append("\(path): has more than \(most) elements")
        }
        guard let each = schema.items.first else { return }
        for (index, element) in elements.enumerated() {
            check(element, each, at: "\(path)[\(index)]", into: &found)
        }
    }

    private func checkObject(
        _ members: [JSON.Member], _ schema: SchemaNode, at path: String, into found: inout [String]
    ) {
        func has(_ name: String) -> Bool { members.contains { $0.name == name } }
        for name in schema.required where !has(name) { found.append("\(path): has no \(name)") }
        for dependence in schema.dependentRequired where has(dependence.name) {
            for other in dependence.others where !has(other) {
                found.append("\(path): has \(dependence.name) and no \(other)")
            }
        }
        if schema.properties.isEmpty, schema.additionalProperties.isEmpty { return }
        for member in members {
            if let rule = schema.properties[member.name] ?? schema.additionalProperties.first {
                check(member.value, rule, at: "\(path).\(member.name)", into: &found)
            }
        }
    }
}
