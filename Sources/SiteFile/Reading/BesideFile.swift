import Glibc

/// The one file beside the site file that it may name: its beats.
///
/// The journal keeps a site file that an incident began with, and a later start reads it from there: so what was read
/// beside it is kept with it, in lines of comments behind its end.
final class BesideFile {
    /// Most bytes of it.
    static let sizeLimit = 4 << 20
    private static let mark = Array("#:beside:".utf8)

    private let folder: String?
    private let kept: [UInt8]?
    /// What was read.
    private(set) var read: [UInt8]?

    /// Why it cannot be read, and what to do.
    struct Failure: Error {
        var what: String
        var remedy: String
    }

    /// Beside a site file in a folder (nil: it came from nowhere), or kept with it.
    init(folder: String?, kept: [UInt8]?) {
        self.folder = folder
        self.kept = kept
    }

    func contents(of name: String) -> Result<[UInt8], Failure> {
        let bytes = kept.map { .success($0) } ?? load(name)
        if case .success(let bytes) = bytes { read = bytes }
        return bytes
    }

    private func load(_ name: String) -> Result<[UInt8], Failure> {
        guard name.hasPrefix("/") || folder != nil else {
            return .failure(Failure(what: "nobody knows beside what", remedy: "Give its path from /."))
        }
        let path = name.hasPrefix("/") ? name : (folder ?? ".") + "/" + name
        switch SiteFile.contents(of: path, limit: Self.sizeLimit) {
        case .success(let bytes) where bytes.count > Self.sizeLimit:
            return .failure(Failure(what: "it is longer than 4 MiB", remedy: "Draw the beats with fewer points."))
        case .success(let bytes): return .success(bytes)
        case .failure(let failure):
            return .failure(
                Failure(
                    what: String(cString: strerror(failure.code)),
                    remedy: "Put it beside the site file, where this account may read it."))
        }
    }

    /// A site file's own text, and what is kept behind it.
    static func split(_ bytes: [UInt8]) -> (text: [UInt8], kept: [UInt8]?) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { $0.starts(with: mark) }) else { return (bytes, nil) }
        let kept = lines[first...].filter { $0.starts(with: mark) }.map { $0.dropFirst(mark.count) }
        return (
            Array(lines[..<first].joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")],
            Array(kept.joined(separator: [UInt8(ascii: "\n")]))
        )
    }

    /// A site file's text with what was read beside it, as the journal keeps both.
    func joined(to text: [UInt8]) -> [UInt8] {
        guard let read else { return text }
        let lines = read.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let end: [UInt8] = text.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        return text + end + Array(lines.map { Self.mark + $0 }.joined(separator: [UInt8(ascii: "\n")]))
    }
}
