// Into a beat that nobody covers the next unit may move up. It stays free for orders, and a press goes first.

extension Engine {
    /// What stands in the place of a person's means where a plan lets units move up.
    public static let byPlan = "plan"

    /// Ends what is over of moves, and names who could move up where nobody does.
    mutating func moveUp(_ beats: [Beat], _ look: CoverLook) {
        for place in beats.indices { endMove(into: beats[place], covering: look.rows[place]) }
        var spare = spare(beats, look)
        for place in beats.indices {
            guard let lost = state.coverage(of: beats[place].id), lost.isLost, !lost.isDismissed, lost.unit == nil,
                let (index, move) = nextUnit(for: beats[place], look, spare)
            else { continue }
            spare.promise(look.free[index], to: place)
            emit(.moveUpProposed(move))
            if lost.isAutomatic { emit(.moveUpAccepted(lost.beat, unit: move.unit, actor: nil, via: Engine.byPlan)) }
        }
    }

    /// A unit that is ordered, busy or off duty moves up no longer; one that has moved up goes back when the beat has
    /// somebody of its own again.
    private mutating func endMove(into beat: Beat, covering rows: [Int]) {
        guard let known = state.coverage(of: beat.id), let unit = known.unit else { return }
        if !isAtHand(unit) {
            emit(.moveUpDismissed(beat.id, unit: unit, actor: nil, via: MoveUp.Ending.unavailable.rawValue))
        } else if !known.isLost, hasOwn(beat, among: rows) {
            emit(.moveUpDismissed(beat.id, unit: unit, actor: nil, via: MoveUp.Ending.covered.rawValue))
        }
    }

    /// Whether a unit could be ordered, for all that is known of it but its position.
    private func isAtHand(_ unit: UnitID) -> Bool { units.row(of: unit).map { units.duties[$0].isEmpty } ?? false }

    /// Whether a unit of the beat's own covers it: one that is at home there. Where the site file gives the beat to no
    /// unit that could cover it, any but those that have moved up.
    private func hasOwn(_ beat: Beat, among rows: [Int]) -> Bool {
        if rows.contains(where: { units.declarations[$0].beats.contains(beat.id) }) { return true }
        let moving = state.coverage.compactMap { $0.isMoving ? $0.unit : nil }
        return rows.contains { !moving.contains(units.ids[$0]) }
            && !state.site.units.contains { $0.beats.contains(beat.id) && beat.cover.contains($0.kind) }
    }

    /// Who is not promised to a beat, and how many are left to each.
    private func spare(_ beats: [Beat], _ look: CoverLook) -> Spare {
        var spare = Spare(left: look.rows.map(\.count))
        for known in state.coverage {
            guard let unit = known.unit, let row = units.row(of: unit) else { continue }
            spare.promised.insert(row)
            guard let free = look.free.first(where: { $0.row == row }) else { continue }
            // Who is to leave a beat covers it no longer.
            for place in free.beats where beats[place].id != known.beat { spare.left[place] -= 1 }
        }
        return spare
    }

    /// What a look leaves for beats without cover.
    private struct Spare {
        /// How many stay in each beat.
        var left: [Int]
        /// Rows that move up, or could.
        var promised: Set<Int> = []

        /// One that has come into the beat already stays there.
        mutating func promise(_ unit: (row: Int, beats: [Int]), to beat: Int) {
            promised.insert(unit.row)
            for place in unit.beats where place != beat { left[place] -= 1 }
        }
    }

    /// Who could be in the middle of a beat soonest, and where it stands among the free: of the kinds asked for, moving
    /// up nowhere else, in no exercise, and not the last one that covers another beat. One that rests only where nobody
    /// else is left.
    private func nextUnit(for beat: Beat, _ look: CoverLook, _ spare: Spare) -> (index: Int, move: MoveUp)? {
        let earth = FlatEarth(centre: beat.middle, scale: beat.scale)
        var best: (index: Int, move: MoveUp, rank: (Int, Int, Int64))?
        for (index, (row, own)) in look.free.enumerated() {
            let fix = positions.rows[row]
            let profile = state.site.kinds.profiles[Int(fix.kind)]
            guard beat.covers(kind: Int(fix.kind)), profile.speedMillimetresPerSecond > 0, !fix.isPosted,
                own.allSatisfy({ spare.left[$0] > 1 }), !spare.promised.contains(row), !plays(units.ids[row])
            else { continue }
            let metres = earth.metres(latitudeE7: fix.latitudeE7, longitudeE7: fix.longitudeE7)
            let eta = profile.etaMilliseconds(
                metres: metres, reactionMilliseconds: Int(profile.reaction.milliseconds))
            // Of two alike the fresher fix, then the smaller id.
            let rank = (units.statuses[row] == .standby ? 1 : 0, eta, -fix.receivedMicroseconds)
            if let best, best.rank < rank || best.rank == rank && best.move.unit < units.ids[row] { continue }
            best = (
                index,
                MoveUp(beat: beat.id, unit: units.ids[row], etaMilliseconds: eta, distanceMetres: metres), rank
            )
        }
        return best.map { ($0.index, $0.move) }
    }

    private func plays(_ unit: UnitID) -> Bool { state.exercise?.units.contains(unit) ?? false }

    /// What a dispatcher says of a unit that could move up, or does.
    mutating func moveUp(_ beat: BeatID, accepts: Bool, _ act: Act) throws(Refusal) {
        guard let known = state.coverage(of: beat) else {
            throw Refusal(
                "The beat \(beat) is covered, or there is no such beat.",
                remedy: "'callpoint tail --type coverage.lost' shows those that are not.")
        }
        guard let unit = known.unit else {
            throw Refusal(
                "Nobody is proposed to move up into \(beat).",
                remedy: "Send somebody by radio; a proposal comes by itself when a unit could.")
        }
        guard accepts else { return emit(.moveUpDismissed(beat, unit: unit, actor: act.actor, via: act.via)) }
        if known.isMoving {
            throw Refusal("\(unit) moves up into \(beat) already.", remedy: "Nothing needs doing.")
        }
        guard isAtHand(unit) else {
            throw Refusal(
                "\(unit) is not free any more.",
                remedy: "Another one is proposed within a second, where one could come.")
        }
        emit(.moveUpAccepted(beat, unit: unit, actor: act.actor, via: act.via))
    }
}
