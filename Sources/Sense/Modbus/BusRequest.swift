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
        /// Read discrete inputs (function 2), at most `BusSpan.limit`.
        case read(BusSpan)
        /// Write one coil (function 5).
        case write(coil: Int, isOn: Bool)
    }

    /// Bytes of the question: address, function, two numbers, checksum.
    var questionLength: Int { 8 }

    /// Bytes of the answer.
    var answerLength: Int {
        switch action {
        case .read(let span): 5 + (span.count + 7) / 8
        case .write: 8
        }
    }
}

/// Discrete inputs that are read together: `first`, and `count` in all.
public struct BusSpan: Sendable, Hashable {
    /// Most inputs of one request, as the protocol bounds it.
    public static let limit = 2_000

    /// The first one's number, 0…65,535.
    public var first: Int
    /// How many, 1…2,000.
    public var count: Int

    /// A span from its first input and how many there are.
    public init(first: Int, count: Int) {
        self.first = first
        self.count = count
    }

    /// Whether it has what stands at an address, of whatever slave.
    func contains(_ address: BusAddress) -> Bool { address.number >= first && address.number < first + count }
}
