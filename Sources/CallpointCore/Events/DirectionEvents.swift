/// A dispatcher keeps the next tier from being raised by lateness for a while.
public struct HoldSet: Sendable, Hashable {
    /// For how long, in milliseconds.
    public var forMilliseconds: Int
    /// Who, as a token.
    public var actor: TextToken
    /// How that came.
    public var via: String
    /// Why, as a token.
    public var reason: TextToken

    /// A hold from its parts.
    public init(forMilliseconds: Int, actor: TextToken, via: String, reason: TextToken) {
        self.forMilliseconds = forMilliseconds
        self.actor = actor
        self.via = via
        self.reason = reason
    }
}

/// A contact that is told of an incident's tier.
public struct NoticeSent: Sendable, Hashable {
    /// Who is told.
    public var contact: ContactID
    /// The channel that carries it; `log` is the event log alone.
    public var channel: String
    /// Of which tier; 1….
    public var tier: Int
    /// Why: the reason of the tier, or what is repeated.
    public var reason: Reason
    /// Not acknowledged by then, it is sent again; in milliseconds from now, nil for no such time.
    public var answerWithinMilliseconds: Int?

    /// A notice from its parts.
    public init(
        contact: ContactID, channel: String, tier: Int, reason: Reason, answerWithinMilliseconds: Int? = nil
    ) {
        self.contact = contact
        self.channel = channel
        self.tier = tier
        self.reason = reason
        self.answerWithinMilliseconds = answerWithinMilliseconds
    }

    /// Why a contact is told.
    public enum Reason: Sendable, Hashable {
        /// A tier was raised.
        case raised(TierRaised.Reason)
        /// A crash had kept it from being told.
        case resumed
        /// Nobody acknowledged the notice before.
        case unanswered
        /// Nobody has taken the watch over the incident.
        case unwatched
        /// It is given the incident, or what it turned out to be has changed.
        case handedOff, reclassified

        /// The word that the log writes.
        public var word: String {
            switch self {
            case .raised(let reason): reason.rawValue
            case .resumed: "resumed"
            case .unanswered: "unanswered"
            case .unwatched: "unwatched"
            case .handedOff: "handed_off"
            case .reclassified: "reclassified"
            }
        }

        /// A reason from the word that the log writes; nil for another word.
        public init?(word: String) {
            switch word {
            case "resumed": self = .resumed
            case "unanswered": self = .unanswered
            case "unwatched": self = .unwatched
            case "handed_off": self = .handedOff
            case "reclassified": self = .reclassified
            default:
                guard let reason = TierRaised.Reason(rawValue: word) else { return nil }
                self = .raised(reason)
            }
        }
    }
}

/// A person, and how what they did came.
public struct Doer: Sendable, Hashable {
    /// Who, as a token.
    public var actor: TextToken
    /// How that came: `cli`, `radio`, `console`.
    public var via: String

    /// A person from the parts.
    public init(actor: TextToken, via: String) {
        self.actor = actor
        self.via = via
    }
}
