import Glibc
import LinuxIO

/// The names of the journal's files.
enum SegmentName {
    static let unfinished = "journal-next.db"

    /// `journal-00000000000000048211.db`: sorted as text is sorted by sequence number.
    static func file(first: Int64) -> String {
        let digits = String(first)
        return "journal-" + String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits + ".db"
    }

    /// The first sequence number that a file's name says; nil for any other file.
    static func first(of name: String) -> Int64? {
        guard name.hasPrefix("journal-"), name.hasSuffix(".db") else { return nil }
        let digits = name.dropFirst(8).dropLast(3)
        return digits.utf8.count == 20 ? Int64(digits) : nil
    }

    /// The segments of a directory, oldest first, as full paths.
    static func list(in directory: String) throws(SystemError) -> [(path: String, first: Int64)] {
        try names(in: directory).compactMap { name in first(of: name).map { ("\(directory)/\(name)", $0) } }
            .sorted { $0.first < $1.first }
    }

    /// The names in a directory, sorted.
    static func names(in directory: String) throws(SystemError) -> [String] {
        guard let stream = opendir(directory) else { throw SystemError("opendir", on: directory) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Bytes of a segment with its write-ahead log.
    static func bytes(of path: String) -> Int {
        [path, path + "-wal"].reduce(0) { $0 + (Files.size(of: $1) ?? 0) }
    }

    /// A free name for a segment that leaves the chain.
    static func aside(_ path: String) -> String {
        var number = 1
        while access("\(path).set-aside-\(number)", F_OK) == 0 { number += 1 }
        return "\(path).set-aside-\(number)"
    }

    /// Renames a segment, with its write-ahead log.
    static func move(_ path: String, to target: String) throws(SystemError) {
        guard rename(path, target) == 0 else { throw SystemError("rename", on: path) }
        _ = rename(path + "-wal", target + "-wal")
        unlink(path + "-shm")
    }

    /// Removes a segment with what belongs to it.
    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }
}
