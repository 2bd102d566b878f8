import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Testing

@testable import Record

/// What a start makes of starts before it that did not come to arm.
@Suite(.timeLimit(.minutes(5)))
struct FailedStartTests {
    /// A record of ten lines, the first of which opens an incident.
    private func record() throws -> Scratch {
        let scratch = Scratch()
        let station = try Station(scratch.options())
        #expect(station.write([station.chain.line("alarm.raised", incident: "A", opens: 1)]))
        #expect(station.write(station.chain.lines(9)))
        station.close()
        return scratch
    }

    /// Leaves the marker of starts that ended by their own fault, at lines or elsewhere (0).
    private func crash(_ scratch: Scratch, at places: [Int64]) {
        let text = "\(places.count)\n" + places.map { "crashed \($0)\n" }.joined()
        Scratch.write(Array(text.utf8), to: scratch.state + "/starting")
    }

    @Test func `starts that are ended from outside say nothing against the record`() throws {
        let scratch = try record()
        for start in 0..<12 {
            let (run, visited) = RecoveryTests.recover(scratch)
            #expect(run.result.unfinishedStarts == start)
            #expect(visited == Array(1...10))
            #expect(run.result.trust == .all)
            #expect(run.result.setAside == [])
        }
        let station = try Station(scratch.options(), generation: "91ab")
        #expect(station.write(station.chain.lines(1)))
        station.close()
        #expect(RecoveryTests.recover(scratch).run.result.unfinishedStarts == 0)
    }

    @Test(arguments: [
        (0, Recovery.Trust.all), (1, .all), (2, .newestMadeAnew), (3, .withoutNewest), (4, .eventLogAlone),
    ])
    func `starts that end by their own fault make the next one believe less, and lose nothing`(
        crashes: Int, trust: Recovery.Trust
    ) throws {
        let scratch = try record()
        crash(scratch, at: Array(repeating: 0, count: crashes))
        let station = try Station(scratch.options(), generation: "91ab")
        #expect(station.recovery.trust == trust)
        #expect(RecoveryTests.numbers(station.recovered) == Array(1...10))
        #expect(station.recovery.setAside.count == (trust == .all ? 0 : 1))
        #expect(station.write(station.chain.lines(1)))
        station.close()
        try VerifierTests.expectGood(scratch)
        // It has armed: the next one believes everything again.
        #expect(RecoveryTests.recover(scratch).run.result.trust == .all)
    }

    @Test func `where the newest segment alone holds a line, it is taken out of it`() throws {
        let scratch = try record()
        let first = try #require(scratch.lines().first)
        Scratch.write(Array((first + "\n").utf8), to: scratch.events)
        crash(scratch, at: [0, 0])
        #expect(RecoveryTests.recover(scratch).visited == Array(1...10))
    }

    @Test func `after five it begins with nothing, keeps the files, and repeats no number`() throws {
        let scratch = try record()
        let segment = try #require(scratch.segments().first)
        crash(scratch, at: [0, 0, 0, 0, 0])
        let station = try Station(scratch.options(), generation: "91ab")
        #expect(station.recovery.trust == .nothing)
        #expect(station.recovered == [])
        #expect(station.recovery.head?.sequence == 10)
        #expect(station.write(station.chain.lines(1)))
        station.close()
        #expect(RecoveryTests.numbers(scratch.lines()) == Array(1...11))
        #expect(access(segment + ".set-aside-1", F_OK) == 0)
    }

    @Test func `a line that two starts ended at is passed over and named, and all else is believed`() throws {
        let scratch = try record()
        crash(scratch, at: [7])
        #expect(RecoveryTests.recover(scratch).visited == Array(1...10))
        crash(scratch, at: [7, 7])
        let (run, visited) = RecoveryTests.recover(scratch)
        #expect(visited == [1, 2, 3, 4, 5, 6, 8, 9, 10])
        #expect(run.result.trust == .all)
        #expect(run.result.setAside.count == 1)
        #expect(
            run.result.setAside.first == "line 7 (input.up): two starts ended at it, and it is passed over. "
                + "Run `callpoint tail` for what it says, and report it.")
    }

    @Test(arguments: [true, false])
    func `a start that ends between setting aside and replacing leaves that to the next one`(isLogMoved: Bool) throws {
        let scratch = try record()
        // The journal alone holds it all.
        unlink(scratch.events)
        let segment = try #require(scratch.segments().first)
        let directory = scratch.state + "/journal"
        let target = try SettingAside(in: directory).begin(segment)
        if !isLogMoved { rename(target + "-wal", segment + "-wal") }
        #expect(scratch.segments() == [])
        for isFirst in [true, false] {
            let (run, visited) = RecoveryTests.recover(scratch)
            #expect(visited == Array(1...10))
            // The start that set it aside came to tell nobody, so this one does: it stands in the log as a fault.
            let told = "\(target): an earlier start set it aside and did not come to replace it"
            #expect(run.result.setAside == (isFirst ? [told] : []))
        }
        #expect(access(target, F_OK) == 0 && access(target + "-wal", F_OK) == 0)
        #expect(access(directory + "/setting-aside", F_OK) != 0)
    }

    /// Where a process that ends keeps its marker: the test and the process that it starts find it by the test's own number.
    private static func directory(of process: pid_t) -> String { "\(P_tmpdir)/callpoint-crash-\(process)" }

    @Test func `the end of a process by its own fault is noted, with the line that it was at`() async {
        let directory = Self.directory(of: getpid())
        mkdir(directory, 0o700)
        defer { Scratch.remove(directory) }
        await #expect(processExitsWith: .signal(SIGABRT)) {
            _ = StartMarker(stateDirectory: FailedStartTests.directory(of: getppid()), isWatching: true)
            StartMarker.isAt(4_711)
            abort()
        }
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            _ = StartMarker(stateDirectory: FailedStartTests.directory(of: getppid()), isWatching: true)
            // The journal's thread and the others, with a real fault.
            let thread = try Thread(name: "faulty") {
                UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
            }
            thread.join()
        }
        await #expect(processExitsWith: .signal(SIGKILL)) {
            _ = StartMarker(stateDirectory: FailedStartTests.directory(of: getppid()), isWatching: true)
            raise(SIGKILL)
        }
        let marker = StartMarker(stateDirectory: directory, isWatching: false)
        #expect(marker.unfinished == 3)
        #expect(marker.crashes == [4_711, 0])
        #expect(marker.failures == 2 && marker.poisonous == [])
        marker.clear()
        #expect(StartMarker(stateDirectory: directory, isWatching: false).unfinished == 0)
    }

    @Test func `a marker that says nothing readable counts as one start`() {
        let scratch = Scratch()
        Scratch.write([], to: scratch.state + "/starting")
        let marker = StartMarker(stateDirectory: scratch.state, isWatching: false)
        #expect(marker.unfinished == 1 && marker.crashes == [])
    }
}
