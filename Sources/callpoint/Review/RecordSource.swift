import CallpointCore
import Control
import EventCodec
import LinuxIO
import Record

/// Where a review reads the record: the daemon, a state directory, or a log file.
protocol RecordSource {
    /// The lines of an incident, in order; at most `AccountReader.lineLimit`.
    func events(of incident: String) throws -> [EventLine]
    /// Hands over every line from the first one that is not before a wall time, in order, one after the other: nothing
    /// is kept. A clock that was set back later leaves out no line.
    func forEach(sinceMilliseconds: Int64, _ body: (EventLine) throws -> Void) throws
    /// Every unit that a ranking weighed; nil where it is not to be had.
    func ranking(_ hash: String) throws -> [JSON]?
    /// The text behind a token; nil where nobody says.
    func name(_ token: String) -> String?
}

/// Lets through all from the first line that is not before a wall time.
struct Since {
    let milliseconds: Int64
    private var hasBegun = false

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    mutating func wants(_ event: EventLine) -> Bool {
        hasBegun = hasBegun || LocalTime.stamp(event.stamp) ?? .max >= milliseconds
        return hasBegun
    }
}

/// Reads an incident's account with its rankings.
enum AccountReader {
    /// Most lines of one incident that are read. Nothing but a loop could write more; the first ones count.
    static let lineLimit = 20_000
    /// Most rankings whose whole input is fetched: 24 bytes for each of thousands of units.
    static let rankingLimit = 64

    static func account(of incident: String, from source: any RecordSource, say: Wording) throws -> Account {
        var account = Account(events: try source.events(of: incident))
        guard !account.events.isEmpty else { throw Failure(say(.unknownIncident, incident)) }
        if account.events.count >= lineLimit {
            Output.say("! " + say(.tooManyLines, TextWidth.plain(incident), String(lineLimit)))
        }
        for hash in account.rankingHashes.prefix(rankingLimit) where hash.utf8.count == 64 {
            account.rankings[hash] = try source.ranking(hash)
        }
        return account
    }
}

/// The record as the daemon gives it.
final class DaemonSource: RecordSource {
    private let client: ControlClient
    private let book: NameBook

    init(_ daemon: DaemonOptions) throws {
        client = try daemon.connect()
        book = NameBook(connect: daemon.connect)
    }

    func events(of incident: String) throws -> [EventLine] {
        var events: [EventLine] = []
        let query = EventQuery(
            incident: IncidentID(incident), part: .firstAfter(0), limit: AccountReader.lineLimit)
        _ = try client.request(.events(query)) { _, line in
            if let event = EventLine(line) { events.append(event) }
        }
        return events
    }

    func forEach(sinceMilliseconds: Int64, _ body: (EventLine) throws -> Void) throws {
        var last: Int64?
        let first = EventQuery(sinceMilliseconds: sinceMilliseconds, part: .firstAfter(0), limit: 1)
        _ = try client.request(.events(first)) { _, line in
            last = EventLine(line).map { $0.position.sequence - 1 }
        }
        guard var last else { return }
        while true {
            var count = 0
            var failure: (any Error)?
            let query = EventQuery(part: .firstAfter(last), limit: EventQuery.forwardLimit)
            _ = try client.request(.events(query)) { _, line in
                guard failure == nil, let event = EventLine(line) else { return }
                count += 1
                last = max(last, event.position.sequence)
                do { try body(event) } catch { failure = error }
            }
            if let failure { throw failure }
            if count < EventQuery.forwardLimit { return }
        }
    }

    func ranking(_ hash: String) throws -> [JSON]? {
        do {
            return try client.request(.ranking(hash: hash))["units"]?.array
        } catch let failure as ControlFailure where failure.code == .unknown || failure.code == .unavailable {
            return nil
        }
    }

    func name(_ token: String) -> String? { book.text(token) }
}

/// The record as a state directory's journal holds it. Nothing is written, and a running daemon is not disturbed.
struct StateSource: RecordSource {
    let history: History
    /// Lines that are read at once.
    static let pageLines = 2_000

    init(stateDirectory: String) { history = History(stateDirectory: stateDirectory) }

    func events(of incident: String) throws -> [EventLine] {
        try history.lines(of: IncidentID(incident), limit: AccountReader.lineLimit).compactMap { EventLine($0.bytes) }
    }

    func forEach(sinceMilliseconds: Int64, _ body: (EventLine) throws -> Void) throws {
        var since = Since(milliseconds: sinceMilliseconds)
        var next: Int64 = 1
        while true {
            let page = try history.lines(from: next, limit: StateSource.pageLines)
            guard let last = page.last else { return }
            next = last.sequence + 1
            for line in page {
                if let event = EventLine(line.bytes), since.wants(event) { try body(event) }
            }
        }
    }

    func ranking(_ hash: String) throws -> [JSON]? {
        guard let key = Digest.bytes(hex: hash), let record = try history.ranking(hash: key),
            let units = try? RankingRecord.decode(record)
        else { return nil }
        return units.map { unit in
            [
                "unit": .string(unit.unit.text), "kind": .string(unit.kind.rawValue),
                "lat": .number(Double(unit.place.latitudeE7) / 1e7),
                "lon": .number(Double(unit.place.longitudeE7) / 1e7),
                "received_us": .integer(unit.receivedAt.microseconds),
                "distance_m": .integer(Int64(unit.distanceMetres)),
                "excluded": unit.exclusion.map { .string($0.rawValue) } ?? .null,
            ]
        }
    }

    func name(_ token: String) -> String? {
        guard token.hasPrefix("p:") else { return nil }
        return (try? history.text(TextToken(token))) ?? nil
    }
}

/// The record as one file of the event log holds it: it has neither the rankings' input nor names.
struct FileSource: RecordSource {
    let path: String
    let say: Wording

    func events(of incident: String) throws -> [EventLine] {
        var events: [EventLine] = []
        try forEach(sinceMilliseconds: .min) { event in
            if event.incident == incident, events.count < AccountReader.lineLimit { events.append(event) }
        }
        return events
    }

    func forEach(sinceMilliseconds: Int64, _ body: (EventLine) throws -> Void) throws {
        var since = Since(milliseconds: sinceMilliseconds)
        do {
            var file = try LogFile(path: path)
            var last: Int64 = 0
            while let line = try file.nextLine() {
                guard let event = EventLine(line) else {
                    Output.say("! " + say(.notAnEvent, path, String(last)))
                    continue
                }
                last = event.position.sequence
                if since.wants(event) { try body(event) }
            }
        } catch let error as SystemError {
            throw Failure(say(.cannotRead, path, SystemError.text(error.number)))
        }
    }

    func ranking(_ hash: String) -> [JSON]? { nil }

    func name(_ token: String) -> String? { nil }
}
