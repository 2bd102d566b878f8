import Glibc
import LinuxIO

/// Words for the people who run the daemon: lines on standard error, which systemd keeps.
enum Console {
    /// Writes a line. Nobody waits for a console: what it does not take at once is lost.
    static func say(_ text: String) {
        let line = Array("callpointd: \(text)\n".utf8)
        var done = 0
        while done < line.count {
            var wait = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
            guard poll(&wait, 1, 0) == 1, wait.revents & Int16(POLLOUT) != 0 else { return }
            // A pipe that can be written takes this much without waiting.
            let written = line.withUnsafeBytes { bytes in
                write(STDERR_FILENO, bytes.baseAddress.map { $0 + done }, min(bytes.count - done, 4_096))
            }
            guard written > 0 else { return }
            done += written
        }
    }
}
