// What people may ask to see. Nothing here decides.

extension Engine {
    /// Open incidents, oldest first.
    public var openIncidents: [Incident] { Array(state.incidents) }
    /// An open incident by its id, found without looking at the others.
    public func incident(_ id: IncidentID) -> Incident? { state.index(of: id).map { state.incidents[$0] } }
    /// Open incidents that are wanted, oldest first, without a copy of the others.
    public func openIncidents(where isWanted: (Incident) -> Bool) -> [Incident] { state.incidents.filter(isWanted) }
    /// Faults that are not restored, oldest first.
    public var standingFaults: [StandingFault] { state.faults }
    /// Bypasses in force, in the order in which they were set.
    public var bypasses: [Bypass] { state.bypasses }
    /// The short random word of this start.
    public var generation: String { state.generation }
    /// The exercise that is under way; nil where there is none.
    public var exercise: Exercise? { state.exercise }
    /// Beats whose cover was lost or into which a unit has moved up, by id.
    public var beatCoverage: [BeatCoverage] { state.coverage }
    /// Why an input is down; nil where it is not known to be.
    public func reasonDown(_ input: InputName) -> String? { state.inputsDown[input] }
    /// Whether the whole feed of positions is silent.
    public var isPositionFeedStalled: Bool { state.positionsStalledAt != nil }
    /// Receipt of the newest fix of a unit that moves; nil before the first.
    public var newestFixReceipt: Instant? { positions.newestReceipt }
    /// Bytes that the table of positions and its index hold, spare room included.
    public var positionTableBytes: Int { positions.byteCount }

    /// A unit as people see it.
    public struct UnitView: Sendable, Hashable {
        /// What the site file says of it.
        public var unit: PatrolUnit
        /// What it is up to, apart from any order.
        public var status: UnitStatus
        /// Its unfinished order.
        public var order: OrderID?
        /// Its last fix.
        public var fix: Fix?
        /// Whether that fix is too old to order it by.
        public var isStale: Bool
        /// Whether the site file says where it always stands, and no fix has said otherwise.
        public var isPosted: Bool
        /// Whether the site file in force names it, or a fix brought it in.
        public var isListed: Bool
    }

    /// Every unit, in the order of the site file.
    public func unitViews(at now: Instant) -> [UnitView] {
        (0..<units.count).map { row in
            let fix = positions.fix(row, unit: units.ids[row])
            let isPosted = positions.rows[row].isPosted
            return UnitView(
                unit: units.declarations[row], status: units.statuses[row],
                order: units.orders[row] ?? units.exerciseOrders[row],
                fix: fix,
                isStale: !isPosted && fix.map { now - $0.receivedAt > state.site.staleAfter } ?? false,
                isPosted: isPosted,
                isListed: units.isListed[row])
        }
    }

    /// What a unit says of itself; available where it has said nothing.
    public func status(of unit: UnitID) -> UnitStatus { state.statuses[unit] ?? .available }

    /// The unfinished order of a unit; nil where it has none.
    public func unfinishedOrder(of unit: UnitID) -> OrderID? { units.row(of: unit).flatMap { units.orders[$0] } }

    /// Where a unit was last seen; nil where it never was, or is not known.
    public func lastPlace(of unit: UnitID) -> Coordinate? {
        units.row(of: unit).flatMap { positions.fix($0, unit: unit)?.place }
    }

    /// Fixes of all units that have one, for the warm-start file.
    public var fixes: [Fix] {
        (0..<units.count).compactMap { row in
            positions.rows[row].isPosted ? nil : positions.fix(row, unit: units.ids[row])
        }
    }

    /// Who would go to a call point now, and why not the others: for tier 1's first requirement. Changes nothing.
    public func preview(of callPoint: CallPointID, at now: Instant) -> UnitsRanked? {
        guard let (point, plan, _) = known.response(at: callPoint, scratch.wall),
            let requirement = plan.tiers.first?.send.first(where: { $0.count > 0 })
        else { return nil }
        var trial = self
        trial.scratch.now = now
        let selection = trial.select(requirement, at: point, plan: plan) { requirement.choices[$0 - 1].count }
        return ranked(selection, Incident.RequirementReference(tier: 1, requirement: 1), at: now)
    }

    /// Whether two engines know the same: what a replay must reach.
    public func hasSameState(as other: Engine) -> Bool { state == other.state }
}
