/// What the core knows of a site: places, plans, units and contacts.
///
/// Ports, sockets and rights are the shell's and stand in `SiteFile`.
public struct Site: Hashable, Sendable {
    /// Its id, the first part of every incident's id: `NS-03`.
    public var id: String
    /// What people call it.
    public var name: String
    /// In the order of the file.
    public var callPoints: [CallPoint]
    /// In the order of the file.
    public var plans: [Plan]
    /// In the order of the file.
    public var units: [PatrolUnit]
    /// In the order of the file.
    public var contacts: [Contact]
    /// In the order of the file.
    public var beats: [Beat]
    /// In the order of the file.
    public var schedules: [Schedule]
    /// How each kind of unit gets about.
    public var kinds: KindProfiles
    /// A fix older than this is stale; 1 s…24 h.
    public var staleAfter: Duration
    /// Whether a fix may bring in a unit that the file does not name.
    public var acceptsUnknownUnits: Bool
    /// Most units that the table holds, with those that fixes brought in; 1…1,000,000.
    public var unitLimit: Int
    /// What it says of kinds of alarms.
    public var alarms: AlarmRules
    /// SHA-256 of the normalised file, hex: what an incident names as the plan it began with.
    public var hash: String

    /// A site from its parts.
    public init(
        id: String, name: String, callPoints: [CallPoint], plans: [Plan], units: [PatrolUnit],
        contacts: [Contact] = [], beats: [Beat] = [], schedules: [Schedule] = [],
        kinds: KindProfiles = .city, staleAfter: Duration = .seconds(120),
        acceptsUnknownUnits: Bool = false, unitLimit: Int = 100_000, alarms: AlarmRules = AlarmRules(), hash: String
    ) {
        self.id = id
        self.name = name
        self.callPoints = callPoints
        self.plans = plans
        self.units = units
        self.contacts = contacts
        self.beats = beats
        self.schedules = schedules
        self.kinds = kinds
        self.staleAfter = staleAfter
        self.acceptsUnknownUnits = acceptsUnknownUnits
        self.unitLimit = unitLimit
        self.alarms = alarms
        self.hash = hash
    }
}

/// A unit that a site may order.
public struct PatrolUnit: Hashable, Sendable {
    /// Its id, unique in the site.
    public var id: UnitID
    /// What it moves as.
    public var kind: UnitKind
    /// What it is called on the radio.
    public var callSign: String?
    /// Whose it is: `traffic`.
    public var agency: String?
    /// What it can do: `aed`. Sorted.
    public var capabilities: [String]
    /// The place it is at while no fix says otherwise, for units that do not move: an operator's cameras.
    public var post: Coordinate?
    /// The beats that are its own. Sorted.
    public var beats: [BeatID]

    /// A unit from its parts.
    public init(
        id: UnitID, kind: UnitKind, callSign: String? = nil, agency: String? = nil, capabilities: [String] = [],
        post: Coordinate? = nil, beats: [BeatID] = []
    ) {
        self.id = id
        self.kind = kind
        self.callSign = callSign
        self.agency = agency
        self.capabilities = capabilities
        self.post = post
        self.beats = beats
    }
}

/// Somebody who is told: a station, the city's command.
public struct Contact: Hashable, Sendable {
    /// Its id, unique in the site.
    public var id: ContactID
    /// What people call it.
    public var name: String
    /// The channel that carries its notices; `log` is the event log alone.
    public var channel: String
    /// A notice not acknowledged by then is sent again; nil for no such time. 10 s…1 h.
    public var answerWithin: Duration?

    /// A contact from its parts.
    public init(id: ContactID, name: String, channel: String = "log", answerWithin: Duration? = nil) {
        self.id = id
        self.name = name
        self.channel = channel
        self.answerWithin = answerWithin
    }
}
