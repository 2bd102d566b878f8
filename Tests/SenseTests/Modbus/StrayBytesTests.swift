import CLinux
import CallpointCore
import Glibc
import LinuxIO
import Testing

@testable import Sense

/// A bus of one slave that the test itself is, so that it can speak at the wrong moment.
@Suite("Bytes that nobody asked for", .timeLimit(.minutes(2)))
struct StrayBytesTests {
    /// Function 2 of slave 4, one byte of inputs, with its checksum.
    private static let closed: [UInt8] = [0x04, 0x02, 0x01, 0x01, 0x60, 0x84]
    private static let released: [UInt8] = [0x04, 0x02, 0x01, 0x00, 0xA1, 0x44]

    /// A late answer looks like the answer to the next question: one that stands there before it must go.
    @Test func `an answer that stands there before the question is discarded and counted`() throws {
        var name = [CChar](repeating: 0, count: 64)
        let master = Descriptor(owning: clinux_pty_open(&name, name.count))
        try #require(master.number >= 0)
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Opened before the port is had alone.
        let near = Descriptor(owning: open(path, O_RDWR | O_NOCTTY | O_NONBLOCK))
        var port = try BusPort(BusLine(path: path, baud: 115_200, parity: .none))
        #expect(write(master.number, Self.closed, Self.closed.count) == Self.closed.count)
        // Not before it is in the port.
        #expect(eventually(within: patience) { clinux_readable(near.number) == 6 })
        let number = master.number
        let slave = try Thread(name: "slave") {
            // The question has eight bytes; the answer to it comes after it.
            var question = [UInt8](repeating: 0, count: 8)
            var held = 0
            while held < question.count {
                let count = read(number, &question, question.count - held)
                guard count > 0 else { return }
                held += count
            }
            _ = write(number, Self.released, Self.released.count)
        }
        let span = BusSpan(first: 0, count: 1)
        let ending = port.ask(BusRequest(slave: 4, action: .read(span)), within: patience)
        slave.join()
        guard case .over(.answered) = ending else {
            Issue.record("\(ending)")
            return
        }
        #expect(Array(port.inputs(of: span)) == [false])
        #expect(port.strayBytes == 6)
    }
}
