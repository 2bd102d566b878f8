import Foundation

/// A regular expression that any thread may use.
///
/// A struct around the pattern's compiled form, which Foundation documents as immutable and thread-safe.
struct Expression: Sendable {
    private let compiled: NSRegularExpression

    /// Compiles a pattern of this folder; a broken one is a broken rule and stops the run.
    init(_ pattern: String) {
        do {
            compiled = try NSRegularExpression(pattern: pattern)
        } catch {
            preconditionFailure("the pattern \(pattern) does not compile: \(error)")
        }
    }

    /// Every match: the first group where the pattern has one, else the whole.
    func matches(in line: String) -> [String] {
        let range = NSRange(line.startIndex..., in: line)
        return compiled.matches(in: line, range: range).compactMap { match in
            let wanted = match.numberOfRanges > 1 && match.range(at: 1).location != NSNotFound ? 1 : 0
            return Range(match.range(at: wanted), in: line).map { String(line[$0]) }
        }
    }

    /// Whether it matches anywhere.
    func matches(_ line: String) -> Bool { !matches(in: line).isEmpty }
}
