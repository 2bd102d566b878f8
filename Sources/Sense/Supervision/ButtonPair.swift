import CallpointCore

/// What a button's contacts say together: one contact, or a normally-open and a normally-closed one that check each
/// other.
///
/// | normally open | normally closed | means |
/// |---|---|---|
/// | at rest | at rest | rest |
/// | pressed | pressed | pressed |
/// | pressed | at rest | pressed; if it lasts: the one is shorted, or the other welded |
/// | at rest | pressed | pressed; if it lasts: a wire is broken |
///
/// Either contact that says pressed is a press, at once: whichever single wire is
/// broken or shorted, a press is never missed, at the price of one alarm when the
/// wire goes. A contradiction that lasts is a fault of the line. From then on the
/// contact that says pressed is not believed until it says rest; the other one alone
/// decides, so that the next press is seen.
struct ButtonPair: Sendable, Hashable {
    enum Twin: Sendable, Hashable {
        /// The normally-open contact.
        case make
        /// The normally-closed contact.
        case opening
    }

    /// Whether there are two contacts.
    let isDual: Bool
    /// Whether the button is pressed, as far as anybody knows.
    private(set) var isPressed: Bool?
    /// The contact that is not believed.
    private(set) var disbelieved: Twin?
    /// Whether the contacts have contradicted each other for too long, and are not at one again.
    private(set) var isFaulty = false
    private var make: Bool?
    private var opening: Bool?
    private var contradictingSince: Instant?
    /// Whether a contradiction is known from a run before, and not yet seen again.
    private var isRecalled = false
    private var recalledAt: Instant?

    init(isDual: Bool) { self.isDual = isDual }

    /// Whether all its contacts are known, believed and of one mind.
    var isAtOne: Bool {
        isDual ? make != nil && make == opening && disbelieved == nil : make ?? opening != nil
    }

    /// A run before has said that the contacts contradict each other.
    ///
    /// Contacts that are found so by looking are not one more press, then: the one that says pressed is not believed.
    /// Until both are known, and for `limit` at most, nothing is decided.
    mutating func recall() {
        isFaulty = isDual
        isRecalled = isDual
    }

    /// What each contact says (true: pressed; nil: unknown, or not there); whether the button is pressed, if that
    /// changes and is known.
    mutating func hear(make: Bool?, opening: Bool?, at instant: Instant) -> Bool? {
        self.make = make
        self.opening = opening
        switch disbelieved {
        case .make where make == false, .opening where opening == false: disbelieved = nil
        default: break
        }
        if isRecalled, make ?? opening != nil { recalledAt = recalledAt ?? instant }
        if isRecalled, let make, let opening {
            isRecalled = false
            if make != opening { disbelieved = make ? .make : .opening }
        }
        if let make, let opening, make != opening {
            contradictingSince = contradictingSince ?? instant
        } else {
            contradictingSince = nil
        }
        if isAtOne { isFaulty = false }
        return decide()
    }

    /// Contacts are gone; `make` and `opening` are what is left. No release is invented: a press of which no contact that
    /// is left tells is not known to go on, and nothing else changes.
    mutating func lose(make: Bool?, opening: Bool?) {
        self.make = make
        self.opening = opening
        if make == nil || opening == nil { contradictingSince = nil }
        guard !isRecalled else { return }
        if believed.isEmpty || isPressed == true && !believed.contains(true) { isPressed = nil }
    }

    /// Judges a contradiction that has lasted for `limit`; whether the button is pressed, if that changes.
    mutating func judge(at instant: Instant, limit: Duration) -> Bool? {
        guard let due = dueAt(limit: limit), instant >= due else { return nil }
        guard !isRecalled else {
            isRecalled = false
            return decide()
        }
        disbelieved = make == true ? .make : .opening
        isFaulty = true
        return decide()
    }

    /// When a contradiction will have lasted for `limit`; nil where there is none, or it has been judged.
    func dueAt(limit: Duration) -> Instant? {
        if isRecalled { return recalledAt.map { $0 + limit } }
        return disbelieved == nil ? contradictingSince.map { $0 + limit } : nil
    }

    /// What the contacts say that are believed.
    private var believed: [Bool] {
        [disbelieved == .make ? nil : make, disbelieved == .opening ? nil : opening].compactMap { $0 }
    }

    private mutating func decide() -> Bool? {
        guard !isRecalled else { return nil }
        let now = believed.isEmpty ? nil : believed.contains(true)
        defer { isPressed = now }
        return now == isPressed ? nil : now
    }
}
