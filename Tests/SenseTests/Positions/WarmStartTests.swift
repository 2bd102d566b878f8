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
/// Later than any fix here.
private let now = Instant(microseconds: 1 << 51)
private let origin = WarmStart.Origin(bootID: "5d1c…", offsetMicroseconds: 77)

@Suite struct `A warm start` {
    @Test(arguments: [0, 1, 1_000])
    func `gives back what was written`(count: Int) throws {
        let fixes = fixes(count)
        #expect(try WarmStart.decode(WarmStart.encode(fixes, of: origin), on: origin, at: now) == fixes)
        #expect(try WarmStart.decode(WarmStart.encode([], of: origin), on: origin, at: now) == [])
    }

    @Test func `of a file with any byte changed or missing is refused as a whole`() {
        let bytes = WarmStart.encode(fixes(3), of: origin)
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x10
            #expect(throws: WarmStart.Mistake.self) { try WarmStart.decode(damaged, on: origin, at: now) }
            #expect(throws: WarmStart.Mistake.self) {
                try WarmStart.decode(Array(bytes[..<index]), on: origin, at: now)
            }
        }
        #expect(throws: WarmStart.Mistake.damaged) { try WarmStart.decode(bytes + [0], on: origin, at: now) }
    }

    /// The same boot under another time line, as after a lost journal or a gap of unknown length.
    @Test(arguments: [0, -5_000_000, 9_000_000_000] as [Int64])
    func `keeps the age of each fix whatever the time line shows`(offset: Int64) throws {
        let bytes = WarmStart.encode(fixes(100), of: origin)
        let other = WarmStart.Origin(bootID: origin.bootID, offsetMicroseconds: offset)
        let later = Instant(microseconds: now.microseconds - origin.offsetMicroseconds + offset)
        let read = try WarmStart.decode(bytes, on: other, at: later)
        #expect(read.map { later - $0.receivedAt } == fixes(100).map { now - $0.receivedAt })
    }

    @Test func `of another boot, or from after now, is of unknown age, and so stale`() throws {
        let bytes = WarmStart.encode(fixes(100), of: origin)
        let foreign = WarmStart.Origin(bootID: "77aa…", offsetMicroseconds: origin.offsetMicroseconds)
        let read = try WarmStart.decode(bytes, on: foreign, at: now)
        #expect(read.map(\.place) == fixes(100).map(\.place))
        #expect(read.allSatisfy { now - $0.receivedAt == WarmStart.unknownAge })
        // The site file lets a fix be a day old at most.
        #expect(WarmStart.unknownAge > .seconds(86_400))
        let early = Instant(microseconds: 1 << 49)
        let mixed = try WarmStart.decode(bytes, on: origin, at: early)
        for (fix, written) in zip(mixed, fixes(100)) {
            let age = written.receivedAt <= early ? early - written.receivedAt : WarmStart.unknownAge
            #expect(early - fix.receivedAt == age)
        }
        #expect(Set(mixed.map { early - $0.receivedAt == WarmStart.unknownAge }) == [true, false])
    }

    @Test func `of another version says so`() {
        var bytes = WarmStart.encode([], of: origin)
        bytes[6] = 3
        #expect(throws: WarmStart.Mistake.version(3)) { try WarmStart.decode(bytes, on: origin, at: now) }
    }
}

@Suite struct `The warm-start file` {
    private func load(_ path: String) -> (fixes: [Fix], note: String?) {
        WarmStartFile.load(path: path, on: origin, at: now)
    }

    @Test func `is written by its own thread at most every ten seconds, and only after a change`() throws {
        let scratch = try Scratch()
        let path = scratch("positions.warm")
        let file = try WarmStartFile(path: path, origin: origin)
        let first = fixes(50)
        #expect(!file.offer(at: start, revision: 1) { first })
        #expect(!file.offer(at: start + .milliseconds(9_999), revision: 2) { first })
        #expect(file.offer(at: start + .seconds(10), revision: 2) { first })
        #expect(eventually(within: patience) { file.writes == 1 })
        #expect(load(path).fixes == first)
        #expect(!file.offer(at: start + .seconds(30), revision: 2) { first })
        #expect(!file.offer(at: start + .milliseconds(19_999), revision: 3) { first })
        let second = fixes(60, seed: 2)
        #expect(file.offer(at: start + .seconds(20), revision: 3) { second })
        #expect(eventually(within: patience) { file.writes == 2 })
        #expect(load(path).fixes == second)
        #expect(access(path + ".new", F_OK) != 0)
        let last = fixes(7, seed: 3)
        file.close(last)
        #expect(load(path).fixes == last)
        #expect(!file.offer(at: start + .seconds(99), revision: 9) { first })
    }

    @Test func `that is not there is nothing and no note`() throws {
        let scratch = try Scratch()
        let (fixes, note) = load(scratch("positions.warm"))
        #expect(fixes == [])
        #expect(note == nil)
    }

    @Test func `that is damaged is ignored with a note`() throws {
        let scratch = try Scratch()
        try scratch.write(WarmStart.encode(fixes(3), of: origin).dropLast(5) + [], to: "positions.warm")
        let path = scratch("positions.warm")
        let (fixes, note) = load(path)
        #expect(fixes == [])
        #expect(note == "\(path): damaged, and ignored. The units' places are unknown until they report.")
        #expect(load(scratch.path).note?.contains("damaged") == true)
    }

    @Test func `that cannot be written leaves a note and the old one`() throws {
        let scratch = try Scratch()
        let path = scratch("positions.warm")
        mkdir(path + ".new", 0o700)
        defer { rmdir(path + ".new") }
        let file = try WarmStartFile(path: path, origin: origin)
        file.close(fixes(1))
        #expect(file.note == "\(path).new: open failed: Is a directory")
        #expect(file.writes == 0)
    }
}
