import CallpointCore

/// Whether what comes over a line is mostly noise: a fault of the line, said once when it begins and once when it ends.
struct NoiseGauge: Sendable {
    /// More rejections than this within a minute are a fault of the line.
    static let limit = 20
    /// Over this long rejections are counted together, and without one for this long the line is right again.
    static let window: Duration = .seconds(60)

    let input: InputName
    /// What rejected pieces are not: `sentences`, `answers`.
    let expected: String
    /// When the last 21 rejections were, oldest first.
    private var rejections: [Instant] = []
    private var isNoisy = false

    init(input: InputName, expected: String) {
        self.input = input
        self.expected = expected
    }

    /// Something that was rejected, and what for.
    mutating func reject(_ reason: String, at instant: Instant) -> [Input.Body] {
        rejections.append(instant)
        if rejections.count > NoiseGauge.limit + 1 { rejections.removeFirst() }
        guard !isNoisy, rejections.count > NoiseGauge.limit, let oldest = rejections.first,
            instant - oldest <= NoiseGauge.window
        else { return [] }
        isNoisy = true
        let detail =
            "\(input): more than \(NoiseGauge.limit) pieces within a minute are no \(expected), the last for its "
            + "\(reason). Check baud rate, wiring and screen of the line."
        return [.fault(DeviceFault(input: input, kind: .noise, detail: detail))]
    }

    /// Whether the line has become quiet.
    mutating func tick(at instant: Instant) -> [Input.Body] {
        guard let deadline = nextDeadline, instant >= deadline else { return [] }
        isNoisy = false
        rejections.removeAll(keepingCapacity: true)
        return [
            .restored(DeviceFault(input: input, kind: .noise, detail: "\(input): a minute without noise."))
        ]
    }

    /// When `tick` has something to do; nil while the line is right.
    var nextDeadline: Instant? {
        guard isNoisy, let last = rejections.last else { return nil }
        return last + NoiseGauge.window
    }
}
