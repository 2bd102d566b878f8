/// The outcome of weighing units for one requirement.
struct Ranking {
    /// Units that fit, soonest first; as many as were wanted, where there are so many.
    var candidates: [RankedUnit] = []
    /// How many are out, by reason.
    var excluded = ExclusionCounts()
    /// The nearest that are out, nearest first; at most `UnitsRanked.shownLimit`.
    var nearestExcluded: [ExcludedUnit] = []
    /// What was weighed.
    var weighed: [WeighedUnit] = []
}

/// A unit that fits, with all that the order needs.
struct RankedUnit {
    var row: Int
    var unit: UnitID
    var place: Coordinate
    var receivedMicroseconds: Int64
    var distanceMetres: Int
    var etaMilliseconds: Int
    var handicap: Handicap
    /// The time of arrival, with what is held against it. Never less, so that a search that ends by times of arrival
    /// misses nobody.
    var rankMilliseconds: Int

    /// What a unit that rests is put back by: farther than any way.
    static let restMilliseconds = 1 << 48

    /// Sooner first; ties go to the unit against which less is held, then to the fresher fix, then the smaller id.
    @inline(__always)
    func precedes(_ other: RankedUnit) -> Bool {
        if rankMilliseconds != other.rankMilliseconds { return rankMilliseconds < other.rankMilliseconds }
        if etaMilliseconds != other.etaMilliseconds { return etaMilliseconds > other.etaMilliseconds }
        if receivedMicroseconds != other.receivedMicroseconds {
            return receivedMicroseconds > other.receivedMicroseconds
        }
        return unit < other.unit
    }
}
