import Glibc

/// Data on standard output, chatter on standard error.
///
/// A reader that has gone (`callpoint tail | head`) ends the program quietly: it has what it wanted.
enum Output {
    /// Writes a line of data.
    static func line(_ text: String) { bytes(Array(text.utf8)) }

    /// Writes lines of data at once.
    static func lines(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        bytes(Array(lines.joined(separator: "\n").utf8))
    }

    /// Writes bytes of data and a line end.
    static func bytes(_ line: [UInt8]) { data(line + [UInt8(ascii: "\n")]) }

    /// Writes a text as it is: what clears a terminal's screen, say.
    static func raw(_ text: String) { data(Array(text.utf8)) }

    private static func data(_ bytes: [UInt8]) {
        guard !write(bytes, to: STDOUT_FILENO) else { return }
        exit(errno == EPIPE ? ExitStatus.ok.rawValue : ExitStatus.failed.rawValue)
    }

    /// Says something that is not data. Nobody to hear it is no error.
    static func say(_ text: String) {
        _ = write(Array(text.utf8) + [UInt8(ascii: "\n")], to: STDERR_FILENO)
    }

    /// Shows how far something has come, on one line of standard error that is written over each time.
    static func progress(_ text: String) { _ = write(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO) }

    /// Whether all of it was written; `errno` says why not.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Glibc.write(descriptor, $0 + done, buffer.count - done) } ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&polled, 1, -1)
                    continue
                }
                return false
            }
            done += count
        }
        return true
    }
}

/// How the program ends.
enum ExitStatus: Int32 {
    case ok = 0
    /// It failed, or what was looked at is not valid.
    case failed = 1
    /// It was not called as its help says.
    case usage = 2
    /// The daemon does not answer.
    case unreachable = 3
    /// The caller's role or the socket's rights do not allow it.
    case denied = 4
    /// The daemon answers, and says that something stands in its way.
    case degraded = 5
}
