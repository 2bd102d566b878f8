import CallpointCore
import Control
import EventCodec
import Record

/// Answers one question after the other from the journal; runs on the clerk's thread.
struct HistoryReader {
    let history: History
    /// Asked between two pages: a daemon that stops waits for nobody's question.
    let isStopping: () -> Bool

    /// Lines read at once; a question with a rare type pages on.
    static let pageLines = 500

    func answer(_ question: HistoryQuestion) -> HistoryAnswer {
        do throws(RecordError) {
            switch question {
            case .chunk(let want, let newest):
                let (lines, isEnd) = try chunk(want, newest: newest)
                return .chunk(want, lines, isEnd: isEnd)
            case .ranking(let hash, let connection, let id): return .reply(connection, id, try ranking(hash))
            case .names(let tokens, let connection, let id): return .reply(connection, id, try names(tokens))
            case .closed(let incident, let act, let actor, let connection, let id):
                guard let closed = try closed(incident) else {
                    return .reply(connection, id, .failed(HistoryReader.notClosed(incident)))
                }
                return .closed(closed, act, actor: actor, connection, id)
            }
        } catch {
            return question.failed(ControlFailure(.unavailable, error.what, remedy: error.remedy))
        }
    }

    private func closed(_ incident: IncidentID) throws(RecordError) -> ClosedIncident? {
        ClosedIncident(try history.lines(of: incident).compactMap { try? EventDecoder.decode($0.bytes).event })
    }

    private static func notClosed(_ incident: IncidentID) -> ControlFailure {
        ControlFailure(
            .unknown, "The journal holds no closed incident \(incident).",
            remedy: "'callpoint incidents' lists those that are open; what retention has dropped is reported anew.")
    }

    private func names(_ tokens: [TextToken]) throws(RecordError) -> ControlReply {
        var members: [JSON.Member] = []
        for token in tokens {
            if let text = try history.text(token) { members.append(.init(token.text, .string(text))) }
        }
        return .done([.init("names", .object(members))])
    }

    private func ranking(_ hash: String) throws(RecordError) -> ControlReply {
        guard let key = Digest.bytes(hex: hash), let record = try history.ranking(hash: key),
            let units = try? RankingRecord.decode(record)
        else {
            return .failed(
                ControlFailure(
                    .unknown, "The journal holds no ranking \(hash).",
                    remedy: "It may be older than the retention, or was dropped while the disk failed."))
        }
        let views = units.map { unit in
            JSON.object([
                .init("unit", .string(unit.unit.text)), .init("kind", .string(unit.kind.rawValue)),
                .init("lat", .number(Double(unit.place.latitudeE7) / 1e7)),
                .init("lon", .number(Double(unit.place.longitudeE7) / 1e7)),
                .init("received_us", .integer(unit.receivedAt.microseconds)),
                .init("distance_m", .integer(Int64(unit.distanceMetres))),
                .init("excluded", unit.exclusion.map { .string($0.rawValue) } ?? .null),
            ])
        }
        return .done([.init("units", .array(views))])
    }

    private func chunk(_ want: HistoryWant, newest: Int64) throws(RecordError) -> ([HistoryLine], Bool) {
        if let incident = want.query.incident { return try chunk(of: incident, want) }
        switch want.query.part {
        case .firstAfter(let sequence): return try forward(from: sequence + 1, want)
        case .newestBefore(let sequence): return try backward(before: min(sequence, newest + 1), want)
        }
    }

    private func chunk(of incident: IncidentID, _ want: HistoryWant) throws(RecordError) -> ([HistoryLine], Bool) {
        let matching = try history.lines(of: incident).filter { wants($0, want.query) }
        switch want.query.part {
        case .firstAfter(let sequence):
            let rest = matching.filter { $0.sequence > sequence }
            let lines = fitting(rest.prefix(want.query.limit), want.byteLimit)
            return (lines.map(HistoryReader.line), lines.count == rest.count)
        case .newestBefore(let sequence):
            let rest = matching.filter { $0.sequence < sequence }
            let lines = fitting(rest.suffix(want.query.limit).reversed(), want.byteLimit)
            return (lines.reversed().map(HistoryReader.line), lines.count == rest.count)
        }
    }

    private func forward(from first: Int64, _ want: HistoryWant) throws(RecordError) -> ([HistoryLine], Bool) {
        var found: [History.Line] = []
        var next = first
        while found.count < want.query.limit, !isStopping() {
            let page = try history.lines(from: next, limit: HistoryReader.pageLines)
            guard let last = page.last else { return (fitted(found, want), true) }
            found += page.filter { wants($0, want.query) }
            next = last.sequence + 1
            if found.reduce(0, { $0 + $1.bytes.count }) > want.byteLimit { break }
        }
        return (fitted(found, want), false)
    }

    private func fitted(_ found: [History.Line], _ want: HistoryWant) -> [HistoryLine] {
        fitting(found.prefix(want.query.limit), want.byteLimit).map(HistoryReader.line)
    }

    private func backward(before end: Int64, _ want: HistoryWant) throws(RecordError) -> ([HistoryLine], Bool) {
        var found: [History.Line] = []
        var end = end
        while found.count < want.query.limit, end > 1, !isStopping() {
            let first = max(1, end - Int64(HistoryReader.pageLines))
            let page = try history.lines(from: first, limit: HistoryReader.pageLines).filter { $0.sequence < end }
            found = page.filter { wants($0, want.query) } + found
            end = first
            // Nothing so far back: retention has dropped it.
            if page.isEmpty { break }
        }
        let lines = fitting(found.suffix(want.query.limit).reversed(), want.byteLimit)
        return (lines.reversed().map(HistoryReader.line), end <= 1 && lines.count == found.count)
    }

    /// The first of them that together stay within so many bytes; at least one.
    private func fitting(_ lines: some Sequence<History.Line>, _ byteLimit: Int) -> [History.Line] {
        var taken: [History.Line] = []
        var bytes = 0
        for line in lines {
            bytes += line.bytes.count
            if bytes > byteLimit, !taken.isEmpty { break }
            taken.append(line)
        }
        return taken
    }

    private static func line(_ line: History.Line) -> HistoryLine {
        HistoryLine(EventPosition(generation: line.generation, sequence: line.sequence), bytes: line.bytes)
    }

    private func wants(_ line: History.Line, _ query: EventQuery) -> Bool {
        guard !query.types.isEmpty || query.sinceMilliseconds != nil else { return true }
        guard let event = try? EventDecoder.decode(line.bytes).event else { return false }
        if let since = query.sinceMilliseconds, event.wall.millisecondsSince1970 < since { return false }
        return query.wants(type: event.body.type.rawValue)
    }
}
