import Foundation

/// The repository as it lies on the disk, found from the place of this very file.
///
/// Read from the tree and not from the build, because what the rules are
/// about (comments, names, folders, documents) is not in the build.
enum SourceTree {
    /// The repository's root.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Folders that hold what was built or fetched, never what somebody wrote.
    private static let skipped: Set<String> = [".git", "__pycache__"]

    /// Every file that somebody wrote, sorted by path.
    static let files: [SourceFile] = paths(under: root, prefix: "").sorted().compactMap { path in
        guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return nil }
        return SourceFile(path: path, text: text)
    }

    /// The Swift files of the programs and libraries.
    static let sources = files.filter { $0.path.hasPrefix("Sources/") && $0.path.hasSuffix(".swift") }

    /// The Swift files of one target.
    static func sources(of target: String) -> [SourceFile] { sources.filter { $0.target == target } }

    /// The documents, wherever they lie.
    static let documents = files.filter { $0.path.hasSuffix(".md") }

    /// Whether something lies at a path below the root.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Every folder below `Sources`: `Sense`, `CallpointCore/Rank`.
    static let sourceFolders: [String] = Set(
        files.compactMap { file -> String? in
            let parts = file.path.split(separator: "/")
            guard parts.first == "Sources", parts.count > 2 else { return nil }
            return parts[1..<(parts.count - 1)].joined(separator: "/")
        }
    ).sorted()

    private static func paths(under folder: URL, prefix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.flatMap { name -> [String] in
            guard !skipped.contains(name), !name.hasPrefix(".build") else { return [] }
            let below = folder.appending(path: name)
            let values = try? below.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
            guard values?.isSymbolicLink != true else { return [] }
            guard values?.isDirectory == true else { return [prefix + name] }
            return paths(under: below, prefix: prefix + name + "/")
        }
    }
}

/// A file of the tree, or a snippet that stands for one in a rule's own test.
struct SourceFile: Sendable {
    /// Below the root: `Sources/Sense/Serial/Port.swift`.
    let path: String
    /// As it was written.
    let lines: [String]
    /// The same lines with comments and the contents of strings blanked out.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code =
            path.hasSuffix(".swift")
            ? SwiftLexer.blanked(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            : lines
    }

    /// The lines as a rule wants to see them.
    func lines(in view: View) -> [String] {
        switch view {
        case .code: code
        case .whole: lines
        }
    }

    /// The folder below `Sources` or `Tests` that it belongs to.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : nil
    }

    /// Its last path component.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// What of a file a rule looks at.
enum View: Sendable {
    /// Comments and the contents of strings blanked out.
    case code
    /// Everything.
    case whole
}
