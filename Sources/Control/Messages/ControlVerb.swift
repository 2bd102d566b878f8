public import CallpointCore

/// What a request asks for.
public enum ControlVerb: Sendable, Hashable {
    /// Who is there, who am I, and where does the log stand?
    case hello
    /// How is the daemon?
    case status
    /// Every wire and node of the inputs, as it is now.
    case inputs
    /// The list of the walk test, or one call point's row of it.
    case walkTest(CallPointID?)
    /// Where are the units; and, near a call point, how soon could each be there?
    case units(near: CallPointID?)
    /// Which incidents are open?
    case incidents
    /// All of one incident.
    case incident(IncidentID)
    /// All events from a place on, for ever.
    case subscribe(StreamStart)
    /// Some events that are kept.
    case events(EventQuery)
    /// The whole input of a ranking, by its hash (64 hex digits).
    case ranking(hash: String)
    /// The texts behind tokens; 1…`ControlVerb.tokenLimit`.
    case names([TextToken])
    /// Something that a person did.
    case act(ControlAct)

    /// Most tokens that one request may ask for.
    public static let tokenLimit = 200
}

/// Something that a person did, before names and texts have become tokens.
public struct ControlAct: Sendable, Hashable {
    /// What.
    public var deed: Deed
    /// How it came: `cli`, `radio`, `console`; 1…16 lower-case letters, digits and hyphens.
    public var via: String
    /// The person for whom the caller acts; nil for the caller. At most 64 bytes.
    public var actingFor: String?

    /// What a person can do.
    public enum Deed: Sendable, Hashable {
        /// Claim an incident by name.
        case acknowledge(IncidentID)
        /// A unit's answer to its order.
        case answer(OrderReference, Reply)
        /// What a unit is up to, apart from any order.
        case status(UnitID, UnitStatus)
        /// End an incident.
        case close(IncidentID, Disposition, note: String?)
        /// Try one call point the whole way, sending nobody.
        case test(CallPointID)
        /// Keep a kind of fault of a call point (nil: every kind) from being trouble for so long; a reason has at
        /// most 1,000 bytes.
        case bypass(CallPointID, DeviceFault.Kind?, for: Duration, reason: String?)
        /// End a bypass of one kind, or every bypass of a call point.
        case endBypass(CallPointID, DeviceFault.Kind?)
        /// Begin a walk test of these call points, or of all where none is named.
        case startWalkTest([CallPointID], for: Duration)
        /// Ask for one press of one call point, which is a test then.
        case ask(CallPointID, for: Duration)
        /// Ask for nothing any more.
        case withdrawAsk
        /// End the walk test.
        case stopWalkTest
        /// Begin an exercise of these units, join or leave it, play a press in it, end it.
        case exercise(ExerciseAct)
        /// Change a response that runs.
        case direct(Direction)
    }

    /// What people do about exercises.
    public enum ExerciseAct: Sendable, Hashable {
        /// Begin one of these units, at most 32, for so long.
        case start([UnitID], for: Duration)
        /// A unit joins it.
        case join(UnitID)
        /// A unit leaves it.
        case leave(UnitID)
        /// Play a press of a call point.
        case press(CallPointID)
        /// End it.
        case stop
    }

    /// What people change of a response that runs.
    public enum Direction: Sendable, Hashable {
        /// Keep lateness from raising the next tier for a while; a reason has at most 1,000 bytes.
        case hold(IncidentID, for: Duration, reason: String)
        /// End a hold.
        case release(IncidentID)
        /// Raise the next tier now.
        case raise(IncidentID)
        /// Order one unit by name.
        case order(IncidentID, UnitID)
        /// Call a unit back, and send nobody in its place.
        case standDown(OrderReference)
        /// Watch an incident by name.
        case watch(IncidentID)
        /// Write something down; at most 1,000 bytes.
        case note(IncidentID, String)
        /// What a person knows of an alarm.
        case confirm(IncidentID, Verification)
        /// A contact has heard of an incident.
        case answerNotice(IncidentID, ContactID)
        /// An officer calls for help.
        case assist(OrderReference)
        /// Open an incident that no button began.
        case report(ReportedPlace, AlarmReported.Source, plan: PlanName?, note: String?, kind: AlarmKind = .panic)
        /// Open a closed incident again; a reason has at most 1,000 bytes.
        case reopen(IncidentID, reason: String)
        /// Answer an incident by another plan.
        case reclassify(IncidentID, PlanName, note: String?)
        /// Say that two incidents belong together.
        case link(IncidentID, IncidentID)
        /// Say that they do not.
        case unlink(IncidentID, IncidentID)
        /// Make an incident of its own of a part of one; at the same place where none is given.
        case split(IncidentID, at: ReportedPlace?, note: String?)
        /// Give an incident to a call-taking centre; its number there has at most 64 bytes.
        case handOff(IncidentID, ContactID, reference: String)
        /// Let the proposed unit move up into a beat, or nobody.
        case moveUp(BeatID, accepts: Bool)
    }

    /// Where an incident without a button is.
    public enum ReportedPlace: Sendable, Hashable {
        /// At a call point of the site.
        case callPoint(CallPointID)
        /// Anywhere, in degrees; the datum is the site's where none is given. Accuracy in metres, 1…10,000.
        case point(latitude: Double, longitude: Double, datum: Datum?, accuracyMetres: Int)
    }

    /// What a unit says of its order; a reason has at most 1,000 bytes.
    public enum Reply: Sendable, Hashable {
        case accept
        case decline(reason: String?)
        case enRoute, staging, onScene, clear
        /// Comes later than anybody could know: expected in so long.
        case delayed(Duration, reason: String?)
    }

    /// An act from its parts.
    public init(_ deed: Deed, via: String = "cli", actingFor: String? = nil) {
        self.deed = deed
        self.via = via
        self.actingFor = actingFor
    }
}

extension OrderReference {
    /// The unit that the order is for; nil where an order's id does not have the form of one.
    public var unit: UnitID? {
        switch self {
        case .unit(let unit): return unit
        case .order(let order):
            let parts = order.text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 4, !parts[2].isEmpty else { return nil }
            return UnitID(String(parts[2]))
        }
    }
}

extension ControlVerb {
    /// The word after `do` on the wire.
    public var name: String {
        switch self {
        case .hello: "hello"
        case .status: "status"
        case .inputs: "inputs"
        case .walkTest: "walktest"
        case .units: "units"
        case .incidents: "incidents"
        case .incident: "incident"
        case .subscribe: "subscribe"
        case .events: "events"
        case .ranking: "ranking"
        case .names: "names"
        case .act(let act): act.deed.name
        }
    }

    /// Every word that may stand after `do`.
    public static let names = [
        "hello", "status", "inputs", "walktest", "units", "incidents", "incident", "subscribe", "events", "ranking",
        "names", "acknowledge", "accept", "decline", "en_route", "staging", "delayed", "on_scene", "clear",
        "unit_status", "close", "test",
        "bypass", "bypass_end", "walktest_start", "walktest_ask", "walktest_withdraw", "walktest_stop",
        "hold", "release", "raise", "order", "stand_down", "watch", "note", "notice_acknowledge", "assist", "report",
        "reopen", "reclassify", "link", "unlink", "split", "hand_off",
        "exercise_start", "exercise_join", "exercise_leave", "exercise_press", "exercise_stop",
        "confirm", "moveup",
    ]
}

extension ControlAct.Deed {
    /// The word after `do` on the wire.
    var name: String {
        switch self {
        case .acknowledge: "acknowledge"
        case .answer(_, .accept): "accept"
        case .answer(_, .decline): "decline"
        case .answer(_, .enRoute): "en_route"
        case .answer(_, .staging): "staging"
        case .answer(_, .delayed): "delayed"
        case .answer(_, .onScene): "on_scene"
        case .answer(_, .clear): "clear"
        case .status: "unit_status"
        case .close: "close"
        case .test: "test"
        case .bypass: "bypass"
        case .endBypass: "bypass_end"
        case .startWalkTest: "walktest_start"
        case .ask: "walktest_ask"
        case .withdrawAsk: "walktest_withdraw"
        case .stopWalkTest: "walktest_stop"
        case .exercise(let act): act.name
        case .direct(let direction): direction.name
        }
    }
}
