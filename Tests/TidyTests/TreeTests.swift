import Foundation
import Testing

/// What documents say of the tree.
enum Documents {
    private static let link = Expression(#"\]\(([^)\s]+)\)"#)
    private static let path = Expression(
        #"`((?:Sources|Tests|Benchmarks|systemd|tools|docs|schema|completions|man)/[\w./+-]*[\w/])`"#)

    /// Links and back-ticked paths of a document that lead nowhere.
    static func dead(exists: @escaping @Sendable (String) -> Bool) -> Rule {
        Rule(what: "this leads nowhere", remedy: "Mend the link, or bring the file back.") { file in
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            var isExample = false
            return file.lines.enumerated().flatMap { index, line -> [(line: Int, seen: String)] in
                if line.hasPrefix("```") { isExample.toggle() }
                guard !isExample else { return [] }
                let links = link.matches(in: line).filter {
                    !$0.contains("://") && !$0.hasPrefix("#") && !$0.hasPrefix("mailto:")
                }
                .map { target in (target, resolved(target, in: folder)) }
                let paths = path.matches(in: line).map { ($0, $0) }
                return (links + paths).filter { !exists($0.1) }.map { (index + 1, $0.0) }
            }
        }
    }

    private static func resolved(_ target: String, in folder: String) -> String {
        let bare = String(target.prefix { $0 != "#" })
        guard !bare.hasPrefix("/") else { return String(bare.dropFirst()) }
        var parts = folder.split(separator: "/").map(String.init)
        for part in bare.split(separator: "/").map(String.init) where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// The folders that a text does not mention by their whole path below `Sources`: `Sense/Serial`.
    static func unmentioned(_ folders: [String], in text: String) -> [String] {
        folders.filter { !Expression("(?<![\\w-])\($0)(/|`)").matches(text) }
    }

    /// The folders of a module that a text names and that are not there: `` `Sense/Gone` ``.
    static func gone(_ folders: [String], in text: String) -> [String] {
        let modules = Set(folders.compactMap { $0.split(separator: "/").first.map(String.init) })
        return Expression("`([\\w-]+/[A-Z]\\w*)/?`").matches(in: text).filter { path in
            let module = path.split(separator: "/").first.map(String.init) ?? ""
            return modules.contains(module) && !folders.contains { $0 == path || $0.hasPrefix(path + "/") }
        }
    }

    /// Another place's files: nobody who clones the repository has them.
    static let elsewhere = Rule.matching(
        "((?<![\\w.-])/" + "work/\\w+|\\bshared/[A-Z]\\w+|/tmp/" + "cp-\\w+)", in: .whole,
        what: "a path that no clone has", remedy: "Say it here, or link a file of the repository.")
}

@Suite("The tree is what its documents say")
struct TreeTests {
    @Test func `every file that a document links to exists`() {
        guard !SourceTree.documents.isEmpty else { return }
        expect(Documents.dead { SourceTree.exists($0) }, keptBy: SourceTree.documents)
    }

    @Test func `every folder of Sources stands in ARCHITECTURE`() throws {
        guard let map = SourceTree.files.first(where: { $0.path == "ARCHITECTURE.md" }) else { return }
        let text = map.lines.joined(separator: "\n")
        let missing = Documents.unmentioned(SourceTree.sourceFolders, in: text)
        for folder in missing where !folder.hasSuffix("/include") {
            Issue.record("ARCHITECTURE.md:0: Sources/\(folder) is not on the map. Say in a line what it is for.")
        }
        for folder in Documents.gone(SourceTree.sourceFolders, in: text) {
            Issue.record("ARCHITECTURE.md:0: Sources/\(folder) is not there. Take it off the map.")
        }
    }

    @Test func `no file names a path that no clone has`() {
        expect(Documents.elsewhere, keptBy: SourceTree.files.filter { !$0.path.hasPrefix("Tests/TidyTests/") })
    }

    @Test func `nothing that was built or resolved is tracked`() throws {
        guard SourceTree.exists(".git") else { return }
        let listing = try Command.run("git", ["-c", "safe.directory=*", "ls-files"], in: SourceTree.root)
        try #require(listing.status == 0, "git ls-files: \(listing.errors)")
        for path in Self.built(in: listing.output.split(separator: "\n").map(String.init)) {
            Issue.record("\(path):0: a product of the build is tracked. `git rm --cached` it; .gitignore names it.")
        }
    }

    /// Paths that no commit may hold.
    static func built(in paths: [String]) -> [String] {
        let pattern = Expression(#"(^|/)(\.build[^/]*/|Package\.resolved$|__pycache__/)|\.(o|a|so|xctest)$"#)
        return paths.filter { pattern.matches($0) }
    }

    @Test func `a built file is caught and a written one is not`() {
        let paths = [".build/debug/a", "x/.build-tsan/y", "Package.resolved", "a/b.o", "Sources/A/B.swift", ".builder"]
        #expect(Self.built(in: paths) == Array(paths.prefix(4)))
    }

    @Test(arguments: [
        ("see [it](docs/none.md)", true), ("see [it](docs/here.md#part)", false), ("see `Sources/None/`", true),
        ("see [it](https://example.org/none.md)", false), ("see [it](#part)", false), ("`Sources/Here`", false),
        ("```\n[it](docs/none.md)\n```", false),
    ])
    func `a dead link is caught`(text: String, isDead: Bool) {
        let rule = Documents.dead { ["docs/here.md", "Sources/Here"].contains($0) }
        #expect(catches(rule, text, path: "README.md") == isDead)
    }

    @Test func `a link is followed from its document's folder`() {
        let rule = Documents.dead { ["docs/a.md", "LICENSE"].contains($0) }
        #expect(!catches(rule, "[a](a.md) [b](../LICENSE)", path: "docs/b.md"))
        #expect(catches(rule, "[a](docs/a.md)", path: "docs/b.md"))
    }

    @Test func `a folder that the map leaves out, or that is gone, is caught`() {
        let folders = ["Sense", "Sense/Serial", "Record"], text = "`Sense/` hears in `Sense/Gone`, `Record` keeps"
        #expect(Documents.unmentioned(folders, in: text) == ["Sense/Serial"])
        #expect(Documents.gone(folders, in: text) == ["Sense/Gone"])
    }

    @Test(arguments: ["see " + "/work" + "/main", "see ../shared/DESIGN.md"])
    func `a path that no clone has is caught`(text: String) {
        #expect(catches(Documents.elsewhere, text, path: "README.md"))
    }
}
