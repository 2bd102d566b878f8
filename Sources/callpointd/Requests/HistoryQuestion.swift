import CallpointCore
import Control
import EventCodec
import LinuxIO
import Record

/// Reads the past for whoever asks.
typealias HistoryClerk = Clerk<HistoryQuestion, HistoryAnswer>

extension Clerk where Question == HistoryQuestion, Answer == HistoryAnswer {
    /// Questions that may be under way; one more is told `busy`.
    static var questionLimit: Int { 256 }
    /// Answers that may lie ready, each of half a megabyte at most.
    static var answerLimit: Int { 8 }

    /// Reads the journal of a state directory.
    convenience init(stateDirectory: String) throws(SystemError) {
        let history = History(stateDirectory: stateDirectory)
        try self.init(
            name: "history", questionLimit: HistoryClerk.questionLimit, answerLimit: HistoryClerk.answerLimit
        ) {
            HistoryReader(history: history, isStopping: $1).answer($0)
        }
    }
}

/// What is asked of the past.
enum HistoryQuestion: Sendable {
    case chunk(HistoryWant, newest: Int64)
    case ranking(hash: String, ConnectionID, JSON)
    case names([TextToken], ConnectionID, JSON)
    /// What a closed incident was that somebody opens again; `actor` is who asks.
    case closed(IncidentID, ControlAct, actor: String, ConnectionID, JSON)

    /// The answer that says why there is none.
    func failed(_ failure: ControlFailure) -> HistoryAnswer {
        switch self {
        case .chunk(let want, _): .failed(want, failure)
        case .ranking(_, let connection, let id), .names(_, let connection, let id),
            .closed(_, _, _, let connection, let id):
            .reply(connection, id, .failed(failure))
        }
    }
}

/// What was found in the past.
enum HistoryAnswer: Sendable {
    case reply(ConnectionID, JSON, ControlReply)
    case chunk(HistoryWant, [HistoryLine], isEnd: Bool)
    case failed(HistoryWant, ControlFailure)
    case closed(ClosedIncident, ControlAct, actor: String, ConnectionID, JSON)
}
