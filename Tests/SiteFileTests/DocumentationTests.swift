import Foundation
import SiteFile
import Testing

struct DocumentationTests {
    private func text(_ path: String) throws -> String {
        let root = SampleSite.path.dropLast("devices.yaml".count)
        return try String(contentsOfFile: root + path, encoding: .utf8)
    }

    @Test func `CONFIGURATION.md has every key under the heading of its table`() throws {
        let sections = try text("docs/CONFIGURATION.md").components(separatedBy: "\n## ")
        for (table, keys) in SiteFile.knownKeys {
            let heading = table.isEmpty ? "The file" : "`\(table)`"
            let section = try #require(sections.first { $0.hasPrefix("\(heading)\n") }, "no heading \(heading)")
            for key in keys { #expect(section.contains("\n| `\(key)` |"), "\(heading) has no row for \(key)") }
        }
    }

    @Test func `CONFIGURATION.md has no key that the reader does not know`() throws {
        for section in try text("docs/CONFIGURATION.md").components(separatedBy: "\n## ").dropFirst() {
            let heading = section.prefix { $0 != "\n" }
            let rows = section.matches(of: /\n\| `([a-z_0-9]+)` \|/).map { String($0.output.1) }
            guard !rows.isEmpty else { continue }
            let table = heading == "The file" ? "" : heading.filter { $0 != "`" }
            let known = try #require(SiteFile.knownKeys.first { $0.table == table }, "\(heading) is no table")
            for row in rows { #expect(known.keys.contains(row), "\(heading): \(row)") }
        }
    }

    @Test func `the sample names every key but the few that exclude each other`() throws {
        let sample = try text("devices.yaml")
        for key in Set(SiteFile.knownKeys.flatMap(\.keys)).subtracting(["limit"]) {
            #expect(sample.contains("\(key):"), "\(key)")
        }
    }
}
