import Glibc
import LinuxIO

/// Counts starts that did not get as far as `start`: a file in the state directory.
///
/// Best effort: where it cannot be written the disk has other troubles, and
/// those show elsewhere.
struct StartMarker {
    let path: String
    /// Starts in a row, before this one, that failed.
    let failedStarts: Int

    /// Counts this start as failed until `clear` is called.
    init(stateDirectory: String) {
        path = "\(stateDirectory)/starting"
        failedStarts = Self.count(path)
        let text = Array("\(failedStarts + 1)\n".utf8)
        let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard number >= 0 else { return }
        let file = Descriptor(owning: number)
        _ = write(file.number, text, text.count)
        fsync(file.number)
    }

    /// This start has succeeded.
    func clear() { unlink(path) }

    private static func count(_ path: String) -> Int {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return 0 }
        let file = Descriptor(owning: number)
        var buffer = [UInt8](repeating: 0, count: 16)
        let length = read(file.number, &buffer, buffer.count)
        guard length > 0 else { return 1 }
        let digits = buffer[..<length].prefix { $0 != UInt8(ascii: "\n") }
        // There, but unreadable: somebody was interrupted while writing it.
        return Int(String(decoding: digits, as: UTF8.self)) ?? 1
    }
}
