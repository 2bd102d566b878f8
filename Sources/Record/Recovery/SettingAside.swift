import Glibc
import LinuxIO

/// A segment on its way out of the chain, noted before it is moved.
///
/// Between the move and the new segment's place in the chain stands a time in which no segment says what this one said. A
/// start that ends there leaves the note, and the next one goes on with the same file.
struct SettingAside {
    private let directory: String
    private var note: String { "\(directory)/setting-aside" }

    init(in directory: String) { self.directory = directory }

    /// Notes it and moves it, with its write-ahead log; returns the new name.
    func begin(_ path: String) throws(SystemError) -> String {
        let target = SegmentName.aside(path)
        let name = Array(target.utf8.dropFirst(directory.utf8.count + 1))
        let number = open(note, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard number >= 0 else { throw SystemError("open", on: note) }
        let file = Descriptor(owning: number)
        let result = name.withUnsafeBytes { bytes in
            Result { () throws(SystemError) in try writeAll(bytes, to: file.number, subject: note) }
        }
        do throws(SystemError) {
            try result.get()
            guard fsync(file.number) == 0 else { throw SystemError("fsync", on: note) }
            try Files.sync(directory: directory)
            try SegmentName.move(path, to: target)
        } catch {
            unlink(note)
            throw error
        }
        return target
    }

    /// The new segment is in its place, or holds everything that is needed.
    func end() { unlink(note) }

    /// The segment that an earlier start moved and did not replace; nil where there is none.
    ///
    /// - Parameter newest: the first line of the newest segment in the chain.
    func unfinished(newest: Int64?) -> (path: String, first: Int64)? {
        guard let name = noted() else { return nil }
        let target = "\(directory)/\(name)"
        let original = String(name.prefix { $0 != "." }) + ".db"
        guard let first = SegmentName.first(of: original), newest.map({ $0 < first }) ?? true,
            Files.size(of: target) != nil
        else {
            end()
            return nil
        }
        // The start may have ended between the two moves.
        _ = rename("\(directory)/\(original)-wal", target + "-wal")
        return (target, first)
    }

    private func noted() -> String? {
        let number = open(note, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return nil }
        let file = Descriptor(owning: number)
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = read(file.number, &buffer, buffer.count)
        let name = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return name.isEmpty || name.contains("/") ? nil : name
    }
}
