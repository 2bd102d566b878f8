import Glibc
import LinuxIO

/// A log file that grows: whole lines, as far as they have been written.
struct LogFile: ~Copyable {
    private let path: String
    private let descriptor: Descriptor
    private let inode: UInt
    private let device: UInt
    private var offset: off_t = 0
    private var buffer: [UInt8] = []
    private var start = 0
    /// Longest line in bytes: the log's have 4 KiB at most. A longer one is handed over in parts, and is no event.
    static let lineLimit = 1 << 20

    /// Opens a file; throws what the system says.
    init(path: String) throws(SystemError) {
        self.path = path
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw SystemError("open", on: path) }
        descriptor = Descriptor(owning: number)
        var status = stat()
        let isKnown = fstat(number, &status) == 0
        inode = isKnown ? UInt(status.st_ino) : 0
        device = isKnown ? UInt(status.st_dev) : 0
    }

    /// The next whole line without its end; nil where none has been written to its end.
    mutating func nextLine() throws(SystemError) -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(to: end, skip: 1) }
            searched = buffer.count
            if buffer.count - start >= LogFile.lineLimit { return take(to: buffer.count, skip: 0) }
            let moved = start
            guard try fill() else { return nil }
            searched -= moved - start
        }
    }

    private mutating func take(to end: Int, skip: Int) -> [UInt8] {
        let line = Array(buffer[start..<end])
        start = end + skip
        return line
    }

    /// Reads on; whether there was anything.
    private mutating func fill() throws(SystemError) -> Bool {
        buffer.removeFirst(start)
        start = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(descriptor.number, &chunk, chunk.count, offset)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read", on: path) }
            offset += count
            buffer.append(contentsOf: chunk[..<count])
            return count > 0
        }
    }

    /// Whether the path names another file now. No file at all is not a replacement: the next one is still to come.
    var isReplaced: Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return UInt(status.st_ino) != inode || UInt(status.st_dev) != device
    }

    /// Whether the file holds less than was read from it.
    var isShorter: Bool {
        var status = stat()
        return fstat(descriptor.number, &status) == 0 && status.st_size < offset
    }

    /// Begins again at the file's start.
    mutating func rewind() {
        offset = 0
        buffer = []
        start = 0
    }
}
