import CallpointCore
import Control
import EventCodec
import Glibc
import LinuxIO
import Record
import Synchronization

/// Reads the past for whoever asks, on a thread of its own: the loop never waits for a query.
///
/// Questions are bounded by the control socket, which lets each connection have few under way.
final class HistoryClerk {
    private let desk: Desk
    private var thread: Thread?

    /// What is asked.
    enum Question: Sendable {
        case chunk(HistoryWant, newest: Int64)
        case ranking(hash: String, ConnectionID, JSON)
        case names([TextToken], ConnectionID, JSON)
        case stop
    }

    /// What was found.
    enum Answer: Sendable {
        case reply(ConnectionID, JSON, ControlReply)
        case chunk(HistoryWant, [HistoryLine], isEnd: Bool)
        case failed(HistoryWant, ControlFailure)
    }

    /// Starts the thread.
    init(stateDirectory: String) throws {
        let desk = try Desk()
        self.desk = desk
        thread = try Thread(name: "history") {
            HistoryReader(history: History(stateDirectory: stateDirectory), desk: desk).run()
        }
    }

    /// Readable when answers wait.
    var descriptor: Int32 { desk.answered.descriptor }

    /// Asks; the answer comes by `take`.
    func ask(_ question: Question) {
        desk.questions.withLock { $0.append(question) }
        desk.asked.ring()
    }

    /// Answers since the last call, in the order of the questions.
    func take() -> [Answer] {
        desk.answered.clear()
        return desk.answers.withLock { answers in
            defer { answers.removeAll() }
            return answers
        }
    }

    /// Ends the thread after what it is reading.
    func close() {
        ask(.stop)
        if let thread = thread.take() { thread.join() }
    }

    /// Where questions and answers lie between the two threads.
    final class Desk: Sendable {
        let questions = Mutex<[Question]>([])
        let answers = Mutex<[Answer]>([])
        let asked: Wakeup
        let answered: Wakeup

        init() throws(SystemError) {
            asked = try Wakeup()
            answered = try Wakeup()
        }
    }
}

/// The thread's own side: one question after the other.
struct HistoryReader {
    let history: History
    let desk: HistoryClerk.Desk

    /// Lines read at once; a question with a rare type pages on.
    static let pageLines = 500

    func run() {
        while true {
            var wait = pollfd(fd: desk.asked.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&wait, 1, -1)
            desk.asked.clear()
            let questions = desk.questions.withLock { questions in
                defer { questions.removeAll() }
                return questions
            }
            for question in questions {
                if case .stop = question { return }
                guard let answer = answer(question) else { continue }
                desk.answers.withLock { $0.append(answer) }
                desk.answered.ring()
            }
        }
    }

    private func answer(_ question: HistoryClerk.Question) -> HistoryClerk.Answer? {
        do throws(RecordError) {
            switch question {
            case .stop: return nil
            case .chunk(let want, let newest):
                do throws(RecordError) {
                    let (lines, isEnd) = try chunk(want, newest: newest)
                    return .chunk(want, lines, isEnd: isEnd)
                } catch {
                    return .failed(want, ControlFailure(.unavailable, error.what, remedy: error.remedy))
                }
            case .ranking(let hash, let connection, let id):
                return .reply(connection, id, try ranking(hash))
            case .names(let tokens, let connection, let id):
                return .reply(connection, id, try names(tokens))
            }
        } catch {
            let failure = ControlReply.failed(ControlFailure(.unavailable, error.what, remedy: error.remedy))
            switch question {
            case .ranking(_, let connection, let id), .names(_, let connection, let id):
                return .reply(connection, id, failure)
            default: return nil
            }
        }
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
        while found.count < want.query.limit {
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
        while found.count < want.query.limit, end > 1 {
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
