/// Something in a site file that is wrong, where it stands, and what to do about it.
public struct SiteMistake: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The file's name as it was given.
    public var file: String
    /// Line, 1…; 0 where the file as a whole is meant.
    public var line: Int
    /// Column in Unicode scalars, 1…; 0 where the file as a whole is meant.
    public var column: Int
    /// What is wrong, without a full stop.
    public var what: String
    /// What to do, as one sentence with its full stop.
    public var remedy: String

    /// A mistake from its parts.
    public init(file: String, line: Int, column: Int, what: String, remedy: String) {
        self.file = file
        self.line = line
        self.column = column
        self.what = what
        self.remedy = remedy
    }

    /// `devices.yaml:14:15: what. What to do.`
    public var description: String {
        line > 0 ? "\(file):\(line):\(column): \(what). \(remedy)" : "\(file): \(what). \(remedy)"
    }

    /// By line and column, then by text, so that a file gives the same list every time.
    public static func < (a: SiteMistake, b: SiteMistake) -> Bool {
        (a.line, a.column, a.what) < (b.line, b.column, b.what)
    }
}

/// Why a site file is not taken: every mistake that was found, in the order of the file.
public struct SiteErrors: Error, Sendable, Hashable, CustomStringConvertible {
    /// In the order of the file; 1…`shownLimit` of them.
    public var mistakes: [SiteMistake]
    /// How many more there are.
    public var more: Int

    /// How many mistakes are told at once; the rest are counted.
    public static let shownLimit = 100

    /// Errors from all mistakes found; sorts them, drops repetitions, and keeps the first `shownLimit`.
    public init(_ found: [SiteMistake], uncollected: Int = 0) {
        let sorted = Array(Set(found)).sorted()
        mistakes = Array(sorted.prefix(Self.shownLimit))
        more = sorted.count - mistakes.count + uncollected
    }

    /// How many mistakes there are in all.
    public var count: Int { mistakes.count + more }

    /// One mistake a line.
    public var description: String {
        var lines = mistakes.map(\.description)
        if more > 0, let file = mistakes.first?.file {
            lines.append("\(file): and \(more) more. Correct these first.")
        }
        return lines.joined(separator: "\n")
    }
}
