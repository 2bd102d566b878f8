import CallpointCore

/// Latches of a bus that hold a press, and how far each is on its way to being reset.
///
/// A latch is reset once its press was read *and* everybody may see what it led to: a daemon that dies before finds it
/// still there. While it is held at 1, further presses are none of their own.
struct BusLatches: Sendable {
    /// One that is reset and is at 1 all the same is reset again so often: its button is still held, or the coil is wrong.
    static let interval: Duration = .seconds(1)

    private var latches: [BusAddress: Stage] = [:]
    private var number: UInt64 = 0

    private enum Stage: Sendable, Hashable {
        /// Its press was told, and nobody has yet been asked to say when it is visible.
        case told
        /// Somebody will say so.
        case waiting(number: UInt64)
        /// It was reset then.
        case reset(at: Instant)
    }

    /// A level of a latch's input.
    mutating func take(_ address: BusAddress, isActive: Bool) { latches[address] = isActive ? .told : nil }

    /// What latches hold is not known any more.
    mutating func forget(where isGone: (BusAddress) -> Bool) { latches = latches.filter { !isGone($0.key) } }

    /// Presses that were told, each once; their receipts are awaited.
    mutating func takeOwed() -> [UInt64] {
        latches.keys.filter { latches[$0] == .told }.sorted().map { address in
            number += 1
            latches[address] = .waiting(number: number)
            return number
        }
    }

    /// What a press led to is visible; the latch that is to be reset, unless it has been read anew since.
    mutating func receive(_ number: UInt64, at instant: Instant) -> BusAddress? {
        guard let address = latches.first(where: { $0.value == .waiting(number: number) })?.key else { return nil }
        latches[address] = .reset(at: instant)
        return address
    }

    /// Latches that were reset a while ago and hold all the same.
    mutating func takeHeld(at instant: Instant) -> [BusAddress] {
        let held = latches.compactMap { address, stage -> BusAddress? in
            guard case .reset(let at) = stage, instant - at >= BusLatches.interval else { return nil }
            return address
        }
        for address in held { latches[address] = .reset(at: instant) }
        return held.sorted()
    }
}
