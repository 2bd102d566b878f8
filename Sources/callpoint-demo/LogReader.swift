import EventCodec
import Glibc

/// Reads a file of JSON lines, such as the event log, as it grows.
struct LogReader {
    private let path: String
    private var file: Int32 = -1
    private var pending: [UInt8] = []

    /// A reader of a file that may not be there yet.
    init(path: String) { self.path = path }

    /// The next event, where one is there.
    mutating func next() -> JSON? {
        if file < 0 { file = open(path, O_RDONLY | O_CLOEXEC) }
        guard file >= 0 else { return nil }
        while true {
            if let newline = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(pending[..<newline])
                pending.removeSubrange(...newline)
                if let event = try? JSON.parse(line) { return event }
                continue
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { return nil }
            pending += buffer[..<count]
        }
    }
}
