/// Something that happened outside, with the time at which it did.
///
/// The core has no clock: every input carries its time, and a run is the list of its inputs.
public struct Input: Sendable, Hashable {
    /// When the shell took it in. Never earlier than the input before.
    public var at: Instant
    /// What the wall clock showed.
    public var wall: WallTime
    /// What happened.
    public var body: Body

    /// An input from its parts.
    public init(at: Instant, wall: WallTime, _ body: Body) {
        self.at = at
        self.wall = wall
        self.body = body
    }

    /// What can happen.
    public enum Body: Sendable, Hashable {
        /// The daemon is up: its state is rebuilt, and it may arm.
        case started(Start)
        /// The daemon is about to stop, for a reason that people read.
        case stopping(reason: String)
        /// A node or a line said something of a call point.
        case signal(Signal)
        /// A device went wrong.
        case fault(DeviceFault)
        /// A device is right again.
        case restored(DeviceFault)
        /// An input was opened.
        case inputUp(InputName, detail: String)
        /// An input could not be opened, or was lost.
        case inputDown(InputName, detail: String)
        /// Somebody answered a claim on a unit (RESERVE).
        case claim(ClaimAnswer)
        /// Orders left the journal and were shown.
        case emitted(Emission)
        /// A person did something; already known to be allowed to.
        case act(Act)
        /// A feed or another program says what a unit is up to.
        case unitStatus(UnitID, UnitStatus, source: String)
        /// The site file was read again and is good.
        case configuration(Site, summary: ConfigurationSummary)
        /// The site file was read again and is not good; the old one stays.
        case configurationRefused(file: String, mistakes: Int, first: String)
        /// The journal does not keep up, or failed.
        case journalDegraded(reason: String, waitedMilliseconds: Int)
        /// The journal keeps up again.
        case journalRestored(behind: Int, milliseconds: Int)
        /// The wall clock was set; positive is forward.
        case clockStepped(milliseconds: Int)
        /// Time went on.
        case tick
    }
}

/// What the shell knows when it starts.
public struct Start: Sendable, Hashable {
    /// The short random word of this start; part of every id that it derives.
    public var generation: String
    /// The program's version.
    public var version: String
    /// Names the machine's boot, so that a later start can tell whether the monotonic clock went on.
    public var bootID: String
    /// What the monotonic clock showed at this instant, in microseconds.
    public var monotonicMicroseconds: Int64
    /// How long no daemon ran, or nil where nobody can tell: then every open deadline is due now.
    public var gap: Duration?
    /// Open incidents after recovery.
    public var openIncidents: Int
    /// Serial ports that stayed open over the restart, with what came meanwhile.
    public var keptPorts: Int
    /// The site in force.
    public var summary: ConfigurationSummary

    /// A start from its parts.
    public init(
        generation: String, version: String, bootID: String, monotonicMicroseconds: Int64, gap: Duration?,
        openIncidents: Int, keptPorts: Int = 0, summary: ConfigurationSummary
    ) {
        self.generation = generation
        self.version = version
        self.bootID = bootID
        self.monotonicMicroseconds = monotonicMicroseconds
        self.gap = gap
        self.openIncidents = openIncidents
        self.keptPorts = keptPorts
        self.summary = summary
    }
}

/// What the log says of a site file that came into force.
public struct ConfigurationSummary: Sendable, Hashable {
    /// Its path, as it was given.
    public var file: String
    /// SHA-256 of the normalised file, hex.
    public var hash: String
    /// How many call points it names.
    public var callPoints: Int
    /// How many units it names.
    public var units: Int
    /// Plan times are multiplied by this, in thousandths; 1,000 in service, less in drills and demos.
    public var planTimesPermille: Int

    /// A summary from its parts.
    public init(file: String, hash: String, callPoints: Int, units: Int, planTimesPermille: Int = 1_000) {
        self.file = file
        self.hash = hash
        self.callPoints = callPoints
        self.units = units
        self.planTimesPermille = planTimesPermille
    }
}
