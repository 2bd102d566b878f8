import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Sense
import Testing

private let exampleKey = Digest.bytes(hex: "000102030405060708090a0b0c0d0e0f") ?? []

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func page(_ name: String) throws -> String {
    let parts = #filePath.split(separator: "/").dropLast(4)
    let path = "/" + parts.joined(separator: "/") + "/docs/\(name)"
    let file = Descriptor(owning: open(path, O_RDONLY))
    var bytes = [UInt8](repeating: 0, count: 100_000)
    let count = read(file.number, &bytes, bytes.count)
    try #require(count > 0)
    return text(Array(bytes[..<count]))
}

@Suite struct `A sentence as bytes` {
    @Test(arguments: [
        (Sentence(address: "0413", counter: 17, state: .pressed), "$PALRM,0413,17,P*3E\r\n"),
        (Sentence(address: "0413", counter: 17, state: .pressed, boot: 3), "$PALRM,0413,17,P,3*21\r\n"),
        (Sentence(address: "0413", counter: 18, state: .released, boot: 3), "$PALRM,0413,18,R,3*2C\r\n"),
        (Sentence(address: "0413", counter: 19, state: .heartbeat, boot: 3), "$PALRM,0413,19,H,3*37\r\n"),
        (
            Sentence(address: "0413", counter: 17, state: .pressed, boot: 3).sealed(with: exampleKey),
            "$PALRM,0413,17,P,3,CF5F597C1E513A7F*70\r\n"
        ),
    ])
    func `is what another program computed`(sentence: Sentence, line: String) {
        #expect(text(sentence.bytes) == line)
    }

    @Test func `an answer names address and counter and has its checksum`() {
        #expect(
            text(Sentence.answer(to: NodeStamp(address: "0413", counter: 17, boot: 3))) == "$PALRA,0413,17*4E\r\n")
    }

    @Test func `a seal needs a boot and gets zero where there is none`() {
        let sealed = Sentence(address: "A", counter: 1, state: .pressed).sealed(with: exampleKey)
        #expect(sealed.boot == 0)
        #expect(text(sealed.bytes).hasPrefix("$PALRM,A,1,P,0,"))
        #expect(sealed.isSealed(with: exampleKey))
    }

    @Test func `a seal holds for its key and its text alone`() {
        var sealed = Sentence(address: "0413", counter: 17, state: .pressed, boot: 3).sealed(with: exampleKey)
        #expect(!sealed.isSealed(with: exampleKey.reversed()))
        sealed.seal?.mac[7] ^= 1
        #expect(!sealed.isSealed(with: exampleKey))
        sealed.seal = nil
        #expect(!sealed.isSealed(with: exampleKey))
    }

    @Test func `every sentence on the page for node makers is one`() throws {
        let page = try page("SENTENCES.md")
        var decoder = SentenceDecoder()
        var found = 0
        for line in page.split(separator: "\n") where line.hasPrefix("    ") {
            guard let dollar = line.firstIndex(of: "$"), !line.contains("<") else { continue }
            let outputs = decoder.feed(Array((line[dollar...] + "\n").utf8), at: Instant(microseconds: 0))
            found += 1
            switch try #require(outputs.first) {
            case .sentence(let sentence, _): #expect(text(sentence.bytes) == line[dollar...] + "\r\n")
            case .answer: break
            case .rejected(let reason): Issue.record("\(line): \(reason)")
            }
        }
        #expect(found == 6)
    }

    @Test func `the page's worked checksum and mac are right`() throws {
        let page = try page("SENTENCES.md")
        var sum: UInt8 = 0
        let steps = "PALRM,0413,17,P".utf8.map { byte in
            sum ^= byte
            return "\(Character(Unicode.Scalar(byte)))→\(Digest.hex([sum]).uppercased())"
        }
        #expect(page.contains(steps.joined(separator: " ")))
        let mac = Sentence.mac(over: Array("PALRM,0413,17,P,3".utf8), key: exampleKey)
        #expect(page.contains("mac       \(Digest.hex(mac).uppercased())\n"))
        #expect(page.contains("`000102030405060708090a0b0c0d0e0f`"))
    }
}
