import Glibc
import LinuxIO

/// Makes the end of `events.jsonl` whole after a crash or a power cut, and says which line is its last.
///
/// Nothing that was shown is removed: a line that can be completed is
/// completed, and what is no line is moved to `events.jsonl.torn-N`.
struct EventLogTail {
    let path: String
    /// The last valid line; nil where the file has none or is not there.
    private(set) var last: LineFrame?
    /// What was moved, and where.
    private(set) var setAside: [String] = []
    private(set) var notes: [String] = []

    /// Bytes at the file's end that are searched for a valid line; beyond that the file is no event log.
    static let reach = 8 << 20

    init(repairing path: String) throws(SystemError) {
        self.path = path
        guard let size = Files.size(of: path), size > 0 else { return }
        let number = open(path, O_RDWR | O_CLOEXEC)
        guard number >= 0 else { throw SystemError("open", on: path) }
        let file = Descriptor(owning: number)
        var window = 128 * 1_024
        while true {
            let start = max(0, size - window)
            let bytes = try Self.read(file.number, from: start, to: size, path)
            if let (frame, end, isTerminated) = Self.lastLine(in: bytes, isWhole: start == 0) {
                last = frame
                try mend(file.number, lineEnd: start + end, isTerminated, size: size, tail: bytes[end...])
                return
            }
            guard start > 0, window < Self.reach else { break }
            window *= 4
        }
        try mend(file.number, lineEnd: 0, true, size: size, tail: nil)
    }

    /// The last valid line, where it ends (its line end included, where it has one).
    private static func lastLine(in bytes: [UInt8], isWhole: Bool) -> (LineFrame, end: Int, isTerminated: Bool)? {
        bytes.withUnsafeBytes { all in
            var end = all.count
            while end > 0 {
                let isTerminated = all[end - 1] == UInt8(ascii: "\n")
                let textEnd = isTerminated ? end - 1 : end
                let start = (all[..<textEnd].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
                if start > 0 || isWhole {
                    let line = UnsafeRawBufferPointer(rebasing: all[start..<textEnd])
                    if let frame = LineFrame(line), frame.isIntact(line) { return (frame, end, isTerminated) }
                    // A line may have lost only its mark, or only its last brace.
                    if end == all.count, !isTerminated, let frame = Self.completed(line) { return (frame, end, false) }
                }
                end = start
            }
            return nil
        }
    }

    /// What is missing at the end of a line that is whole up to its hash; nil where more is missing.
    private static func missing(_ line: UnsafeRawBufferPointer) -> ArraySlice<UInt8>? {
        guard let key = line.lastIndex(of: Array(#","hash":""#.utf8)) else { return nil }
        // The key, 64 digits, and the quote after them.
        let hashEnd = key + 9 + 64 + 1
        guard hashEnd <= line.count, line[hashEnd - 1] == UInt8(ascii: "\"") else { return nil }
        let rest = Array(line[hashEnd...])
        guard rest.count < LineFrame.mark.count, LineFrame.mark.starts(with: rest) else { return nil }
        return LineFrame.mark[rest.count...]
    }

    private static func completed(_ line: UnsafeRawBufferPointer) -> LineFrame? {
        guard let missing = missing(line) else { return nil }
        let whole = Array(line) + missing
        return whole.withUnsafeBytes { bytes in
            LineFrame(bytes).flatMap { $0.isIntact(bytes) ? $0 : nil }
        }
    }

    private mutating func mend(
        _ file: Int32, lineEnd: Int, _ isTerminated: Bool, size: Int, tail: ArraySlice<UInt8>?
    ) throws(SystemError) {
        if lineEnd < size {
            if let tail {
                try move(Array(tail), from: file, at: lineEnd)
            } else {
                try move(Self.read(file, from: 0, to: size, path), from: file, at: lineEnd)
            }
        } else if !isTerminated {
            let line = try Self.read(file, from: max(0, size - LineReader.longest), to: size, path)
            let begin = (line.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
            let missing = line[begin...].withUnsafeBytes { Self.missing($0).map { Array($0) } ?? [] }
            lseek(file, 0, SEEK_END)
            let ending = missing + [UInt8(ascii: "\n")]
            var failure: SystemError?
            ending.withUnsafeBytes { bytes in
                do throws(SystemError) { try writeAll(bytes, to: file, subject: path) } catch { failure = error }
            }
            if let failure { throw failure }
            notes.append("\(path): the last line was cut off near its end and has been completed")
        }
    }

    /// Copies bytes to a file beside, durable, before they are cut off here. Where that cannot be
    /// written (a full disk), a line end closes them, so that the next line stands alone.
    private mutating func move(_ tail: [UInt8], from file: Int32, at offset: Int) throws(SystemError) {
        var number = 1
        while access("\(path).torn-\(number)", F_OK) == 0 { number += 1 }
        let target = "\(path).torn-\(number)"
        var failure: SystemError?
        do throws(SystemError) {
            let beside = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
            guard beside >= 0 else { throw SystemError("open", on: target) }
            let copy = Descriptor(owning: beside)
            tail.withUnsafeBytes { bytes in
                do throws(SystemError) { try writeAll(bytes, to: copy.number, subject: target) } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            guard fsync(copy.number) == 0 else { throw SystemError("fsync", on: target) }
            guard ftruncate(file, off_t(offset)) == 0 else { throw SystemError("ftruncate", on: path) }
        } catch {
            unlink(target)
            lseek(file, 0, SEEK_END)
            if tail.last != UInt8(ascii: "\n") { _ = write(file, "\n", 1) }
            notes.append("\(path): \(tail.count) bytes at its end are no line and could not be moved (\(error))")
            return
        }
        setAside.append("\(target): \(tail.count) bytes that stood at the end of \(path) and are no whole line")
    }

    private static func read(_ file: Int32, from: Int, to: Int, _ path: String) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: to - from) { buffer, count in
            while count < buffer.count {
                let result = pread(
                    file, buffer.baseAddress.map { $0 + count }, buffer.count - count, off_t(from + count))
                if result > 0 {
                    count += result
                } else if result == 0 {
                    return
                } else if errno != EINTR {
                    failure = SystemError("read", on: path)
                    return
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
