public import CallpointCore

/// Something that did not come out as it is stored: where, what, and both.
public struct ReplayFinding: Sendable, Hashable {
    /// What kind of thing.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A line whose bytes are not those that its hash was made of, or that does not follow the one before.
        case line
        /// The state that the lines give is not the one that the next segment's snapshot gives.
        case state
        /// A site file that does not have the hash under which it is kept.
        case siteFile = "site_file"
        /// What a ranking weighed does not have the hash that its line names.
        case evidence
        /// Ranked again, something else comes out than the line says.
        case ranking
        /// An order that went to another unit than its ranking says.
        case order
    }

    /// What kind.
    public var kind: Kind
    /// The segment's file.
    public var segment: String
    /// The line's number; nil for what is no line.
    public var sequence: Int64?
    /// Whose it is, where it is an incident's.
    public var incident: IncidentID?
    /// What is not the same.
    public var what: String
    /// What is stored.
    public var stored: String
    /// What came out.
    public var cameOut: String
}

/// Why a decision was not made again.
public enum UnreplayedReason: String, Sendable, Hashable, CaseIterable {
    /// What it weighed is not in the journal: it was not written in time, or the disk refused it.
    case noEvidence = "no_evidence"
    /// More units were weighed than are kept as evidence.
    case cutEvidence = "cut_evidence"
    /// It hung on headings, or on units under way, of which the evidence does not hold enough.
    case moreThanWeighed = "more_than_weighed"
    /// The site file that its incident began with is not to be had.
    case noSiteFile = "no_site_file"
    /// The journal does not have the beginning of its incident.
    case noIncident = "no_incident"
    /// It was a test, which sends nobody.
    case test
}

/// What a replay read and proved.
public struct ReplaySummary: Sendable, Hashable {
    /// Segments read.
    public var segments = 0
    /// Lines read, those of snapshots too.
    public var lines = 0
    /// Lines of a type or a form that this version does not know: they change nothing.
    public var unknownLines = 0
    /// Snapshots that were compared with the state that the lines before them give.
    public var statesCompared = 0
    /// Snapshots that follow a gap which was noted when it was found: nothing can be said of them.
    public var statesAfterGap = 0
    /// Rankings in the events.
    public var decisions = 0
    /// Those that were made again.
    public var decisionsReplayed = 0
    /// Orders that were held against their ranking.
    public var ordersChecked = 0
    /// Those rankings that were not made again: how many, and the number of the first.
    public var unreplayed: [Unreplayed] = []
    /// Site files that lines name and that are not to be had.
    public var missingSiteFiles: [MissingSiteFile] = []
    /// What did not come out as it is stored.
    public var findings = 0
    /// The first event's number, and the last one's.
    public var first: Int64?
    /// The last event's number.
    public var last: Int64?
    /// The last line's hash, 32 bytes.
    public var headHash: [UInt8] = []
    /// Incidents that are open at the end.
    public var openIncidents = 0
    /// Orders that are under way at the end.
    public var liveOrders = 0

    /// Whether everything came out as it is stored.
    public var isGood: Bool { findings == 0 }

    /// A site file that lines name and that no segment holds.
    public struct MissingSiteFile: Sendable, Hashable {
        /// Its hash.
        public var hash: String
        /// The factor on its plan times, in thousandths, as far as a line says so.
        public var planTimesPermille: Int
    }

    /// Rankings that were not made again, for one reason.
    public struct Unreplayed: Sendable, Hashable {
        /// Why.
        public var reason: UnreplayedReason
        /// How many.
        public var count: Int
        /// The number of the first.
        public var first: Int64
    }

    mutating func note(_ reason: UnreplayedReason, at sequence: Int64) {
        if let place = unreplayed.firstIndex(where: { $0.reason == reason }) {
            unreplayed[place].count += 1
        } else {
            unreplayed.append(Unreplayed(reason: reason, count: 1, first: sequence))
        }
    }
}

/// How far a replay has come.
public struct ReplayProgress: Sendable, Hashable {
    /// The segment that is being read.
    public var segment: String
    /// The line's number.
    public var sequence: Int64
    /// The first line's number and the last one's.
    public var range: ClosedRange<Int64>
}
