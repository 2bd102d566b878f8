import CallpointCore
import EventCodec
import Sense

// How a Modbus bus is, for `callpoint status`.

extension Daemon {
    func view(_ bus: ModbusBusStatus, at now: Instant) -> [JSON.Member] {
        let figures = bus.figures
        let heard = figures.slaves.compactMap(\.answeredAt).max()
        return [
            .init("state", bus.isOpen ? "up" : "down"), .init("detail", .string(bus.detail)),
            .init("losses", .integer(Int64(bus.losses))), .init("rounds", .integer(Int64(figures.rounds))),
            .init("round_us", figures.lastRound.map { .integer($0.microseconds) } ?? .null),
            .init("longest_round_us", .integer(figures.longestRound.microseconds)),
            .init("stray_bytes", .integer(Int64(figures.strayBytes))),
            .init("lamps_waiting", .integer(Int64(figures.coilsPending))),
            .init("last_ms", heard.map { .integer((now - $0).milliseconds) } ?? .null),
            .init("slaves", .array(figures.slaves.map { view($0, at: now) })),
        ]
    }

    private func view(_ slave: BusFigures.Slave, at now: Instant) -> JSON {
        .object([
            .init("slave", .integer(Int64(slave.number))), .init("online", slave.isOnline.map { .bool($0) } ?? .null),
            .init("answers", .integer(Int64(slave.answers))), .init("silences", .integer(Int64(slave.silences))),
            .init("garbled", .integer(Int64(slave.garbled))), .init("refusals", .integer(Int64(slave.refusals))),
            .init("slowest_us", .integer(slave.slowest.microseconds)),
            .init("last_ms", slave.answeredAt.map { .integer((now - $0).milliseconds) } ?? .null),
        ])
    }
}
