import CLinux
import CallpointCore
import Glibc
import LinuxIO
import Sense
import Testing

/// A serial line with call-point nodes on it: the master of a pty.
final class NodeLine {
    /// What the daemon opens.
    let path: String
    private var master: Int32
    private var heard: [UInt8] = []
    /// Every answer heard so far, in order.
    private(set) var answers: [Answer] = []

    /// Which sentence an answer is for.
    struct Answer: Hashable {
        var address: String
        var counter: UInt32
    }

    /// The kernel gives the lowest free number to a new tty, and a daemon that was told to read `/dev/pts/1` and
    /// was forgotten takes whatever comes to stand there. So the low numbers are taken, once, and left alone.
    private static let lowNumbers: [Int32] = (0..<24).map { _ in
        var text = [CChar](repeating: 0, count: 64)
        return clinux_pty_open(&text, text.count)
    }

    init() throws {
        _ = NodeLine.lowNumbers
        var text = [CChar](repeating: 0, count: 64)
        master = clinux_pty_open(&text, text.count)
        try #require(master >= 0)
        path = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // A fresh tty echoes until somebody tells it not to; a serial line never does.
        let slave = Descriptor(owning: open(path, O_RDWR | O_NOCTTY | O_CLOEXEC))
        try #require(clinux_tty_raw(slave.number, 115_200) == 0)
    }

    deinit { unplug() }

    /// Pulls the plug.
    func unplug() {
        if master >= 0 { close(master) }
        master = -1
    }

    /// Puts bytes on the line, waiting while it takes none.
    func say(_ bytes: [UInt8]) {
        var done = 0
        let end = MonotonicClock().now + patience
        while done < bytes.count, MonotonicClock().now < end {
            let count = bytes.withUnsafeBytes { write(master, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count > 0 { done += count } else { usleep(500) }
        }
        #expect(done == bytes.count, "the line took \(done) of \(bytes.count) bytes")
    }

    func say(_ sentence: Sentence) { say(sentence.bytes) }

    /// Puts bytes on the line as far as it takes them now: perhaps nobody reads.
    func offer(_ bytes: [UInt8]) { _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) } }

    /// Reads what has come.
    func listen() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            heard += buffer[..<count]
        }
        while let end = heard.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: heard[..<end], as: UTF8.self)
            heard.removeSubrange(...end)
            let words = line.prefix { $0 != "*" }.split(separator: ",")
            guard words.count == 3, words[0] == "$PALRA", let counter = UInt32(words[2]) else { continue }
            answers.append(Answer(address: String(words[1]), counter: counter))
        }
    }

    /// How often a sentence has been answered so far.
    func count(of address: String, _ counter: UInt32) -> Int {
        listen()
        return answers.count { $0 == Answer(address: address, counter: counter) }
    }

    /// Waits until a sentence has been answered so many times.
    func awaitAnswer(_ address: String, _ counter: UInt32, times: Int = 1, within: Duration = patience) throws {
        _ = try awaited("answer \(times) to \(address) \(counter)", within: within) {
            count(of: address, counter) >= times ? true : nil
        }
    }

    /// Says a sentence as a node does: again, every 200 ms, until it is answered.
    func insist(_ sentence: Sentence, within: Duration = patience) throws {
        let before = count(of: sentence.address, sentence.counter)
        let end = MonotonicClock().now + within
        while MonotonicClock().now < end {
            say(sentence)
            if eventually(within: .milliseconds(200), { count(of: sentence.address, sentence.counter) > before }) {
                return
            }
        }
        throw Waited(description: "\(sentence.address) \(sentence.counter) was not answered within \(within)")
    }
}
