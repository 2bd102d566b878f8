import CallpointCore

/// A fuzzer's bytes as a line's: how they are cut into reads, when each was read, and what was on the line.
///
/// The first three bytes say how, the rest is the line. A fuzzer seldom finds a checksum by itself, so one bit asks for
/// right ones.
struct SentenceScript {
    /// Bytes that were on the line.
    let line: [UInt8]
    /// Most bytes that one read takes.
    let readSize: Int
    /// Time from one read to the next.
    let pause: Duration

    init(_ input: [UInt8]) {
        let head = Array(input.prefix(3)) + [0, 0, 0].dropFirst(min(3, input.count))
        var line = Array(input.dropFirst(3))
        if head[0] & 1 != 0 { SentenceScript.mendChecksums(&line) }
        readSize = head[0] & 2 != 0 ? Int(head[1]) + 1 : max(1, line.count)
        // Up to 16 s, on both sides of the decoder's patience.
        pause = head[0] & 4 != 0 ? .milliseconds(Int64(head[2]) * 62 + Int64(head[2]) / 2) : .zero
        self.line = line
    }

    /// The reads in their order.
    var reads: [(bytes: [UInt8], at: Instant)] {
        stride(from: 0, to: line.count, by: readSize).map { start in
            (Array(line[start..<min(line.count, start + readSize)]), instant(of: start))
        }
    }

    /// When a byte of the line was read.
    func instant(of place: Int) -> Instant {
        Instant(microseconds: 1_000_000) + pause * (place / readSize)
    }

    /// Puts the right digits behind each line's last star, where two bytes stand there.
    private static func mendChecksums(_ line: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        for star in line.indices where line[star] == UInt8(ascii: "*") && star + 2 < line.count {
            guard let dollar = line[..<star].lastIndex(of: UInt8(ascii: "$")) else { continue }
            let sum = line[(dollar + 1)..<star].reduce(0, ^)
            line[star + 1] = digits[Int(sum >> 4)]
            line[star + 2] = digits[Int(sum & 15)]
        }
    }
}
