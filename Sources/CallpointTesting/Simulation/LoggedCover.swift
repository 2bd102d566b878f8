import CallpointCore

/// A beat that was said to be without cover, or into which a unit moves up.
struct LoggedCover: Sendable {
    var beat: BeatID
    var isLost = false
    var isAutomatic = false
    /// Who was named last, while that stands.
    var unit: UnitID?
    /// Whether somebody, or the plan, has said yes.
    var isMoving = false
    /// Whether somebody has said no, and nobody has been free there since.
    var isRefused = false
}

extension Logbook {
    func cover(of beat: BeatID) -> LoggedCover? { coverage.first { $0.beat == beat } }

    mutating func cover(_ body: Event.Body) {
        switch body {
        case .coverageLost(let lost):
            coverage.removeAll { $0.beat == lost.beat }
            coverage.append(LoggedCover(beat: lost.beat, isLost: true, isAutomatic: lost.isAutomatic))
        case .coverageRestored(let beat, _):
            guard let place = coverage.firstIndex(where: { $0.beat == beat }) else { return }
            if coverage[place].isMoving { coverage[place].isLost = false } else { coverage.remove(at: place) }
        case .moveUpProposed(let move):
            guard let place = coverage.firstIndex(where: { $0.beat == move.beat }) else { return }
            coverage[place].unit = move.unit
        case .moveUpAccepted(let beat, _, _, _):
            guard let place = coverage.firstIndex(where: { $0.beat == beat }) else { return }
            coverage[place].isMoving = true
        case .moveUpDismissed(let beat, _, let actor, _):
            guard let place = coverage.firstIndex(where: { $0.beat == beat }) else { return }
            coverage[place].unit = nil
            coverage[place].isMoving = false
            coverage[place].isRefused = actor != nil
            if !coverage[place].isLost { coverage.remove(at: place) }
        default: break
        }
    }
}
