import Glibc
import LinuxIO

/// The event log with its rotated siblings, as far as they are not compressed.
enum EventLogFiles {
    static let name = "events.jsonl"

    /// `events.jsonl`, `events.jsonl.1`, `events.jsonl-20260412` and so on that
    /// hold at least one line, in the order of their first lines.
    static func list(in directory: String) throws(SystemError) -> [(path: String, first: Int64)] {
        var files: [(path: String, first: Int64)] = []
        for entry in try SegmentName.names(in: directory) where isPart(entry) {
            let path = "\(directory)/\(entry)"
            if let first = try firstSequence(of: path) { files.append((path, first)) }
        }
        return files.sorted { ($0.first, $0.path) < ($1.first, $1.path) }
    }

    static func isPart(_ entry: String) -> Bool {
        guard entry != name else { return true }
        guard entry.hasPrefix(name + ".") || entry.hasPrefix(name + "-") else { return false }
        return entry.dropFirst(name.utf8.count + 1).allSatisfy { "0"..."9" ~= $0 || $0 == "-" || $0 == "." }
    }

    /// The first line in a file that has a frame says where it begins; the first thousand are asked.
    private static func firstSequence(of path: String) throws(SystemError) -> Int64? {
        let reader = try LineReader(path: path)
        for _ in 0..<1_000 {
            guard let (line, _) = try reader.next() else { return nil }
            if let frame = LineFrame(line) { return frame.sequence }
        }
        return nil
    }

    /// The last valid line of all files; nil where there is none.
    static func last(in directory: String) throws(SystemError) -> LineFrame? {
        for file in try list(in: directory).reversed() {
            let reader = try LineReader(path: file.path, from: try offset(after: .max, in: file.path))
            var last: LineFrame?
            while let (line, _) = try reader.next() {
                if let frame = LineFrame(line), frame.isIntact(line) { last = frame }
            }
            if let last { return last }
        }
        return nil
    }

    /// An offset at or before the first line whose number is greater than `sequence`, found by halving.
    static func offset(after sequence: Int64, in path: String) throws(SystemError) -> Int {
        var low = 0
        var high = Files.size(of: path) ?? 0
        // Below a few lines reading on is as quick as halving.
        while high - low > 32 * 1_024 {
            let middle = low + (high - low) / 2
            let reader = try LineReader(path: path, from: middle)
            _ = try reader.next()
            let start = reader.offset
            guard let (line, _) = try reader.next(), let frame = LineFrame(line), start < high else { break }
            if frame.sequence <= sequence { low = start } else { high = middle }
        }
        return low
    }

    /// Visits the valid lines after a number in all files, oldest first, until
    /// the body says stop; returns what could not be read.
    static func visit(
        in directory: String, after sequence: Int64,
        _ body: (LineFrame, UnsafeRawBufferPointer) -> Bool
    ) throws(SystemError) {
        let files = try list(in: directory)
        for (index, file) in files.enumerated() {
            if index + 1 < files.count, files[index + 1].first <= sequence { continue }
            let reader = try LineReader(path: file.path, from: try offset(after: sequence, in: file.path))
            while let (line, _) = try reader.next() {
                guard let frame = LineFrame(line), frame.sequence > sequence, frame.isIntact(line) else { continue }
                guard body(frame, line) else { return }
            }
        }
    }
}
