import EventCodec
import Testing

@testable import Record

struct LineFrameTests {
    @Test func `a line's frame is read from its bytes alone`() throws {
        var chain = Chain()
        _ = chain.line()
        let line = chain.line("alarm.raised", incident: "NS-03-7c1e-0001", opens: 1)
        let frame = try #require(line.bytes.withUnsafeBytes { LineFrame($0) })
        #expect(frame.generation == "7c1e")
        #expect(frame.sequence == 2)
        #expect(frame.hash == line.hash)
        #expect(!frame.isMarked)
        #expect(line.bytes.withUnsafeBytes { frame.isIntact($0) })
    }

    @Test func `a mark is seen, is not hashed, and can be taken off`() throws {
        var chain = Chain()
        let line = chain.line()
        let marked = line.markedBytes
        let frame = try #require(marked.withUnsafeBytes { LineFrame($0) })
        #expect(frame.isMarked)
        #expect(marked.withUnsafeBytes { frame.isIntact($0) })
        #expect(marked.withUnsafeBytes { frame.canonical($0) } == line.bytes)
    }

    @Test func `no changed byte of a line goes unnoticed`() {
        var chain = Chain()
        let line = chain.line(incident: "NS-03-7c1e-0001").bytes
        for index in line.indices {
            for bit in [0, 3, 5, 7] {
                var changed = line
                changed[index] ^= 1 << UInt8(bit)
                let isBelieved = changed.withUnsafeBytes { bytes in LineFrame(bytes)?.isIntact(bytes) ?? false }
                #expect(!isBelieved, "byte \(index), bit \(bit)")
            }
        }
    }

    @Test func `no part of a line is taken for a line`() {
        var chain = Chain()
        let line = chain.line().bytes
        for count in line.indices {
            let part = Array(line[..<count])
            #expect(part.withUnsafeBytes { LineFrame($0) } == nil, "\(count) bytes")
        }
    }
}
