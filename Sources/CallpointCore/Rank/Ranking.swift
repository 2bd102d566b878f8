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

    /// Sooner first; ties go to the fresher fix, then the smaller id.
    @inline(__always)
    func precedes(_ other: RankedUnit) -> Bool {
        if etaMilliseconds != other.etaMilliseconds { return etaMilliseconds < other.etaMilliseconds }
        if receivedMicroseconds != other.receivedMicroseconds {
            return receivedMicroseconds > other.receivedMicroseconds
        }
        return unit < other.unit
    }
}
