import CLinux
import Glibc
import LinuxIO

/// Words for the people who run the daemon: lines on standard error, which systemd keeps.
enum Console {
    /// Writes a line. A console that cannot be written, or a service manager that does not read, stops nothing.
    static func say(_ text: String) {
        let line = Array("callpointd: \(text)\n".utf8)
        line.withUnsafeBytes { bytes in
            // Under systemd this is a socket: a line that it does not take at once is lost, and no press waits for it.
            let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
            if send(STDERR_FILENO, bytes.baseAddress, bytes.count, flags) < 0, errno == ENOTSOCK {
                _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            }
        }
    }
}
