import CallpointCore
import Control
import EventCodec
import Sense
import SiteFile

// How the inputs are, for `callpoint status`.

extension Daemon {
    func view(_ input: InputDeclaration, at now: Instant) -> JSON {
        let callPoints = configuration.buttons.count { $0.input == input.name }
        let members: [JSON.Member] = [
            .init("name", .string(input.name.text)), .init("kind", .string(input.kindName)),
            .init("path", .string(input.location)), .init("call_points", .integer(Int64(callPoints))),
        ]
        switch devices[input.name]?.inputStatus {
        case .serial(let port): return .object(members + view(port, at: now))
        case nil:
            let detail = engine.reasonDown(input.name) ?? ""
            return .object(members + [.init("state", "unsupported"), .init("detail", .string(detail))])
        }
    }

    private func view(_ port: SerialPortStatus, at now: Instant) -> [JSON.Member] {
        let heard = port.nodes.compactMap { $0.heardAt }.max()
        return [
            .init("state", port.isOpen ? "up" : "down"), .init("detail", .string(port.detail)),
            .init("sentences", .integer(Int64(port.sentences.sentences.reduce(0, +)))),
            .init("rejected", rejected(port)), .init("losses", .integer(Int64(port.losses))),
            .init("answers", .integer(Int64(port.answersSent))),
            .init("last_ms", heard.map { .integer((now - $0).milliseconds) } ?? .null),
        ]
    }

    private func rejected(_ port: SerialPortStatus) -> JSON {
        var members: [JSON.Member] = []
        for reason in SentenceDecoder.Rejection.allCases where port.sentences[reason] > 0 {
            members.append(.init(reason.rawValue, .integer(Int64(port.sentences[reason]))))
        }
        if port.outcomes.forged > 0 { members.append(.init("forged", .integer(Int64(port.outcomes.forged)))) }
        if port.outcomes.unknownAddress > 0 {
            members.append(.init("unknown_address", .integer(Int64(port.outcomes.unknownAddress))))
        }
        return .object(members)
    }
}
