import CallpointCore
import CallpointTesting
import EventCodec
import Foundation
import Testing

@testable import callpoint

/// `callpoint replay` and `callpoint what-if`, as people run them, on a journal that the recorder wrote.
struct ReplayJournalTests {
    private func json(_ text: String) throws -> [JSON] {
        try text.split(separator: "\n").map { try JSON.parse(Array($0.utf8)) }
    }

    @Test func `a journal that nobody touched is replayed with status 0, and nothing of it changes`() throws {
        let journal = try KeptJournal()
        let before = try FileManager.default.contentsOfDirectory(atPath: journal.state + "/journal").sorted()
        let (status, data, chatter) = try Program.run("replay", journal.state)
        #expect(status == 0)
        #expect(chatter == "")
        #expect(data.contains("OK: everything came out as it is stored"))
        #expect(data.contains("no later segment"))
        let after = try FileManager.default.contentsOfDirectory(atPath: journal.state + "/journal").sorted()
        #expect(after == before)
        let summary = try #require(try json(Program.run("replay", journal.state, "--json").data).last)
        #expect(summary["ok"]?.bool == true)
        #expect(summary["decisions"]?.integer == summary["decisions_replayed"]?.integer)
        #expect((summary["decisions"]?.integer ?? 0) >= 4)
        #expect((summary["orders_checked"]?.integer ?? 0) >= 4)
        #expect(summary["open_incidents"]?.integer == 2)
    }

    @Test func `the first difference is named with segment, line, and both`() throws {
        let journal = try KeptJournal()
        try journal.change("UPDATE rankings SET bytes = zeroblob(40) WHERE rowid = (SELECT min(rowid) FROM rankings)")
        let (status, data, _) = try Program.run("replay", journal.state)
        #expect(status == 1)
        let first = data.split(separator: "\n").first.map(String.init) ?? ""
        #expect(first.hasPrefix("journal-00000000000000000001.db, line "))
        #expect(first.contains("what the ranking weighed: stored: hash "))
        #expect(data.contains("1 DIFFERENCES"))
        let found = try #require(try json(Program.run("replay", journal.state, "--json").data).first)
        #expect(found["difference"]?.string == "evidence")
        #expect(found["segment"]?.string == "journal-00000000000000000001.db")
    }

    @Test func `a site file that the journal lacks is taken from a path, if it is that very one`() throws {
        let journal = try KeptJournal()
        try journal.change("DELETE FROM configurations")
        let without = try Program.run("replay", journal.state)
        #expect(without.status == 0)
        #expect(without.data.contains("the journal does not hold the site file"))
        let with = try Program.run("replay", journal.state, "--config", KeptJournal.siteFile)
        #expect(with.status == 0)
        #expect(!with.data.contains("not made again"))
        let other = try journal.siteFile(replacing: "ack_within: 30s", with: "ack_within: 31s")
        let wrong = try Program.run("replay", journal.state, "--config", other)
        #expect(wrong.status == 1)
        #expect(wrong.chatter.contains("its hash is"))
        #expect(wrong.chatter.contains("Give the file that was in force then"))
    }

    @Test(arguments: ["replay", "what-if"])
    func `a path without a journal is said so, with status 1`(verb: String) throws {
        let plan = verb == "what-if" ? ["--plan", KeptJournal.siteFile] : []
        let program = try Program([verb, "/nonexistent/state"] + plan)
        #expect(program.end() == 1)
        #expect(program.chatter.contains("/nonexistent/state: there is no journal"))
    }

    @Test func `the same plan would have ordered the same`() throws {
        let journal = try KeptJournal()
        let lines = try json(Program.run("what-if", "--plan", KeptJournal.siteFile, journal.state, "--json").data)
        #expect(lines.count == 4)
        for line in lines.dropLast() {
            #expect(line["differs"]?.bool == false, "\(line.text)")
            #expect(line["then"]?.text == line["would_be"]?.text)
            #expect((line["then"]?["orders"]?.array?.count ?? 0) >= 2)
        }
        let sum = try #require(lines.last)
        #expect(sum["studied"]?.integer == 3)
        #expect(sum["differ"]?.integer == 0)
        #expect(sum["mean_first_eta_ms"]?["then"]?.integer == sum["mean_first_eta_ms"]?["would_be"]?.integer)
    }

    @Test func `a plan that sends one unit orders the sooner of the two, and says so beside what was`() throws {
        let journal = try KeptJournal()
        let other = try journal.siteFile(
            replacing: "{kinds: [foot, motorcycle, vehicle], count: 2, within: 3km}",
            with: "{kinds: [foot, motorcycle, vehicle], count: 1, within: 3km}")
        let lines = try json(Program.run("what-if", "--plan", other, journal.state, "--json").data)
        let first = try #require(lines.first { $0["call_point"]?.string == "NS-0412" })
        #expect(first["differs"]?.bool == true)
        func firstTier(_ answer: String) -> [JSON] {
            (first[answer]?["orders"]?.array ?? []).filter { $0["tier"]?.integer == 1 }
        }
        let (then, now) = (firstTier("then"), firstTier("would_be"))
        #expect(then.count == 2)
        #expect(now.count == 1)
        #expect(now.first?.text == then.first?.text)
        #expect(first["would_be"]?["first_eta_ms"]?.integer == first["then"]?["first_eta_ms"]?.integer)
        let text = try Program.run("what-if", "--plan", other, journal.state).data
        #expect(text.contains("then      t1 "))
        #expect(text.contains("would be  t1 "))
        #expect(text.contains("something else would have been ordered"))
        #expect(text.contains("Not known: who would have answered."))
    }

    @Test func `one incident alone is studied where it is named, and an unknown one is an error`() throws {
        let journal = try KeptJournal()
        let id = try #require(journal.stage.incident("NS-0415")?.id.text)
        let lines = try json(
            Program.run("what-if", "--plan", KeptJournal.siteFile, journal.state, "--json", "--incident", id).data)
        #expect(lines.map { $0["incident"]?.string } == [id, nil])
        let none = try Program.run("what-if", "--plan", KeptJournal.siteFile, journal.state, "--incident", "NS-03-x-1")
        #expect(none.status == 1)
    }

    @Test func `a call point that the other file lacks, and evidence that is gone, are told and not guessed`() throws {
        let journal = try KeptJournal()
        try journal.change("DELETE FROM rankings")
        let lines = try json(Program.run("what-if", "--plan", KeptJournal.siteFile, journal.state, "--json").data)
        for line in lines.dropLast() {
            #expect(line["unknown"]?.string == "no_evidence")
            #expect(line["would_be"] == .null)
        }
        #expect(lines.last?["studied"]?.integer == 0)
    }

    @Test func `every phrase of both stands in both languages and fills the same places`() {
        for phrase in ReplayPhrase.allCases {
            let texts = ReplayPhrase.texts[phrase]
            #expect(texts?.en.isEmpty == false && texts?.zh.isEmpty == false, "\(phrase)")
            let used = [texts?.en ?? "", texts?.zh ?? ""].map { text in (0...9).filter { text.contains("{\($0)}") } }
            #expect(used[0] == used[1], "\(phrase)")
        }
    }
}
