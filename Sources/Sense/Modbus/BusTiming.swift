import CallpointCore

/// How long things take on a Modbus RTU line, from its speed.
public struct BusTiming: Sendable, Hashable {
    /// One character on the wire: a start bit, 8 bits, the parity bit where there is one, and a stop bit.
    public let character: Duration
    /// The silence that ends a frame: 3.5 characters, and 1.75 ms where they are shorter than that (above 19,200 baud),
    /// as the protocol's serial line guide asks.
    public let gap: Duration
    /// How long a slave may think before it answers, beside the time of the bytes.
    public let timeout: Duration

    /// The times of a line at a speed in baud, with or without a parity bit.
    public init(baud: Int, hasParity: Bool, timeout: Duration) {
        precondition(baud > 0, "a speed")
        let bits = hasParity ? 11 : 10
        // Rounded up, so that no time is stated that a frame cannot keep.
        character = .microseconds((bits * 1_000_000 + baud - 1) / baud)
        gap = max(character * 7 / 2, .microseconds(1_750))
        self.timeout = timeout
    }

    /// Both frames of a request on the wire.
    func wire(_ request: BusRequest) -> Duration { character * (request.questionLength + request.answerLength) }

    /// By when a request is over, whatever comes: the longest that it can hold the bus.
    public func limit(of request: BusRequest) -> Duration { wire(request) + timeout }

    /// What a request takes where the slave answers as most do: within 20 ms beside the wire.
    func expected(_ request: BusRequest) -> Duration { wire(request) + min(timeout, .milliseconds(20)) + gap }
}
