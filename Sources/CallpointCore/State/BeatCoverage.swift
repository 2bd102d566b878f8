/// What stands of a beat whose cover was lost, or into which a unit has moved up.
public struct BeatCoverage: Sendable, Hashable {
    /// The beat.
    public var beat: BeatID
    /// Whether nobody is free there.
    public var isLost = false
    /// Whether the plan of the incident that took the last one lets the next move up by itself.
    public var isAutomatic = false
    /// Who could move up, or does.
    public var unit: UnitID?
    /// Whether it does: a dispatcher said so, or the plan.
    public var isMoving = false
    /// Whether a dispatcher wants nobody to move up until the beat was covered again.
    public var isDismissed = false

    /// Whether there is nothing to remember.
    var isOver: Bool { !isLost && unit == nil }
}

extension State {
    /// What stands of a beat.
    func coverage(of beat: BeatID) -> BeatCoverage? { coverage.first { $0.beat == beat } }

    /// Changes what stands of a beat. The list is in the order of ids, so that a record of which only the last line of
    /// each thing is left gives the same one.
    mutating func changeCoverage(of beat: BeatID, _ body: (inout BeatCoverage) -> Void) {
        let place = coverage.firstIndex { $0.beat >= beat } ?? coverage.count
        if place == coverage.count || coverage[place].beat != beat {
            coverage.insert(BeatCoverage(beat: beat), at: place)
        }
        body(&coverage[place])
        if coverage[place].isOver { coverage.remove(at: place) }
    }

    /// Lets an event about cover act. Each kind of event gives the same state whatever came before that the last line
    /// of each kind does not say: a snapshot keeps no more.
    mutating func applyToCoverage(_ body: Event.Body) {
        switch body {
        case .coverageLost(let lost):
            changeCoverage(of: lost.beat) {
                $0 = BeatCoverage(beat: lost.beat, isLost: true, isAutomatic: lost.isAutomatic)
            }
        case .coverageRestored(let beat, _):
            changeCoverage(of: beat) {
                let unit = $0.isMoving ? $0.unit : nil
                $0 = BeatCoverage(beat: beat, unit: unit, isMoving: unit != nil)
            }
        case .moveUpProposed(let move):
            changeCoverage(of: move.beat) {
                $0.unit = move.unit
                $0.isMoving = false
            }
        case .moveUpAccepted(let beat, let unit, _, _):
            changeCoverage(of: beat) {
                $0.unit = unit
                $0.isMoving = true
            }
        case .moveUpDismissed(let beat, _, let actor, _):
            changeCoverage(of: beat) {
                $0.unit = nil
                $0.isMoving = false
                $0.isDismissed = $0.isLost && actor != nil
            }
        default: break
        }
    }
}
