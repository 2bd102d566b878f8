public import CallpointCore

/// One lamp or sounder of a call point.
public struct OutputWire: Sendable, Hashable {
    /// Whose it is.
    public var callPoint: CallPointID
    /// What it is.
    public var kind: Kind
    /// The input whose hardware it hangs on.
    public var input: InputName
    /// Its number among the outputs of that input, from 0.
    public var output: Int

    /// A wire from its parts.
    public init(callPoint: CallPointID, kind: Kind, input: InputName, output: Int) {
        self.callPoint = callPoint
        self.kind = kind
        self.input = input
        self.output = output
    }

    /// What can hang on an output.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case lamp, sounder
    }
}

/// A level that an output is to have from now on.
public struct OutputLevel: Sendable, Hashable {
    /// The input whose hardware it hangs on.
    public var input: InputName
    /// Its number among the outputs of that input.
    public var output: Int
    /// Whether it is on: lit, sounding. Polarity is the driver's.
    public var isOn: Bool
}

/// Decides when which lamp is lit and which sounder sounds.
///
/// Pure: scenes and their time go in, changes of levels come out. A lamp that begins to blink is lit at once, for
/// somebody stands in front of it; from then on all of a kind blink together, so that a hundred of them wake the
/// loop no more often than one.
public struct LampBoard: Sendable {
    private var lights: [Light] = []
    /// Lights by call point.
    private var placesOf: [CallPointID: [Int]] = [:]

    /// When `levels` has something new, at once where a scene has just changed; nil while nothing blinks.
    public private(set) var nextDeadline: Instant?

    /// What one output does.
    private struct Light: Sendable {
        let wire: OutputWire
        var state = LampState.off
        /// Lit until then whatever the others do: it began just now. Always a boundary of its blinking.
        var litUntil = Instant(microseconds: 0)
        /// The level that the driver was told last; nil where it knows none.
        var told: Bool?

        func isOn(at now: Instant) -> Bool {
            guard let half = state.half else { return state == .steady }
            return now < litUntil || LampBoard.isLit(half, at: now)
        }

        /// When its level may change by itself.
        func nextChange(after now: Instant) -> Instant? {
            guard let half = state.half else { return nil }
            return max(LampBoard.boundary(half, after: now), litUntil)
        }
    }

    /// A board with these wires, all of them off.
    public init(wires: [OutputWire] = []) { rewire(wires) }

    /// Takes over another site file's wires. What stays goes on as it was; a new one is off until its scene is shown.
    public mutating func rewire(_ wires: [OutputWire]) {
        let before = Dictionary(lights.map { ($0.wire, $0) }) { first, _ in first }
        lights = wires.map { before[$0] ?? Light(wire: $0) }
        placesOf = [:]
        for place in lights.indices { placesOf[lights[place].wire.callPoint, default: []].append(place) }
        makeDue()
    }

    /// Whether a call point has anything to switch.
    public func has(_ callPoint: CallPointID) -> Bool { placesOf[callPoint] != nil }

    /// Call points that have something to switch, in the order of their wires, each once.
    public var callPoints: [CallPointID] {
        var seen: Set<CallPointID> = []
        return lights.map(\.wire.callPoint).filter { seen.insert($0).inserted }
    }

    /// Shows what is known of a call point from now on.
    public mutating func show(_ scene: CallPointScene, of callPoint: CallPointID, at now: Instant) {
        for place in placesOf[callPoint] ?? [] {
            let state: LampState =
                switch lights[place].wire.kind {
                case .lamp: scene.lamp
                case .sounder: scene.isSounding ? .steady : .off
                }
            guard lights[place].state != state else { continue }
            lights[place].state = state
            if let half = state.half { lights[place].litUntil = LampBoard.firstDark(half, from: now) }
            makeDue()
        }
    }

    /// The levels that are not as the drivers were told last. Each is told once.
    public mutating func levels(at now: Instant) -> [OutputLevel] {
        defer { nextDeadline = lights.compactMap { $0.nextChange(after: now) }.min() }
        var changes: [OutputLevel] = []
        for place in lights.indices {
            let isOn = lights[place].isOn(at: now)
            guard lights[place].told != isOn else { continue }
            lights[place].told = isOn
            let wire = lights[place].wire
            changes.append(OutputLevel(input: wire.input, output: wire.output, isOn: isOn))
        }
        return changes
    }

    /// An input's hardware was lost or is new: it knows no level, and is told all of them again.
    public mutating func forget(_ input: InputName) {
        for place in lights.indices where lights[place].wire.input == input { lights[place].told = nil }
        makeDue()
    }

    private mutating func makeDue() { nextDeadline = Instant(microseconds: 0) }

    /// What every output shows, in the order of the wires.
    public var states: [(wire: OutputWire, state: LampState)] { lights.map { ($0.wire, $0.state) } }
}

// MARK: - Phases

extension LampBoard {
    /// Whether all that blink with this half are lit now: the even halves of the time line.
    fileprivate static func isLit(_ half: Duration, at now: Instant) -> Bool {
        now.microseconds / half.microseconds % 2 == 0
    }

    /// The end of the half that holds now.
    fileprivate static func boundary(_ half: Duration, after now: Instant) -> Instant {
        Instant(microseconds: (now.microseconds / half.microseconds + 1) * half.microseconds)
    }

    /// When a lamp that is lit now gets dark for the first time: at the end of a lit half, after half a half at least.
    fileprivate static func firstDark(_ half: Duration, from now: Instant) -> Instant {
        var dark = boundary(half, after: now)
        if !isLit(half, at: now) { dark = dark + half }
        return dark - now < half / 2 ? dark + half * 2 : dark
    }
}
