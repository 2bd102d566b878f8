import Testing

/// Who may import whom: ARCHITECTURE.md's table, row by row.
///
/// A module that is missing here fails the test: a new one is given its row on purpose.
enum ImportTable {
    private static let seams: Set<String> = [
        "CallpointCore", "EventCodec", "LinuxIO", "CLinux", "Glibc", "Synchronization",
    ]
    private static let house = seams.union(["Geodesy", "SiteFile", "Sense", "Record", "Control"])

    static let rows: [String: Set<String>] = [
        "CallpointCore": [],
        "EventCodec": ["CallpointCore", "Crypto"],
        "Geodesy": ["CallpointCore", "Glibc"],
        "LinuxIO": ["CallpointCore", "CLinux", "Glibc"],
        "SiteFile": ["CallpointCore", "EventCodec", "Geodesy", "Yams", "Foundation", "Glibc"],
        "Sense": seams.union(["Geodesy", "CSQLite", "CGPIOD", "CModbus"]),
        "Record": seams.union(["CSQLite"]),
        "Survey": ["CGPIOD", "LinuxIO", "Glibc"],
        "Control": seams,
        "callpointd": house.union(["ArgumentParser"]),
        "callpoint": house.subtracting(["Sense"]).union(["Survey", "ArgumentParser", "Foundation"]),
        "callpoint-demo": house.subtracting(["Record"]),
        "callpoint-simulate": ["CallpointTesting", "CallpointCore", "EventCodec", "ArgumentParser", "Glibc"],
        "CallpointTesting": ["CallpointCore", "EventCodec", "Foundation", "Testing", "Glibc"],
    ]

    private static let statement = Expression(
        #"^\s*(?:@\w+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?(\w+)"#
    )

    /// The imports of a file that its module's row does not have.
    static let rule = Rule(
        what: "this module may not import it", remedy: "Move the code, or hand the value in (see ARCHITECTURE.md)."
    ) { file in
        guard let target = file.target else { return [] }
        return file.code.enumerated().flatMap { index, line -> [(line: Int, seen: String)] in
            statement.matches(in: line).compactMap { module in
                rows[target]?.contains(module) == true ? nil : (index + 1, "\(target) imports \(module)")
            }
        }
    }
}

@Suite("Who may import whom")
struct ImportTests {
    @Test(arguments: ImportTable.rows.keys.sorted())
    func `a module imports only what its row allows`(module: String) {
        let files = SourceTree.sources(of: module)
        // The rows of later modules stand ready; a row whose folder is there is held against it.
        guard SourceTree.exists("Sources/\(module)") else { return }
        expect(ImportTable.rule, keptBy: files)
    }

    @Test func `every module under Sources has a row`() {
        for target in Set(SourceTree.sources.compactMap(\.target)).sorted() where ImportTable.rows[target] == nil {
            Issue.record("Sources/\(target):0: no import rules. Give it a row in ImportTable (Tests/TidyTests).")
        }
    }

    @Test(arguments: [
        ("CallpointCore", "import Foundation"), ("CallpointCore", "import Glibc"),
        ("CallpointCore", "internal import Synchronization"), ("Sense", "public import Record"),
        ("Sense", "@preconcurrency import Foundation"), ("Record", "import SiteFile"), ("Control", "import Sense"),
        ("callpointd", "import Foundation"), ("callpointd", "import NIOCore"), ("callpointd", "import Dispatch"),
        ("callpoint-demo", "import Foundation"), ("EventCodec", "import struct Foundation.Date"),
        ("CallpointCore", "import Geodesy"), ("Geodesy", "import Foundation"), ("Record", "import Geodesy"),
        ("Unheard", "import CallpointCore"),
    ])
    func `a forbidden import is caught`(module: String, line: String) {
        #expect(catches(ImportTable.rule, line, path: "Sources/\(module)/Snippet.swift"))
    }

    @Test(arguments: [
        ("EventCodec", "public import CallpointCore"), ("EventCodec", "import Crypto"), ("Record", "import CSQLite"),
        ("Geodesy", "import Glibc"), ("SiteFile", "import Geodesy"), ("Sense", "public import Geodesy"),
        ("SiteFile", "import Foundation"), ("CallpointCore", "// import Foundation"),
        ("CallpointCore", #"let text = "\nimport Foundation""#),
    ])
    func `an allowed import is let through`(module: String, line: String) {
        #expect(!catches(ImportTable.rule, line, path: "Sources/\(module)/Snippet.swift"))
    }
}
