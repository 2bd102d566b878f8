// A beat should not be left without anybody: that it is, is said once, and that it is no more.

extension Engine {
    /// Beats are looked at so often. A change that only positions show is said when it has lasted as long: a unit that
    /// drives along the edge of a beat is not one line after the other.
    static let coverageInterval: Duration = .seconds(15)
    /// While it has not lasted so long they are looked at so often.
    static let doubtInterval: Duration = .seconds(3)
    /// After an order or a change of status they are looked at so much later: never in the turn that answers a press,
    /// and once for a storm of them.
    static let coverageDelay: Duration = .seconds(1)

    /// Beats that ask for cover, in the order of the file.
    var watchedBeats: [Beat] { known.watchedBeats }

    /// Beats are looked at again in so long.
    mutating func expectCoverage(after wait: Duration) {
        guard !watchedBeats.isEmpty || !state.coverage.isEmpty else { return }
        // A daemon that has just started has heard of nobody yet.
        let at = max(scratch.now + wait, scratch.coverageNotBefore)
        scratch.coverageAt = scratch.coverageAt.map { min($0, at) } ?? at
    }

    /// Looks soon where the turn says of a unit that it is free or not, or has brought another site into force.
    mutating func noteDuties() {
        guard !watchedBeats.isEmpty || !state.coverage.isEmpty,
            scratch.turn.contains(where: { $0.mode == .live && $0.body.changesDuty })
        else { return }
        expectCoverage(after: Engine.coverageDelay)
    }

    /// A start: units have as long to say where they are as a fix is good for, and what they do is known.
    mutating func resumeCoverage() {
        scratch.coverageNotBefore = scratch.now + state.site.staleAfter
        scratch.coverageDuties = watchedBeats.isEmpty ? [] : units.duties
        expectCoverage(after: .zero)
    }

    mutating func passTimeOfCoverage() {
        guard let at = scratch.coverageAt, at <= scratch.now else { return }
        scratch.coverageAt = nil
        let beats = watchedBeats
        forgetBeats(but: beats)
        guard !beats.isEmpty else {
            scratch.coverageDoubts = []
            scratch.coverageDuties = []
            return
        }
        let look = CoverLook(beats, units, positions, staleBefore: staleBefore)
        let changed = units.duties.indices.filter {
            $0 < scratch.coverageDuties.count && scratch.coverageDuties[$0].isEmpty != units.duties[$0].isEmpty
        }
        scratch.coverageDuties = units.duties
        for place in beats.indices { note(beats[place], covering: look.rows[place], changed: changed) }
        moveUp(beats, look)
        expectCoverage(after: Engine.coverageInterval)
        // A doubt is settled to the moment, and whoever comes back in between is seen.
        for doubt in scratch.coverageDoubts {
            expectCoverage(after: min(Engine.doubtInterval, doubt.since + Engine.coverageInterval - scratch.now))
        }
    }

    /// A fix received before this is stale; nil where none is, because the whole feed is silent.
    private var staleBefore: Instant? {
        isFeedSilent(at: scratch.now) ? nil : scratch.now + .microseconds(-state.site.staleAfter.microseconds)
    }

    /// Nobody watches a beat that the site file names no more, or without `cover`.
    private mutating func forgetBeats(but beats: [Beat]) {
        for old in state.coverage where !beats.contains(where: { $0.id == old.beat }) {
            if let unit = old.unit {
                emit(.moveUpDismissed(old.beat, unit: unit, actor: nil, via: MoveUp.Ending.unwatched.rawValue))
            }
            if old.isLost { emit(.coverageRestored(old.beat, isWatched: false)) }
        }
        scratch.coverageDoubts.removeAll { doubt in !beats.contains { $0.id == doubt.beat } }
    }

    private mutating func note(_ beat: Beat, covering rows: [Int], changed: [Int]) {
        let isLost = state.coverage(of: beat.id)?.isLost ?? false
        guard rows.isEmpty != isLost else {
            scratch.coverageDoubts.removeAll { $0.beat == beat.id }
            return
        }
        // What units or dispatchers did is known at once; what positions show has to last.
        let left = isLost ? [] : changed.filter { !units.duties[$0].isEmpty && isInside($0, beat) }
        guard !left.isEmpty || isLost && rows.contains(where: changed.contains) || hasLasted(beat.id) else { return }
        scratch.coverageDoubts.removeAll { $0.beat == beat.id }
        if isLost { emit(.coverageRestored(beat.id, isWatched: true)) } else { lose(beat, left) }
    }

    private mutating func hasLasted(_ beat: BeatID) -> Bool {
        if let doubt = scratch.coverageDoubts.first(where: { $0.beat == beat }) {
            return scratch.now - doubt.since >= Engine.coverageInterval
        }
        scratch.coverageDoubts.append(Scratch.Doubt(beat: beat, since: scratch.now))
        return false
    }

    private func isInside(_ row: Int, _ beat: Beat) -> Bool {
        let fix = positions.rows[row]
        return fix.isLocated && beat.covers(kind: Int(fix.kind)) && beat.contains(fix.place)
    }

    /// Says that a beat has nobody left, and on account of which incident where one took the last of its units.
    private mutating func lose(_ beat: Beat, _ left: [Int]) {
        // A unit that had moved up and has left again did not cover it for long.
        if let gone = state.coverage(of: beat.id)?.unit {
            let isFree = units.row(of: gone).map { units.duties[$0].isEmpty } ?? false
            let ending: MoveUp.Ending = isFree ? .left : .unavailable
            emit(.moveUpDismissed(beat.id, unit: gone, actor: nil, via: ending.rawValue))
        }
        let taking = left.compactMap { units.orders[$0]?.incident }.first
        let incident = taking.flatMap { state.index(of: $0) }.map { state.incidents[$0] }
        emit(
            .coverageLost(
                CoverageLost(
                    beat: beat.id, kinds: beat.cover, isAutomatic: incident?.plan.movesUpByItself ?? false)),
            incident: incident?.id, callPoint: incident?.callPoint.id)
    }
}

extension Event.Body {
    /// Whether it says of a unit that it is free or not, or may do so.
    fileprivate var changesDuty: Bool {
        switch self {
        case .orderIssued, .orderAcknowledged, .orderDeclined, .orderTimedOut, .orderStoodDown, .orderConflicted,
            .unitClear, .unitStatus, .alarmClosed, .configLoaded:
            true
        default: false
        }
    }
}

/// Who covers which beat: one pass over all units for all beats.
struct CoverLook {
    /// The rows that cover each beat, ascending.
    private(set) var rows: [[Int]]
    /// Units that are free and heard of lately, wherever they are, and which beats they cover.
    private(set) var free: [(row: Int, beats: [Int])] = []

    /// Looks at all units; fixes received before `staleBefore` do not count.
    init(_ beats: [Beat], _ units: UnitRegistry, _ positions: PositionTable, staleBefore stale: Instant?) {
        rows = Array(repeating: [], count: beats.count)
        let reaches = beats.map(\.reach)
        let kinds = beats.map(\.coverMask)
        let asked = kinds.reduce(0, |)
        for (row, fix) in positions.rows.enumerated() {
            guard units.duties[row].isEmpty, fix.isLocated, asked >> fix.kind & 1 == 1 else { continue }
            if let stale, !fix.isPosted, fix.receivedMicroseconds < stale.microseconds { continue }
            var own: [Int] = []
            for place in reaches.indices where kinds[place] >> fix.kind & 1 == 1 && reaches[place].holds(fix) {
                guard beats[place].contains(fix.place) else { continue }
                rows[place].append(row)
                own.append(place)
            }
            free.append((row, own))
        }
    }
}
