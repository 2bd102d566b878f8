import EventCodec
import Foundation
import Testing

struct ContractTests {
    @Test func `the page for integrators names every type and every field of the schema`() throws {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: repository.appending(path: "docs/EVENTS.md"), encoding: .utf8)
        let schema = try JSON.parse(
            Array(Data(contentsOf: repository.appending(path: "schema/event.v1.schema.json"))))
        for type in EventType.allCases {
            #expect(page.contains("`\(type.rawValue)`"))
            let fields = schema["$defs"]?[type.rawValue]?["properties"]?.object ?? []
            #expect(!fields.isEmpty)
            for field in fields { #expect(page.contains("`\(field.name)`"), "\(type.rawValue)") }
        }
        for field in schema["properties"]?.object ?? [] { #expect(page.contains("`\(field.name)`")) }
    }
}
