import CallpointCore

/// Whether an input's device is there, since when, when it is tried again, and what the log says of its coming and
/// going: the same for every kind of device.
struct DevicePresence {
    /// A device that is not there is tried again so often.
    static let retryInterval: Duration = .milliseconds(500)
    /// One that was lost soon after it opened is tried less often, so that a loose plug floods no log.
    static let flappingInterval: Duration = .milliseconds(1_500)
    private static let shortLife: Duration = .seconds(5)

    /// The input's name in the site file.
    let name: InputName
    /// What to do when it is away: ``Check the plug and `port:` in devices.yaml``.
    let advice: String
    /// What it is, or why it is not there.
    private(set) var detail = "not opened yet"
    /// Since when it is there, or is not.
    private(set) var since: Instant?
    /// How often it was lost after it had been there.
    private(set) var losses: UInt64 = 0
    /// When to try again; nil while it is there, and before the first attempt.
    private(set) var attemptAt: Instant?
    private var isFaulted = false

    init(name: InputName, advice: String) {
        self.name = name
        self.advice = advice
    }

    /// It is there. `place` is where, for the log's "… is back".
    mutating func came(at instant: Instant, detail: String, place: String) -> [Input.Body] {
        attemptAt = nil
        since = instant
        self.detail = detail
        let wasFaulted = isFaulted
        isFaulted = false
        let up = Input.Body.inputUp(name, detail: detail)
        guard wasFaulted else { return [up] }
        return [up, .restored(DeviceFault(input: name, kind: .offline, detail: "\(name): \(place) is back."))]
    }

    /// It cannot be opened; told once. `advice` where there is a better one.
    mutating func failed(at instant: Instant, reason: String, advice: String? = nil) -> [Input.Body] {
        attemptAt = instant + DevicePresence.retryInterval
        detail = reason
        guard !isFaulted else { return [] }
        isFaulted = true
        since = instant
        return downBodies(advice)
    }

    /// It was there, and is gone.
    mutating func lost(at instant: Instant, reason: String) -> [Input.Body] {
        losses += 1
        isFaulted = true
        let lived = since.map { instant - $0 } ?? .zero
        let wait =
            lived < DevicePresence.shortLife ? DevicePresence.flappingInterval : DevicePresence.retryInterval
        attemptAt = instant + wait
        since = instant
        detail = reason
        return downBodies(nil)
    }

    /// Nobody tries again.
    mutating func close() { attemptAt = nil }

    private func downBodies(_ better: String?) -> [Input.Body] {
        [
            .inputDown(name, detail: detail),
            .fault(
                DeviceFault(
                    input: name, kind: .offline,
                    detail: "\(name): \(detail). \(better ?? advice); it is tried again twice a second.")),
        ]
    }
}
