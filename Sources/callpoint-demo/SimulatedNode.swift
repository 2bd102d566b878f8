import CLinux
import Glibc
import LinuxIO

/// A call point's node: a process of its own at the other end of a real tty.
///
/// It speaks the protocol of docs/SENTENCES.md: a press is repeated once a
/// second until the daemon answers it, and each address on the line beats every six seconds.
struct SimulatedNode {
    private let line: Int32
    private var counter: UInt32 = 0
    private var waiting: Waiting?
    private var heard: [UInt8] = []
    private let addresses: [String]
    private var beatAt: Int64 = 0

    private struct Waiting {
        var sentence: [UInt8]
        var answer: [UInt8]
        var firstSentAt: Int64
        var nextAt: Int64
        var tries: Int
    }

    /// For nodes with the addresses in `words`: prints the tty's path, then takes `press ADDRESS`, `release ADDRESS` on standard input until it ends.
    static func run(_ words: [String]) -> Int32 {
        var path = [CChar](repeating: 0, count: 128)
        let master = clinux_pty_open(&path, path.count)
        guard master >= 0 else {
            Demo.say("error \(SystemError("posix_openpt", on: "pty"))")
            return 1
        }
        Demo.say(String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        var node = SimulatedNode(line: master, addresses: words)
        return node.loop()
    }

    private init(line: Int32, addresses: [String]) {
        self.line = line
        self.addresses = addresses
    }

    private mutating func loop() -> Int32 {
        var typed: [UInt8] = []
        while true {
            var waits = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: line, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&waits, 2, 50)
            if waits[0].revents != 0 {
                var buffer = [UInt8](repeating: 0, count: 256)
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                guard count > 0 else { return 0 }
                typed += buffer[..<count]
                while let newline = typed.firstIndex(of: UInt8(ascii: "\n")) {
                    obey(String(decoding: typed[..<newline], as: UTF8.self))
                    typed.removeSubrange(...newline)
                }
            }
            if waits[1].revents & Int16(POLLIN) != 0 { listen() } else if waits[1].revents != 0 { usleep(50_000) }
            repeatUnanswered()
            beat()
        }
    }

    private mutating func obey(_ command: String) {
        let words = command.split(separator: " ").map(String.init)
        guard words.count == 2 else { return }
        counter += 1
        let state: Character = words[0] == "press" ? "P" : "R"
        let body = "PALRM,\(words[1]),\(counter),\(state),1"
        let now = MonotonicClock.kernelMicroseconds
        waiting = Waiting(
            sentence: SimulatedNode.frame(body), answer: SimulatedNode.frame("PALRA,\(words[1]),\(counter)"),
            firstSentAt: now, nextAt: now + 1_000_000, tries: 1)
        send()
    }

    /// `$body*hh` and a line end.
    private static func frame(_ body: String) -> [UInt8] {
        let sum = body.utf8.reduce(0) { $0 ^ $1 }
        let digits = Array("0123456789ABCDEF".utf8)
        return Array("$\(body)*".utf8) + [digits[Int(sum >> 4)], digits[Int(sum & 15)], 13, 10]
    }

    private func send() {
        guard var bytes = waiting?.sentence else { return }
        _ = write(line, &bytes, bytes.count)
    }

    private mutating func repeatUnanswered() {
        let now = MonotonicClock.kernelMicroseconds
        guard let due = waiting?.nextAt, now >= due else { return }
        waiting?.nextAt = now + 1_000_000
        waiting?.tries += 1
        send()
    }

    private mutating func beat() {
        let now = MonotonicClock.kernelMicroseconds
        guard now >= beatAt else { return }
        beatAt = now + 6_000_000
        for address in addresses {
            counter += 1
            var bytes = SimulatedNode.frame("PALRM,\(address),\(counter),H,1")
            _ = write(line, &bytes, bytes.count)
        }
    }

    private mutating func listen() {
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = read(line, &buffer, buffer.count)
        guard count > 0 else { return }
        heard += buffer[..<count]
        if let waiting, heard.contains(sequence: waiting.answer) {
            let elapsed = MonotonicClock.kernelMicroseconds - waiting.firstSentAt
            Demo.say("answered \(elapsed) \(waiting.tries)")
            self.waiting = nil
            heard.removeAll()
        }
        if heard.count > 4_096 { heard.removeFirst(heard.count - 256) }
    }
}

extension [UInt8] {
    fileprivate func contains(sequence other: [UInt8]) -> Bool {
        guard count >= other.count else { return false }
        return (0...(count - other.count)).contains { self[$0..<($0 + other.count)].elementsEqual(other) }
    }
}
