import CallpointCore
import CallpointTesting
import EventCodec
import Testing

@testable import Record

/// What a replay proves of a record, and what it finds where somebody changed it.
@Suite(.timeLimit(.minutes(10)))
struct ReplayTests {
    private func ranked(_ event: Event) -> UnitsRanked? {
        if case .unitsRanked(let ranked) = event.body, event.mode == .live, ranked.candidates.count > 1 {
            return ranked
        }
        return nil
    }

    @Test func `a record that nobody touched comes out as it is stored`() throws {
        let day = try RecordedDay(seed: 2)
        let (findings, summary) = try day.replay()
        #expect(findings == [])
        #expect(summary.statesCompared >= 3)
        #expect(summary.last == Int64(day.events.count))
        let tests = summary.unreplayed.first { $0.reason == .test }?.count ?? 0
        let more = summary.unreplayed.first { $0.reason == .moreThanWeighed }?.count ?? 0
        #expect(summary.decisionsReplayed == summary.decisions - tests - more)
        #expect(summary.decisionsReplayed > 25)
        #expect(summary.ordersChecked > 25)
        try VerifierTests.expectGood(day.scratch)
    }

    @Test func `one segment alone is replayed, and nothing is made beside it`() throws {
        let day = try RecordedDay(seed: 2, hours: 5)
        let segments = try SegmentName.list(in: day.scratch.state + "/journal")
        let copy = Scratch()
        let path = copy.state + "/" + SegmentName.file(first: segments[1].first)
        Scratch.write(Scratch.read(segments[1].path), to: path)
        let (findings, summary) = try day.replay(path)
        #expect(findings == [])
        #expect(summary.segments == 1)
        #expect(summary.statesCompared == 0)
        #expect(summary.first == segments[1].first)
        #expect(summary.decisionsReplayed > 0)
        #expect(try SegmentName.names(in: copy.state).count == 1)
    }

    @Test func `a place without a journal is told so`() throws {
        let scratch = Scratch()
        #expect(throws: RecordError.self) { try JournalReader(path: scratch.state) }
        #expect(throws: RecordError.self) { try JournalReader(path: scratch.state + "/nothing") }
    }

    @Test func `evidence that was changed is named with its line`() throws {
        let day = try RecordedDay(seed: 3, hours: 5)
        let (path, sequence) = try day.place { ranked($0) != nil }
        guard let ranked = ranked(day.events[Int(sequence) - 1]), case .weighed(let weighed) = ranked.evidence else {
            return
        }
        var bytes = RankingRecord.encode(weighed)
        let hash = Digest.sha256(bytes)
        // The first unit a little farther north.
        bytes[5] ^= 0x40
        for (segment, _) in try SegmentName.list(in: day.scratch.state + "/journal") where segment >= path {
            let connection = try SQLiteConnection(path: segment, access: .readWrite)
            let statement = try connection.prepare("UPDATE rankings SET bytes=? WHERE hash=?")
            statement.bind(1, blob: bytes)
            statement.bind(2, blob: hash)
            try statement.run()
        }
        let finding = try #require(try day.replay().findings.first)
        #expect(finding.kind == .evidence)
        #expect(finding.sequence == sequence)
        #expect(finding.incident == day.events[Int(sequence) - 1].incident)
        #expect(finding.stored.contains(RankingRecord.hash(RankingRecord.encode(weighed))))
    }

    @Test func `candidates in another order are named, whatever hash the line was given`() throws {
        let day = try RecordedDay(seed: 3, hours: 5)
        let (path, sequence) = try day.place { ranked($0) != nil }
        try day.rewrite(path, sequence) { event in
            guard var ranked = self.ranked(event) else { return }
            ranked.candidates.swapAt(0, 1)
            event.body = .unitsRanked(ranked)
        }
        let findings = try day.replay().findings
        let finding = try #require(findings.first { $0.kind == .ranking })
        #expect(finding.sequence == sequence)
        #expect(finding.what == "candidate 1")
        #expect(finding.segment == path.split(separator: "/").last.map(String.init))
        let stored = ranked(day.events[Int(sequence) - 1])?.candidates ?? []
        #expect(finding.stored.hasPrefix("\(stored[1].unit), "))
        #expect(finding.cameOut.hasPrefix("\(stored[0].unit), "))
        // The line after it was made of the one that stood there.
        #expect(findings.contains { $0.kind == .line && $0.sequence == sequence + 1 })
    }

    @Test func `an order that went to another unit than its ranking says is named`() throws {
        let day = try RecordedDay(seed: 3, hours: 5)
        let (path, sequence) = try day.place { event in
            if case .orderIssued(let order) = event.body { return order.by == nil && order.requirement > 0 }
            return false
        }
        try day.rewrite(path, sequence) { event in
            guard case .orderIssued(var order) = event.body else { return }
            order.distanceMetres += 1
            event.body = .orderIssued(order)
        }
        let finding = try #require(try day.replay().findings.first { $0.kind == .order })
        #expect(finding.sequence == sequence)
    }

    @Test func `a line that was changed or taken out is named, and so is the state that lacks it`() throws {
        let day = try RecordedDay(seed: 3, hours: 5)
        let (path, sequence) = try day.place { if case .orderAcknowledged = $0.body { true } else { false } }
        let text = "UPDATE events SET line = replace(line, '\"via\":\"cli\"', '\"via\":\"cly\"') WHERE seq=\(sequence)"
        try VerifierTests.change(path, text)
        let changed = try #require(try day.replay().findings.first)
        #expect(changed.kind == .line)
        #expect(changed.sequence == sequence)
        try VerifierTests.change(path, "DELETE FROM events WHERE seq=\(sequence)")
        let gone = try #require(try day.replay().findings.first)
        #expect(gone.kind == .line)
        #expect(gone.sequence == sequence)
        #expect(gone.cameOut == "they are missing")
    }

    @Test func `a snapshot that lacks a line gives another state, and what is other is named`() throws {
        let day = try RecordedDay(seed: 2)
        let segments = try SegmentName.list(in: day.scratch.state + "/journal")
        var isFound = false
        for segment in segments.dropFirst() where !isFound {
            let connection = try SQLiteConnection(path: segment.path, access: .readWrite)
            let count = try connection.number("SELECT count(*) FROM snapshot WHERE keys LIKE 'unit/%'") ?? 0
            guard count > 0 else { continue }
            try connection.execute(
                "DELETE FROM snapshot WHERE seq = (SELECT max(seq) FROM snapshot WHERE keys LIKE 'unit/%')")
            isFound = true
            let finding = try #require(try day.replay().findings.first)
            #expect(finding.kind == .state)
            #expect(finding.segment == segment.path.split(separator: "/").last.map(String.init))
            #expect(finding.what.hasPrefix("the state after line \(segment.first - 1): unit "))
        }
        #expect(isFound)
    }

    @Test func `a site file with another plan in it is named by the hash under which it is kept`() throws {
        let day = try RecordedDay(seed: 3, hours: 5)
        for (path, _) in try SegmentName.list(in: day.scratch.state + "/journal") {
            try VerifierTests.change(
                path,
                "UPDATE configurations SET file=CAST('\(day.sites[1].hash)' AS BLOB) WHERE hash='\(day.sites[0].hash)'")
        }
        let finding = try #require(try day.replay().findings.first)
        #expect(finding.kind == .siteFile)
        #expect(finding.stored == day.sites[0].hash)
        #expect(finding.cameOut == day.sites[1].hash)
    }

    @Test func `a site file that the journal lacks is asked for, and with it all comes out`() throws {
        let day = try RecordedDay(seed: 3, hours: 5)
        for (path, _) in try SegmentName.list(in: day.scratch.state + "/journal") {
            try VerifierTests.change(path, "DELETE FROM configurations WHERE hash='\(day.sites[0].hash)'")
        }
        let summary = try day.replay().summary
        #expect(summary.missingSiteFiles.map(\.hash) == [day.sites[0].hash])
        #expect(summary.unreplayed.contains { $0.reason == .noSiteFile })
        #expect(summary.decisionsReplayed == 0)
        let again = try day.replay(extra: [day.sites[0]])
        #expect(again.findings == [])
        #expect(again.summary.decisionsReplayed > 3)
    }

    @Test func `a ranking whose evidence was not kept is counted, and is no difference`() throws {
        let day = try RecordedDay(seed: 3, hours: 5)
        for (path, _) in try SegmentName.list(in: day.scratch.state + "/journal") {
            try VerifierTests.change(path, "DELETE FROM rankings")
        }
        let (findings, summary) = try day.replay()
        #expect(findings == [])
        #expect(summary.decisionsReplayed == 0)
        #expect(summary.unreplayed.contains { $0.reason == .noEvidence && $0.count > 3 })
    }
}
