// RESERVE: who is free, when more than one controller may order the same unit?

/// Who grants a claim on a unit.
public enum Arbiter: Sendable, Hashable {
    /// This controller: units are its own, and a claim is granted in the same turn.
    case alone
    /// A store that controllers share: the answer is an input, and a claim not answered within
    /// the time is taken as granted and marked, because help does not wait for a network.
    case shared(answerWithin: Duration)
}

/// A request for a unit, between its ranking and its order.
struct Claim: Sendable {
    var incident: IncidentID
    var reference: Incident.RequirementReference
    /// Which of the requirement's alternatives; nil where there is one way only.
    var alternative: Int?
    var order: OrderID
    var unit: ClaimedUnit
    var round: Int
    var replaces: OrderID?
    var isDegraded: Bool
    var deadline: Instant
    /// The dispatcher who named the unit; nil where the ranking chose it.
    var orderedBy: Doer?

    /// The unit as the ranking saw it.
    struct ClaimedUnit: Sendable {
        var unit: UnitID
        var place: Coordinate
        var distanceMetres: Int
        var etaMilliseconds: Int
    }
}

extension Engine {
    /// Asks for a unit. Alone, the answer comes at once and the order with it.
    mutating func reserve(_ claim: Claim) {
        // Nobody else has a say in what is played.
        guard !isExercise(claim.incident) else { return order(claim, isConfirmed: true) }
        switch arbiter {
        case .alone: order(claim, isConfirmed: true)
        case .shared(let wait):
            var pending = claim
            pending.deadline = scratch.now + wait
            scratch.claims.append(pending)
        }
    }

    /// Takes in the answer to a claim. An answer to a claim that is no longer open changes nothing.
    mutating func settle(_ answer: ClaimAnswer) {
        guard let index = scratch.claims.firstIndex(where: { $0.order == answer.order }) else { return }
        let claim = scratch.claims.remove(at: index)
        answer.isGranted ? take(claim, isConfirmed: true) : giveUp(claim)
    }

    /// Orders a claimed unit, unless it has taken up an older order of its own while the claim was out.
    private mutating func take(_ claim: Claim, isConfirmed: Bool) {
        if let row = units.row(of: claim.unit.unit), units.orders[row] != nil { return giveUp(claim) }
        order(claim, isConfirmed: isConfirmed)
    }

    /// The unit is somebody else's: the next one is claimed. This one is left alone for a while, so that two
    /// units that are both refused are not claimed in turn for ever.
    private mutating func giveUp(_ claim: Claim) {
        emit(
            .orderConflicted(claim.order, unit: claim.unit.unit), incident: claim.incident,
            callPoint: state.incidents.first { $0.id == claim.incident }?.callPoint.id)
        scratch.denied.append(
            Scratch.Denied(
                incident: claim.incident, unit: claim.unit.unit, until: scratch.now + Engine.deniedPause))
        fill(claim.reference, of: claim.incident, replacing: claim.replaces, round: claim.round)
    }

    /// A unit that was refused is not claimed again for the same incident for so long.
    static let deniedPause: Duration = .seconds(30)

    /// Claims that nobody answered in time are taken as granted.
    mutating func passTimeOfClaims() {
        while let index = scratch.claims.firstIndex(where: { $0.deadline <= scratch.now }) {
            take(scratch.claims.remove(at: index), isConfirmed: false)
        }
    }
}
