public import CallpointCore

extension ControlVerb {
    /// The least role that may ask for this; nil for anybody who can open the socket.
    ///
    /// Names of persons are for those who act beside them, not for a wall display.
    public var requiredRole: Role? {
        switch self {
        case .hello: nil
        case .status, .inputs, .walkTest, .units, .incidents, .incident, .subscribe, .events, .ranking: .reading
        case .names: .unit
        case .act(let act):
            switch act.deed {
            case .answer, .status, .direct(.assist), .exercise(.join), .exercise(.leave): .unit
            // Who may send for help may also say what is no trouble: a bypass hides no press, and ends by itself.
            case .acknowledge, .close, .test, .bypass, .endBypass, .startWalkTest, .ask, .withdrawAsk, .stopWalkTest,
                .direct, .exercise:
                .dispatcher
            }
        }
    }

    /// Throws `denied` where this access does not allow it; the words name the rule that is lacking.
    public func check(_ access: Access) throws(ControlFailure) {
        guard let required = requiredRole else { return }
        guard let role = access.role else {
            throw ControlFailure(
                .denied, "\(access.user) has no role here.",
                remedy: "Name the account or one of its groups under `access:` in the site file, then reload.")
        }
        guard role >= required else {
            throw ControlFailure(
                .denied, "\(access.user) is \(role.name), and `\(name)` needs \(required.name).",
                remedy: "Ask somebody who is, or change `access:` in the site file and reload.")
        }
        guard case .act(let act) = self, role < .dispatcher else { return }
        if act.actingFor != nil {
            throw ControlFailure(
                .denied, "\(access.user) is \(role.name) and may not act for somebody else.",
                remedy: "Leave out `as`, or ask a dispatcher.")
        }
        try act.checkUnit(of: access)
    }
}

extension ControlAct {
    /// A unit answers for itself alone.
    func checkUnit(of access: Access) throws(ControlFailure) {
        let asked: UnitID? =
            switch deed {
            case .answer(let reference, _), .direct(.assist(let reference)): reference.unit
            case .status(let unit, _), .exercise(.join(let unit)), .exercise(.leave(let unit)): unit
            default: nil
            }
        guard let own = access.unit else {
            throw ControlFailure(
                .denied, "\(access.user) answers for a unit, and the site file does not say for which.",
                remedy: "Add `unit:` to its rule under `access:` and reload.")
        }
        guard asked == own else {
            throw ControlFailure(
                .denied, "\(access.user) answers for \(own.text), not for \(asked?.text ?? "this").",
                remedy: "Ask \(asked?.text ?? "the unit") or a dispatcher.")
        }
    }
}
