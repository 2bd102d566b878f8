/// A place on a Modbus bus: a discrete input or a coil of a slave.
public struct BusAddress: Sendable, Hashable, Comparable {
    /// The slave's address, 1…247.
    public var slave: Int
    /// The number of its input or coil, as it goes over the wire: 0…65,535, the first one 0.
    public var number: Int

    /// A place from its parts.
    public init(slave: Int, number: Int) {
        self.slave = slave
        self.number = number
    }

    /// By slave, then by number.
    public static func < (a: BusAddress, b: BusAddress) -> Bool {
        a.slave == b.slave ? a.number < b.number : a.slave < b.slave
    }
}

/// What hangs on a bus: slaves, and what is read and written of each.
public struct BusLayout: Sendable, Hashable {
    /// Inputs that nobody asked for are read along where at most so many lie between two that somebody did: the bytes
    /// for them take less time than a second request, and a module has its inputs in eights and sixteens.
    public static let holeLimit = 15

    /// The slaves, by address.
    public let slaves: [Slave]
    /// The coils, by slave and number.
    public let coils: [BusAddress]

    /// One slave, and the inputs to read of it.
    public struct Slave: Sendable, Hashable {
        /// Its address, 1…247.
        public var number: Int
        /// Its inputs, in pieces that are read in one request each; empty where it has lamps alone.
        public var spans: [BusSpan]
    }

    /// A layout from the inputs to read and the coils to write.
    public init(inputs: [BusAddress], coils: [BusAddress] = []) {
        let bySlave = Dictionary(grouping: inputs, by: \.slave)
        slaves = Set(inputs.map(\.slave) + coils.map(\.slave)).sorted().map { number in
            Slave(number: number, spans: BusLayout.spans(of: (bySlave[number] ?? []).map(\.number)))
        }
        self.coils = Set(coils).sorted()
    }

    private static func spans(of numbers: [Int]) -> [BusSpan] {
        var spans: [BusSpan] = []
        for number in Set(numbers).sorted() {
            if let last = spans.last, number - (last.first + last.count) <= holeLimit,
                number - last.first < BusSpan.limit
            {
                spans[spans.count - 1].count = number - last.first + 1
            } else {
                spans.append(BusSpan(first: number, count: 1))
            }
        }
        return spans
    }
}
