import CallpointCore

/// The levels of a bus's inputs as the last answers had them: what is new in an answer is a sample.
struct BusLevels: Sendable {
    private var levels: [BusAddress: Bool] = [:]
    /// The inputs that somebody asked for, by slave.
    private var wanted: [Int: [Int]] = [:]

    /// An input's level that was not known, or is another than it was.
    struct Sample: Sendable, Hashable {
        var address: BusAddress
        /// The bit as it came over the wire.
        var isSet: Bool
        var at: Instant
        /// Of a change between two rounds that both were answered, a poll; of anything else, a look.
        var origin: ContactSample.Origin
    }

    init(inputs: [BusAddress]) { adopt(inputs, keeping: []) }

    /// Takes over other inputs. The levels of those in `keeping` stay known, the others are told anew.
    mutating func adopt(_ inputs: [BusAddress], keeping: Set<BusAddress>) {
        wanted = Dictionary(grouping: inputs.filter { $0.table == .bits }, by: \.slave)
            .mapValues { $0.map(\.number).sorted() }
        levels = levels.filter { keeping.contains($0.key) }
    }

    /// What an answer says that is new; `bits` are those of the span, in its order.
    mutating func take(_ bits: some Collection<Bool>, of span: BusSpan, slave: Int, at instant: Instant) -> [Sample] {
        var samples: [Sample] = []
        for number in wanted[slave] ?? [] where number >= span.first && number < span.first + bits.count {
            let address = BusAddress(slave: slave, number: number)
            let isSet = bits[bits.index(bits.startIndex, offsetBy: number - span.first)]
            let known = levels.updateValue(isSet, forKey: address)
            guard known != isSet else { continue }
            samples.append(
                Sample(address: address, isSet: isSet, at: instant, origin: known == nil ? .level : .poll))
        }
        return samples
    }

    /// The levels of a slave, or of one span, are not known any more.
    mutating func forget(slave: Int, _ span: BusSpan? = nil) {
        for number in wanted[slave] ?? [] {
            if let span, number < span.first || number >= span.first + span.count { continue }
            levels[BusAddress(slave: slave, number: number)] = nil
        }
    }

    /// The port is gone: nothing is known.
    mutating func forgetAll() { levels.removeAll(keepingCapacity: true) }
}
