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
        case .gpio(let chip): return .object(members + view(chip, at: now))
        case .modbus(let bus): return .object(members + view(bus, at: now))
        case nil:
            let detail = engine.reasonDown(input.name) ?? ""
            return .object(members + [.init("state", "down"), .init("detail", .string(detail))])
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

    private func view(_ chip: GPIOStatus, at now: Instant) -> [JSON.Member] {
        let edgeAt = chip.lines.compactMap { $0.contact?.pressedAt }.max()
        return [
            .init("state", chip.isOpen ? "up" : "down"), .init("detail", .string(chip.detail)),
            .init("library", .string("libgpiod \(chip.library)")), .init("losses", .integer(Int64(chip.losses))),
            .init("lines", .array(chip.lines.map { view($0, at: now) })),
            .init("edges", .integer(Int64(chip.lines.reduce(0) { $0 + $1.edges }))),
            .init("last_ms", edgeAt.map { .integer((now - $0).milliseconds) } ?? .null),
        ]
    }

    private func view(_ line: GPIOStatus.Line, at now: Instant) -> JSON {
        var members: [JSON.Member] = [
            .init("line", .string(line.wire.place.text)), .init("call_point", .string(line.wire.callPoint.text)),
            .init("held", .bool(line.isHeld)),
        ]
        if let trouble = line.trouble { members.append(.init("trouble", .string(trouble))) }
        if let isOn = line.isOn { return .object(members + [.init("on", .bool(isOn))]) }
        guard let contact = line.contact else { return .object(members) }
        members += [
            .init("role", .string(contact.contact.role.rawValue)),
            .init("level", contact.rawIsActive.map { .bool($0) } ?? .null),
            .init("active", contact.isActive.map { .bool($0) } ?? .null),
            .init("debounced_by", line.isKernelDebounced ? "kernel" : "callpointd"),
            .init("edges", .integer(Int64(line.edges))), .init("bounces", .integer(Int64(contact.bounces))),
            .init("short_pulses", .integer(Int64(contact.shortPulses))), .init("gaps", .integer(Int64(line.gaps))),
            .init("seen_ms", contact.seenAt.map { .integer((now - $0).milliseconds) } ?? .null),
            .init("pressed_ms", contact.pressedAt.map { .integer((now - $0).milliseconds) } ?? .null),
            .init("faults", .array(contact.faults.map { .string($0.rawValue) })),
        ]
        return .object(members)
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
