/// A beat in which no unit is left that is free.
public struct CoverageLost: Sendable, Hashable {
    /// The beat.
    public var beat: BeatID
    /// The kinds of which one unit was to be there.
    public var kinds: [UnitKind]
    /// Whether the plan of the incident that took the last one lets the next move up by itself.
    public var isAutomatic: Bool

    /// A loss from its parts.
    public init(beat: BeatID, kinds: [UnitKind], isAutomatic: Bool = false) {
        self.beat = beat
        self.kinds = kinds
        self.isAutomatic = isAutomatic
    }
}

/// A unit that could move up into a beat that nobody covers.
public struct MoveUp: Sendable, Hashable {
    /// The beat.
    public var beat: BeatID
    /// The unit: of those that leave no other beat without cover, the one that is there soonest.
    public var unit: UnitID
    /// When it would be in the middle of the beat, in milliseconds.
    public var etaMilliseconds: Int
    /// Straight line to there, in metres.
    public var distanceMetres: Int

    /// A proposal from its parts.
    public init(beat: BeatID, unit: UnitID, etaMilliseconds: Int, distanceMetres: Int) {
        self.beat = beat
        self.unit = unit
        self.etaMilliseconds = etaMilliseconds
        self.distanceMetres = distanceMetres
    }

    /// Why a move-up ends by itself; it stands in the place of a person's means.
    public enum Ending: String, Sendable, CaseIterable {
        /// The unit is ordered, busy or off duty.
        case unavailable
        /// It has moved up, and the beat has somebody of its own again.
        case covered
        /// It had moved up, and has left the beat.
        case left
        /// The site file asks for no cover there any more.
        case unwatched = "not_asked"
    }
}
