/// A fault of a call point that nobody is to be troubled with for a while, or all of its faults.
///
/// A bypass is of faults and never of a press: a button cannot be disarmed. It ends by itself.
public struct Bypass: Sendable, Hashable {
    /// The call point.
    public var callPoint: CallPointID
    /// The kind of fault; nil for every kind that can be bypassed.
    public var kind: DeviceFault.Kind?
    /// When it was set.
    public var setAt: Instant
    /// When it ends by itself.
    public var until: Instant
    /// Who set it, as a token.
    public var actor: TextToken
    /// How that came: `cli`, `console`.
    public var via: String
    /// Why, as a token, where somebody said so.
    public var reason: TextToken?

    /// Where nobody says for how long.
    public static let standardDuration: Duration = .seconds(3_600)
    /// How long one may be. A day later somebody must look again.
    public static let durations: ClosedRange<Duration> = .seconds(60) ... .seconds(86_400)
    /// Bypasses in force at once; one more is refused.
    public static let limit = 1_000

    /// Whether it is of this kind of fault.
    func covers(_ fault: DeviceFault.Kind) -> Bool { kind == nil || kind == fault }
}

/// A bypass that came into force.
public struct BypassSet: Sendable, Hashable {
    /// The kind of fault; nil for every kind that can be bypassed.
    public var kind: DeviceFault.Kind?
    /// For how long, in milliseconds.
    public var forMilliseconds: Int
    /// Who set it, as a token.
    public var actor: TextToken
    /// How that came.
    public var via: String
    /// Why, as a token, where somebody said so.
    public var reason: TextToken?

    /// A bypass from its parts.
    public init(kind: DeviceFault.Kind?, forMilliseconds: Int, actor: TextToken, via: String, reason: TextToken?) {
        self.kind = kind
        self.forMilliseconds = forMilliseconds
        self.actor = actor
        self.via = via
        self.reason = reason
    }
}

/// Why something with an expiry ended: a bypass, a walk test.
public enum Ending: Sendable, Hashable {
    /// Its time was over.
    case expired
    /// Somebody ended it.
    case by(actor: TextToken, via: String)
}

extension DeviceFault {
    /// Whether a bypass can be of it: a state of a call point, that is restored some day. What an attacker does is none:
    /// a forged sentence is never kept from anybody.
    var canBeBypassed: Bool { callPoint != nil && kind.canBeBypassed }
}

extension DeviceFault.Kind {
    /// Whether a bypass can be of this kind.
    public var canBeBypassed: Bool {
        switch self {
        case .tamper, .door, .mains, .stuck, .chatter, .line, .offline, .lowBattery: true
        case .forged, .replayed, .unknownAddress, .noise, .key: false
        }
    }
}

extension Engine {
    /// Whether a fault is bypassed now: written down all the same, and no trouble.
    public func isBypassed(_ fault: DeviceFault) -> Bool {
        fault.canBeBypassed && state.bypasses.contains { $0.callPoint == fault.callPoint && $0.covers(fault.kind) }
    }

    mutating func bypass(
        _ callPoint: CallPointID, _ kind: DeviceFault.Kind?, for duration: Duration, reason: TextToken?, _ act: Act
    ) throws(Refusal) {
        try requireKnown(callPoint)
        if let kind, !kind.canBeBypassed {
            throw Refusal(
                "A bypass cannot be of \(kind.rawValue): that is no state of a call point.",
                remedy: "Look at the line; what somebody sends there is always said.")
        }
        guard Bypass.durations.contains(duration) else {
            throw Refusal(
                "A bypass lasts from a minute to a day, and not \(duration.milliseconds / 1_000) s.",
                remedy: "Say how long within that; it can be set again.")
        }
        let isRenewal = state.bypasses.contains { $0.callPoint == callPoint && $0.kind == kind }
        guard isRenewal || state.bypasses.count < Bypass.limit else {
            throw Refusal(
                "There are \(Bypass.limit) bypasses in force, and no room for one more.",
                remedy: "End some: 'callpoint bypass' lists them.")
        }
        emit(
            .bypassSet(
                BypassSet(
                    kind: kind, forMilliseconds: Int(duration.milliseconds), actor: act.actor, via: act.via,
                    reason: reason)),
            callPoint: callPoint)
    }

    /// Ends a bypass of one kind, or every bypass of a call point.
    mutating func endBypass(_ callPoint: CallPointID, _ kind: DeviceFault.Kind?, _ act: Act) throws(Refusal) {
        let ending = state.bypasses.filter { $0.callPoint == callPoint && (kind == nil || $0.kind == kind) }
        guard !ending.isEmpty else {
            throw Refusal(
                "There is no bypass of \(kind.map { "\($0.rawValue) of " } ?? "")\(callPoint).",
                remedy: "List those in force with 'callpoint bypass'.")
        }
        for bypass in ending { end(bypass, .by(actor: act.actor, via: act.via)) }
    }

    /// What still stands when a bypass ends is said again: it is trouble from now on.
    private mutating func end(_ bypass: Bypass, _ ending: Ending) {
        emit(.bypassEnded(kind: bypass.kind, ending), callPoint: bypass.callPoint)
        for standing in state.faults where standing.fault.callPoint == bypass.callPoint {
            guard standing.fault.canBeBypassed, bypass.covers(standing.fault.kind), !isBypassed(standing.fault) else {
                continue
            }
            var fault = standing.fault
            fault.isBypassed = false
            emit(.deviceFault(fault, stamp: nil), callPoint: fault.callPoint)
        }
    }

    mutating func passTimeOfBypasses() {
        for bypass in state.bypasses where bypass.until <= scratch.now { end(bypass, .expired) }
    }

    /// When the next bypass ends by itself.
    var bypassDeadline: Instant? { state.bypasses.map(\.until).min() }

    mutating func requireKnown(_ callPoint: CallPointID) throws(Refusal) {
        guard known.callPoint(callPoint) == nil else { return }
        throw unknown(callPoint)
    }

    func unknown(_ callPoint: CallPointID) -> Refusal {
        Refusal("There is no call point \(callPoint).", remedy: "List them with 'callpoint check' on the site file.")
    }
}

// How the state follows.
extension Engine {
    mutating func set(_ set: BypassSet, of callPoint: CallPointID?, at instant: Instant) {
        guard let callPoint else { return }
        state.bypasses.removeAll { $0.callPoint == callPoint && $0.kind == set.kind }
        state.bypasses.append(
            Bypass(
                callPoint: callPoint, kind: set.kind, setAt: instant,
                until: instant + .milliseconds(set.forMilliseconds), actor: set.actor, via: set.via,
                reason: set.reason))
    }

    mutating func lift(_ kind: DeviceFault.Kind?, of callPoint: CallPointID?) {
        state.bypasses.removeAll { $0.callPoint == callPoint && $0.kind == kind }
    }
}
