/// Who could come, soonest first, and why the others could not.
public struct UnitsRanked: Sendable, Hashable {
    /// The tier that asked; 1….
    public var tier: Int
    /// The requirement within the tier; 1….
    public var requirement: Int
    /// Units that fit, soonest first; at most `UnitsRanked.shownLimit`.
    public var candidates: [Candidate]
    /// How many of those weighed are out, by reason.
    public var excluded: ExclusionCounts
    /// The nearest of those that are out; at most `UnitsRanked.shownLimit`.
    public var nearestExcluded: [ExcludedUnit]
    /// What was weighed.
    public var evidence: Evidence
    /// Whether last fixes were used because the whole feed is silent.
    public var isDegraded: Bool
    /// Which of the requirement's alternatives was ranked here, and what each could have come to; nil where there is one
    /// way only.
    public var choice: AlternativeChoice?

    /// How many candidates, and how many excluded units, an event names.
    public static let shownLimit = 5
    /// Most weighed units that are kept as evidence. A crowd beyond that is ranked all the same.
    public static let weighedLimit = 4_096

    /// A ranking from its parts.
    public init(
        tier: Int, requirement: Int, candidates: [Candidate], excluded: ExclusionCounts,
        nearestExcluded: [ExcludedUnit], evidence: Evidence, isDegraded: Bool, choice: AlternativeChoice? = nil
    ) {
        self.tier = tier
        self.requirement = requirement
        self.candidates = candidates
        self.excluded = excluded
        self.nearestExcluded = nearestExcluded
        self.evidence = evidence
        self.isDegraded = isDegraded
        self.choice = choice
    }

    /// The whole input of the ranking where it was made, its hash where it is read back.
    public enum Evidence: Sendable, Hashable {
        /// Every unit weighed, in the order in which the index met them; at most `UnitsRanked.weighedLimit`.
        case weighed([WeighedUnit])
        /// SHA-256 of those, hex, as `EventCodec` writes them.
        case hash(String)
    }
}

/// Which alternative of a requirement was chosen, and why: of those that can be met whole the one whose last unit is
/// there soonest; where none can, the one for which most units are found.
public struct AlternativeChoice: Sendable, Hashable {
    /// Which; 1….
    public var chosen: Int
    /// What each could come to, in the order of the plan.
    public var offers: [Offer]

    /// A choice from its parts.
    public init(chosen: Int, offers: [Offer]) {
        self.chosen = chosen
        self.offers = offers
    }

    /// What one alternative could come to.
    public struct Offer: Sendable, Hashable {
        /// How many units it lacks.
        public var wanted: Int
        /// How many of them can come.
        public var found: Int
        /// When the last of those would be there, in milliseconds; nil where nobody can come.
        public var lastEtaMilliseconds: Int?

        /// An offer from its parts.
        public init(wanted: Int, found: Int, lastEtaMilliseconds: Int?) {
            self.wanted = wanted
            self.found = found
            self.lastEtaMilliseconds = lastEtaMilliseconds
        }

        /// Whether it is the better one. Of two alike neither is: the first in the plan stays.
        func isBetter(than other: Offer) -> Bool {
            let isWhole = found >= wanted
            if isWhole != (other.found >= other.wanted) { return isWhole }
            if !isWhole, found != other.found { return found > other.found }
            return (lastEtaMilliseconds ?? .max) < (other.lastEtaMilliseconds ?? .max)
        }
    }
}

/// A unit that fits.
public struct Candidate: Sendable, Hashable {
    /// The unit.
    public var unit: UnitID
    /// Estimated time of arrival, in milliseconds.
    public var etaMilliseconds: Int
    /// Straight line, in metres.
    public var distanceMetres: Int
    /// Age of the fix, in milliseconds since its receipt.
    public var fixAgeMilliseconds: Int
    /// What is held against it.
    public var handicap: Handicap

    /// A candidate from its parts.
    public init(
        unit: UnitID, etaMilliseconds: Int, distanceMetres: Int, fixAgeMilliseconds: Int,
        handicap: Handicap = Handicap()
    ) {
        self.handicap = handicap
        self.unit = unit
        self.etaMilliseconds = etaMilliseconds
        self.distanceMetres = distanceMetres
        self.fixAgeMilliseconds = fixAgeMilliseconds
    }
}

/// What is held against a unit that fits: it comes later in the ranking than its way alone would have it.
public struct Handicap: Sendable, Hashable {
    /// What turning round costs a unit on the other side of a divided road, in milliseconds; part of its time of arrival.
    public var carriagewayMilliseconds = 0
    /// What a unit of another beat is put back by, in milliseconds; no part of its time of arrival.
    public var beatMilliseconds = 0
    /// Whether it rests: it comes after all that do not.
    public var isResting = false

    /// A handicap from its parts.
    public init(carriagewayMilliseconds: Int = 0, beatMilliseconds: Int = 0, isResting: Bool = false) {
        self.carriagewayMilliseconds = carriagewayMilliseconds
        self.beatMilliseconds = beatMilliseconds
        self.isResting = isResting
    }
}

/// A unit that does not fit, and the first reason why.
public struct ExcludedUnit: Sendable, Hashable {
    /// The unit.
    public var unit: UnitID
    /// Straight line, in metres.
    public var distanceMetres: Int
    /// Why it is out.
    public var reason: ExclusionReason

    /// An excluded unit from its parts.
    public init(unit: UnitID, distanceMetres: Int, reason: ExclusionReason) {
        self.unit = unit
        self.distanceMetres = distanceMetres
        self.reason = reason
    }
}

/// Why a unit is not sent. The first that holds is the one that is given, in this order.
public enum ExclusionReason: String, Sendable, Hashable, CaseIterable {
    /// No fix has been seen: it was not weighed.
    case unlocated
    /// Not weighed, because enough units were found that must be sooner.
    case farther
    /// Outside the search radius.
    case radius
    /// Of another kind than the requirement's.
    case kind
    /// Without a capability that the requirement asks for.
    case capability
    /// Off duty, or no longer in the site file.
    case offDuty = "off_duty"
    /// Has an order that it has not finished.
    case ordered
    /// Says that it is busy.
    case busy
    /// Was ordered to this incident before and did not answer, declined, or is done.
    case tried
    /// Its fix is too old.
    case stale
    /// Would not be there enough before those under way (`Requirement.minGain`).
    case noGain = "no_gain"
    /// An exercise asks, and the unit is not in it or plays already.
    case exercise
    /// On duty and not fit to come.
    case outOfService = "out_of_service"
}

/// How many units are out, by reason.
public struct ExclusionCounts: Sendable, Hashable {
    /// In the order of `ExclusionReason.allCases`.
    public var counts: [Int]

    /// Nothing excluded.
    public init() { counts = Array(repeating: 0, count: ExclusionReason.allCases.count) }

    /// The count of a reason.
    public subscript(reason: ExclusionReason) -> Int {
        get { counts[reason.index] }
        set { counts[reason.index] = newValue }
    }

    /// All of them together.
    public var total: Int { counts.reduce(0, +) }
}

extension ExclusionReason {
    /// Position in `allCases`, 0….
    public var index: Int {
        switch self {
        case .unlocated: 0
        case .farther: 1
        case .radius: 2
        case .kind: 3
        case .capability: 4
        case .offDuty: 5
        case .ordered: 6
        case .busy: 7
        case .tried: 8
        case .stale: 9
        case .noGain: 10
        case .exercise: 11
        case .outOfService: 12
        }
    }
}

/// One unit as the ranking saw it: enough to rank it again.
public struct WeighedUnit: Sendable, Hashable {
    /// The unit.
    public var unit: UnitID
    /// Its kind.
    public var kind: UnitKind
    /// Its last fix.
    public var place: Coordinate
    /// When that fix was received.
    public var receivedAt: Instant
    /// Straight line to the call point, in metres.
    public var distanceMetres: Int
    /// Why it is out; nil where it fits.
    public var exclusion: ExclusionReason?

    /// A weighed unit from its parts.
    public init(
        unit: UnitID, kind: UnitKind, place: Coordinate, receivedAt: Instant, distanceMetres: Int,
        exclusion: ExclusionReason?
    ) {
        self.unit = unit
        self.kind = kind
        self.place = place
        self.receivedAt = receivedAt
        self.distanceMetres = distanceMetres
        self.exclusion = exclusion
    }
}
