/// A place on a Modbus bus: a discrete input, a coil or a register of a slave.
public struct BusAddress: Sendable, Hashable, Comparable {
    /// The slave's address, 1…247.
    public var slave: Int
    /// The number of its input, coil or register, as it goes over the wire: 0…65,535, the first one 0.
    public var number: Int
    /// Where that number stands.
    public var table: BusTable

    /// A place from its parts.
    public init(slave: Int, number: Int, table: BusTable = .bits) {
        self.slave = slave
        self.number = number
        self.table = table
    }

    /// By slave, then by table, then by number.
    public static func < (a: BusAddress, b: BusAddress) -> Bool {
        (a.slave, a.table.rawValue, a.number) < (b.slave, b.table.rawValue, b.number)
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
    /// Those of them that reset a latch: off, but for the moment in which they do.
    public let resets: Set<BusAddress>

    /// One slave, and the inputs to read of it.
    public struct Slave: Sendable, Hashable {
        /// Its address, 1…247.
        public var number: Int
        /// Its inputs and registers, in pieces that are read in one request each; empty where it has lamps alone.
        public var spans: [BusSpan]
    }

    /// A layout from the inputs to read, the coils to write, and those that reset latches.
    public init(inputs: [BusAddress], coils: [BusAddress] = [], resets: [BusAddress] = []) {
        let bySlave = Dictionary(grouping: inputs, by: \.slave)
        let written = coils + resets
        slaves = Set(inputs.map(\.slave) + written.map(\.slave)).sorted().map { number in
            Slave(number: number, spans: BusLayout.spans(of: bySlave[number] ?? []))
        }
        self.coils = Set(written).sorted()
        self.resets = Set(resets)
    }

    private static func spans(of addresses: [BusAddress]) -> [BusSpan] {
        var spans: [BusSpan] = []
        for address in Set(addresses).sorted() {
            let (number, table) = (address.number, address.table)
            if let last = spans.last, last.table == table, number - (last.first + last.count) <= table.holeLimit,
                number - last.first < table.requestLimit
            {
                spans[spans.count - 1].count = number - last.first + 1
            } else {
                spans.append(BusSpan(first: number, count: 1, table: table))
            }
        }
        return spans
    }
}
