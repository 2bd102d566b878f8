// A dispatcher may hold the next tier, with a reason and an expiry. Lateness waits then; help that is short never does.

extension Engine {
    /// How long a hold may be. Where nobody says for how long: five minutes.
    public static let holdDurations: ClosedRange<Duration> = .seconds(10) ... .seconds(1_800)
    /// Where nobody says for how long.
    public static let standardHold: Duration = .seconds(300)

    /// Keeps lateness and second presses from raising the next tier for a while.
    ///
    /// What a hold cannot do is to leave an incident without anybody: a shortfall, two orders in a row that
    /// nobody answers, and an officer who calls for help raise the next tier all the same.
    mutating func hold(
        _ id: IncidentID, for duration: Duration, reason: TextToken, _ act: Act
    ) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        guard Engine.holdDurations.contains(duration) else {
            throw Refusal(
                "A hold lasts from 10 s to 30 min, and not \(duration.milliseconds / 1_000) s.",
                remedy: "Say how long within that; it can be set again.")
        }
        emit(
            .incidentHeld(
                HoldSet(
                    forMilliseconds: Int(duration.milliseconds), actor: act.actor, via: act.via, reason: reason)),
            of: incident)
        return id
    }

    mutating func release(_ id: IncidentID, _ act: Act) throws(Refusal) -> IncidentID {
        let incident = try openIncident(id)
        guard incident.holdUntil != nil else {
            throw Refusal("\(id) is not held.", remedy: "Nothing needs doing; 'callpoint incidents' shows holds.")
        }
        endHold(of: id, .by(actor: act.actor, via: act.via))
        passTime()
        return id
    }

    mutating func endHold(of id: IncidentID, _ ending: Ending) {
        guard let index = state.index(of: id), state.incidents[index].holdUntil != nil else { return }
        emit(.incidentReleased(ending), of: state.incidents[index])
    }

    /// A hold that is over lets what it kept waiting happen in the same turn.
    mutating func passTime(ofHoldOf id: IncidentID) {
        guard let index = state.index(of: id), let until = state.incidents[index].holdUntil, until <= scratch.now
        else { return }
        endHold(of: id, .expired)
    }
}
