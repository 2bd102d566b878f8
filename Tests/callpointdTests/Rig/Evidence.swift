import CallpointCore
import CallpointTesting
import EventCodec
import Glibc
import Record
import Testing

/// What must be true of the record at the end of every test.
struct Evidence {
    /// The event log, all files of it, in order.
    let log: [LogBook.Entry]
    let journal: [History.Line]
    private let kiosk: Kiosk

    /// Reads both copies; `rotated` are older files of the event log, oldest first.
    init(_ kiosk: Kiosk, rotated: [String] = []) throws {
        self.kiosk = kiosk
        var entries: [LogBook.Entry] = []
        for path in rotated + [kiosk.log.path] {
            let book = LogBook(path: path)
            book.read()
            #expect(book.unreadable.isEmpty, "\(path) has lines that are no JSON")
            entries += book.entries
        }
        log = entries
        journal = try History(stateDirectory: kiosk.state).lines(from: 1, limit: 1_000_000)
    }

    /// Holds the record against everything that it promises.
    func check() throws {
        let schema = try SchemaValidator.events()
        for entry in log {
            let violations = schema.violations(in: entry.json)
            #expect(violations.isEmpty, "\(violations): \(String(decoding: entry.bytes, as: UTF8.self))")
        }
        checkChain(journal.map(\.bytes), name: "the journal")
        checkChain(log.map(\.canonical), name: "the event log")
        #expect(log.count == journal.count, "the event log and the journal hold as many lines")
        let difference = zip(log, journal).first { $0.canonical != $1.bytes }
        #expect(difference == nil, "both copies hold the same bytes; line \(difference?.0.sequence ?? 0) differs")
        let findings = try Evidence.findings(kiosk)
        #expect(findings.isEmpty, "the verifier found something")
        checkOrders()
    }

    private static func findings(_ kiosk: Kiosk) throws -> [String] {
        var findings: [String] = []
        let verifier = Verifier(stateDirectory: kiosk.state, logDirectory: kiosk.logDirectory)
        let summary = try verifier.verify { findings.append("\($0)") }
        #expect(summary.journalLines == summary.eventLogLines)
        return findings
    }

    /// Sequence numbers without a gap, and each line with the hash of the one before.
    private func checkChain(_ lines: [[UInt8]], name: String) {
        var previous = [UInt8](repeating: 0, count: Digest.length)
        for (index, line) in lines.enumerated() {
            let (frame, isIntact) = line.withUnsafeBytes { bytes in
                let frame = LineFrame(bytes)
                return (frame, frame?.isIntact(bytes) ?? false)
            }
            guard let frame, isIntact, frame.sequence == Int64(index + 1), frame.previous == previous else {
                Issue.record("\(name) breaks at line \(index + 1): \(String(decoding: line, as: UTF8.self))")
                return
            }
            previous = frame.hash
        }
    }

    /// An order id never means two orders, and one order never has two ids.
    private func checkOrders() {
        var facts: [String: [UInt8]] = [:]
        var incidents: [String: String] = [:]
        for entry in log where entry.type == "order.issued" {
            let id = entry.json["order"]?.string ?? ""
            #expect(facts.updateValue(entry.bytes, forKey: id) == nil, "\(id) was issued twice")
            #expect(id.hasPrefix(entry.incident + "/"), "\(id) names its incident")
        }
        for entry in log where entry.type == "alarm.raised" {
            let place = "\(entry.generation)"
            #expect(incidents.updateValue(place, forKey: entry.incident) == nil, "\(entry.incident) was raised twice")
        }
    }
}

/// Runs a test at a kiosk. `rotated` names older files of the event log, oldest first. Afterwards the daemon must end when asked to, and the record must be right.
func atKiosk(_ site: SiteText = SiteText(), rotated: [String] = [], _ body: (Kiosk) throws -> Void) throws {
    let kiosk = try Kiosk(site)
    do {
        try body(kiosk)
    } catch {
        kiosk.log.read()
        let end = kiosk.log.entries.suffix(5).map { String(decoding: $0.bytes, as: UTF8.self) }
        Issue.record("\(error)\nthe daemon said:\n\(kiosk.said)\nits log ends:\n\(end.joined(separator: "\n"))")
        throw error
    }
    kiosk.stop()
    try Evidence(kiosk, rotated: rotated.map { "\(kiosk.logDirectory)/\($0)" }).check()
}
