import CallpointCore
import CallpointTesting
import Glibc
import LinuxIO
import Sense
import Testing

private func fixes(_ count: Int, seed: UInt64 = 1) -> [Fix] {
    var dice = SeededGenerator(seed: seed)
    let plain = Fix(
        unit: "plain", place: Coordinate(latitudeE7: 0, longitudeE7: 0), sourceMilliseconds: 0,
        receivedAt: Instant(microseconds: 0))
    return (0..<count).map { index in
        Fix(
            unit: UnitID("单位-\(index)"),
            place: Coordinate(
                latitudeE7: .random(in: -900_000_000...900_000_000, using: &dice),
                longitudeE7: .random(in: -1_800_000_000...1_800_000_000, using: &dice)),
            sourceMilliseconds: .random(in: 0...1 << 41, using: &dice),
            receivedAt: Instant(microseconds: .random(in: 0...1 << 50, using: &dice)),
            accuracyMetres: .random(in: 0...UInt16.max, using: &dice),
            speedCentimetresPerSecond: .random(in: 0...UInt16.max, using: &dice),
            headingDegrees: .random(in: 0...359, using: &dice),
            kind: UnitKind.allCases.randomElement(using: &dice))
    } + [plain]
}

private let start = Instant(microseconds: 1_000_000)

@Suite struct `A warm start` {
    @Test(arguments: [0, 1, 1_000])
    func `gives back what was written`(count: Int) throws {
        let fixes = fixes(count)
        #expect(try WarmStart.decode(WarmStart.encode(fixes)) == fixes)
        #expect(try WarmStart.decode(WarmStart.encode([])) == [])
    }

    @Test func `of a file with any byte changed or missing is refused as a whole`() {
        let bytes = WarmStart.encode(fixes(3))
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x10
            #expect(throws: WarmStart.Mistake.self) { try WarmStart.decode(damaged) }
            #expect(throws: WarmStart.Mistake.self) { try WarmStart.decode(Array(bytes[..<index])) }
        }
        #expect(throws: WarmStart.Mistake.damaged) { try WarmStart.decode(bytes + [0]) }
    }

    @Test func `of another version says so`() {
        var bytes = WarmStart.encode([])
        bytes[6] = 2
        #expect(throws: WarmStart.Mistake.version(2)) { try WarmStart.decode(bytes) }
    }
}

@Suite struct `The warm-start file` {
    @Test func `is written by its own thread at most every ten seconds, and only after a change`() throws {
        let scratch = try Scratch()
        let path = scratch("positions.warm")
        let file = try WarmStartFile(path: path)
        let first = fixes(50)
        #expect(!file.offer(at: start, revision: 1) { first })
        #expect(!file.offer(at: start + .milliseconds(9_999), revision: 2) { first })
        #expect(file.offer(at: start + .seconds(10), revision: 2) { first })
        #expect(eventually(within: patience) { file.writes == 1 })
        #expect(WarmStartFile.load(path: path).fixes == first)
        #expect(!file.offer(at: start + .seconds(30), revision: 2) { first })
        #expect(!file.offer(at: start + .milliseconds(19_999), revision: 3) { first })
        let second = fixes(60, seed: 2)
        #expect(file.offer(at: start + .seconds(20), revision: 3) { second })
        #expect(eventually(within: patience) { file.writes == 2 })
        #expect(WarmStartFile.load(path: path).fixes == second)
        #expect(access(path + ".new", F_OK) != 0)
        let last = fixes(7, seed: 3)
        file.close(last)
        #expect(WarmStartFile.load(path: path).fixes == last)
        #expect(!file.offer(at: start + .seconds(99), revision: 9) { first })
    }

    @Test func `that is not there is nothing and no note`() throws {
        let scratch = try Scratch()
        let (fixes, note) = WarmStartFile.load(path: scratch("positions.warm"))
        #expect(fixes == [])
        #expect(note == nil)
    }

    @Test func `that is damaged is ignored with a note`() throws {
        let scratch = try Scratch()
        try scratch.write(WarmStart.encode(fixes(3)).dropLast(5) + [], to: "positions.warm")
        let path = scratch("positions.warm")
        let (fixes, note) = WarmStartFile.load(path: path)
        #expect(fixes == [])
        #expect(note == "\(path): damaged, and ignored. The units' places are unknown until they report.")
        #expect(WarmStartFile.load(path: scratch.path).note?.contains("damaged") == true)
    }

    @Test func `that cannot be written leaves a note and the old one`() throws {
        let scratch = try Scratch()
        let path = scratch("positions.warm")
        mkdir(path + ".new", 0o700)
        defer { rmdir(path + ".new") }
        let file = try WarmStartFile(path: path)
        file.close(fixes(1))
        #expect(file.note == "\(path).new: open failed: Is a directory")
        #expect(file.writes == 0)
    }
}
