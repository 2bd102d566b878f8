// The call points of an incident, and what is known of it.

extension Incident {
    /// Another call point of an incident.
    public struct RelatedPoint: Sendable, Hashable {
        /// The call point.
        public var callPoint: CallPointID
        /// When it was first pressed.
        public var since: Instant
        /// Whether its button is held down, as far as the device tells.
        public var isHeld = true
    }

    /// Its own call point, and those that it has taken in.
    public var callPoints: [CallPointID] { [callPoint.id] + related.map(\.callPoint) }

    /// Whether the button of one of its call points is held down, as far as the device tells.
    func isHeld(at point: CallPointID) -> Bool { related.first { $0.callPoint == point }?.isHeld ?? isHeld }

    /// When somebody first pressed at one of its call points.
    func began(at point: CallPointID) -> Instant { related.first { $0.callPoint == point }?.since ?? openedAt }

    mutating func noteHeld(_ isDown: Bool, at point: CallPointID?) {
        if let place = related.firstIndex(where: { $0.callPoint == point }) {
            related[place].isHeld = isDown
        } else {
            isHeld = isDown
        }
    }

    /// Whether a press nearby may belong to it: what is answered in the same way, and not more urgent.
    ///
    /// Not once somebody has been there: that is a second caller's. Nor where nobody pressed: what is reported, and
    /// what is only played, has no press.
    func takesIn(_ pressed: AlarmNature, _ urgency: Priority, under name: PlanName) -> Bool {
        plan.related != nil && plan.name == name && nature == pressed && priority.rawValue <= urgency.rawValue
            && !hasBeenOnScene && presses > 0 && related.count < Incident.relatedLimit
    }

    /// Whether it is a press that counts for another one: not one that is played or reported, nor one that nobody is
    /// sent for.
    var speaks: Bool { presses > 0 && nature.isDispatched }

    /// Takes in a press at another call point; false where that is one of its own already.
    mutating func take(_ press: AlarmRelated, at point: CallPointID, _ instant: Instant) -> Bool {
        guard !callPoints.contains(point), related.count < Incident.relatedLimit else { return false }
        related.append(RelatedPoint(callPoint: point, since: instant))
        presses = press.presses
        lastPressAt = instant
        return true
    }

    mutating func takeOut(_ point: CallPointID) {
        related.removeAll { $0.callPoint == point }
        forgetMetShortfalls()
    }

    /// How many units one way of meeting a requirement of a plan asks for: one more for each further call point, by the
    /// first requirement of the first tier and where the plan wants that.
    func wanted(_ way: Requirement, by reference: RequirementReference, of plan: Plan) -> Int {
        guard reference == RequirementReference(tier: 1, requirement: 1), plan.related?.sendsMore == true,
            way.count > 0
        else { return way.count }
        return way.count + related.count
    }

    /// What had ended at its call point when it began, told at a later instant.
    func recent(at instant: Instant) -> RecentAlarm? {
        guard var recent else { return nil }
        recent.agoMilliseconds += Int((instant - openedAt).milliseconds)
        return recent
    }
}
