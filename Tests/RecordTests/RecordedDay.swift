import CallpointCore
import CallpointTesting
import EventCodec
import Glibc
import LinuxIO
import Testing

@testable import Record

/// Some hours of a simulated district, in a journal of several segments, written as the daemon writes it.
struct RecordedDay {
    let scratch = Scratch()
    let sites: [Site]
    let events: [Event]

    init(seed: UInt64, hours: Int64 = 8) throws {
        var scenario = Scenario(seed: seed, size: .small)
        // What a crash takes from a disk that fails is in no record.
        scenario.happenings.removeAll { $0.kind == .diskFailure }
        scenario.end = hours * 3_600_000_000
        var simulation = Simulation(scenario, keepsEvents: true)
        _ = simulation.run()
        sites = [scenario.site(isChanged: false), scenario.site(isChanged: true)]
        events = simulation.events
        try write()
    }

    private func write() throws {
        let station = try SegmentTests.station(scratch)
        var encoder = EventEncoder(head: ChainHead(generation: "7c1e"))
        let files = sites.map {
            StoredConfiguration(hash: $0.hash, file: Array($0.hash.utf8), planTimesPermille: 1_000)
        }
        for first in stride(from: 0, to: events.count, by: 20) {
            let lines = events[first..<min(first + 20, events.count)].map { encoder.encode($0) }
            station.recorder.submit(
                Batch(lines: lines, configurations: first == 0 ? files : []), at: station.clock.now)
            let last = lines.last?.sequence ?? 0
            #expect(station.turn(until: { $0.contains { $0.isVisible(last) } }))
            station.reports = []
            // The journal's thread makes the next segment while nobody waits.
            usleep(3_000)
        }
        station.close()
    }

    /// The site of a kept file, which in these tests is its hash.
    func site(_ stored: StoredConfiguration) -> Site? {
        let hash = String(decoding: stored.file, as: UTF8.self)
        return sites.first { $0.hash == hash }
    }

    func replay(
        _ path: String? = nil, extra: [Site] = []
    ) throws -> (findings: [ReplayFinding], summary: ReplaySummary) {
        var findings: [ReplayFinding] = []
        let journal = try JournalReader(path: path ?? scratch.state)
        let summary = try Replay(journal, site: site, extra: extra, found: { findings.append($0) }).run()
        return (findings, summary)
    }

    /// The segment that holds the first event that is wanted, somewhere after its own first one, and the event's number.
    func place(of isWanted: (Event) -> Bool, after first: Int = 20) throws -> (path: String, sequence: Int64) {
        let place = try #require(events.indices.first { $0 >= first && isWanted(events[$0]) })
        let sequence = Int64(place) + 1
        let segments = try SegmentName.list(in: scratch.state + "/journal")
        let segment = try #require(segments.last { $0.first <= sequence })
        return (segment.path, sequence)
    }

    /// Puts another event in the place of one, whole in itself: its own hash is right, and all columns beside it.
    func rewrite(_ path: String, _ sequence: Int64, _ change: (inout Event) -> Void) throws {
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        let statement = try connection.prepare("SELECT \(SegmentRow.columns) FROM events WHERE seq=?")
        statement.bind(1, sequence)
        #expect(try statement.step())
        var decoded = try EventDecoder.decode(SegmentRow(statement).line)
        statement.reset()
        change(&decoded.event)
        var encoder = EventEncoder(
            head: ChainHead(generation: "7c1e", sequence: sequence - 1, hash: decoded.previousHash))
        let update = try connection.prepare("UPDATE events SET line=? WHERE seq=?")
        update.bind(1, blob: encoder.encode(decoded.event).bytes)
        update.bind(2, sequence)
        try update.run()
    }
}
