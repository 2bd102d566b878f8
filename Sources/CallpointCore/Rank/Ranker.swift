// RANK: who can be there really soonest, and why not the others?

/// Weighs units for one requirement round one call point.
///
/// Cells are searched ring by ring round the call point. After ring r every
/// unit within r cells has been weighed; the search ends when enough units fit
/// and nobody farther could be sooner, when the radius is covered, or when
/// everybody has been weighed. That is exact, and it is fast where units are dense.
struct Ranker {
    /// Rows that may be chosen where an exercise asks; nil where nobody plays.
    let players: Set<Int>?
    let units: UnitRegistry
    let positions: PositionTable
    let profiles: KindProfiles
    let callPoint: CallPoint
    let requirement: Requirement
    /// Units asked for, and enough to show.
    let wanted: Int
    let now: Instant
    let staleAfter: Duration
    /// Whether stale fixes count, because the whole feed is silent.
    let usesLastFixes: Bool
    /// Rows that are not to be asked again now, or are claimed.
    let tried: Set<Int>
    let claimed: Set<Int>
    /// What else is held against a unit.
    let terms: RankingTerms
    /// Rows whose order does not bind them for this one.
    let lent: Set<Int>

    private var ranking = Ranking()
    private let earth: FlatEarth
    private let grid: CellGrid
    /// A bit for each kind that is asked for.
    private let kindMask: UInt8
    /// What turning round costs each kind, in milliseconds; only looked at where the call point has a `carriageway`.
    private let penalties: [Int]
    private let carriageway: Carriageway?
    private let capabilityMask: UInt64?
    private let staleMicroseconds: Int64
    private var weighedCount = 0
    /// Whether everybody who was not weighed is outside the search radius.
    private var isRadiusCovered = false

    init(
        players: Set<Int>?, units: UnitRegistry, positions: PositionTable, profiles: KindProfiles, callPoint: CallPoint,
        requirement: Requirement, wanted: Int, now: Instant, staleAfter: Duration, usesLastFixes: Bool,
        tried: Set<Int>, claimed: Set<Int>, terms: RankingTerms = RankingTerms(), lent: Set<Int> = []
    ) {
        self.players = players
        self.units = units
        self.positions = positions
        self.profiles = profiles
        self.callPoint = callPoint
        self.requirement = requirement
        self.wanted = wanted
        self.now = now
        self.staleAfter = staleAfter
        self.usesLastFixes = usesLastFixes
        self.tried = tried
        self.claimed = claimed
        self.terms = terms
        penalties = profiles.profiles.map { Int($0.otherCarriageway?.milliseconds ?? 0) }
        carriageway = penalties.contains { $0 > 0 } ? callPoint.carriageway : nil
        self.lent = lent
        earth = FlatEarth(centre: callPoint.place, scale: callPoint.scale)
        grid = positions.grid
        kindMask = requirement.kinds.reduce(0) { $0 | 1 << UInt8($1.index) }
        capabilityMask = units.mask(requiredBy: requirement.capabilities)
        staleMicroseconds = staleAfter.microseconds
        ranking.weighed.reserveCapacity(64)
        ranking.candidates.reserveCapacity(wanted + 1)
    }

    /// Weighs, and gives what came of it.
    mutating func rank() -> Ranking {
        if !searchRings() { weighAll() }
        ranking.excluded[.unlocated] = units.count - positions.locatedCount
        ranking.excluded[isRadiusCovered ? .radius : .farther] += positions.locatedCount - weighedCount
        return ranking
    }

    /// Searches outwards. False where that would touch more cells than there are units: then all are weighed in a row.
    private mutating func searchRings() -> Bool {
        let row = grid.row(latitudeE7: callPoint.place.latitudeE7)
        let column = grid.column(longitudeE7: callPoint.place.longitudeE7)
        let cellLimit = max(64, positions.locatedCount)
        var cells = 0
        var ring = 0
        while weighedCount < positions.locatedCount {
            cells += ring == 0 ? 1 : 8 * ring
            if cells > cellLimit || 2 * ring + 1 >= grid.columns {
                ranking = Ranking()
                weighedCount = 0
                return false
            }
            weighRing(ring, row: row, column: column)
            let metres = guaranteedMetres(ring: ring)
            isRadiusCovered = requirement.withinMetres.map { metres > $0 } ?? false
            if isRadiusCovered || isSettled(beyondMetres: metres) { break }
            ring += 1
        }
        return true
    }

    /// Nobody outside the rings 0…ring is nearer than this.
    private func guaranteedMetres(ring: Int) -> Int {
        let narrow = min(
            callPoint.scale.millimetresPerDegreeLatitude, callPoint.scale.millimetresPerDegreeLongitude)
        // A degree's length is rounded to a millimetre, a distance to a metre: one metre less is safe.
        // 1e-7 degree × millimetres a degree ÷ 1e10 = metres.
        return max(0, ring * grid.sideE7 * narrow / 10_000_000_000 - 1)
    }

    /// Whether enough units fit that are sooner than anybody farther than this could be.
    private func isSettled(beyondMetres metres: Int) -> Bool {
        guard ranking.candidates.count == wanted, let last = ranking.candidates.last else { return false }
        var soonest = Int.max
        for kind in requirement.kinds {
            soonest = min(soonest, etaMilliseconds(kind.index, metres: metres))
        }
        return last.rankMilliseconds < soonest
    }

    private mutating func weighRing(_ ring: Int, row: Int, column: Int) {
        for y in (row - ring)...(row + ring) where (0..<grid.rows).contains(y) {
            let isEdge = y == row - ring || y == row + ring
            let step = isEdge || ring == 0 ? 1 : 2 * ring
            for x in stride(from: column - ring, through: column + ring, by: step) {
                let wrapped = x < 0 ? x + grid.columns : x >= grid.columns ? x - grid.columns : x
                weighCell(Int64(y * grid.columns + wrapped))
            }
        }
    }

    private mutating func weighCell(_ cell: Int64) {
        var row = positions.firstRow(near: cell)
        while row >= 0 {
            let fix = positions.rows[row]
            // Other cells share the bucket: theirs are met when it is their turn.
            if grid.cell(fix.place) == cell { weigh(row, fix) }
            row = Int(fix.next)
        }
    }

    private mutating func weighAll() {
        for row in positions.rows.indices where positions.rows[row].isLocated { weigh(row, positions.rows[row]) }
    }

    @inline(__always)
    private mutating func weigh(_ row: Int, _ fix: FixRow) {
        weighedCount += 1
        let metres = earth.metres(latitudeE7: fix.latitudeE7, longitudeE7: fix.longitudeE7)
        let reason = exclusion(row, fix, metres: metres)
        if ranking.weighed.count < UnitsRanked.weighedLimit {
            ranking.weighed.append(
                WeighedUnit(
                    unit: units.ids[row], kind: UnitKind(index: fix.kind),
                    place: fix.place,
                    receivedAt: Instant(microseconds: fix.receivedMicroseconds), distanceMetres: metres,
                    exclusion: reason))
        }
        if let reason {
            ranking.excluded[reason] += 1
            keepNearestExcluded(ExcludedUnit(unit: units.ids[row], distanceMetres: metres, reason: reason))
            return
        }
        let eta = eta(row, fix, metres: metres)
        let handicap = handicap(row, fix)
        keepSoonest(
            RankedUnit(
                row: row, unit: units.ids[row], place: fix.place,
                receivedMicroseconds: fix.receivedMicroseconds, distanceMetres: metres, etaMilliseconds: eta,
                handicap: handicap,
                rankMilliseconds: eta + handicap.beatMilliseconds
                    + (handicap.isResting ? RankedUnit.restMilliseconds : 0)))
    }

    /// The time of arrival, with what turning round costs.
    @inline(__always)
    private func eta(_ row: Int, _ fix: FixRow, metres: Int) -> Int {
        let eta = etaMilliseconds(Int(fix.kind), metres: metres)
        return carriageway == nil ? eta : eta + turning(row, fix)
    }

    private func turning(_ row: Int, _ fix: FixRow) -> Int {
        guard let carriageway, penalties[Int(fix.kind)] > 0 else { return 0 }
        let (north, east) = earth.offset(latitudeE7: fix.latitudeE7, longitudeE7: fix.longitudeE7)
        let detail = positions.details[row]
        let isOpposite = carriageway.isOpposite(
            north: north, east: east, headingDegrees: detail.headingDegrees, speed: detail.speedCentimetresPerSecond)
        return isOpposite ? penalties[Int(fix.kind)] : 0
    }

    @inline(__always)
    private func handicap(_ row: Int, _ fix: FixRow) -> Handicap {
        var handicap = Handicap()
        handicap.isResting = units.statuses[row] == .standby
        if carriageway != nil { handicap.carriagewayMilliseconds = turning(row, fix) }
        if terms.preferBeat > 0, !terms.isOwn(units.declarations[row]) {
            handicap.beatMilliseconds = terms.preferBeat
        }
        return handicap
    }

    @inline(__always)
    private func etaMilliseconds(_ kind: Int, metres: Int) -> Int {
        let profile = profiles.profiles[kind]
        return profile.etaMilliseconds(metres: metres, reactionMilliseconds: profile.reactionMilliseconds)
    }

    /// The first reason for which a unit is out, in the order of `ExclusionReason`; nil where it fits.
    @inline(__always)
    private func exclusion(_ row: Int, _ fix: FixRow, metres: Int) -> ExclusionReason? {
        if let radius = requirement.withinMetres, metres > radius { return .radius }
        if kindMask >> fix.kind & 1 == 0 { return .kind }
        if !units.hasCapabilities(requirement.capabilities, mask: capabilityMask, row: row) { return .capability }
        let duty = units.duties[row]
        if !duty.isDisjoint(with: [.isUnlisted, .isOffDuty]) { return .offDuty }
        if let players, !players.contains(row) { return .exercise }
        if duty.contains(.isOrdered) || claimed.contains(row), !lent.contains(row) { return .ordered }
        if duty.contains(.isBusy) { return .busy }
        if duty.contains(.isOutOfService) { return .outOfService }
        if tried.contains(row) { return .tried }
        if !usesLastFixes, !fix.isPosted, now.microseconds - fix.receivedMicroseconds > staleMicroseconds {
            return .stale
        }
        if let latest = terms.latestUseful, eta(row, fix, metres: metres) > latest { return .noGain }
        return nil
    }

    /// Keeps the `wanted` soonest in order: to sort all that fit took longer than to weigh them.
    private mutating func keepSoonest(_ unit: RankedUnit) {
        let isFull = ranking.candidates.count == wanted
        if isFull, let last = ranking.candidates.last, !unit.precedes(last) { return }
        let place = ranking.candidates.firstIndex { unit.precedes($0) } ?? ranking.candidates.count
        if isFull { ranking.candidates.removeLast() }
        ranking.candidates.insert(unit, at: place)
    }

    private mutating func keepNearestExcluded(_ unit: ExcludedUnit) {
        // Units of another kind were never asked for: a dispatcher asks of the car, not of the helicopter.
        guard unit.reason != .kind, unit.reason != .radius else { return }
        let list = ranking.nearestExcluded
        if list.count == UnitsRanked.shownLimit, let last = list.last, last.distanceMetres <= unit.distanceMetres {
            return
        }
        let place = list.firstIndex { $0.distanceMetres > unit.distanceMetres } ?? list.count
        ranking.nearestExcluded.insert(unit, at: place)
        if ranking.nearestExcluded.count > UnitsRanked.shownLimit { ranking.nearestExcluded.removeLast() }
    }
}
