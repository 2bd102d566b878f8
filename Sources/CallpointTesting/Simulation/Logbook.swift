public import CallpointCore

/// What the events so far say, kept beside the engine from them and nothing else.
///
/// The rules are held against this, so that an engine that forgets something is not asked what it forgot. It is
/// written plainly, with arrays that are looked through, and shares no code with the engine's own state.
public struct Logbook: Sendable {
    /// Open incidents, oldest first.
    public internal(set) var incidents: [LoggedIncident] = []
    /// Every unit that a site file or a fix has named.
    public internal(set) var units: [LoggedUnit] = []
    /// The site in force.
    public internal(set) var site: Site
    /// When the whole feed of positions was said to be silent; nil while it is not.
    public internal(set) var stalledAt: Instant?
    /// Since when presses were said to outnumber units; nil while they do not.
    public internal(set) var floodSince: Instant?
    /// Receipt of the newest fix of all; nil before the first.
    public internal(set) var newestReceipt: Instant?
    /// The press that is asked for, where one is.
    public internal(set) var ask: (callPoint: CallPointID, askedAt: Instant, until: Instant)?
    /// When presses that joined an incident were written, by call point: the last `Logbook.chatterAllowance` of each.
    var repeated: [(callPoint: CallPointID, at: [Instant])] = []
    /// What ended last at each call point.
    var ended: [(callPoint: CallPointID, incident: IncidentID, disposition: Disposition, at: Instant)] = []
    /// When the last event was.
    public internal(set) var last = Instant(microseconds: 0)

    /// Beats that were said to be without cover or into which a unit moves up, in the order in which that was said.
    var coverage: [LoggedCover] = []

    private let firstSite: Site
    private var sites: [String: Site] = [:]
    private var adopted: [String] = []
    private var rowOf: [UnitID: Int] = [:]

    /// An empty logbook of a site.
    public init(site: Site) {
        self.site = site
        firstSite = site
        sites[site.hash] = site
        adopt(site)
    }

    /// Makes a site known by its hash, before an event brings it into force.
    public mutating func know(_ site: Site) { sites[site.hash] = site }

    /// The site of a hash.
    func site(_ hash: String) -> Site? { sites[hash] }

    /// Where a unit stands in `units`.
    public func row(of unit: UnitID) -> Int? { rowOf[unit] }

    /// Where an open incident stands in `incidents`. Those that something happens to are mostly young.
    func place(of incident: IncidentID?) -> Int? {
        guard let incident else { return nil }
        return incidents.lastIndex { $0.id == incident }
    }

    /// An open incident.
    func incident(_ id: IncidentID?) -> LoggedIncident? { place(of: id).map { incidents[$0] } }

    /// The newest open incident at a call point.
    func newest(at callPoint: CallPointID) -> LoggedIncident? { incidents.last { $0.has(callPoint) } }

    /// docs/SUPERVISION.md, "The chatter allowance": so many lines at once, and one more a minute.
    static let chatterAllowance = 20

    /// Whether presses at a call point may be counted now instead of written: as many lines as the allowance has were
    /// written there within the time in which it fills up again.
    func mayBeCounted(at callPoint: CallPointID?, _ now: Instant) -> Bool {
        guard let lines = repeated.first(where: { $0.callPoint == callPoint })?.at,
            lines.count == Logbook.chatterAllowance, let first = lines.first
        else { return false }
        return now - first <= .seconds(60 * Logbook.chatterAllowance)
    }

    mutating func noteRepeated(at callPoint: CallPointID?, _ now: Instant) {
        guard let callPoint else { return }
        let place = repeated.firstIndex { $0.callPoint == callPoint } ?? repeated.count
        if place == repeated.count { repeated.append((callPoint, [])) }
        repeated[place].at.append(now)
        if repeated[place].at.count > Logbook.chatterAllowance { repeated[place].at.removeFirst() }
    }

    /// Whether no unit that moves has been heard of for longer than a fix may be old.
    func isFeedSilent(at now: Instant) -> Bool {
        newestReceipt.map { now - $0 > site.staleAfter } ?? false
    }

    /// Enters where a unit is. Only a fix that the engine accepted says so.
    public mutating func observe(_ fix: Fix, outcome: FixOutcome) {
        guard outcome == .accepted else { return }
        let row = enter(PatrolUnit(id: fix.unit, kind: fix.kind ?? .foot), replacing: false)
        units[row].place = fix.place
        units[row].receivedAt = fix.receivedAt
        units[row].headingDegrees = fix.headingDegrees
        units[row].speedCentimetresPerSecond = fix.speedCentimetresPerSecond
        units[row].isPosted = false
        if newestReceipt.map({ $0 < fix.receivedAt }) ?? true { newestReceipt = fix.receivedAt }
    }

    /// A daemon that starts knows no position but those of posts; what it is told of the others is observed again.
    public mutating func forgetPositions() {
        newestReceipt = nil
        for row in units.indices {
            units[row].place = nil
            units[row].receivedAt = Instant(microseconds: 0)
            units[row].headingDegrees = .max
            units[row].isPosted = false
        }
        list(firstSite)
        for hash in adopted { if let site = sites[hash] { list(site) } }
    }

    /// Enters that a unit holds an order, without the incident that gave it.
    public mutating func bind(_ unit: UnitID, to order: OrderID) {
        if let row = rowOf[unit] { units[row].orders.append(order) }
    }

    mutating func adopt(hash: String) {
        guard let site = sites[hash] else { return }
        adopted.append(hash)
        adopt(site)
    }

    private mutating func adopt(_ site: Site) {
        self.site = site
        list(site)
    }

    private mutating func list(_ site: Site) {
        for row in units.indices where units[row].isDeclared || !site.acceptsUnknownUnits {
            units[row].isListed = false
        }
        for unit in site.units {
            let row = enter(unit, replacing: true)
            guard let post = unit.post else {
                units[row].isPosted = false
                continue
            }
            if units[row].place == nil || units[row].isPosted {
                units[row].place = post
                units[row].isPosted = true
            }
        }
    }

    private mutating func enter(_ unit: PatrolUnit, replacing: Bool) -> Int {
        if let row = rowOf[unit.id] {
            if replacing {
                units[row].unit = unit
                units[row].isDeclared = true
                units[row].isListed = true
            }
            return row
        }
        rowOf[unit.id] = units.count
        units.append(LoggedUnit(unit: unit, isDeclared: replacing))
        return units.count - 1
    }
}

/// A unit, as the events and the fixes tell of it.
public struct LoggedUnit: Sendable {
    /// What the site file says of it.
    public internal(set) var unit: PatrolUnit
    /// Whether a site file named it.
    var isDeclared: Bool
    /// Whether the site file in force names it, or a fix brought it in.
    public internal(set) var isListed = true
    /// What it is up to, apart from any order.
    public internal(set) var status = UnitStatus.available
    /// Its unfinished orders: the rules allow one.
    public internal(set) var orders: [OrderID] = []
    /// Where it was last seen, or where it always stands.
    public internal(set) var place: Coordinate?
    /// When that was received; 0 for a post.
    public internal(set) var receivedAt = Instant(microseconds: 0)
    /// Which way it was heading, in degrees; 65,535 for unknown.
    var headingDegrees: UInt16 = .max
    /// How fast, in centimetres a second.
    var speedCentimetresPerSecond: UInt16 = 0
    /// Whether the site file says where it stands, and no fix has said otherwise.
    public internal(set) var isPosted = false
}
