/// So many units of these kinds, no farther than this; or something else that does as well.
public struct Requirement: Hashable, Sendable {
    /// Kinds that fit; in the order of `UnitKind.allCases`, never empty.
    public var kinds: [UnitKind]
    /// How many; 1…20, and 0 in an incident that began while its schedule did not hold.
    public var count: Int
    /// Search radius in metres, straight line; nil for none. 1…1,000,000.
    public var withinMetres: Int?
    /// Capabilities that a unit must have, all of them: `aed`.
    public var capabilities: [String]
    /// What does as well, each alone enough; empty where there is one way only, else 2…`alternativeLimit`. The fields
    /// above are the first one's then.
    public var alternatives: [Requirement]
    /// A unit is sent only where it would be there at least so much before the last of those whom lower tiers have
    /// under way; nil where that does not matter. 1 s…1 h.
    public var minGain: Duration?
    /// It counts only for incidents that begin while this schedule holds; nil where it always does.
    public var during: ScheduleName?

    /// Most alternatives of a requirement.
    public static let alternativeLimit = 4

    /// A requirement from its parts.
    public init(
        kinds: [UnitKind], count: Int, withinMetres: Int? = nil, capabilities: [String] = [],
        minGain: Duration? = nil, during: ScheduleName? = nil
    ) {
        self.kinds = kinds
        self.count = count
        self.withinMetres = withinMetres
        self.capabilities = capabilities
        self.minGain = minGain
        self.during = during
        alternatives = []
    }

    /// A requirement that each of several alternatives meets: "two motorcycles, or one vehicle".
    public init(anyOf alternatives: [Requirement], minGain: Duration? = nil) {
        precondition(alternatives.count > 1, "two alternatives at least")
        self = alternatives[0]
        self.alternatives = alternatives
        self.minGain = minGain
    }

    /// The ways in which it can be met: itself alone, or its alternatives.
    public var choices: [Requirement] { alternatives.isEmpty ? [self] : alternatives }
}
