import CallpointCore
import Control
import EventCodec
import Foundation
import Testing

@testable import callpoint

@Suite(.serialized) struct FollowTests {
    private static func chain(_ range: ClosedRange<Int64>, generation: String = "7c1e") -> [[UInt8]] {
        let event = Sample.event(after: 0, .daemonStarted(version: "0.1.0", openIncidents: 0), incident: nil)
        return Sample.lines(range.map { _ in event }, after: range.lowerBound - 1, generation: generation)
    }

    private func sequences(_ program: Program) -> [Int64] {
        program.data.split(separator: "\n").compactMap { try? JSON.parse(String($0))["seq"]?.integer }
    }

    @Test(
        arguments: [
            ([], 20), (["-n", "3"], 3), (["-n", "0"], 0), (["-n", "1200"], 1_200), (["-n", "9999"], 1_500),
        ] as [([String], Int64)])
    func `the last events are shown, 20 where nobody says how many`(arguments: [String], count: Int64) throws {
        let daemon = try LiveDaemon(log: FollowTests.chain(1...1_500))
        try daemon.start()
        defer { daemon.stop() }
        let program = try Program(["tail", "--json", "--run", daemon.directory] + arguments)
        #expect(program.end() == 0)
        #expect(sequences(program) == (count == 0 ? [] : Array(1_501 - count...1_500)))
        #expect(program.chatter.isEmpty)
    }

    @Test func `following goes on over a restart with no gap, and ends with the proof`() throws {
        let daemon = try LiveDaemon(log: FollowTests.chain(1...30))
        try daemon.start()
        defer { daemon.stop() }
        let program = try Program(["tail", "-f", "--json", "-n", "2", "--run", daemon.directory])
        waitUntil { sequences(program).count == 2 }
        daemon.publish(FollowTests.chain(31...40))
        #expect(waitUntil { sequences(program) == Array(29...40) })
        daemon.stop()
        daemon.publish(FollowTests.chain(41...45, generation: "9d00"))
        #expect(waitUntil { program.chatter.contains("trying again") })
        try daemon.start()
        daemon.publish(FollowTests.chain(46...50, generation: "9d00"))
        #expect(waitUntil { sequences(program) == Array(29...50) })
        program.interrupt()
        #expect(program.end() == 0)
        #expect(program.chatter.hasSuffix("connected again; going on after 7c1e:40\nsaw seq 29…50, nothing missing\n"))
    }

    @Test func `a gap is told at once and is not a success`() throws {
        let daemon = try LiveDaemon(log: FollowTests.chain(1...10) + FollowTests.chain(15...20))
        try daemon.start()
        defer { daemon.stop() }
        let program = try Program(["tail", "--json", "--run", daemon.directory])
        #expect(program.end() == 1)
        #expect(program.chatter == "! GAP: 4 events are missing, after 10 and before 15\n")
        #expect(sequences(program).count == 16)
    }

    @Test func `a filter chooses what is shown and not what is counted`() throws {
        let daemon = try LiveDaemon(log: Sample.lines(Sample.alarm, after: 0))
        try daemon.start()
        defer { daemon.stop() }
        let program = try Program([
            "tail", "-f", "--json", "--type", "order.issued", "--type", "alarm.*", "--run", daemon.directory,
        ])
        waitUntil { sequences(program).count == 7 }
        #expect(sequences(program) == [1, 2, 5, 6, 13, 15, 18])
        let more = Sample.lines(Array(Sample.alarm.prefix(3)), after: 18)
        daemon.publish(more)
        #expect(waitUntil { sequences(program) == [1, 2, 5, 6, 13, 15, 18, 19, 20] })
        program.interrupt()
        #expect(program.end() == 0)
        #expect(program.chatter == "saw seq 19…21, nothing missing\n")
    }

    @Test func `a file is followed over its rotation: the old one to its end, then the new one`() throws {
        let daemon = try LiveDaemon()
        let path = daemon.directory + "/events.jsonl"
        try write(FollowTests.chain(1...30), to: path)
        let program = try Program(["tail", "-f", "--json", "-n", "2", "--file", path])
        waitUntil { sequences(program).count == 2 }
        try append(FollowTests.chain(31...35), to: path)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try append(FollowTests.chain(36...38), to: path + ".1")
        try write(FollowTests.chain(39...45), to: path)
        #expect(waitUntil { sequences(program) == Array(29...45) })
        program.interrupt()
        #expect(program.end() == 0)
        #expect(program.chatter.contains("was rotated; read the old one to its end\n"))
        #expect(program.chatter.hasSuffix("saw seq 29…45, nothing missing\n"))
    }

    @Test func `a line that is still being written is waited for`() throws {
        let daemon = try LiveDaemon()
        let path = daemon.directory + "/events.jsonl"
        let line = try #require(FollowTests.chain(1...1).first)
        try Data(line.prefix(50)).write(to: URL(fileURLWithPath: path))
        let program = try Program(["tail", "-f", "--json", "--file", path])
        usleep(300_000)
        #expect(sequences(program).isEmpty)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(line.dropFirst(50) + [UInt8(ascii: "\n")]))
        #expect(waitUntil { sequences(program) == [1] })
        program.interrupt()
        #expect(program.end() == 0)
    }

    @Test func `a file with a gap, or with a line that is no event, is not a success`() throws {
        let daemon = try LiveDaemon()
        let path = daemon.directory + "/events.jsonl"
        try write(FollowTests.chain(1...3) + FollowTests.chain(6...7), to: path)
        let gap = try Program.run("tail", "--json", "--file", path)
        #expect(gap.status == 1)
        #expect(gap.chatter == "! GAP: 2 events are missing, after 3 and before 6\n")
        // A gap before the first line that is shown is not part of what was asked.
        #expect(try Program.run("tail", "--json", "-n", "2", "--file", path).status == 0)
        try append([Array("torn".utf8)], to: path)
        let torn = try Program.run("tail", "--json", "-n", "2", "--file", path)
        #expect(torn.status == 1)
        #expect(torn.chatter == "! \(path): a line after seq 7 is not an event\n")
        #expect(try Program.run("tail", "--file", "/nonexistent").status == 1)
    }

    @Test func `a file that became shorter is told loudly`() throws {
        let daemon = try LiveDaemon()
        let path = daemon.directory + "/events.jsonl"
        try write(FollowTests.chain(1...30), to: path)
        let program = try Program(["tail", "-f", "--json", "--file", path])
        waitUntil { sequences(program).count == 20 }
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(FollowTests.chain(31...32).joined(separator: [10]) + [10]))
        #expect(waitUntil { sequences(program).last == 32 })
        #expect(program.chatter.contains("became shorter"))
        program.interrupt()
        #expect(program.end() == 1)
    }

    private func write(_ lines: [[UInt8]], to path: String) throws {
        try Data(lines.joined(separator: [10]) + [10]).write(to: URL(fileURLWithPath: path))
    }

    private func append(_ lines: [[UInt8]], to path: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(lines.joined(separator: [10]) + [10]))
        try handle.close()
    }
}

struct SequenceProofTests {
    @Test func `a proof counts what is missing and forgives what comes twice`() {
        var proof = SequenceProof()
        #expect(proof.summary(Wording(language: .en)) == "saw nothing, nothing missing")
        #expect(proof.note(5) == nil)
        #expect(proof.note(6) == nil)
        #expect(proof.note(6) == nil)
        #expect(proof.note(9) == SequenceProof.Gap(after: 6, next: 9))
        #expect(proof.missing == 2)
        #expect(proof.summary(Wording(language: .en)) == "saw seq 5…9, 2 MISSING")
        #expect(proof.summary(Wording(language: .zh)) == "已看到 seq 5…9，遗漏 2 条")
    }

    @Test func `a proof that begins after an event misses the one that does not come`() {
        var proof = SequenceProof(after: 10)
        #expect(proof.note(12) == SequenceProof.Gap(after: 10, next: 12))
        #expect(proof.summary(Wording(language: .en)) == "saw seq 12…12, 1 MISSING")
    }
}
