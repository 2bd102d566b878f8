import CallpointCore
import EventCodec
import Sense

/// Sentences of a line, read in the plainest way: the whole line at hand, one piece after the other.
///
/// Nothing here is shared with the decoder that it judges; slow and short, so that a person sees that it is right.
struct PlainReading {
    /// A sentence, and where in the line it begins and ends.
    struct Piece: Equatable {
        var address: String
        var counter: UInt32
        var letter: UInt8
        var boot: UInt32?
        /// Hex digits of a mac, and the bytes that it covers.
        var mac: String?
        var covered: [UInt8]
        var begins: Int
        var ends: Int
    }

    let pieces: [Piece]

    init(_ line: [UInt8]) {
        var pieces: [Piece] = []
        for end in line.indices where line[end] == 13 || line[end] == 10 {
            let before = line[..<end]
            let previousEnd = before.lastIndex { $0 == 13 || $0 == 10 } ?? -1
            guard let dollar = before.lastIndex(of: UInt8(ascii: "$")), dollar > previousEnd, end - dollar <= 128
            else { continue }
            if var piece = PlainReading.piece(Array(line[(dollar + 1)..<end])) {
                piece.begins = dollar
                piece.ends = end
                pieces.append(piece)
            }
        }
        self.pieces = pieces
    }

    /// What stands between `$` and the line's end, where it is a sentence of ours.
    private static func piece(_ body: [UInt8]) -> Piece? {
        guard body.count >= 3, body[body.count - 3] == UInt8(ascii: "*"),
            let sum = UInt8(text(body.suffix(2)), radix: 16), isHex(body.suffix(2))
        else { return nil }
        let covered = Array(body.dropLast(3))
        guard covered.reduce(0, ^) == sum else { return nil }
        let words = covered.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { Array($0) }
        guard words.count >= 4, words.count <= 6, words[0] == Array("PALRM".utf8) else { return nil }
        guard !words[1].isEmpty, words[1].count <= 16, words[1].allSatisfy(isLetterOrDigit) else { return nil }
        guard words[3].count == 1, Array("PRTtHL".utf8).contains(words[3][0]) else { return nil }
        guard let counter = number(words[2]) else { return nil }
        var piece = Piece(
            address: text(words[1]), counter: counter, letter: words[3][0], covered: [], begins: 0, ends: 0)
        if words.count > 4 {
            guard let boot = number(words[4]) else { return nil }
            piece.boot = boot
        }
        if words.count > 5 {
            guard words[5].count == 16, isHex(words[5]) else { return nil }
            piece.mac = text(words[5]).lowercased()
            piece.covered = Array(covered.dropLast(17))
        }
        return piece
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func isHex(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.allSatisfy { "0123456789abcdefABCDEF".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8.contains(byte)
    }

    /// At most ten digits, and nothing else.
    private static func number(_ bytes: [UInt8]) -> UInt32? {
        guard bytes.count <= 10, bytes.allSatisfy({ "0123456789".utf8.contains($0) }) else { return nil }
        return UInt32(text(bytes))
    }
}
