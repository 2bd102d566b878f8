import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Testing

@testable import Record

@Suite(.timeLimit(.minutes(2)))
struct RecorderTests {
    @Test func `what was submitted is visible, durable, in the file, and there again after a restart`() throws {
        let scratch = Scratch()
        let first = try Station(scratch.options())
        #expect(first.recovery.head == nil)
        #expect(first.write(first.chain.lines(6)))
        let visible = try #require(first.reports.lazy.compactMap(\.visible).last)
        #expect(visible.isDurable)
        #expect(visible.inFile)
        #expect(visible.through == 6)
        first.close()
        #expect(scratch.lines().count == 6)

        let second = try Station(scratch.options(), generation: "91ab")
        #expect(second.recovery.head?.sequence == 6)
        #expect(second.recovery.head?.generation == "7c1e")
        #expect(second.recovery.usedGenerations == ["7c1e"])
        #expect(second.recovery.notes == [])
        #expect(second.recovered == scratch.lines())
        #expect(second.write(second.chain.lines(2)))
        second.close()
        #expect(scratch.lines().count == 8)
    }

    @Test func `batches that pile up go together and stay in order, each line once`() throws {
        let scratch = Scratch()
        let station = try Station(scratch.options())
        for _ in 0..<200 { station.submit(station.chain.lines(3)) }
        #expect(station.turn(until: { $0.contains { $0.isVisible(600) } }))
        let through = station.reports.compactMap(\.visible?.through)
        #expect(through == (1...200).map { Int64($0 * 3) })
        station.close()
        let numbers = scratch.lines().compactMap { line in
            Array(line.utf8).withUnsafeBytes { LineFrame($0)?.sequence }
        }
        #expect(numbers == Array(1...600))
    }
}
