import CLinux
import CallpointCore
import Glibc
import LinuxIO
import Testing

/// A person at a terminal: a program that runs on a pty, what it shows, and what is typed.
final class Terminal {
    let process: DaemonProcess
    private let master: Descriptor
    private var shown: [UInt8] = []
    /// How much of it has been waited for.
    private var read = 0

    /// Starts `callpoint` with these words, in English, at a kiosk.
    init(_ kiosk: Kiosk, _ words: [String]) throws {
        var text = [CChar](repeating: 0, count: 64)
        let number = clinux_pty_open(&text, text.count)
        try #require(number >= 0)
        master = Descriptor(owning: number)
        let path = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        process = try DaemonProcess(
            [DaemonProcess.programs + "/callpoint"] + words + ["--run", "\(kiosk.directory)/run", "--lang", "en"],
            environment: ["PATH": "/usr/bin:/bin", "TERM": "dumb"], outputFile: path, isOnTerminal: true)
    }

    /// What has been shown so far.
    var text: String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = Glibc.read(master.number, &buffer, buffer.count)
            guard count > 0 else { break }
            shown += buffer[..<count]
        }
        return String(decoding: shown, as: UTF8.self)
    }

    /// Waits until this is shown, behind what was waited for before.
    func await(_ words: String) throws {
        let isThere = eventually(within: patience) {
            let fresh = String(decoding: Array(text.utf8).dropFirst(read), as: UTF8.self)
            guard let found = fresh.firstRange(of: words) else { return false }
            read += fresh[..<found.upperBound].utf8.count
            return true
        }
        guard isThere else { throw Waited(description: "'\(words)' is not shown, but: \(text)") }
    }

    /// Types keys.
    func type(_ keys: String) {
        let count = keys.utf8.count
        #expect(Glibc.write(master.number, keys, count) == count)
    }
}
