import CallpointCore
import EventCodec
import Glibc
import LinuxIO
import Testing

@testable import Record

/// How the chain of segments goes on, and what it lets go of.
@Suite(.timeLimit(.minutes(5)))
struct SegmentTests {
    /// A station whose segments are closed after a few dozen lines.
    static func station(
        _ scratch: Scratch, generation: String = "7c1e", _ change: (inout RecordOptions) -> Void = { _ in }
    ) throws -> Station {
        let options = scratch.options { options in
            options.segmentBytes = 100_000
            options.idleDelay = .milliseconds(1)
            options.writeAheadPages = 8
            change(&options)
        }
        return try Station(options, generation: generation)
    }

    /// Writes until a note says that a segment was closed.
    static func fill(_ station: Station, keeping key: String? = nil) {
        let closed: ([RecordReport]) -> Bool = { $0.contains { "\($0)".contains("closed; the record goes on") } }
        station.reports = []
        for _ in 0..<400 where !closed(station.reports) {
            let keys = key.map { [$0] } ?? []
            station.write(
                (0..<10).map { _ in station.chain.line(keys: keys, text: String(repeating: "z", count: 300)) })
            station.turn(until: { _ in false }, seconds: 0)
            usleep(2_000)
        }
        station.turn(until: closed, seconds: 5)
    }

    @Test func `a rotation carries open incidents and the last line of each key, and no more`() throws {
        let scratch = Scratch()
        let station = try Self.station(scratch)
        let chainStart = [
            station.chain.line("alarm.raised", incident: "A", opens: 1),
            station.chain.line("alarm.raised", incident: "B", opens: 1),
            station.chain.line("alarm.located", incident: "A"),
            station.chain.line("alarm.closed", incident: "B", opens: -1),
            station.chain.line("unit.status", keys: ["unit/M-17"]),
            station.chain.line("unit.status", keys: ["unit/M-17"]),
        ]
        #expect(station.write(chainStart))
        Self.fill(station, keeping: "noise")
        let noise = station.chain.next - 1
        let more = station.chain.lines(3)
        #expect(station.write(more))
        station.close()
        #expect(scratch.segments().count == 2)
        let second = try Station(scratch.options(), generation: "91ab")
        let state = RecoveryTests.numbers(second.recovered).filter { $0 < 7 || $0 > noise }
        #expect(state == [1, 3, 6] + more.map(\.sequence))
        #expect(second.recovered.count < 200)
        second.close()
        try VerifierTests.expectGood(scratch)
    }

    @Test func `retention drops whole segments and keeps an incident that is still open`() throws {
        let scratch = Scratch()
        let station = try Self.station(scratch) { $0.retentionBytes = 350_000 }
        #expect(station.write([station.chain.line("alarm.raised", incident: "A", opens: 1)]))
        for _ in 0..<5 { Self.fill(station) }
        #expect(
            station.turn(until: { $0.contains { "\($0)".contains("dropped, all segments") } })
                || scratch.segments().count < 6)
        station.close()
        let first = try #require(SegmentName.first(of: String(scratch.segments()[0].split(separator: "/").last ?? "")))
        #expect(first > 1)
        let second = try Station(scratch.options(), generation: "91ab")
        #expect(RecoveryTests.numbers(second.recovered).first == 1)
        second.close()
        let lines = try History(stateDirectory: scratch.state).lines(of: "A")
        #expect(lines.map(\.sequence) == [1])
        try VerifierTests.expectGood(scratch)
    }

    @Test func `a segment is aged by the daemon's running time, not by the wall clock`() throws {
        let scratch = Scratch()
        let station = try Self.station(scratch) { $0.retention = .seconds(90 * 86_400) }
        Self.fill(station)
        Self.fill(station)
        station.close()
        let options = scratch.options { $0.retention = .seconds(90 * 86_400) }
        let directory = scratch.state + "/journal"
        let newest = try #require(scratch.segments().last)
        let retention = Retention(options, directory)
        #expect(retention.drop(runningSeconds: 90 * 86_400, keeping: newest) == [])
        #expect(retention.drop(runningSeconds: 91 * 86_400, keeping: newest).count == 2)
        #expect(scratch.segments() == [newest])
    }

    @Test func `what stands beside the lines goes on into the next segment as far as it is named there`() throws {
        let scratch = Scratch()
        let station = try Self.station(scratch)
        let (used, unused) = ("p:0123456789abcdef", "p:fedcba9876543210")
        let lines = [
            station.chain.line("alarm.raised", incident: "A", opens: 1, text: "configuration c0ffee01"),
            station.chain.line("incident.acknowledged", incident: "A", text: used),
        ]
        let texts = [used, unused].map { PersonText(token: TextToken($0), salt: [1], text: "name of \($0)") }
        let files = ["c0ffee01", "c0ffee02", "c0ffee03"].map {
            StoredConfiguration(hash: $0, file: Array($0.utf8), planTimesPermille: 1_000)
        }
        station.recorder.submit(Batch(lines: lines, texts: texts, configurations: files), at: station.clock.now)
        Self.fill(station)
        station.close()
        let newest = try SQLiteConnection(path: try #require(scratch.segments().last), access: .readOnly)
        let carried = try SideTables.configurations(in: newest).map(\.hash)
        #expect(carried == ["c0ffee01", "c0ffee03"])
        #expect(try SideTables.text(used, in: newest)?.text == "name of \(used)")
        #expect(try SideTables.text(unused, in: newest) == nil)
        #expect(try SideTables.generations(in: newest) == ["7c1e"])
        let history = History(stateDirectory: scratch.state)
        #expect(try history.text(TextToken(unused)) == "name of \(unused)")
        #expect(try history.configuration(hash: "c0ffee02")?.file == Array("c0ffee02".utf8))
    }

    @Test func `a ranking is written behind and found by its hash`() throws {
        let scratch = Scratch()
        let station = try Self.station(scratch)
        let ranking = [UInt8](repeating: 9, count: 5_000)
        #expect(station.write([station.chain.line("units.ranked", ranking: ranking)]))
        station.close()
        let history = History(stateDirectory: scratch.state)
        #expect(try history.ranking(hash: Digest.sha256(ranking)) == ranking)
        #expect(try history.ranking(hash: Digest.sha256([])) == nil)
    }

    @Test func `history reads over all segments while the recorder writes`() throws {
        let scratch = Scratch()
        let station = try Self.station(scratch)
        for _ in 0..<3 { Self.fill(station) }
        let history = History(stateDirectory: scratch.state)
        let last = station.chain.next - 1
        let lines = try history.lines(from: 1, limit: 100_000)
        #expect(lines.map(\.sequence) == Array(1...last))
        #expect(try history.lines(from: last - 4, limit: 3).map(\.sequence) == Array((last - 4)...(last - 2)))
        #expect(try history.lines(from: last + 1, limit: 3).isEmpty)
        station.close()
    }

    @Test func `the lines of an incident that was opened again begin before the segment in which it was`() throws {
        let scratch = Scratch()
        let station = try Self.station(scratch)
        let before = [
            station.chain.line("alarm.raised", incident: "A", opens: 1),
            station.chain.line("alarm.closed", incident: "A", opens: -1),
        ]
        #expect(station.write(before))
        Self.fill(station)
        let again = [station.chain.line("incident.reopened", incident: "A", opens: 1)]
        #expect(station.write(again))
        station.close()
        #expect(scratch.segments().count == 2)
        let lines = try History(stateDirectory: scratch.state).lines(of: "A")
        #expect(lines.map(\.sequence) == (before + again).map(\.sequence))
    }

    @Test func `a segment that fails is left, and the next goes on with its open incidents`() throws {
        let scratch = Scratch()
        let options = scratch.options()
        let run = RecoveryRun(options)
        run.run(EventLogFile(path: scratch.events)) { _ in }
        let journal = Journal(run.journal, options: options) { MonotonicClock().now }
        journal.prepare()
        var chain = Chain()
        let lines = [chain.line("alarm.raised", incident: "A", opens: 1), chain.line(), chain.line(incident: "A")]
        #expect(journal.commit([Batch(lines: lines)]) == .durable)
        let failed = try #require(journal.segment?.path)
        journal.abandon("fsync failed")
        #expect(journal.commit([Batch(lines: chain.lines(2))]) == .durable)
        #expect(journal.takeFailure() == "fsync failed")
        #expect(journal.takeNotes().contains { $0.contains(failed) })
        #expect(journal.segment?.path != failed)
        journal.close()
        var visited: [Int64] = []
        let again = RecoveryRun(options)
        again.run(EventLogFile(path: scratch.events)) { visited.append(LineFrame($0)?.sequence ?? 0) }
        #expect(visited == [1, 3, 4, 5])
        try VerifierTests.expectGood(scratch)
    }
}
