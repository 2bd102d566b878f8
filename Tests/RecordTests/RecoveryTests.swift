import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Synchronization
import Testing

@testable import Record

/// What a start makes of what a crash left.
@Suite(.timeLimit(.minutes(5)))
struct RecoveryTests {
    /// Recovers without starting; what was visited, by number.
    static func recover(_ scratch: Scratch) -> (run: RecoveryRun, visited: [Int64]) {
        let run = RecoveryRun(scratch.options())
        var visited: [Int64] = []
        run.run(EventLogFile(path: scratch.events)) { line in visited.append(LineFrame(line)?.sequence ?? 0) }
        return (run, visited)
    }

    static func numbers(_ lines: [String]) -> [Int64] {
        lines.map { line in Array(line.utf8).withUnsafeBytes { LineFrame($0)?.sequence ?? 0 } }
    }

    @Test func `an event log torn at any byte of its last line is made whole again from the journal`() throws {
        let scratch = try VerifierTests.record(8)
        let whole = Scratch.read(scratch.events)
        let lastStart = (whole.dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
        for length in lastStart..<whole.count {
            let copy = scratch.copy()
            Scratch.write(Array(whole[..<length]), to: copy.events)
            let (run, visited) = Self.recover(copy)
            #expect(visited == Array(1...8), "\(length) bytes")
            #expect(Self.numbers(copy.lines()) == Array(1...8), "\(length) bytes")
            let isNamed = length == lastStart || !run.result.setAside.isEmpty || !run.result.notes.isEmpty
            #expect(isNamed, "\(length) bytes")
            let torn = Scratch.read(copy.events + ".torn-1")
            #expect(torn.isEmpty || torn == Array(whole[lastStart..<length]), "nothing that was there is lost")
        }
    }

    @Test func `a line shown early and torn near its end is completed and taken over`() throws {
        let scratch = try VerifierTests.record(3)
        let head = try #require(Self.recover(scratch.copy()).run.result.head)
        var chain = Chain(after: head)
        let marked = chain.line().markedBytes
        let whole = Scratch.read(scratch.events)
        // What is missing is the mark, or a part of it: what the line says is all there.
        for missing in 0...LineFrame.mark.count - 1 {
            let copy = scratch.copy()
            Scratch.write(whole + marked.dropLast(missing), to: copy.events)
            let (run, visited) = Self.recover(copy)
            #expect(visited == [1, 2, 3, 4], "\(missing) bytes missing")
            #expect(run.result.adopted == 1, "\(missing) bytes missing")
            #expect(Self.numbers(copy.lines()) == [1, 2, 3, 4], "\(missing) bytes missing")
        }
    }

    @Test func `lines that only the event log holds are taken over, in order, without their mark`() throws {
        let scratch = try VerifierTests.record(5)
        let head = try #require(Self.recover(scratch.copy()).run.result.head)
        var chain = Chain(after: head)
        let more = chain.lines(3)
        Scratch.write(Scratch.read(scratch.events) + more.flatMap { $0.markedBytes + [10] }, to: scratch.events)
        let station = try Station(scratch.options(), generation: "91ab")
        #expect(station.recovery.adopted == 3)
        #expect(station.recovery.head?.sequence == 8)
        #expect(station.recovered.suffix(3) == more.map { String(decoding: $0.bytes, as: UTF8.self) })
        #expect(station.write(station.chain.lines(1)))
        station.close()
        let taken = try History(stateDirectory: scratch.state).lines(from: 6, limit: 3)
        #expect(taken.map(\.bytes) == more.map(\.bytes))
        try VerifierTests.expectGood(scratch)
    }

    @Test(.enabled(if: geteuid() == 0, "a file system of its own can be mounted by root alone"))
    func `what the journal cannot take over yet is not durable, and is reported when it has it`() throws {
        let scratch = try VerifierTests.record(5)
        let head = try #require(Self.recover(scratch.copy()).run.result.head)
        var chain = Chain(after: head)
        let more = chain.lines(3)
        Scratch.write(Scratch.read(scratch.events) + more.flatMap { $0.markedBytes + [10] }, to: scratch.events)
        let segment = try #require(scratch.segments().first)
        for end in ["-wal", "-shm"] { unlink(segment + end) }
        let small = scratch.path + "/small"
        mkdir(small, 0o755)
        try #require(mount("tmpfs", small, "tmpfs", 0, "size=2m") == 0)
        defer { umount(small) }
        mkdir(small + "/journal", 0o755)
        let name = try #require(segment.split(separator: "/").last)
        Scratch.write(Scratch.read(segment), to: small + "/journal/" + name)
        // Room to open the segment, and none to write to it.
        Scratch.fill(small + "/ballast")
        truncate(small + "/ballast", off_t((Files.size(of: small + "/ballast") ?? 0) - 64 * 1_024))
        let station = try Station(scratch.options { $0.stateDirectory = small }, generation: "91ab")
        #expect(station.recovery.head?.sequence == 8)
        #expect(station.recovery.adopted == 3)
        #expect(station.recovery.durableThrough == 5)
        unlink(small + "/ballast")
        #expect(station.turn(until: { $0.contains(.durable(through: 8)) }))
        station.close()
        let kept = try History(stateDirectory: small).lines(from: 1, limit: 100)
        #expect(kept.map(\.sequence) == Array(1...8))
    }

    @Test func `lines that only the journal holds are added to the event log`() throws {
        let scratch = try VerifierTests.record(20)
        let lines = scratch.lines()
        Scratch.write(Array((lines[..<7].joined(separator: "\n") + "\n").utf8), to: scratch.events)
        let (run, _) = Self.recover(scratch)
        #expect(run.result.reemitted == 13)
        #expect(scratch.lines() == lines)
    }

    @Test(arguments: [".1", "-20260412", "-20260412-1775973787"])
    func `a rotated file next to an empty one says where the event log ended`(suffix: String) throws {
        let scratch = try VerifierTests.record(20)
        rename(scratch.events, scratch.events + suffix)
        let (run, visited) = Self.recover(scratch)
        #expect(run.result.reemitted == 0)
        #expect(visited.count == 20)
    }

    @Test(arguments: [0, 1, 100, 4_096, 5_000, 20_000])
    func `a segment cut short is set aside, and what either copy holds goes on`(length: Int) throws {
        let scratch = try VerifierTests.record(60)
        let path = scratch.segments()[0]
        _ = try VerifierTests.lines(of: path)
        Scratch.write(Array(Scratch.read(path).prefix(length)), to: path)
        unlink(path + "-wal")
        let station = try Station(scratch.options(), generation: "91ab")
        #expect(Self.numbers(station.recovered) == Array(1...60))
        #expect(station.recovery.setAside.contains { $0.contains(path + ".set-aside-1") })
        #expect(station.write(station.chain.lines(1)))
        station.close()
        #expect(scratch.lines().count == 61)
        try VerifierTests.expectGood(scratch)
    }

    @Test func `a journal that is gone is made anew from the event log`() throws {
        let scratch = try VerifierTests.record(60)
        for name in try SegmentName.names(in: scratch.state + "/journal") { unlink(scratch.state + "/journal/" + name) }
        let station = try Station(scratch.options(), generation: "91ab")
        #expect(Self.numbers(station.recovered) == Array(1...60))
        #expect(station.write(station.chain.lines(1)))
        station.close()
        try VerifierTests.expectGood(scratch)
    }

    @Test func `a write-ahead log torn at any place loses no line that the event log has`() throws {
        let scratch = Scratch()
        let station = try Station(scratch.options { $0.writeAheadPages = 8 })
        for _ in 0..<5 { #expect(station.write(station.chain.lines(4))) }
        // As a crash would leave it: no checkpoint, no closing.
        let crashed = scratch.copy()
        station.close()
        let wal = crashed.segments()[0] + "-wal"
        let bytes = Scratch.read(wal)
        for length in stride(from: 0, through: bytes.count, by: 509) {
            let copy = crashed.copy()
            unlink(copy.segments()[0] + "-shm")
            Scratch.write(Array(bytes.prefix(length)), to: copy.segments()[0] + "-wal")
            #expect(Self.recover(copy).visited == Array(1...20), "\(length) bytes")
        }
    }

    @Test func `a line that does not follow the journal's last is not taken over, and is named`() throws {
        let scratch = try VerifierTests.record(5)
        var forger = Chain()
        _ = forger.lines(5)
        forger.previous = [UInt8](repeating: 7, count: 32)
        Scratch.write(Scratch.read(scratch.events) + forger.line().bytes + [10], to: scratch.events)
        let (run, visited) = Self.recover(scratch)
        #expect(visited == [1, 2, 3, 4, 5])
        #expect(run.result.adopted == 0)
        #expect(run.result.notes.contains { $0.contains("line 6 does not follow") })
    }

    /// Rewrites one line of the event log so that it is whole by itself, and no part of the chain.
    private static func rewrite(_ number: Int, of scratch: Scratch) {
        var lines = scratch.lines()
        var forger = Chain()
        _ = forger.lines(number - 1)
        let line = forger.line(text: "another")
        lines[number - 1] = String(decoding: line.bytes, as: UTF8.self)
        Scratch.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: scratch.events)
    }

    @Test(arguments: [1, 7, 60])
    func `a rebuild takes no line that contradicts what the journal holds`(number: Int) throws {
        let scratch = try VerifierTests.record(60)
        Self.rewrite(number, of: scratch)
        Scratch.write(Array("2\ncrashed 0\ncrashed 0\n".utf8), to: scratch.state + "/starting")
        let station = try Station(scratch.options(), generation: "91ab")
        #expect(Self.numbers(station.recovered) == Array(1...60))
        #expect(!station.recovered.contains { $0.contains("another") })
        #expect(station.recovery.notes.contains { $0.contains("1 lines, the first of them \(number), do not fit") })
        #expect(station.write(station.chain.lines(1)))
        station.close()
    }

    @Test(arguments: [1, 7, 58])
    func `a journal that is gone is made anew from all of the event log that fits together`(number: Int) throws {
        let scratch = try VerifierTests.record(60)
        Self.rewrite(number, of: scratch)
        for name in try SegmentName.names(in: scratch.state + "/journal") { unlink(scratch.state + "/journal/" + name) }
        let (run, visited) = Self.recover(scratch)
        // The line after the one that was changed is the first that does not fit.
        #expect(visited == (1...60).filter { $0 != number + 1 })
        #expect(run.result.head?.sequence == 60)
        #expect(run.result.notes.contains { $0.contains("1 lines, the first of them \(number + 1), do not fit") })
        #expect(run.journal.segment != nil && run.journal.isWritable)
    }

    @Test func `a recovery says for every line that it goes on, wherever the lines come from`() throws {
        let scratch = try VerifierTests.record(60)
        func progress(_ scratch: Scratch) throws -> Int {
            let count = Atomic<Int>(0)
            let options = scratch.options { options in
                options.progress = { _ = count.add(1, ordering: .relaxed) }
            }
            RecoveryRun(options).run(EventLogFile(path: scratch.events)) { _ in }
            return count.load(ordering: .relaxed)
        }
        // Each is checked, and then taken into the state.
        #expect(try progress(scratch.copy()) == 120)
        let lost = scratch.copy()
        for name in try SegmentName.names(in: lost.state + "/journal") { unlink(lost.state + "/journal/" + name) }
        #expect(try progress(lost) == 180)
    }
}
