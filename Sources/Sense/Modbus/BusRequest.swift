/// One question to one slave.
public struct BusRequest: Sendable, Hashable {
    /// The slave's address, 1…247.
    public var slave: Int
    /// What is asked of it.
    public var action: Action

    /// A question from its parts.
    public init(slave: Int, action: Action) {
        self.slave = slave
        self.action = action
    }

    /// What can be asked.
    public enum Action: Sendable, Hashable {
        /// Read discrete inputs (function 2), input registers (4) or holding registers (3).
        case read(BusSpan)
        /// Write one coil (function 5).
        case write(coil: Int, isOn: Bool)
    }

    /// Bytes of the question: address, function, two numbers, checksum.
    var questionLength: Int { 8 }

    /// Bytes of the answer.
    var answerLength: Int {
        switch action {
        case .read(let span): 5 + (span.table == .bits ? (span.count + 7) / 8 : span.count * 2)
        case .write: 8
        }
    }
}

/// Discrete inputs or registers that are read together: `first`, and `count` in all.
public struct BusSpan: Sendable, Hashable {
    /// Most inputs of one request, as the protocol bounds it.
    public static let limit = 2_000
    /// Most registers of one request, as the protocol bounds it.
    public static let registerLimit = 125

    /// The first one's number, 0…65,535.
    public var first: Int
    /// How many, 1…2,000 inputs or 1…125 registers.
    public var count: Int
    /// Which of the slave's tables they stand in.
    public var table: BusTable

    /// A span from its first input or register and how many there are.
    public init(first: Int, count: Int, table: BusTable = .bits) {
        self.first = first
        self.count = count
        self.table = table
    }

    /// Whether it has what stands at an address, of whatever slave.
    func contains(_ address: BusAddress) -> Bool {
        address.table == table && address.number >= first && address.number < first + count
    }
}
