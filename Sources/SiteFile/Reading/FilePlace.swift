import Yams

/// A place in a site file.
struct FilePlace: Hashable, Comparable, Sendable {
    /// 1….
    var line: Int
    /// In Unicode scalars, 1….
    var column: Int

    /// The first character of a file.
    static let start = FilePlace(line: 1, column: 1)

    /// In the order of the file.
    static func < (a: FilePlace, b: FilePlace) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

extension FilePlace {
    /// Yams counts both from 1, and columns in Unicode scalars.
    init(_ mark: Mark?) {
        self.init(line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1))
    }
}

/// Collects what is wrong in one file while it is read, in any order.
final class Findings {
    /// The file's name, as people gave it.
    let file: String
    /// Keys that were masked because they are given again later, and what they are called.
    let maskedKeys: [FilePlace: String]
    private(set) var mistakes: [SiteMistake] = []
    private(set) var warnings: [SiteMistake] = []
    private(set) var uncollected = 0

    /// Most mistakes that are held; more are only counted.
    static let limit = 10_000

    init(file: String, maskedKeys: [FilePlace: String] = [:]) {
        self.file = file
        self.maskedKeys = maskedKeys
    }

    func mistake(_ place: FilePlace, _ what: String, _ remedy: String) {
        guard mistakes.count < Self.limit else {
            uncollected += 1
            return
        }
        mistakes.append(SiteMistake(file: file, line: place.line, column: place.column, what: what, remedy: remedy))
    }

    func warning(_ place: FilePlace, _ what: String, _ remedy: String) {
        guard warnings.count < Self.limit else { return }
        warnings.append(SiteMistake(file: file, line: place.line, column: place.column, what: what, remedy: remedy))
    }

    /// Takes in what is wrong in a file beside this one.
    func adopt(_ others: [SiteMistake]) {
        for other in others {
            if mistakes.count < Self.limit { mistakes.append(other) } else { uncollected += 1 }
        }
    }

    /// All mistakes as one error, or nil where there are none.
    var errors: SiteErrors? {
        mistakes.isEmpty ? nil : SiteErrors(mistakes, uncollected: uncollected)
    }
}
