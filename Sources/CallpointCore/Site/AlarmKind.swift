/// What an alarm is about.
public enum AlarmKind: String, Sendable, Hashable, CaseIterable {
    /// Somebody in need presses; what every button means that says nothing else.
    case panic
    /// The same where nobody at the call point may notice that it was heard.
    case duress
    case medical, fire
    /// Somebody at the post itself.
    case tamper
    /// A device that needs a hand.
    case technical

    /// Position in `allCases`, 0….
    var index: Int {
        switch self {
        case .panic: 0
        case .duress: 1
        case .medical: 2
        case .fire: 3
        case .tamper: 4
        case .technical: 5
        }
    }

    /// How urgent it is where the site file does not say; nil where the plan says it.
    ///
    /// This project's choice: a life at risk from somebody or from fire first, then one at risk from its own body,
    /// then things.
    public var usualPriority: Priority? {
        switch self {
        case .panic: nil
        case .duress, .fire: .p1
        case .medical: .p2
        case .tamper: .p3
        case .technical: .p4
        }
    }

    /// Whether nothing at the call point shows it, where the site file does not say.
    public var isUsuallySilent: Bool { self == .duress }

    /// Whether units are sent, where neither the site file nor the call point says so.
    public var isUsuallyDispatched: Bool {
        switch self {
        case .panic, .duress, .medical, .fire: true
        case .tamper, .technical: false
        }
    }
}

/// What a site says of alarms of each kind, and of what happened at a place before.
public struct AlarmRules: Hashable, Sendable {
    /// What a site says of one kind; nil where it leaves that to the kind.
    public struct Rule: Hashable, Sendable {
        /// How urgent it is.
        public var priority: Priority?
        /// Whether nothing at the call point shows it.
        public var isSilent: Bool?
        /// Whether units are sent.
        public var isDispatched: Bool?

        /// A rule from its parts.
        public init(priority: Priority? = nil, isSilent: Bool? = nil, isDispatched: Bool? = nil) {
            self.priority = priority
            self.isSilent = isSilent
            self.isDispatched = isDispatched
        }
    }

    /// What ended at a call point no longer ago than this is shown with a new alarm there; nil for never. 1 min…30 d.
    public var recentWithin: Duration?
    /// In the order of `AlarmKind.allCases`.
    private var rules = Array(repeating: Rule(), count: AlarmKind.allCases.count)

    /// Every kind as it usually is.
    public init() {}

    /// What the site says of a kind.
    public subscript(kind: AlarmKind) -> Rule {
        get { rules[kind.index] }
        set { rules[kind.index] = newValue }
    }
}

/// What an alarm is about, and what follows from that.
public struct AlarmNature: Hashable, Sendable {
    /// What it is about.
    public var kind: AlarmKind
    /// Whether nothing at the call point may show it: no lamp, no sounder.
    public var isSilent: Bool
    /// Whether units are sent. Where none are, its contacts are told, and a person decides.
    public var isDispatched: Bool

    /// A nature from its parts.
    public init(kind: AlarmKind = .panic, isSilent: Bool = false, isDispatched: Bool = true) {
        self.kind = kind
        self.isSilent = isSilent
        self.isDispatched = isDispatched
    }
}

extension Site {
    /// How urgent an alarm of a kind is under a plan: as the site says of the kind, as the kind usually is, or as the
    /// plan says.
    public func priority(of kind: AlarmKind, under plan: Plan) -> Priority {
        alarms[kind].priority ?? kind.usualPriority ?? plan.priority
    }

    /// What follows from a kind. `isNamed` where somebody named a plan for it, so that it is answered.
    func nature(of kind: AlarmKind, isNamed: Bool) -> AlarmNature {
        AlarmNature(
            kind: kind, isSilent: alarms[kind].isSilent ?? kind.isUsuallySilent,
            isDispatched: alarms[kind].isDispatched ?? (kind.isUsuallyDispatched || isNamed))
    }
}
