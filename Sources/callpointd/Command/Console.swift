import Glibc
import LinuxIO

/// Words for the people who run the daemon: lines on standard error, which systemd keeps.
enum Console {
    /// Writes a line. A console that cannot be written stops nothing.
    static func say(_ text: String) {
        var line = Array("callpointd: \(text)\n".utf8)
        line.withUnsafeMutableBytes { bytes in
            _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }
}
