import CLinux
import CallpointCore
import Glibc
import LinuxIO
import Testing

/// A directory for one test, removed with everything in it.
final class Scratch {
    let path: String

    init() throws {
        var template = Array("/tmp/callpoint-sense-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        path = String(cString: try #require(made))
    }

    deinit {
        // One level deep is all that these tests make.
        if let listing = opendir(path) {
            while let entry = readdir(listing) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink("\(path)/\(name)") }
            }
            closedir(listing)
        }
        rmdir(path)
    }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws {
        let file = Descriptor(owning: open(self(name), O_WRONLY | O_CREAT | O_TRUNC, mode))
        try bytes.withUnsafeBytes { try writeAll($0, to: file.number, subject: name) }
    }
}

/// How long a test of a real device waits for what must come. Only a failure takes so long; where a time is the rule, a
/// test holds the deadlines that the code itself gives.
let patience: Duration = .seconds(30)

/// Asks again every millisecond until the answer is yes or the time is up; the answer.
func eventually(within limit: Duration, _ isTrue: () throws -> Bool) rethrows -> Bool {
    let end = MonotonicClock().now + limit
    while MonotonicClock().now < end {
        if try isTrue() { return true }
        usleep(1_000)
    }
    return try isTrue()
}

/// A pty, with the end that a node would hold.
final class Pty {
    let slavePath: String
    private(set) var master: Int32

    init() throws {
        var path = [CChar](repeating: 0, count: 64)
        master = clinux_pty_open(&path, path.count)
        try #require(master >= 0)
        slavePath = path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    deinit { unplug() }

    func unplug() {
        if master >= 0 { close(master) }
        master = -1
    }

    func say(_ text: String) { say(Array(text.utf8)) }

    func say(_ bytes: [UInt8]) {
        let written = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
        #expect(written == bytes.count)
    }

    /// What stands to be read, as text.
    func heard() -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &bytes, bytes.count)
        return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
    }
}
