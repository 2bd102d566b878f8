import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Testing

@testable import Record

/// A disk that is slow, full or gone delays nobody.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct DurabilityTests {
    /// A record in which another program holds the journal's write lock.
    struct Locked {
        let scratch = Scratch()
        let station: Station
        let intruder: SQLiteConnection

        init(backlogLines: Int = 10_000) throws {
            station = try Station(
                scratch.options {
                    $0.durabilityWait = .milliseconds(50)
                    $0.backlogLines = backlogLines
                })
            #expect(station.write(station.chain.lines(2)))
            station.reports = []
            intruder = try SQLiteConnection(path: scratch.segments()[0], access: .readWrite)
            try intruder.execute("BEGIN IMMEDIATE")
        }
    }

    @Test func `a batch that is not durable in time is shown, marked, and made durable later`() throws {
        let locked = try Locked()
        let (station, scratch) = (locked.station, locked.scratch)
        let before = station.clock.now
        #expect(station.write(station.chain.lines(3)))
        #expect((station.clock.now - before).milliseconds >= 50)
        let visible = try #require(station.reports.lazy.compactMap(\.visible).first)
        #expect(!visible.isDurable)
        #expect(visible.inFile)
        #expect(visible.through == 5)
        #expect(station.reports.contains { $0.isDegraded })
        #expect(scratch.lines()[2].hasSuffix(",\"durable\":false}"))

        // After one miss nothing waits: not even for the journal's next attempt, which the lock lets fail.
        #expect(station.write(station.chain.lines(1)))
        let next = try #require(station.reports.lazy.compactMap(\.visible).last)
        #expect(!next.isDurable)
        #expect(next.journalMicroseconds == 0)

        try locked.intruder.execute("COMMIT")
        #expect(station.turn(until: { $0.contains(where: \.isRestored) }))
        #expect(station.reports.contains(.durable(through: 6)))
        #expect(
            station.reports.contains { report in
                if case .restored(let behind, _) = report { return behind == 4 }
                return false
            })
        // All is as before, and nothing stands twice.
        #expect(station.write(station.chain.lines(1)))
        station.close()
        #expect(RecoveryTests.numbers(scratch.lines()) == Array(1...7))
        #expect(!scratch.lines()[6].contains("durable"))
        try VerifierTests.expectGood(scratch)
    }

    @Test func `a lock that is never given back is left behind with its segment`() throws {
        let locked = try Locked()
        let (station, scratch) = (locked.station, locked.scratch)
        #expect(station.write(station.chain.lines(3)))
        #expect(station.turn(until: { $0.contains(where: \.isRestored) }))
        #expect(scratch.segments().count == 2)
        #expect(station.reports.contains(.durable(through: 5)))
        station.close()
        try VerifierTests.expectGood(scratch)
    }

    @Test func `at the backlog's bound lines are given up for the journal by name, and still shown`() throws {
        let locked = try Locked(backlogLines: 10)
        let (station, scratch) = (locked.station, locked.scratch)
        for _ in 0..<10 { #expect(station.write(station.chain.lines(3))) }
        try locked.intruder.execute("COMMIT")
        #expect(station.turn(until: { $0.contains { $0.isRestored } }))
        #expect(station.write(station.chain.lines(1)))
        station.close()
        #expect(RecoveryTests.numbers(scratch.lines()) == Array(1...33))
        let lost = station.reports.compactMap { report -> ClosedRange<Int64>? in
            if case .lost(let first, let last, _) = report { return first...last }
            return nil
        }
        #expect(!lost.isEmpty)
        let kept = try History(stateDirectory: scratch.state).lines(from: 1, limit: 100).map(\.sequence)
        #expect(kept == (1...33).filter { number in !lost.contains { $0.contains(number) } })
        let findings = try VerifierTests.verify(scratch).findings
        #expect(Set(findings.map(\.kind)) == [.lost])
    }

    @Test func `what the journal has lost of an open incident comes back from the event log`() throws {
        let locked = try Locked(backlogLines: 10)
        let (station, scratch) = (locked.station, locked.scratch)
        #expect(station.write([station.chain.line("alarm.raised", incident: "A", opens: 1)]))
        #expect(station.write([station.chain.line("alarm.raised", incident: "B", opens: 1)]))
        #expect(station.write([station.chain.line("alarm.closed", incident: "B", opens: -1)]))
        // Until all three are lost.
        func isLost(_ line: Int64) -> Bool {
            station.reports.contains {
                if case .lost(let first, let last, _) = $0 { (first...last).contains(line) } else { false }
            }
        }
        // What the journal's thread is trying at this moment is in no queue, and comes back into it when the try has failed.
        let limit = station.clock.now + .seconds(60)
        while !(3...5).allSatisfy(isLost), station.clock.now < limit {
            #expect(station.write(station.chain.lines(3)))
            usleep(2_000)
        }
        #expect((3...5).allSatisfy(isLost))
        try locked.intruder.execute("COMMIT")
        #expect(station.turn(until: { $0.contains { $0.isRestored } }))
        #expect(station.write(station.chain.lines(1)))
        station.close()
        let kept = try History(stateDirectory: scratch.state).lines(from: 1, limit: 100_000)
        #expect(!kept.contains { String(decoding: $0.bytes, as: UTF8.self).contains("alarm") })
        // A start after the event log has gone its way.
        unlink(scratch.events)
        let again = try Station(scratch.options(), generation: "91ab")
        #expect(again.recovered.count { $0.contains(#""incident":"A""#) } == 1)
        #expect(again.recovered.count { $0.contains(#""incident":"B""#) } == 0)
        again.close()
    }

    @Test func `lines that the journal has lost keep their mark in the event log`() throws {
        let scratch = Scratch()
        let station = try Station(scratch.options { $0.backlogLines = 10 })
        // Nothing is wrong with the disk; the batch is larger than what may wait.
        station.submit(station.chain.lines(20))
        #expect(station.write(station.chain.lines(1)))
        #expect(station.turn(until: { _ in scratch.lines().count == 10 }))
        station.close()
        // As far back as memory goes.
        #expect(RecoveryTests.numbers(scratch.lines()) == Array(12...21))
        let marks = scratch.lines().map { $0.hasSuffix(",\"durable\":false}") }
        #expect(marks == Array(repeating: true, count: 9) + [false])
        let visible = station.reports.compactMap(\.visible)
        #expect(visible.map(\.through) == [20, 21])
        #expect(visible.map(\.isDurable) == [false, true])
    }

    @Test func `bookkeeping waits for an alarm to go with, and no longer than the flush delay`() throws {
        let scratch = Scratch()
        let station = try Station(scratch.options { $0.flushDelay = .milliseconds(30) })
        station.submit(station.chain.lines(1), isUrgent: false)
        #expect(station.recorder.nextDeadline != nil)
        #expect(station.write(station.chain.lines(1)))
        #expect(station.reports.compactMap(\.visible?.through) == [1, 2])
        let before = station.clock.now
        station.submit(station.chain.lines(1), isUrgent: false)
        #expect(station.turn(until: { $0.contains { $0.isVisible(3) } }))
        #expect((station.clock.now - before).milliseconds >= 30)
        station.close()
    }

    @Test func `an event log that cannot be written delays nothing and gets every line later`() throws {
        let scratch = Scratch()
        let station = try Station(scratch.options { $0.retryInterval = .milliseconds(50) })
        #expect(station.write(station.chain.lines(2)))
        // A directory in the file's place: rotated away, and nothing can be made there.
        rename(scratch.events, scratch.events + ".1")
        mkdir(scratch.events, 0o755)
        usleep(1_050_000)
        for _ in 0..<5 { #expect(station.write(station.chain.lines(2))) }
        let last = try #require(station.reports.lazy.compactMap(\.visible).last)
        #expect(last.isDurable)
        #expect(!last.inFile)
        #expect(station.reports.contains { $0.isDegraded })
        rmdir(scratch.events)
        #expect(station.turn(until: { $0.contains(where: \.isRestored) }))
        station.close()
        #expect(RecoveryTests.numbers(scratch.lines(of: scratch.events + ".1")) == [1, 2])
        #expect(RecoveryTests.numbers(scratch.lines()) == Array(3...12))
    }

    @Test func `lines that memory had to let go of come to the event log from the journal`() throws {
        let scratch = Scratch()
        let station = try Station(
            scratch.options {
                $0.retryInterval = .milliseconds(50)
                $0.backlogLines = 20
            })
        mkdir(scratch.events, 0o755)
        for _ in 0..<40 { #expect(station.write(station.chain.lines(3))) }
        rmdir(scratch.events)
        #expect(station.turn(until: { $0.contains(where: \.isRestored) }))
        station.close()
        #expect(RecoveryTests.numbers(scratch.lines()) == Array(1...120))
    }

    @Test(.enabled(if: geteuid() == 0, "a file system of its own can be mounted by root alone"))
    func `on a full disk orders go out marked, and all is well within seconds of space`() throws {
        let scratch = Scratch()
        let small = scratch.path + "/small"
        mkdir(small, 0o755)
        try #require(mount("tmpfs", small, "tmpfs", 0, "size=2m") == 0)
        defer { umount(small) }
        mkdir(small + "/state", 0o755)
        let station = try Station(
            scratch.options {
                $0.stateDirectory = small + "/state"
                $0.writeAheadPages = 32
            })
        #expect(station.write(station.chain.lines(2)))
        // Fills the disk, and then the write-ahead log's own length.
        Scratch.fill(small + "/ballast")
        for _ in 0..<100 where !station.reports.contains(where: \.isDegraded) {
            #expect(station.write((0..<10).map { _ in station.chain.line(text: String(repeating: "y", count: 3_000)) }))
        }
        #expect(station.reports.contains { $0.isDegraded })
        // Shown while there is no space: nothing else can have let it out.
        #expect(station.reports.compactMap(\.visible).last?.isDurable == false)
        #expect(station.write(station.chain.lines(1)))
        unlink(small + "/ballast")
        #expect(station.turn(until: { $0.contains(where: \.isRestored) }))
        let last = station.chain.next - 1
        station.close()
        #expect(RecoveryTests.numbers(scratch.lines()) == Array(1...last))
        let lines = try History(stateDirectory: small + "/state").lines(from: 1, limit: 10_000)
        #expect(lines.map(\.sequence) == Array(1...last))
    }

    @Test(.enabled(if: geteuid() == 0, "a file system of its own can be mounted by root alone"))
    func `an event log on a full disk never holds a part of a line, and gets all lines later`() throws {
        let scratch = Scratch()
        try #require(mount("tmpfs", scratch.log, "tmpfs", 0, "size=256k") == 0)
        defer { umount(scratch.log) }
        let station = try Station(scratch.options { $0.retryInterval = .milliseconds(50) })
        let ballast = scratch.log + "/ballast"
        Scratch.write([UInt8](repeating: 0, count: 150_000), to: ballast)
        for _ in 0..<60 {
            #expect(station.write((0..<7).map { _ in station.chain.line(text: String(repeating: "y", count: 501)) }))
        }
        #expect(station.reports.contains { $0.isDegraded })
        let bytes = Scratch.read(scratch.events)
        #expect(bytes.last == UInt8(ascii: "\n"))
        #expect(!RecoveryTests.numbers(scratch.lines()).contains(0))
        unlink(ballast)
        // Not enough for all of it even now, so that the rest comes with the next space.
        let partial = scratch.lines().count
        #expect(station.turn(until: { _ in scratch.lines().count > partial }))
        mount("tmpfs", scratch.log, "tmpfs", UInt(MS_REMOUNT), "size=2m")
        #expect(station.turn(until: { $0.contains { $0.isRestored } }))
        station.close()
        #expect(RecoveryTests.numbers(scratch.lines()) == Array(1...420))
    }

    @Test func `a log rotated away under load loses no line and repeats none`() throws {
        let scratch = Scratch()
        let station = try Station(scratch.options())
        let end = station.clock.now + .milliseconds(2_500)
        var rotation = 0
        var nextRotation = station.clock.now
        while station.clock.now < end {
            #expect(station.write(station.chain.lines(3)))
            station.reports = []
            if station.clock.now >= nextRotation, access(scratch.events, F_OK) == 0 {
                rotation += 1
                nextRotation = station.clock.now + .milliseconds(300)
                rename(scratch.events, scratch.events + ".\(rotation)")
                if rotation % 2 == 0 { station.recorder.reopenLog() }
            }
        }
        station.close()
        var all: [Int64] = []
        for index in 1...rotation { all += RecoveryTests.numbers(scratch.lines(of: scratch.events + ".\(index)")) }
        all += RecoveryTests.numbers(scratch.lines())
        #expect(all == Array(1..<station.chain.next))
        #expect(rotation >= 3)
    }
}

extension Scratch {
    /// Writes to a file until no space is left.
    static func fill(_ path: String) {
        let number = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard number >= 0 else { return }
        let file = Descriptor(owning: number)
        for size in [65_536, 4_096, 512, 1] {
            let block = [UInt8](repeating: 0, count: size)
            while Glibc.write(file.number, block, size) > 0 {}
        }
    }
}
