import Control
import EventCodec
import LinuxIO

/// Placeholder while History is built.
final class HistoryClerk {
    enum Question { case ranking(String), names([String]) }
    enum Answer {
        case reply(ConnectionID, JSON, ControlReply)
        case chunk(HistoryWant, [HistoryLine], isEnd: Bool)
        case failed(HistoryWant, ControlFailure)
    }
    let wakeup: Wakeup
    var descriptor: Int32 { wakeup.descriptor }
    init(stateDirectory: String) throws { wakeup = try Wakeup() }
    func take() -> [Answer] { [] }
    func close() {}
}
