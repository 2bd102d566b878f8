/// What a call point's lamp says to the person in front of it.
public enum LampState: String, Sendable, Hashable, CaseIterable {
    /// Nothing is under way here.
    case off
    /// Your press is heard: it stands in the journal, or its order is out although the disk fails. So is a test's.
    case slowBlink = "slow_blink"
    /// A unit has accepted.
    case steady
    /// Walk test: a fault of this call point stands.
    case fastBlink = "fast_blink"

    /// Once a second, half of it lit: a person sees at a glance that it is no ordinary light.
    static let slowHalf: Duration = .milliseconds(500)
    /// Four times a second: never taken for the slow one, and a camera at 25 frames a second still sees it.
    static let fastHalf: Duration = .milliseconds(125)

    /// How long it is lit, and then dark; nil where it does not blink.
    var half: Duration? {
        switch self {
        case .off, .steady: nil
        case .slowBlink: LampState.slowHalf
        case .fastBlink: LampState.fastHalf
        }
    }
}

/// What is known of a call point, as far as its lamp and its sounder care.
public struct CallPointScene: Sendable, Hashable {
    /// Whether an incident is open here whose press is visible: durable, or shown from memory while the disk fails.
    public var isHeard: Bool
    /// Whether a unit has accepted an order of such an incident, and has not let it go.
    public var isAccepted: Bool
    /// Whether each such incident has been claimed by a person.
    public var isAcknowledged: Bool
    /// Whether a press that was a test was heard just now.
    public var isTried: Bool
    /// Whether somebody walks the site to test it, this call point among others.
    public var isWalkTested: Bool
    /// Whether a fault stands here.
    public var hasFault: Bool

    /// A scene from its parts; a quiet one where nothing is said.
    public init(
        isHeard: Bool = false, isAccepted: Bool = false, isAcknowledged: Bool = false, isTried: Bool = false,
        isWalkTested: Bool = false, hasFault: Bool = false
    ) {
        self.isHeard = isHeard
        self.isAccepted = isAccepted
        self.isAcknowledged = isAcknowledged
        self.isTried = isTried
        self.isWalkTested = isWalkTested
        self.hasFault = hasFault
    }

    /// What the lamp shows. A person who needs help comes before a person who looks for faults.
    public var lamp: LampState {
        if isHeard { return isAccepted ? .steady : .slowBlink }
        if isTried { return .slowBlink }
        return isWalkTested && hasFault ? .fastBlink : .off
    }

    /// Whether the sounder sounds: until a person has claimed what is open. That silences, and resets nothing.
    public var isSounding: Bool { isHeard && !isAcknowledged }
}
