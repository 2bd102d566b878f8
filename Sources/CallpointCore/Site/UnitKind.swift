/// What a patrol unit moves as: the "five-in-one" patrol on foot, by car, by
/// motorcycle, on cameras, by air or on the water.
public enum UnitKind: String, CaseIterable, Sendable, Hashable {
    case foot, motorcycle, vehicle, video, air, marine
}

/// How units of one kind get to a place: what turns metres into seconds.
public struct KindProfile: Hashable, Sendable {
    /// Time from the order to moving off, 0…600 s: to start the rotor, to call up a camera.
    public var reaction: Duration { didSet { reactionMilliseconds = Int(reaction.milliseconds) } }
    /// Way by road over straight line, in per cent; 100…1,000.
    public var detourPercent: Int
    /// Speed over the way, in millimetres a second; 1…200,000. 0 for a kind
    /// that does not travel: an operator on cameras.
    public var speedMillimetresPerSecond: Int
    /// What it takes more from the other side of a divided road; nil where that does not matter: on foot. 1 s…1 h.
    public var otherCarriageway: Duration?
    /// How long a unit that has been on scene is the last choice after it is clear; nil for not at all. 1 s…24 h.
    public var restAfter: Duration?
    /// The reaction in whole milliseconds: asked for with each unit that is weighed, and a `Duration` is divided slowly.
    public private(set) var reactionMilliseconds: Int

    /// A profile from its parts.
    public init(
        reaction: Duration, detourPercent: Int, speedMillimetresPerSecond: Int, otherCarriageway: Duration? = nil,
        restAfter: Duration? = nil
    ) {
        self.otherCarriageway = otherCarriageway
        self.restAfter = restAfter
        self.reaction = reaction
        reactionMilliseconds = Int(reaction.milliseconds)
        self.detourPercent = detourPercent
        self.speedMillimetresPerSecond = speedMillimetresPerSecond
    }

    /// Time to arrive over a straight-line distance in metres, in milliseconds, rounded up.
    @inlinable
    public func etaMilliseconds(metres: Int, reactionMilliseconds: Int) -> Int {
        guard speedMillimetresPerSecond > 0 else { return reactionMilliseconds }
        // metres × 1,000 mm × detour ÷ 100 ÷ (mm/s) × 1,000 ms.
        let numerator = metres * detourPercent * 10_000
        return reactionMilliseconds + (numerator + speedMillimetresPerSecond - 1) / speedMillimetresPerSecond
    }
}

/// A profile for every unit kind.
public struct KindProfiles: Hashable, Sendable {
    /// In the order of `UnitKind.allCases`.
    public var profiles: [KindProfile]

    /// Planning values for a dense city. They are this project's estimates, not
    /// measurements of a fleet; a site sets its own under `kinds:`.
    public static let city = KindProfiles(profiles: [
        KindProfile(reaction: .seconds(5), detourPercent: 125, speedMillimetresPerSecond: 1_600),
        KindProfile(reaction: .seconds(5), detourPercent: 130, speedMillimetresPerSecond: 9_000),
        KindProfile(reaction: .seconds(8), detourPercent: 140, speedMillimetresPerSecond: 8_000),
        KindProfile(reaction: .seconds(5), detourPercent: 100, speedMillimetresPerSecond: 0),
        KindProfile(reaction: .seconds(60), detourPercent: 100, speedMillimetresPerSecond: 15_000),
        KindProfile(reaction: .seconds(30), detourPercent: 150, speedMillimetresPerSecond: 8_000),
    ])

    /// Profiles in the order of `UnitKind.allCases`.
    public init(profiles: [KindProfile]) {
        precondition(profiles.count == UnitKind.allCases.count, "one profile for each unit kind")
        self.profiles = profiles
    }

    /// The profile of a kind.
    public subscript(kind: UnitKind) -> KindProfile {
        get { profiles[kind.index] }
        set { profiles[kind.index] = newValue }
    }
}

extension UnitKind {
    /// The kind at a position of `allCases`, without the array: it is asked for with each unit that is weighed.
    @inline(__always)
    init(index: UInt8) {
        switch index {
        case 0: self = .foot
        case 1: self = .motorcycle
        case 2: self = .vehicle
        case 3: self = .video
        case 4: self = .air
        default: self = .marine
        }
    }

    /// Position in `allCases`, 0…5.
    @inlinable
    public var index: Int {
        switch self {
        case .foot: 0
        case .motorcycle: 1
        case .vehicle: 2
        case .video: 3
        case .air: 4
        case .marine: 5
        }
    }
}
