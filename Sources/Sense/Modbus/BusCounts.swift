import CallpointCore

/// The counters of a bus as the last answers had them.
///
/// Unlike a level, a count outlives the silence of its slave and the loss of the port: what was counted meanwhile was
/// pressed meanwhile.
struct BusCounts: Sendable {
    private var values: [BusAddress: UInt16] = [:]
    private var wanted: [BusAddress] = []

    /// A counter's value that was not known, or is another than it was.
    struct Reading: Sendable, Hashable {
        var address: BusAddress
        var value: UInt16
        var at: Instant
    }

    init(_ addresses: [BusAddress]) { adopt(addresses, keeping: []) }

    /// Takes over other counters. The values of those in `keeping` stay known, the others are told anew.
    mutating func adopt(_ addresses: [BusAddress], keeping: Set<BusAddress>) {
        wanted = addresses.filter { $0.table != .bits }.sorted()
        values = values.filter { keeping.contains($0.key) }
    }

    /// What an answer says that is new; `words` are those of the span, in its order.
    mutating func take(_ words: some Collection<UInt16>, of span: BusSpan, slave: Int, at instant: Instant) -> [Reading]
    {
        var readings: [Reading] = []
        for address in wanted where address.slave == slave && span.contains(address) {
            let value = words[words.index(words.startIndex, offsetBy: address.number - span.first)]
            guard values.updateValue(value, forKey: address) != value else { continue }
            readings.append(Reading(address: address, value: value, at: instant))
        }
        return readings
    }
}
