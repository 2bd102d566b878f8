import Glibc
import LinuxIO

/// Reads a file line by line with bounded memory.
final class LineReader {
    let path: String
    /// The number of the line last read, 1….
    private(set) var number = 0
    /// Where the next line begins.
    private(set) var offset: Int
    private let descriptor: Int32
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var isAtEnd = false

    /// A longer line is no line of ours: it is handed out in pieces, none of which is valid.
    static let longest = 64 * 1_024

    /// Opens a file at an offset in bytes, which is a line's start.
    init(path: String, from offset: Int = 0) throws(SystemError) {
        self.path = path
        self.offset = offset
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", on: path) }
        buffer = .allocate(byteCount: 2 * Self.longest, alignment: 8)
        if offset > 0 { lseek(descriptor, off_t(offset), SEEK_SET) }
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    /// The next line without its line end, valid until the next call; nil at the file's end.
    func next() throws(SystemError) -> (line: UnsafeRawBufferPointer, isTerminated: Bool)? {
        var searched = 0
        while true {
            let window = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
            if let newline = window.firstIndex(of: [UInt8(ascii: "\n")], from: searched) {
                return take(newline, skip: 1, isTerminated: true)
            }
            searched = window.count
            if window.count >= Self.longest { return take(window.count, skip: 0, isTerminated: false) }
            if isAtEnd { return window.isEmpty ? nil : take(window.count, skip: 0, isTerminated: false) }
            try fill()
        }
    }

    private func take(
        _ count: Int, skip: Int, isTerminated: Bool
    ) -> (line: UnsafeRawBufferPointer, isTerminated: Bool) {
        let line = UnsafeRawBufferPointer(rebasing: buffer[start..<(start + count)])
        start += count + skip
        offset += count + skip
        number += 1
        return (line, isTerminated)
    }

    private func fill() throws(SystemError) {
        guard let base = buffer.baseAddress else { return }
        if start > 0 {
            memmove(base, base + start, end - start)
            end -= start
            start = 0
        }
        let result = read(descriptor, base + end, buffer.count - end)
        if result < 0 {
            if errno == EINTR { return }
            throw SystemError("read", on: path)
        }
        end += result
        isAtEnd = result == 0
    }
}
